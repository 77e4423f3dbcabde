"""What a decision does to the case, its reports and the tasks around it."""

from uuid import UUID

from django.utils import timezone

from belisha.decisions import rules
from belisha.decisions.models import Decision, DecisionState, Outcome
from belisha.intake.models import State
from belisha.intake.receive import move
from belisha.people.models import Staff
from belisha.triage.models import Case, CaseState, Membership, Priority
from belisha.work.assign import LOOK_WITHIN, finish, open_task

SENIOR = "decisions.decide_child_suspect"


def carry_on(case: Case, decision: Decision, *, by: Staff) -> None:
    """Bring case and reports to where this decision puts them, and ask for the second person it waits for."""
    case.state = _state(decision)
    if case.owner is None:
        case.owner, case.claimed_at = by, timezone.now()
    case.save(update_fields=["state", "owner", "claimed_at", "child_suspect"])
    for kind in ("senior_decision", "second_look"):
        finish(about=case, kind=kind, by=by)
    if case.state == CaseState.PROPOSED:
        _ask_for_second_person(case, decision)
        return
    closed = case.state == CaseState.CLOSED
    move(report_ids=reports_of_case(case), state=State.CLOSED if closed else State.DECIDED)


def look_afterwards(case: Case, decision: Decision) -> None:
    """Ask for a second look at what was decided alone because it could not wait."""
    if rules.wants_second_look(
        outcome=decision.outcome, priority=case.priority, one_person_mode=decision.one_person_mode
    ):
        open_task(
            kind="second_look",
            about=case,
            reason="Decided by one person, as it could not wait. Look at it: confirm it or reopen it.",
            due_at=timezone.now() + LOOK_WITHIN,
            permission="decisions.confirm_decision",
        )


def ask_senior(case: Case, *, by: Staff) -> None:
    """Ask a senior to decide about a child as suspect; what had to be done at once was done before."""
    open_task(
        kind="senior_decision",
        about=case,
        reason="A child may be the suspect: a senior decides.",
        due_at=case.due_at,
        permission=SENIOR,
        wake=case.priority == Priority.IMMEDIATE,
        by=by,
    )


def take_up_again(case: Case, *, keep_owner: bool) -> None:
    """Open the case again after its decision has ended."""
    case.state = CaseState.OPEN
    if not keep_owner:
        case.owner, case.claimed_at = None, None
    case.save(update_fields=["state", "owner", "claimed_at"])
    move(report_ids=reports_of_case(case), state=State.IN_REVIEW)


def reports_of_case(case: Case) -> list[UUID]:
    """The ids of the reports that the case holds now, in the order in which they joined."""
    members = Membership.objects.filter(case=case, left_at=None).order_by("joined_at")
    return list(members.values_list("report_id", flat=True))


def _state(decision: Decision) -> CaseState:
    if decision.state == DecisionState.PROPOSED:
        return CaseState.PROPOSED
    return CaseState.DECIDED if decision.outcome == Outcome.REFER else CaseState.CLOSED


def _ask_for_second_person(case: Case, decision: Decision) -> None:
    open_task(
        kind="second_person",
        about=case,
        reason=f"{decision.get_outcome_display()}: waits for a second person.",
        due_at=case.due_at,
        permission="decisions.confirm_decision",
    )
