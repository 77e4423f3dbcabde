"""What the service says of its orders: that it has them, carried them out, or could not."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.enforcement import order_rules as rules
from belisha.enforcement.act import FAILED_TASK, locked
from belisha.enforcement.order_refusals import ClockAhead, OrderAnswered, OrderOver
from belisha.enforcement.order_table import Order
from belisha.enforcement.order_told import Page, Told, one, page_of, told
from belisha.enforcement.preserve import Kept, note_kept
from belisha.ledger.record import Actor, record
from belisha.organisation.reach import within
from belisha.refusal import NotFound
from belisha.work.assign import finish, open_task

State = Order.State
COULD_NOT = "The service could not carry out an order. Order it anew, or say why it is given up."


def hand_out(*, state: str, service: str, limit: int, cursor: str, by: Actor, language: str = "") -> Page:
    """Give the service a page of its orders: it has them from here on. Raises WrongCursor,
    OtherService.
    """
    page = page_of(by=by, state=state, service=service, limit=limit, cursor=cursor, language=language)
    delivered(order_ids=[order.id for order in page.orders if order.state == State.DUE], by=by)
    return replace(page, orders=[_had(order) for order in page.orders])


def hand_over(*, order_id: UUID, by: Actor, language: str = "") -> Told:
    """Give the service one order: it has it from here on. Raises NotFound."""
    order = one(order_id, by=by, language=language)
    if order.state == State.DUE:
        delivered(order_ids=[order.id], by=by)
    return _had(order)


@transaction.atomic
def delivered(*, order_ids: Collection[UUID], by: Actor) -> int:
    """Note that the service has these orders; how many of them it had not before."""
    if not order_ids:
        return 0
    due = Order.objects.select_for_update().filter(id__in=list(order_ids), state=State.DUE)
    rows = list(due.order_by("id"))
    for row in rows:
        row.state, row.delivered_at = State.DELIVERED, timezone.now()
        row.save(update_fields=["state", "delivered_at"])
    for row in rows:
        record("order.delivered", by=by, about=row, kind=row.kind)
    return len(rows)


@transaction.atomic
def done(
    *,
    order_id: UUID,
    by: Actor,
    at: datetime | None = None,
    detail: str = "",
    did: str = "",
    kept: Sequence[Kept] = (),
) -> Order:
    """Note that the service carried an order out; told again, nothing changes.

    `did` is what that changed, in a word, where it is known: whoever undoes the order undoes no more.
    Raises ClockAhead, OrderAnswered, OrderOver, NotAPreservation, NotFound.
    """
    row, now = _locked(order_id, by), timezone.now()
    if _is_told_again(row, State.DONE, at, now):
        return row
    if kept or row.kind == Order.Kind.PRESERVE:
        note_kept(order=row, kept=kept, at=at or now, by=by)
    _answer(row, State.DONE, by, at or now, detail)
    row.details = dict(row.details) | ({"did": did} if did else {})
    row.ended_at = now
    row.save()
    if row.undoes is not None:
        _reversed(row.undoes, by, now)
    record("order.done", by=by, about=row, kind=row.kind, detail=row.answer)
    return row


@transaction.atomic
def failed(*, order_id: UUID, by: Actor, reason: str, at: datetime | None = None) -> Order:
    """Note that the service could not carry an order out, and ask a person; told again, nothing changes.

    Raises ClockAhead, OrderAnswered, OrderOver, NotFound.
    """
    row, now = _locked(order_id, by), timezone.now()
    if _is_told_again(row, State.FAILED, at, now):
        return row
    _answer(row, State.FAILED, by, at or now, reason)
    row.save()
    about = row.label if row.case is None else f"{row.case.label}, {row.label}"
    open_task(kind=FAILED_TASK, about=row, label=about, reason=COULD_NOT, permission="enforcement.give_order")
    record("order.failed", by=by, about=row, kind=row.kind, reason=row.answer)
    return row


def say_done(
    *, order_id: UUID, by: Actor, at: datetime | None, detail: str, kept: Sequence[Kept] = ()
) -> Told:
    """`done`, and the order as it is now."""
    return told(done(order_id=order_id, by=by, at=at, detail=detail, kept=kept))


def say_failed(*, order_id: UUID, by: Actor, at: datetime | None, reason: str) -> Told:
    """`failed`, and the order as it is now."""
    return told(failed(order_id=order_id, by=by, at=at, reason=reason))


def _locked(order_id: UUID, by: Actor) -> Order:
    if not within(Order.objects.filter(id=order_id), by).exists():
        raise NotFound(what="order")
    return locked(order_id)


def _is_told_again(row: Order, said: str, at: datetime | None, now: datetime) -> bool:
    if at is not None and rules.too_far_ahead(at, now):
        raise ClockAhead(now=f"{now:%Y-%m-%dT%H:%M:%SZ}")
    if rules.answers_alike(row.state, said, answered=row.answered_at is not None):
        return True
    if row.state == State.PLANNED:
        raise NotFound(what="order")
    if row.state in (State.DONE, State.FAILED) or row.answered_at is not None:
        raise OrderAnswered(state=row.get_state_display().lower())
    if row.state not in rules.WAITING:
        raise OrderOver(state=row.get_state_display().lower())
    return False


def _answer(row: Order, state: str, by: Actor, at: datetime, words: str) -> None:
    row.state, row.answered_at, row.answered_by, row.answer = state, at, by.ledger_name[:80], words.strip()
    row.delivered_at = row.delivered_at or timezone.now()


def _had(order: Told) -> Told:
    if order.state != State.DUE:
        return order
    return replace(order, state=State.DELIVERED, delivered_at=timezone.now())


def _reversed(row: Order, by: Actor, now: datetime) -> None:
    row.state, row.ended_at = State.REVERSED, now
    row.save(update_fields=["state", "ended_at"])
    finish(about=row, kind=FAILED_TASK, by=by)
