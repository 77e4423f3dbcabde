"""What the service keeps as ordered: noted as it says so, let go by a person, its end proven."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from belisha.decisions.models import DecisionState
from belisha.enforcement.laws import LAWS
from belisha.enforcement.models import Order, Preserved
from belisha.enforcement.order_refusals import ClockAhead
from belisha.enforcement.order_rules import too_far_ahead
from belisha.ledger.record import Actor, record
from belisha.organisation.reach import within
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal
from belisha.vault.fields import json_bytes
from belisha.work.assign import finish, open_task

MOST_KEPT = 200
ENDS, SHORT, EARLY, UNPROVEN = (
    "preservation_ends",
    "preservation_short",
    "destroyed_early",
    "destruction_unproven",
)
TASKS = (ENDS, SHORT, EARLY, UNPROVEN)
ACT, DESTROY = "enforcement.give_order", "enforcement.destroy_case"


class NotAPreservation(Refusal):
    """Only a done order to preserve lists what is kept."""

    code = "not_a_preservation"


class DestroyedAlready(Refusal):
    """That this was destroyed was said before, in other words or at another time. The first answer stands."""

    code = "destroyed_already"


class StillToBeKept(Refusal):
    """It must be kept until {until}. A senior lets it go earlier, with a reason."""

    code = "still_to_be_kept"


class WhyLetGo(Refusal):
    """Say why it need not be kept any more. The reason is kept in the ledger."""

    code = "no_reason"


class LetGoAlready(Refusal):
    """This may be destroyed already, or is."""

    code = "let_go_already"


class GoesWithItsOrder(Refusal):
    """Its case is here: let it go there, by an order of release."""

    code = "goes_with_its_order"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One thing, as the service says that it keeps it. `locator` is its own, and opaque to everybody else."""

    what: str
    locator: str
    sha256: str = ""
    until: datetime | None = None


@transaction.atomic
def note_kept(*, order: Order, kept: Sequence[Kept], at: datetime, by: Actor) -> list[Preserved]:
    """Note what the service keeps, inside the use case that takes its answer; again, nothing is added.

    A service that lists nothing keeps what the order names. Raises NotAPreservation.
    """
    if order.kind != Order.Kind.PRESERVE:
        raise NotAPreservation
    there = list(Preserved.objects.filter(order=order))
    if there:
        return there
    until = _until(order)
    things = list(kept) or [Kept(what="", locator=order.locator or order.target_id, until=until)]
    rows = [_row(order, place, one, at, until) for place, one in enumerate(things)]
    _ask_about_short(rows, until)
    record("preservation.noted", by=by, about=order, things=len(rows), until=until and until.isoformat())
    return rows


def _row(order: Order, place: int, one: Kept, at: datetime, until: datetime | None) -> Preserved:
    return Preserved.objects.create(
        order=order,
        place=place,
        case=order.case,
        label=order.case.label if order.case else order.label,
        service=order.service,
        what=one.what,
        locator=one.locator,
        sha256=one.sha256,
        law=_law_of(order),
        kept_at=at,
        until=one.until or until,
    )


def _ask_about_short(rows: Sequence[Preserved], until: datetime | None) -> None:
    for row in rows:
        if row.until is not None and until is not None and row.until < until:
            open_task(
                kind=SHORT,
                about=row,
                label=row.label,
                reason="The service says that it keeps this for a shorter time than it was ordered to.",
                due_at=row.until,
                permission=ACT,
            )


def _details(order: Order) -> Mapping[str, Any]:
    return order.details if isinstance(order.details, dict) else {}


def _law_of(order: Order) -> str:
    """The code of the law that an order names, by its code or its citation; empty for one of no list."""
    said = str(_details(order).get("law", ""))
    return next((code for code, law in LAWS.items() if said in (code, law.citation)), "")


def _until(order: Order) -> datetime | None:
    said = _details(order).get("until")
    until = parse_datetime(str(said)) if said else None
    # A day alone is kept to its end.
    return datetime.combine(until, time.max, tzinfo=UTC) if until and until.tzinfo is None else until


