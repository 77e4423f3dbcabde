"""Deciding an appeal: by a person who had no part in it; what was wrong is reversed all the way at once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.decisions.decide import lock_case
from belisha.enforcement import appeal_rules as rules
from belisha.enforcement.appeal import TASK
from belisha.enforcement.appeal_parts import may_decide, parts_in
from belisha.enforcement.appeal_refusals import (
    AnswerMissing,
    AppealDecided,
    HadPart,
    ReasonsMissing,
    SeniorDecidesAppeal,
    WrongOutcome,
)
from belisha.enforcement.appeal_table import Appeal
from belisha.enforcement.appeal_undo import root_of, undo_all
from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.refusal import NotFound
from belisha.triage.models import Case
from belisha.work.assign import LOOK_WITHIN, finish, open_task

State = Appeal.State
SENIOR = "decisions.decide_child_suspect"
SECOND_LOOK = "appeal_second_look"
LOOK = "Decided by somebody who had a part in what it is about, as there is nobody else. Look at it again."


@transaction.atomic
def decide_appeal(
    *, appeal_id: UUID, outcome: str, reasons: str, answer: str, by: Staff, match_wrong: bool = False
) -> Appeal:
    """Decide an appeal, and undo what was wrong: in the same transaction, or not at all.

    `reasons` stay here; `answer` is what whoever appealed reads, as soon as they may. `match_wrong`: what
    matched was no match, so that it is answered so to the list's source.
    Raises HadPart, SeniorDecidesAppeal, AppealDecided, WrongOutcome, ReasonsMissing, AnswerMissing.
    """
    row, case = _locked(appeal_id)
    _refuse_unless_theirs(row, case, by)
    _refuse_unless_whole(row, outcome, reasons, answer)
    now, had_part = timezone.now(), by.id in parts_in(row, case)
    if rules.reverses(outcome):
        row.undone = undo_all(row, case, whole=rules.reverses_all(outcome), by=by, match_wrong=match_wrong)
    _write(row, outcome, reasons, answer, by=by, now=now, alone=had_part)
    finish(about=row, kind=TASK, by=by)
    if had_part:
        _look_again(row)
    told = {"number": row.number, "outcome": outcome, "one_person_mode": had_part, "match_wrong": match_wrong}
    record("appeal.decided", by=by, about=case or row, reasons=row.reasons, **told, **_counts(row))
    return row


@transaction.atomic
def look_at_decided(*, appeal_id: UUID, by: Staff) -> Appeal:
    """Note that another person looked at an appeal that was decided by one who had a part in it."""
    row, _ = _locked(appeal_id)
    if row.decided_by_id == by.id:
        raise HadPart
    if not finish(about=row, kind=SECOND_LOOK, by=by):
        raise NotFound(what="second look")
    record("appeal.looked_at", by=by, about=row, number=row.number)
    return row


def _locked(appeal_id: UUID) -> tuple[Appeal, Case | None]:
    found = Appeal.objects.filter(id=appeal_id).first()
    if found is None:
        raise NotFound(what="appeal")
    # The case first, as everywhere: two people who act at once wait for one another and never block.
    case = lock_case(root_of(found.case).id) if found.case else None
    rows = Appeal.objects.select_for_update(of=("self",)).select_related("order", "decision", "decided_by")
    return rows.get(id=appeal_id), case


def _refuse_unless_theirs(row: Appeal, case: Case | None, by: Staff) -> None:
    if row.state == State.DECIDED and row.decided_by and row.decided_at:
        raise AppealDecided(at=f"{row.decided_at:%-d %B %Y}", by=row.decided_by.name)
    if not may_decide(row, case, by):
        raise HadPart
    if case is not None and case.child_suspect and not by.has_perm(SENIOR):
        raise SeniorDecidesAppeal(case=case.label)


def _refuse_unless_whole(row: Appeal, outcome: str, reasons: str, answer: str) -> None:
    if outcome not in rules.OUTCOMES[row.kind]:
        raise WrongOutcome(outcomes=", ".join(rules.OUTCOMES[row.kind]))
    if not reasons.strip():
        raise ReasonsMissing
    if not answer.strip():
        raise AnswerMissing


def _write(
    row: Appeal, outcome: str, reasons: str, answer: str, *, by: Staff, now: datetime, alone: bool
) -> None:
    row.state, row.outcome, row.one_person_mode = State.DECIDED, outcome, alone
    row.reasons, row.answer = reasons.strip(), answer.strip()
    row.decided_by, row.decided_at = by, now
    row.next_at = now if row.contact else None
    row.save()


def _look_again(row: Appeal) -> None:
    open_task(
        kind=SECOND_LOOK,
        about=row,
        label=row.label.capitalize(),
        reason=LOOK,
        due_at=timezone.now() + LOOK_WITHIN,
        permission="enforcement.decide_appeal",
    )


def _counts(row: Appeal) -> dict[str, Any]:
    undone: dict[str, Any] = row.undone
    return {name: len(undone.get(name, ())) for name in ("orders", "listed", "matches", "referrals")}
