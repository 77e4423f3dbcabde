"""A regulated service in the United Kingdom detected content: filed field by field, kept in the register."""

from belisha.intake.models import Report
from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_profile
from belisha.referrals.recipients.nca_declaration import POINTS
from tests.journeys.steps import (
    a_report,
    confirms,
    decides,
    has_all_shown,
    ledger_says,
    opens_the_next_case,
    releases,
    sends_a_report_by_api,
    the_worker_runs,
    told,
)

DETECTED = a_report(content_detected="yes", concerns=["indecent_images"])


def test_detected_content_goes_field_by_field_to_the_ncas_register(back_end, rosa, omar, sana):
    persons = [{"role": "administrator", "name": "Omar", "email": "omar@desk.example"}]
    save_profile(by=CONSOLE, authorised_persons=persons)
    sends_a_report_by_api(back_end, DETECTED)
    the_worker_runs()
    case = opens_the_next_case(rosa)
    decides(rosa, case, "refer", category="Indecent images")
    confirms(omar, case)
    referral = releases(rosa, case, "nca")

    # Rosa released it, and the NCA doesn't know her: she reads, and files nothing.
    rosa.goes_to(f"/desk/referrals/{referral.id}/").follows("file it field by field")
    assert not rosa.offered("Note the filing")

    has_all_shown(omar, case)
    omar.goes_to(f"/desk/referrals/{referral.id}/").follows("file it field by field")
    copied = omar.page.xpath("//button/@data-copies")
    item = DETECTED["items"][0]
    assert {item["locator"], item["sha256"], "192.0.2.17", "40123"} <= set(copied)
    omar.presses("Keep the declaration", points=list(POINTS))
    omar.presses("Note the filing", reference="NCA-2026-0042")

    assert told(case)["nca"] == "acknowledged"
    assert Report.objects.get().state == "referred"
    assert "Omar: referral.filed" in ledger_says(case)
    assert "NCA-2026-0042" in omar.goes_to("/desk/register/nca/").reads
    sana.goes_to("/desk/register/nca/").presses("As a table (CSV)")
    assert "NCA-2026-0042" in sana.answer.content.decode()
