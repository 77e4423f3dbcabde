"""The same images may be elsewhere: the IWF is told the address, and what it confirms is recognised here."""

from belisha.referrals.models import Referral
from tests.journeys.steps import (
    a_report,
    confirms,
    decides,
    facts_of,
    has_all_shown,
    notes_the_reference,
    opens_the_next_case,
    releases,
    sends_a_report_by_api,
    the_worker_runs,
    told,
)

ELSEWHERE = "https://other.example/albums/7?page=2"
REPORT = a_report(
    concerns=["indecent_images"], may_be_elsewhere="yes", items=[{"id": "link-1", "locator": ELSEWHERE}]
)


def recognised() -> bool:
    from belisha.screening.screen import screen_urls

    return bool(screen_urls(["http://www.other.example/albums/7?page=2#x"]))


def test_an_address_goes_to_the_iwf_and_onto_the_own_list_when_it_is_confirmed(back_end, rosa, omar):
    sends_a_report_by_api(back_end, REPORT)
    the_worker_runs()
    case = opens_the_next_case(rosa)
    decides(rosa, case, "refer", category="Indecent images", may_be_elsewhere="yes")
    confirms(omar, case)
    assert "iwf" in told(case)
    referral = releases(rosa, case, "iwf")
    message = Referral.objects.get(id=referral.id).message
    assert (message["accounts"], message["conversation"], message["child"]) == ([], [], None)

    has_all_shown(rosa, case)
    rosa.goes_to(f"/desk/referrals/{referral.id}/").follows("copy the addresses")
    assert rosa.page.xpath("//button/@data-copies") == [ELSEWHERE]
    notes_the_reference(rosa, referral, "IWF-77")

    rosa.goes_to(f"/desk/referrals/{referral.id}/")
    assert not recognised()
    rosa.presses("Keep what they said", outcome="confirmed")
    assert recognised()
    assert "On the own list" in rosa.reads
    rosa.presses("Keep what they said", outcome="not_confirmed")
    assert not recognised()
    said = facts_of(case, "referral.assessed")
    assert [(fact["outcome"], fact["was"]) for fact in said] == [
        ("confirmed", ""),
        ("not_confirmed", "confirmed"),
    ]


def test_without_a_sign_that_it_is_elsewhere_the_iwf_is_not_told(back_end, rosa, omar):
    sends_a_report_by_api(back_end, REPORT | {"may_be_elsewhere": "no"})
    the_worker_runs()
    case = opens_the_next_case(rosa)
    decides(rosa, case, "refer", category="Indecent images", may_be_elsewhere="no")
    confirms(omar, case)
    assert "iwf" not in told(case)
