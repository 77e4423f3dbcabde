"""What the IWF said of an address: kept, listed once where it confirmed it, taken off when corrected."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.decisions.decide import reopen
from belisha.ledger.models import Entry
from belisha.referrals.assessed import CATEGORIES, WrongDay, WrongOutcome, addresses_of, assess
from belisha.referrals.filing_page import said_of
from belisha.referrals.models import Assessment
from belisha.referrals.refusals import NotReleased
from belisha.refusal import NotFound
from belisha.screening.models import ListChange
from belisha.screening.screen import screen_urls
from belisha.triage.arrange import merge
from tests.desk_cases import show_everything
from tests.referrals.filing_steps import released, told

ELSEWHERE = "https://other.example/albums/7?page=2"


def an_item(locator=ELSEWHERE, number=1):
    return {"id": f"elsewhere-{number}", "locator": locator}


@pytest.fixture
def make_told(make_case, rosa, omar):
    """A maker of referrals that the IWF was told of, by the addresses of their items."""

    def make(*locators, **changed):
        items = [an_item(one, number) for number, one in enumerate(locators or (ELSEWHERE,), start=1)]
        case = make_case(may_be_elsewhere="yes", concerns=["indecent_images"], items=items, **changed)
        return told(case, rosa, omar)

    return make


def says(referral, by, outcome="confirmed", place=0, **changed):
    address = addresses_of(referral)[place].id
    given = {"category": "indecent_images", "said_on": timezone.localdate()} | changed
    return assess(referral_id=referral.id, address=address, outcome=outcome, by=by, **given)


def hits(url=ELSEWHERE):
    """Would this address be recognised if somebody shared it?"""
    return 0 in screen_urls([url])


def listed():
    return [(change.action, change.fingerprints) for change in ListChange.objects.order_by("seq")]


def test_what_the_iwf_confirms_is_recognised_from_then_on(make_told, rosa):
    referral = make_told()
    assert not hits()
    row = says(referral, rosa)
    assert row.listed
    assert hits()
    [change] = ListChange.objects.all()
    assert change.category == "indecent_images"
    assert change.source_id == referral.case.label
    assert change.reason == f"Confirmed by the IWF on {row.said_on:%Y-%m-%d}, told as {referral.number}."
    events = list(Entry.objects.order_by("-seq").values_list("event", flat=True)[:2])
    assert events == ["referral.assessed", "list.added"]


@pytest.mark.parametrize("spelling", ["http://WWW.other.example/albums//7?page=2#top", f" {ELSEWHERE}"])
def test_another_spelling_of_it_is_recognised_too(make_told, rosa, spelling):
    says(make_told(), rosa)
    assert hits(spelling)


def test_only_that_address_is_recognised_and_nothing_else_of_its_host(make_told, rosa):
    says(make_told("https://other.example/albums/*"), rosa)
    assert not hits("https://other.example/albums/8")
    assert not hits("https://other.example/")


def test_said_twice_it_is_listed_once(make_told, rosa):
    referral = make_told()
    says(referral, rosa)
    says(referral, rosa, "removed")
    assert len(listed()) == 1
    assert Assessment.objects.get().outcome == "removed"
    assert hits()


def test_two_cases_about_one_address_list_it_once(make_told, rosa):
    for spelling in (ELSEWHERE, ELSEWHERE.replace("https", "http")):
        assert says(make_told(spelling), rosa).listed
    assert len(listed()) == 1


def test_corrected_it_is_taken_off_again_and_confirmed_anew_it_is_back(make_told, rosa):
    referral = make_told()
    says(referral, rosa)
    row = says(referral, rosa, "not_confirmed")
    assert (row.listed, row.category) == (False, "")
    assert not hits()
    assert [action for action, _ in listed()] == ["add", "remove"]
    assert Entry.objects.filter(event="referral.assessed").latest("seq").content["was"] == "confirmed"
    says(referral, rosa)
    assert hits()


def test_what_another_referral_still_says_stays_on_the_list(make_told, rosa):
    first, second = make_told(), make_told()
    says(first, rosa)
    says(second, rosa)
    says(first, rosa, "not_confirmed")
    assert hits()
    says(second, rosa, "not_confirmed")
    assert not hits()


def test_it_stays_recognised_when_the_list_has_a_version_of_its_own(make_told, rosa):
    from belisha.screening import lists_tend
    from belisha.screening.models import HashList

    referral = make_told()
    says(referral, rosa)
    lists_tend._take_in(HashList.objects.get(name="confirmed-here"))
    assert hits()
    says(referral, rosa, "not_confirmed")
    assert not hits()


def test_an_address_that_was_not_confirmed_is_never_listed(make_told, rosa):
    assert not says(make_told(), rosa, "not_confirmed").listed
    assert listed() == []


def test_a_locator_that_only_the_service_understands_is_kept_and_not_listed(make_told, rosa):
    referral = make_told("content/7f3a")
    row = says(referral, rosa)
    assert (row.outcome, row.listed) == ("confirmed", False)
    assert listed() == []


def test_only_a_referral_that_the_iwf_was_told_of_has_answers(make_case, rosa, omar):
    row = released(make_case(may_be_elsewhere="yes"), rosa, omar, "iwf")
    with pytest.raises(NotReleased):
        says(row, rosa)
    police = released(make_case(), rosa, omar, "police:E23000023")
    with pytest.raises(NotFound):
        assess(
            referral_id=police.id,
            address="0" * 24,
            outcome="confirmed",
            said_on=timezone.localdate(),
            by=rosa,
        )
    assert listed() == []


def test_only_an_address_of_this_referral_can_be_answered(make_told, rosa):
    first, second = make_told(), make_told("https://third.example/x")
    with pytest.raises(NotFound):
        assess(
            referral_id=first.id,
            address=addresses_of(second)[0].id,
            outcome="confirmed",
            category="indecent_images",
            said_on=timezone.localdate(),
            by=rosa,
        )


@pytest.mark.parametrize("changed", [{"outcome": "perhaps"}, {"category": "benign"}, {"category": ""}])
def test_what_the_iwf_does_not_say_is_refused(make_told, rosa, changed):
    with pytest.raises(WrongOutcome):
        says(make_told(), rosa, **changed)
    assert listed() == []


def test_a_day_to_come_is_refused(make_told, rosa):
    with pytest.raises(WrongDay):
        says(make_told(), rosa, said_on=timezone.localdate() + timedelta(days=1))


def test_each_address_stands_once_and_has_an_answer_of_its_own(make_told, rosa):
    referral = make_told(ELSEWHERE, "https://third.example/x", "http://www.other.example/albums/7?page=2")
    assert len(addresses_of(referral)) == 2
    says(referral, rosa, place=1)
    show_everything(referral.case, rosa)
    assert {one.text: one.outcome_words for one in said_of(referral.id, rosa)} == {
        "hxxp://www[.]other[.]example/albums/7?page=2": "",
        "hxxps://third[.]example/x": "Confirmed",
    }


def test_a_case_that_went_into_another_still_takes_the_answer_and_shows_no_more_than_before(
    make_told, make_case, rosa
):
    referral, into = make_told(), make_case()
    reopen(case_id=referral.case_id, reason="The same child.", by=rosa)
    merge(case_id=referral.case_id, into_id=into.id, reason="The same child.", by=rosa)
    [one] = said_of(referral.id, rosa)
    assert one.text == ""
    assert says(referral, rosa).listed
    assert hits()


def test_an_address_that_is_hidden_is_hidden_here_too(make_told, rosa):
    [one] = said_of(make_told().id, rosa)
    assert one.text == ""
    assert "other" not in one.id


def test_the_database_lists_nothing_that_was_not_confirmed(make_told, rosa):
    row = says(make_told(), rosa, "not_confirmed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(id=row.id).update(listed=True)


def test_the_own_list_knows_both_categories():
    from belisha.decisions.known import CATEGORIES as KNOWN

    assert set(CATEGORIES) <= set(KNOWN)
