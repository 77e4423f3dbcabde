"""Orders as the service reads them: a page of those that wait, the longest due first, and one in full."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet

from belisha.enforcement.notices import notice_for, notices_for
from belisha.enforcement.order_rules import WAITING
from belisha.enforcement.order_table import Order
from belisha.ledger.record import Actor
from belisha.organisation.reach import refuse_other, within
from belisha.refusal import NotFound, Refusal

MOST, USUAL = 500, 100
DUE = "due"


class WrongCursor(Refusal):
    """“cursor” is what an earlier answer called “next”, unchanged."""

    code = "wrong_cursor"
    field: ClassVar[str] = "cursor"


@dataclass(frozen=True, kw_only=True)
class Told:
    """One order as the service reads it."""

    id: UUID
    kind: str
    state: str
    target: dict[str, str | None]
    service: str | None
    undoes: UUID | None
    reference: str | None
    until: str | None
    law: str | None
    due_at: datetime | None
    delivered_at: datetime | None
    answered_at: datetime | None
    notice: dict[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some orders; `next` asks for those after them, None: these are the last."""

    orders: Sequence[Told]
    next: str | None


def page_of(
    *,
    by: Actor,
    state: str = DUE,
    service: str = "",
    limit: int = USUAL,
    cursor: str = "",
    language: str = "",
) -> Page:
    """A page of orders, the longest due first. `due` are all that wait for the service's answer.

    Raises WrongCursor, OtherService.
    """
    refuse_other(service, by)
    rows = within(_rows(), by).exclude(due_at=None).order_by("due_at", "place", "id")
    rows = rows.filter(state__in=WAITING) if state == DUE else rows.filter(state=state)
    if service:
        rows = rows.filter(Q(service__slug=service) | Q(service=None))
    found = list(_after(rows, cursor)[: limit + 1])
    shown = found[:limit]
    more = _cursor_of(shown[-1]) if len(found) > limit else None
    notices = notices_for(shown, language=language)
    return Page(orders=[_told(row, notices.get(row.id)) for row in shown], next=more)


def one(order_id: UUID, *, by: Actor, language: str = "") -> Told:
    """One order in full; what isn't due yet isn't there for the service. Raises NotFound."""
    row = within(_rows(), by).exclude(due_at=None).filter(id=order_id).first()
    if row is None:
        raise NotFound(what="order")
    return told(row, language=language)


def told(row: Order, *, language: str = "") -> Told:
    """An order as the service reads it, opened; what its user may be told, in this language."""
    return _told(row, notice_for(row, language=language))


def _told(row: Order, notice: dict[str, Any] | None) -> Told:
    details = row.details
    return Told(
        id=row.id,
        kind=row.kind,
        state=row.state,
        target={"kind": row.target_kind, "id": row.target_id, "locator": row.locator or None},
        service=row.service.slug if row.service else None,
        undoes=row.undoes_id or _uuid(details.get("undid")),
        reference=details.get("reference"),
        until=details.get("until"),
        law=details.get("law"),
        due_at=row.due_at,
        delivered_at=row.delivered_at,
        answered_at=row.answered_at,
        notice=notice,
    )


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _rows() -> QuerySet[Order]:
    return Order.objects.select_related("service")


def _cursor_of(row: Order) -> str:
    assert row.due_at is not None  # noqa: S101 - what is listed is due
    text = f"{row.due_at.isoformat()} {row.place} {row.id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _after(rows: QuerySet[Order], cursor: str) -> QuerySet[Order]:
    if not cursor:
        return rows
    due_at, place, last = _read_cursor(cursor)
    same = Q(due_at=due_at)
    return rows.filter(
        Q(due_at__gt=due_at) | (same & Q(place__gt=place)) | (same & Q(place=place, id__gt=last))
    )


def _read_cursor(cursor: str) -> tuple[datetime, int, UUID]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        due_at, place, last = text.split(" ")
        moment = datetime.fromisoformat(due_at)
        if moment.utcoffset() is None:
            raise ValueError("without its zone")
        # Of the first or the last day there are moments that no other zone knows.
        return moment.astimezone(UTC), int(place), UUID(last)
    except (ValueError, OverflowError, binascii.Error):
        raise WrongCursor from None
