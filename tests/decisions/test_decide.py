"""Deciding: by whom, with whom, and what becomes of case, reports and tasks."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.decisions.decide import confirm, decide, hand_to_senior, reopen, send_back
from belisha.decisions.models import Decision
from belisha.decisions.refusals import (
    AlreadyDecided,
    CaseNotOpen,
    NothingToConfirm,
    NothingToReopen,
    OwnDecision,
    ReasonMissing,
    SeniorDecides,
    WithSomebodyElse,
    WrongJudgement,
)
from belisha.intake.models import Report
from belisha.ledger.models import Entry
from belisha.triage.arrange import SeniorSaysNoChild, mark_child_suspect, override_priority
from belisha.triage.queue import claim
from tests.desk_cases import events, open_tasks

GROUNDS = [{"element": "communication", "inferred": "yes", "why": "Line 1 of the conversation."}]


def judge(case, by, outcome="refer", **changed):
    return decide(
        case_id=case.id,
        by=by,
        **{"outcome": outcome, "category": "grooming", "reasons": "Both accounts."} | changed,
    )


def report_states(case):
    return set(Report.objects.filter(memberships__case=case).values_list("state", flat=True))


def test_a_referral_waits_for_a_second_person_who_confirms_it(case, rosa, omar):
    decision = judge(case, rosa, grounds=GROUNDS)
    case.refresh_from_db()
    assert (decision.state, case.state, case.owner) == ("proposed", "proposed", rosa)
    assert open_tasks(case) == {"second_person"}
    assert report_states(case) == {"in_review"}

    confirm(decision_id=decision.id, by=omar)
    case.refresh_from_db()
    decision.refresh_from_db()
    assert (decision.state, decision.confirmed_by, case.state) == ("final", omar, "decided")
    assert open_tasks(case) == set()
    assert report_states(case) == {"decided"}
    assert events(case)[-2:] == ["case.decided", "case.confirmed"]


def test_nobody_confirms_their_own_decision(case, rosa):
    decision = judge(case, rosa)
    with pytest.raises(OwnDecision):
        confirm(decision_id=decision.id, by=rosa)
    with pytest.raises(IntegrityError, match="nobody_confirms_their_own_decision"), transaction.atomic():
        Decision.objects.filter(id=decision.id).update(confirmed_by=rosa, confirmed_at=timezone.now())


def test_the_database_keeps_a_decision_out_of_force_without_its_second_person(case, rosa):
    decision = judge(case, rosa)
    constraint = "a_decision_in_force_has_the_second_person_it_needs"
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Decision.objects.filter(id=decision.id).update(state="final")


def test_an_immediate_case_is_referred_by_one_person_and_looked_at_afterwards(danger, rosa, omar):
    decision = judge(danger, rosa)
    danger.refresh_from_db()
    assert (decision.state, danger.state) == ("final", "decided")
    assert "second_look" in open_tasks(danger)
    confirm(decision_id=decision.id, by=omar)
    assert "second_look" not in open_tasks(danger)
    assert Entry.objects.get(event="case.confirmed").content["waited"] is False


def test_closing_an_immediate_case_without_action_waits_for_a_second_person(danger, rosa, omar):
    decision = judge(danger, rosa, "no_action")
    danger.refresh_from_db()
    assert (decision.state, danger.state) == ("proposed", "proposed")
    confirm(decision_id=decision.id, by=omar)
    danger.refresh_from_db()
    assert danger.state == "closed"
    assert report_states(danger) == {"closed"}


def test_an_immediate_case_put_lower_still_needs_two_people_to_close(danger, rosa):
    override_priority(case_id=danger.id, priority=3, reason="It was long ago.", by=rosa)
    assert judge(danger, rosa, "no_action").state == "proposed"


def test_any_other_case_is_closed_by_one_person(case, rosa):
    assert judge(case, rosa, "no_action").state == "final"
    case.refresh_from_db()
    assert case.state == "closed"
    assert report_states(case) == {"closed"}


def test_in_one_person_mode_nobody_is_waited_for_and_every_act_says_so(case, danger, one_person, solo):
    for one, outcome in ((case, "refer"), (danger, "no_action")):
        decision = judge(one, solo, outcome)
        assert (decision.state, decision.one_person_mode) == ("final", True)
        assert Entry.objects.filter(event="case.decided").last().content["one_person_mode"] is True
    assert "second_look" not in open_tasks(case) | open_tasks(danger)


def test_only_a_senior_decides_where_a_child_may_be_the_suspect(case, rosa, sana):
    mark_child_suspect(case_id=case.id, by=rosa, reason="Both accounts are marked 13 to 15.")
    with pytest.raises(SeniorDecides):
        judge(case, rosa)
    decision = judge(case, sana)
    assert decision.child_suspect
    assert decision.state == "proposed"


def test_a_moderator_cannot_take_the_mark_away_to_decide_after_all(case, rosa, sana):
    mark_child_suspect(case_id=case.id, by=rosa, reason="Both accounts are marked 13 to 15.")
    with pytest.raises(SeniorSaysNoChild):
        mark_child_suspect(case_id=case.id, by=rosa, reason="I looked again.", child_suspect=False)
    mark_child_suspect(case_id=case.id, by=sana, reason="Checked the age.", child_suspect=False)
    assert judge(case, rosa)


def test_saying_in_the_decision_that_a_child_may_be_the_suspect_leaves_it_to_a_senior(case, rosa, sana):
    with pytest.raises(SeniorDecides):
        judge(case, rosa, child_suspect=True)
    hand_to_senior(case_id=case.id, by=rosa, reason="Both accounts are marked 13 to 15.")
    case.refresh_from_db()
    assert case.child_suspect
    assert open_tasks(case) == {"senior_decision"}
    judge(case, sana)
    assert open_tasks(case) == {"second_person"}


def test_a_case_that_somebody_else_has_is_theirs_to_decide(case, rosa, omar, sana):
    claim(case_id=case.id, by=omar)
    with pytest.raises(WithSomebodyElse, match="Omar"):
        judge(case, rosa)
    assert judge(case, sana).made_by == sana


def test_an_immediate_case_is_decided_by_whoever_is_there(danger, rosa, omar):
    claim(case_id=danger.id, by=omar)
    assert judge(danger, rosa).state == "final"


def test_a_second_decision_on_one_case_is_refused(case, rosa, omar):
    judge(case, rosa)
    with pytest.raises(AlreadyDecided):
        judge(case, omar, "no_action")
    assert Decision.objects.filter(case=case).count() == 1


def test_a_decision_is_sent_back_with_a_reason_to_whoever_made_it(case, rosa, omar):
    decision = judge(case, rosa)
    with pytest.raises(ReasonMissing):
        send_back(decision_id=decision.id, by=omar, reason="  ")
    send_back(decision_id=decision.id, by=omar, reason="Say what the age rests on.")
    case.refresh_from_db()
    decision.refresh_from_db()
    assert (case.state, case.owner, decision.state) == ("open", rosa, "sent_back")
    assert decision.ended_because == "Say what the age rests on."
    assert open_tasks(case) == set()
    with pytest.raises(NothingToConfirm):
        confirm(decision_id=decision.id, by=omar)


def test_every_outcome_can_be_reopened_with_a_reason(case, danger, rosa, omar):
    judge(case, rosa, "no_action")
    judge(danger, rosa)
    for one in (case, danger):
        with pytest.raises(ReasonMissing):
            reopen(case_id=one.id, by=omar, reason="")
        reopen(case_id=one.id, by=omar, reason="The reporter wrote again.")
        one.refresh_from_db()
        assert (one.state, one.owner) == ("open", None)
        assert report_states(one) == {"in_review"}
        assert judge(one, rosa, "no_action")


def test_whoever_decided_alone_does_not_end_the_second_look_by_taking_it_back(danger, rosa, omar):
    judge(danger, rosa)
    assert "second_look" in open_tasks(danger)
    reopen(case_id=danger.id, by=rosa, reason="I take it back.")
    assert "second_look" in open_tasks(danger)
    judge(danger, rosa)
    reopen(case_id=danger.id, by=omar, reason="Looked at.")
    assert "second_look" not in open_tasks(danger)


def test_a_case_without_a_decision_has_nothing_to_reopen(case, rosa):
    with pytest.raises(NothingToReopen):
        reopen(case_id=case.id, by=rosa, reason="Why not.")


def test_a_merged_case_is_not_decided(make_case, rosa):
    from belisha.triage.arrange import merge

    one, other = make_case(), make_case()
    merge(case_id=one.id, into_id=other.id, reason="The same group.", by=rosa)
    with pytest.raises(CaseNotOpen, match="merged"):
        judge(one, rosa)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"outcome": "perhaps"}, "Outcome"),
        ({"category": "unknown"}, "Category"),
        ({"grounds": [{"element": "photograph", "inferred": "yes"}]}, "no element"),
        ({"grounds": [{"element": "communication", "inferred": "maybe"}]}, "Grounds"),
        ({"routing_facts": {"child": {"country": "UK"}}}, "GB"),
        ({"routing_facts": {"service": {"country": "US"}}}, "can't be corrected"),
    ],
)
def test_a_judgement_that_can_not_be_kept_is_refused_in_words(case, rosa, changed, said):
    with pytest.raises(WrongJudgement, match=said):
        judge(case, rosa, **changed)


def test_grounds_keep_the_words_of_their_day(case, rosa):
    decision = judge(case, rosa, grounds=GROUNDS)
    decision.refresh_from_db()
    assert decision.grounds == [GROUNDS[0] | {"words": "Communication with a child"}]
