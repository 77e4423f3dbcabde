"""What people order the service to do, reverse and give up. A door checks that the case is theirs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.decisions.decide import lock_case, standing
from belisha.decisions.models import Decision, DecisionState, Outcome
from belisha.enforcement import order_rules as rules
from belisha.enforcement.order_add import Basis, Thing, add
from belisha.enforcement.order_details import details_of
from belisha.enforcement.order_refusals import (
    CannotBeUndone,
    NeedsDecision,
    NoReason,
    NothingToGiveUp,
    OrderThere,
    ReversedAlready,
    SeniorOrders,
)
from belisha.enforcement.order_table import Order
from belisha.enforcement.order_undone import part_with_undone
from belisha.enforcement.preserve import refuse_early_release
from belisha.ledger.record import record
from belisha.organisation.models import Service
from belisha.people.models import Staff
from belisha.refusal import NotFound
from belisha.triage.models import Case, Priority
from belisha.work.assign import finish

State, Kind, Origin = Order.State, Order.Kind, Order.Origin
SENIOR = "decisions.decide_child_suspect"
FAILED_TASK = "order_failed"
"""The task that asks a person what becomes of an order that the service could not carry out."""


@transaction.atomic
def order(
    *,
    case_id: UUID,
    kind: str,
    thing: Thing,
    by: Staff,
    service: Service | None = None,
    details: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Order:
    """Order the service to do something about an item or an account of a case; due at once.

    A hold, and that something is kept, waits for no decision; all else rests on one in force to refer, or on
    an immediate case, which waits for nobody.
    Raises OrderThere, NeedsDecision, SeniorOrders, WrongOrder, NoTarget, StandsAlready.
    """
    case = lock_case(case_id)
    if case.merged_into is not None:
        raise OrderThere(case=case.label, into=case.merged_into.label)
    decision = _decision_behind(case, kind)
    refuse_unless_senior(case, kind, thing, by)
    told = details_of(kind) | dict(details or {}) | ({"reason": reason.strip()} if reason.strip() else {})
    origin = Origin.DECISION if decision else Origin.PERSON
    basis = Basis(origin=origin, by=by, case=case, service=service, decision=decision, details=told)
    made = add(kind=kind, thing=thing, basis=basis, now=timezone.now())
    finish_failed_before(made, by=by)
    record("order.given", by=by, about=made, kind=kind, target=thing.kind, case=case.label, reason=reason)
    return made


@transaction.atomic
def reverse(*, order_id: UUID, by: Staff, reason: str, origin: str = "") -> Order:
    """Undo an order: what is planned is withdrawn, everything else gets the order that undoes it.

    Raises NoReason, CannotBeUndone, ReversedAlready, NotFound.
    """
    if not reason.strip():
        raise NoReason
    row = locked(order_id)
    if row.state == State.PLANNED:
        return end(row, State.WITHDRAWN, now=timezone.now(), by=by, event="order.withdrawn", reason=reason)
    made = undo(row, by=by, reason=reason, origin=origin, now=timezone.now())
    record("order.reversed", by=by, about=row, by_order=str(made.id), kind=made.kind, reason=reason.strip())
    return made


def undo(
    row: Order,
    *,
    by: Staff | None,
    reason: str,
    now: datetime,
    origin: str = "",
    decision: Decision | None = None,
) -> Order:
    """Make the order that undoes one, inside the use case that records it."""
    kind = _undoing(row)
    _refuse_if_undone(row)
    refuse_early_release(row, by)
    basis = Basis(
        origin=origin or (Origin.DECISION if decision else Origin.PERSON),
        by=by,
        case=row.case,
        service=row.service,
        decision=decision,
        undoes=row,
        details={"reason": reason.strip()},
    )
    thing = Thing(kind=row.target_kind, id=row.target_id, locator=row.locator)
    made = add(kind=kind, thing=thing, basis=basis, now=now)
    if by is not None:
        finish(about=row, kind=FAILED_TASK, by=by)
    return made


@transaction.atomic
def give_up(*, order_id: UUID, by: Staff, reason: str) -> Order:
    """Say that nobody waits for this order any more: it failed, or the service never answers.

    Raises NoReason, NothingToGiveUp, NotFound.
    """
    if not reason.strip():
        raise NoReason
    row = locked(order_id)
    failed_open = row.state == State.FAILED and row.ended_at is None
    if row.state not in rules.WAITING and row.state != State.PLANNED and not failed_open:
        raise NothingToGiveUp(order=row.label.capitalize(), state=row.get_state_display().lower())
    state = State.FAILED if failed_open or row.state != State.PLANNED else State.WITHDRAWN
    row.details = dict(row.details) | {"given_up": reason.strip()}
    finish(about=row, kind=FAILED_TASK, by=by)
    return end(row, state, now=timezone.now(), by=by, event="order.given_up", reason=reason)


def end(row: Order, state: str, *, now: datetime, by: Any, event: str, reason: str = "") -> Order:
    """Bring an order to its end and record it, inside the use case that does so."""
    row.state, row.ended_at = state, now
    row.save(update_fields=["state", "ended_at", "details"])
    record(event, by=by, about=row, kind=row.kind, reason=reason.strip())
    return row


def locked(order_id: UUID) -> Order:
    """The order, held until the end of the transaction, its case first as everywhere. Raises NotFound."""
    case_id = Order.objects.filter(id=order_id).values_list("case_id", flat=True).first()
    if case_id is not None:
        Case.objects.select_for_update().filter(id=case_id).first()
    row = Order.objects.select_for_update(of=("self",)).filter(id=order_id).first()
    if row is None:
        raise NotFound(what="order")
    return row


def finish_failed_before(made: Order, *, by: Staff) -> None:
    """An order given anew answers the task about the same one that failed before."""
    failed = Order.objects.filter(
        target=made.target, kind=made.kind, service=made.service, state=State.FAILED, ended_at=None
    )
    for one in failed.exclude(id=made.id):
        one.ended_at = made.made_at
        one.save(update_fields=["ended_at"])
        finish(about=one, kind=FAILED_TASK, by=by)


def refuse_unless_senior(case: Case, kind: str, thing: Thing, by: Staff) -> None:
    """A child's account is no offender's: a senior says what is done to an account. Raises SeniorOrders."""
    graver = thing.kind == rules.ACCOUNT and rules.rests_on_a_decision(kind)
    if case.child_suspect and graver and not by.has_perm(SENIOR):
        raise SeniorOrders(case=case.label)


def may_go_further(case_id: UUID) -> bool:
    """May more be ordered of this case than to hold and to preserve? Raises NotFound."""
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        raise NotFound(what="case")
    return case.priority == Priority.IMMEDIATE or _in_force(case) is not None


def _in_force(case: Case) -> Decision | None:
    """The decision to refer that is in force."""
    decision = standing(case)
    if decision and (decision.state, decision.outcome) == (DecisionState.FINAL, Outcome.REFER):
        return decision
    return None


def _decision_behind(case: Case, kind: str) -> Decision | None:
    """The decision that an order rests on. Raises NeedsDecision where it needs one and there is none."""
    if decision := _in_force(case):
        return decision
    if rules.rests_on_a_decision(kind) and case.priority != Priority.IMMEDIATE:
        raise NeedsDecision
    return None


def _undoing(row: Order) -> str:
    kind = rules.undone_by(row.kind)
    if kind is None:
        why = "what was read stays read." if row.kind == Kind.WARN else "order the opposite anew."
        raise CannotBeUndone(what=row.get_kind_display(), why=why)
    if row.state not in (State.DUE, State.DELIVERED, State.DONE):
        state = row.get_state_display().lower()
        raise CannotBeUndone(what=row.label.capitalize(), why=f"it is {state}.")
    return kind


def _refuse_if_undone(row: Order) -> None:
    before = Order.objects.filter(undoes=row).first()
    if before is None:
        return
    if before.state not in (State.FAILED, State.WITHDRAWN):
        raise ReversedAlready(order=row.label.capitalize(), by=before.label)
    # One order undoes another: the try that came to nothing makes room for the next.
    part_with_undone(before)
    before.ended_at = before.ended_at or timezone.now()
    before.save(update_fields=["undoes", "details", "ended_at"])
