"""Deciding a case: made by one person, confirmed or sent back by a second, reopened with a reason."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.decisions import rules
from belisha.decisions.after import SENIOR, ask_senior, carry_on, look_afterwards, take_up_again
from belisha.decisions.judgement import checked_facts, checked_grounds, checked_words, reason_given
from belisha.decisions.models import Decision, DecisionState
from belisha.decisions.refusals import (
    AlreadyDecided,
    CaseNotOpen,
    NothingToConfirm,
    NothingToReopen,
    OwnDecision,
    SeniorDecides,
    WithSomebodyElse,
)
from belisha.ledger.record import record
from belisha.organisation.profile import profile
from belisha.people.models import Staff
from belisha.refusal import NotFound
from belisha.triage import arrange
from belisha.triage.models import Case, CaseState, Priority
from belisha.work.assign import finish

STANDING = (DecisionState.PROPOSED, DecisionState.FINAL)


@transaction.atomic
def decide(
    *,
    case_id: UUID,
    outcome: str,
    category: str,
    reasons: str,
    by: Staff,
    grounds: Sequence[Mapping[str, str]] = (),
    child_suspect: bool = False,
    routing_facts: Mapping[str, Any] | None = None,
) -> Decision:
    """Decide an open case; in force at once, or as soon as a second person has confirmed it (rules.py).

    `grounds`: {"element", "inferred": yes|no|unknown, "why"} each. `child_suspect` marks the case, and never
    unmarks it.
    Raises AlreadyDecided, CaseNotOpen, WithSomebodyElse, SeniorDecides, WrongJudgement, ReasonMissing.
    """
    case = lock_case(case_id)
    checked_words(outcome=outcome, category=category, reasons=reasons)
    case.child_suspect = case.child_suspect or child_suspect
    _refuse_unless_theirs(case, by)
    decision = _decision(case, outcome=outcome, by=by)
    decision.category, decision.reasons = category, reasons.strip()
    decision.grounds = checked_grounds(category, grounds)
    decision.routing_facts = checked_facts(routing_facts)
    decision.save(force_insert=True)
    carry_on(case, decision, by=by)
    look_afterwards(case, decision)
    record("case.decided", by=by, about=case, **_facts(decision))
    return decision


@transaction.atomic
def confirm(*, decision_id: UUID, by: Staff) -> Decision:
    """Confirm another's decision: one that waits comes into force, one in force has had its second look.

    Raises OwnDecision, NothingToConfirm.
    """
    case, decision = _locked(decision_id)
    if decision.made_by_id == by.id:
        raise OwnDecision
    if decision.state not in STANDING or decision.confirmed_by_id:
        raise NothingToConfirm
    waited = decision.state == DecisionState.PROPOSED
    decision.state = DecisionState.FINAL
    decision.confirmed_by, decision.confirmed_at = by, timezone.now()
    decision.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    _finish_looks(case, by)
    if waited:
        carry_on(case, decision, by=by)
    record("case.confirmed", by=by, about=case, decision=str(decision.id), waited=waited)
    return decision


@transaction.atomic
def send_back(*, decision_id: UUID, by: Staff, reason: str) -> Decision:
    """Send a decision that waits for a second person back, with a reason; its maker may take it back too."""
    case, decision = _locked(decision_id)
    if decision.state != DecisionState.PROPOSED:
        raise NothingToConfirm
    _end(decision, DecisionState.SENT_BACK, by, reason_given(reason))
    take_up_again(case, keep_owner=True)
    _finish_looks(case, by)
    record("case.sent_back", by=by, about=case, decision=str(decision.id), reason=reason.strip())
    return decision


@transaction.atomic
def reopen(*, case_id: UUID, reason: str, by: Staff) -> Decision:
    """End the standing decision. What was released stays; `refer.prepare` withdraws the drafts."""
    case = lock_case(case_id)
    decision = standing(case)
    if decision is None:
        raise NothingToReopen(case=case.label)
    _end(decision, DecisionState.REOPENED, by, reason_given(reason))
    take_up_again(case, keep_owner=False)
    finish(about=case, kind="second_person", by=by)
    if decision.made_by_id != by.id:
        # Whoever decided alone doesn't end the second look at it by taking it back: it may have left already.
        finish(about=case, kind="second_look", by=by)
    record("case.reopened", by=by, about=case, decision=str(decision.id), reason=reason.strip())
    return decision


@transaction.atomic
def hand_to_senior(*, case_id: UUID, by: Staff, reason: str) -> Case:
    """Mark that a child may be the suspect, and ask a senior to decide. Raises ReasonMissing."""
    case = lock_case(case_id)
    _refuse_unless_open(case)
    if not case.child_suspect:
        arrange.mark_child_suspect(case_id=case_id, by=by, reason=reason_given(reason))
        case.refresh_from_db()
    ask_senior(case, by=by)
    record("case.handed_to_senior", by=by, about=case)
    return case


def lock_case(case_id: UUID) -> Case:
    """Return the case, locked until the end of the transaction. Raises NotFound."""
    case = Case.objects.select_for_update(of=("self",)).select_related("owner").filter(id=case_id).first()
    if case is None:
        raise NotFound(what="case")
    return case


def standing(case: Case) -> Decision | None:
    """The decision that waits or is in force; None while the case is open."""
    return Decision.objects.filter(case=case, state__in=STANDING).first()


def _locked(decision_id: UUID) -> tuple[Case, Decision]:
    found = Decision.objects.filter(id=decision_id).values_list("case_id", flat=True).first()
    if found is None:
        raise NotFound(what="decision")
    # The case first, as everywhere: two people who act at once wait for one another and never block.
    case = lock_case(found)
    return case, Decision.objects.get(id=decision_id)


def _refuse_unless_open(case: Case) -> None:
    if standing(case):
        raise AlreadyDecided(case=case.label)
    if case.state != CaseState.OPEN:
        raise CaseNotOpen(case=case.label, state=case.get_state_display().lower())


def _refuse_unless_theirs(case: Case, by: Staff) -> None:
    _refuse_unless_open(case)
    immediate = case.priority == Priority.IMMEDIATE
    if case.owner and case.owner_id != by.id and not immediate and not by.has_perm(SENIOR):
        raise WithSomebodyElse(case=case.label, owner=case.owner.name)
    if not rules.may_decide(child_suspect=case.child_suspect, decides_child_suspect=by.has_perm(SENIOR)):
        raise SeniorDecides(case=case.label)


def _decision(case: Case, *, outcome: str, by: Staff) -> Decision:
    alone = profile().one_person_mode
    two = rules.asks_for_two(outcome=outcome, priority=case.priority, lowered=case.overridden)
    waits = rules.needs_second_person(
        outcome=outcome,
        priority=case.priority,
        child_suspect=case.child_suspect,
        one_person_mode=alone,
        lowered=case.overridden,
    )
    return Decision(
        case=case,
        outcome=outcome,
        state=DecisionState.PROPOSED if waits else DecisionState.FINAL,
        child_suspect=case.child_suspect,
        asks_for_two=two,
        one_person_mode=alone,
        made_by=by,
        made_at=timezone.now(),
    )


def _end(decision: Decision, state: DecisionState, by: Staff, reason: str) -> None:
    decision.state = state
    decision.ended_by, decision.ended_at, decision.ended_because = by, timezone.now(), reason
    decision.save(update_fields=["state", "ended_by", "ended_at", "ended_because"])


def _finish_looks(case: Case, by: Staff) -> None:
    for kind in ("second_person", "second_look", "nobody_told"):
        finish(about=case, kind=kind, by=by)


def _facts(decision: Decision) -> dict[str, Any]:
    return {
        "decision": str(decision.id),
        "outcome": decision.outcome,
        "category": decision.category,
        "state": str(decision.state),
        "child_suspect": decision.child_suspect,
        "one_person_mode": decision.one_person_mode,
    }
