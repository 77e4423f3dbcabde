"""Whether the people whom a case is about may be told of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from belisha.decisions.decide import decide
from belisha.decisions.emergency import record_emergency_call
from belisha.referrals.dont_tell import (
    by_default,
    default_of,
    dont_tell,
    lift,
    may_tell,
    may_tell_account,
    silences,
)
from belisha.referrals.follow_models import DontTell
from belisha.referrals.models import Referral
from belisha.referrals.refer import prepare, prepare_now, release, withdraw
from belisha.referrals.refusals import NotSilent, ReasonMissing, WrongClock
from belisha.triage.arrange import merge
from belisha.triage.models import Case
from tests.desk_cases import events
from tests.referrals.test_reported import judged

POLICE = "police:E23000023"


@pytest.fixture
def released(case, rosa, omar):
    return release(referral_id=judged(case, rosa, omar, POLICE).id, by=rosa)


def test_a_case_about_which_nobody_is_told_may_be_spoken_of(case, rosa):
    assert may_tell(case.id)
    decide(case_id=case.id, outcome="no_action", category="other", reasons="Nothing.", by=rosa)
    assert may_tell(case.id).why == ""


def test_a_draft_to_the_police_holds_back_before_it_leaves_and_a_withdrawn_one_does_not(case, rosa, omar):
    row = judged(case, rosa, omar, POLICE)
    assert "about to be told" in may_tell(case.id).why
    withdraw(referral_id=row.id, by=rosa, reason="Not them.")
    assert may_tell(case.id)


def test_a_release_to_the_police_holds_back_by_itself_until_somebody_lifts_it(released, rosa, omar):
    answer = may_tell(released.case_id)
    assert not answer
    assert released.number in answer.why
    row = DontTell.objects.get()
    assert (row.basis, row.noted_by) == ("care", None)
    with pytest.raises(ReasonMissing):
        lift(referral_id=released.id, silence_id=row.id, by=omar, reason="")
    lift(referral_id=released.id, silence_id=row.id, by=omar, reason="The trial is over.")
    assert may_tell(released.case_id)
    assert events(released.case)[-1] == "referral.may_tell"
    with pytest.raises(NotSilent):
        lift(referral_id=released.id, silence_id=row.id, by=omar, reason="Again.")


def test_an_authority_that_asks_is_obeyed_until_its_day(released, rosa, omar, time_machine):
    lift(referral_id=released.id, silence_id=DontTell.objects.get().id, by=omar, reason="They said so.")
    until = timezone.now() + timedelta(days=3)
    asked = {"asked_by": "PC 123", "reason": "A search is planned.", "until": until}
    dont_tell(referral_id=released.id, by=rosa, **asked)
    why = may_tell(released.case_id).why
    assert "PC 123" in why
    assert f"{until:%-d %B %Y}" in why
    time_machine.move_to(until + timedelta(minutes=1))
    assert may_tell(released.case_id)
    assert [one.holds for one in silences(released.id)] == [False, False]
    with pytest.raises(WrongClock):
        dont_tell(referral_id=released.id, by=rosa, **asked)


def test_what_this_desk_decides_itself_holds_until_it_is_lifted(released, rosa):
    row = dont_tell(referral_id=released.id, by=rosa, asked_by="", reason="The child is still in contact.")
    assert (row.basis, row.until) == ("own", None)
    assert "still in contact" in may_tell(released.case_id).why


def test_a_call_to_the_emergency_number_holds_back_while_its_case_is_open(danger, rosa):
    record_emergency_call(case_id=danger.id, by=rosa)
    assert "emergency number was called" in may_tell(danger.id).why


def test_a_call_holds_nothing_back_once_its_case_is_closed(danger, rosa):
    record_emergency_call(case_id=danger.id, by=rosa)
    Case.objects.filter(id=danger.id).update(state="closed")
    assert may_tell(danger.id)


def test_what_is_withdrawn_after_all_holds_back_only_what_a_person_asked_for(released, rosa):
    dont_tell(referral_id=released.id, by=rosa, asked_by="PC 123", reason="A search is planned.")
    withdraw(referral_id=released.id, by=rosa, reason="Not them.")
    assert [reason.count("A search is planned.") for reason in may_tell(released.case_id).reasons] == [1]


def test_that_a_report_is_taken_back_holds_nothing_back():
    now = timezone.now()
    assert by_default(Referral(authority=POLICE, purpose="withdrawal"), now=now) is None


def test_an_account_is_not_told_whichever_case_names_it_and_as_what(released, case):
    accounts = case.memberships.get().report.accounts.all()
    assert [bool(may_tell_account(one.external_id)) for one in accounts] == [False, False]
    assert may_tell_account("nobody-knows")


def test_a_merged_case_holds_back_for_the_one_it_went_into(danger, make_case, rosa):
    prepare_now(case_id=danger.id, by=rosa)
    release(referral_id=Referral.objects.get(case=danger).id, by=rosa)
    into = make_case()
    assert may_tell(into.id)
    merge(case_id=danger.id, into_id=into.id, reason="One person.", by=rosa)
    assert not may_tell(into.id)
    assert may_tell(danger.id).why == may_tell(into.id).why


def test_the_law_of_canada_and_care_for_an_investigation_are_defaults():
    assert default_of("CA:cybertip")[0] == "law"
    assert {default_of(one)[0] for one in (POLICE, "nca", "ncmec", "DE:bka")} == {"care"}
    assert default_of("iwf") is default_of("partner:harbour") is None


def test_drafting_holds_back_only_where_it_could_prejudice(make_case, rosa, omar):
    case = make_case(content_detected="yes", may_be_elsewhere="yes")
    judged(case, rosa, omar, POLICE)
    for row in Referral.objects.filter(case=case).exclude(authority="iwf"):
        withdraw(referral_id=row.id, by=rosa, reason="Not them.")
    assert may_tell(case.id)
    prepare(case_id=case.id)