@transaction.atomic
def let_go(*, preserved_id: UUID, reason: str, by: Staff) -> Preserved:
    """Say that something of an erased case may be destroyed: before its time a senior says so.

    Raises WhyLetGo, LetGoAlready, GoesWithItsOrder, StillToBeKept, NotFound.
    """
    row = _locked(preserved_id)
    if row.case_id is not None and row.order_id is not None:
        raise GoesWithItsOrder
    if row.state != Preserved.State.KEPT:
        raise LetGoAlready
    if not reason.strip():
        raise WhyLetGo
    _refuse_early(row, by)
    row.state, row.released_at, row.released_by = Preserved.State.RELEASED, timezone.now(), by
    row.save(update_fields=["state", "released_at", "released_by"])
    finish(about=row, kind=ENDS, by=by)
    record("preservation.let_go", by=by, about=row, reason=reason.strip())
    return row


def refuse_early_release(order: Order, by: Staff | None) -> None:
    """Raise StillToBeKept where an order of release would let go what a senior alone may let go now.

    That holds before the service has said what it keeps: else whoever is quick lets go what was just ordered.
    """
    if by is None or order.kind != Order.Kind.PRESERVE:
        return
    if order.decision is not None and order.decision.state == DecisionState.FINAL:
        _refuse_before(_until(order), by)
    for row in Preserved.objects.filter(order=order, state=Preserved.State.KEPT).order_by("-until"):
        _refuse_early(row, by)


def _refuse_early(row: Preserved, by: Staff) -> None:
    """Raise StillToBeKept where its time isn't over and this person is no senior."""
    ordered = _until(row.order) if row.order else None
    # What the service says that it keeps for a shorter time was ordered to be kept for longer all the same.
    _refuse_before(max(row.until, ordered) if row.until and ordered else row.until, by)


def _refuse_before(until: datetime | None, by: Staff) -> None:
    over = until is not None and until <= timezone.now()
    if not over and not by.has_perm(DESTROY):
        raise StillToBeKept(until=f"{until:%-d %B %Y}" if until else "somebody lets it go")


@transaction.atomic
def note_destroyed(
    *, preserved_id: UUID, at: datetime, by_whom: str, detail: str, by: Actor, now: datetime | None = None
) -> Preserved:
    """Keep the service's proof that a thing is destroyed; the same again is the same answer.

    What nobody had let go is noted all the same, and a person is asked: no refusal brings it back.
    Raises ClockAhead, DestroyedAlready, NotFound.
    """
    now = now or timezone.now()
    if too_far_ahead(at, now):
        raise ClockAhead(now=f"{now:%Y-%m-%dT%H:%M:%SZ}")
    if not within(Preserved.objects.filter(id=preserved_id), by).exists():
        raise NotFound(what="preserved thing")
    row = _locked(preserved_id)
    if row.state == Preserved.State.DESTROYED:
        _refuse_another(row, at, by_whom, detail)
        return row
    row.early = row.released_at is None
    row.state, row.destroyed_at, row.said_by = Preserved.State.DESTROYED, at, by.ledger_name
    row.destroyed_by, row.proof = by_whom.strip(), detail.strip()
    row.save()
    _ask_about_early(row)
    for kind in (ENDS, SHORT, UNPROVEN):
        finish(about=row, kind=kind, by=by)
    record("preservation.destroyed", by=by, about=row, **proof_of(row))
    return row


def proof_of(row: Preserved) -> dict[str, Any]:
    """What the ledger keeps of the end of a thing: enough to hold it against what the service shows later."""
    return {
        "case": row.label,
        "sha256": row.sha256,
        "at": row.destroyed_at and row.destroyed_at.isoformat(),
        "destroyed_by": row.destroyed_by,
        "detail": row.proof,
        "early": row.early,
    }


def _refuse_another(row: Preserved, at: datetime, by_whom: str, detail: str) -> None:
    told = {"at": at.isoformat(), "by": by_whom.strip(), "detail": detail.strip()}
    moment = row.destroyed_at.isoformat() if row.destroyed_at else ""
    kept = {"at": moment, "by": row.destroyed_by, "detail": row.proof}
    if json_bytes(told) != json_bytes(kept):
        raise DestroyedAlready


def _ask_about_early(row: Preserved) -> None:
    if row.early:
        open_task(
            kind=EARLY,
            about=row,
            label=row.label,
            reason="The service says that it destroyed something that nobody here had let go.",
            permission=ACT,
            wake=True,
        )


def _locked(preserved_id: UUID) -> Preserved:
    row = Preserved.objects.select_for_update().filter(id=preserved_id).first()
    if row is None:
        raise NotFound(what="preserved thing")
    return row
