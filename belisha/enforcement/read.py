"""What pages and commands show of keeping: the calendar, a case's clocks, and what is left of the erased."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from belisha.enforcement.certificate import Certificate, certificate_of
from belisha.enforcement.clocks import clocks_on
from belisha.enforcement.laws import ASKED, LAWS, Bound, Covers
from belisha.enforcement.models import Clock, DestroyOrder, Erasure, Keeping, KeptReference, Tombstone, Watch
from belisha.enforcement.rules import FOR_EVER
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal
from belisha.triage.models import Case, CaseState


class CaseErased(Refusal):
    """Case {case} was erased on {day}. Nothing of what it held is left."""

    code = "erased"


SOON = timedelta(days=30)
PAGE = 50
KINDS = {
    "soon": "Due within 30 days",
    "kept": "Kept by a law or an authority",
    "collides": "Two laws collide",
    "open": "Still worked on, and a law sets an end",
    "all": "Every case with a clock",
}


@dataclass(frozen=True, kw_only=True)
class ClockLine:
    """One clock. `until` is None where somebody has to lift it."""

    id: UUID
    name: str
    bound: str
    covers: str
    begins_at: datetime
    until: datetime | None
    citation: str
    url: str
    checked_on: str
    second_hand: bool
    asked_by: str = ""
    reference: str = ""
    by_hand: bool = False
    added_by: str = ""
    elsewhere: str = ""
    lifted_at: datetime | None = None
    lifted_by: str = ""
    lifted_because: str = ""


@dataclass(frozen=True, kw_only=True)
class OrderLine:
    """An order to destroy the case that waits, or is about to be carried out."""

    id: UUID
    state: str
    state_label: str
    authority: str
    reference: str
    reason: str
    asked_by: str
    asked_by_id: UUID
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What must be kept of one case, and what is planned."""

    case_id: UUID
    label: str
    clocks: list[ClockLine]
    lifted: list[ClockLine]
    order: OrderLine | None
    kept_until: datetime | None
    for_ever: bool
    due_at: datetime | None
    erase_by: datetime | None
    collides: bool


@dataclass(frozen=True, kw_only=True)
class DueLine:
    """A case in the calendar."""

    case_id: UUID
    label: str
    state: str
    state_label: str
    due_at: datetime | None
    kept_until: datetime | None
    for_ever: bool
    erase_by: datetime | None
    collides: bool
    kept_by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """That the clock jumped, from when to when."""

    at: datetime
    jumped_from: datetime | None
    jumped_to: datetime | None


def kept(case_id: UUID) -> Kept:
    """What must be kept of a case; raises NotFound."""
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        raise NotFound(what="case")
    row = Keeping.objects.filter(case=case).first() or Keeping()
    lines = [_clock(clock, case) for clock in clocks_on(case, lifted=True)]
    order = DestroyOrder.objects.filter(case=case).exclude(state=DestroyOrder.State.WITHDRAWN)
    return Kept(
        case_id=case.id,
        label=case.label,
        clocks=[line for line in lines if line.lifted_at is None],
        lifted=[line for line in lines if line.lifted_at is not None],
        order=_order(order.select_related("asked_by").first()),
        kept_until=_shown(row.kept_until),
        for_ever=row.kept_until == FOR_EVER,
        due_at=_shown(row.due_at),
        erase_by=row.erase_by,
        collides=row.collides,
    )


def clock_in(shown: Kept, clock_id: UUID) -> ClockLine:
    """One clock of a case that runs; raises NotFound."""
    for clock in shown.clocks:
        if clock.id == clock_id:
            return clock
    raise NotFound(what="clock on this case")


def calendar(kind: str, *, now: datetime) -> QuerySet[Keeping]:
    """The cases with clocks of one of KINDS, the soonest first."""
    rows = Keeping.objects.exclude(case__state=CaseState.MERGED)
    wanted = {
        "soon": Q(due_at__lte=now + SOON),
        "kept": Q(kept_until__gt=now),
        "collides": Q(collides=True),
        "open": Q(erase_by__isnull=False) & ~Q(case__state=CaseState.CLOSED),
        "all": Q(),
    }[kind]
    return (
        rows.filter(wanted)
        .select_related("case")
        .order_by(F("due_at").asc(nulls_last=True), F("kept_until").asc(nulls_last=True), "case__number")
    )


def lines(rows: Iterable[Keeping], now: datetime) -> list[DueLine]:
    """Rows of the calendar as a page shows them, with what keeps each."""
    shown = list(rows)
    names: dict[UUID, tuple[str, ...]] = {}
    for start in range(0, len(shown), PAGE):
        names |= _names([row.case_id for row in shown[start : start + PAGE]], now)
    return [_line(row, names.get(row.case_id, ())) for row in shown]


def counts(*, now: datetime) -> dict[str, int]:
    """How many cases there are of each kind."""
    return {kind: calendar(kind, now=now).count() for kind in KINDS}


def waiting() -> int:
    """How much of this waits for a person: collisions, and a clock that jumped."""
    return Keeping.objects.filter(collides=True).count() + (stopped() is not None)


def stopped() -> Stopped | None:
    """That erasure waits for somebody to confirm the date; None: it doesn't."""
    row = Watch.objects.filter(id=1).exclude(stopped_at=None).first()
    if row is None or row.stopped_at is None:
        return None
    return Stopped(at=row.stopped_at, jumped_from=row.jumped_from, jumped_to=row.jumped_to)


def erased(limit: int = PAGE) -> list[Certificate]:
    """The newest erasures."""
    rows = Erasure.objects.order_by("-begun_at")[:limit]
    return [certificate_of(row) for row in rows.prefetch_related("references", "tombstones")]


def certificate(erasure_id: UUID) -> Certificate:
    """One erasure; raises NotFound."""
    row = Erasure.objects.filter(id=erasure_id).first()
    if row is None:
        raise NotFound(what="certificate")
    return certificate_of(row)


def erasure_of(case_id: UUID) -> UUID | None:
    """The erasure of the case that lay under this id; None where it is still there, or never was."""
    return Tombstone.objects.filter(case_id=case_id).values_list("erasure_id", flat=True).first()


def refuse_erased(case_id: UUID) -> None:
    """Say that a case was erased instead of that there is none; raises CaseErased."""
    row = Tombstone.objects.select_related("erasure").filter(case_id=case_id).first()
    if row is not None:
        day = f"{row.erasure.begun_at:%-d %B %Y}"
        raise CaseErased(case=row.label, day=day, erasure=row.erasure_id)


def erasure_named(label: str) -> UUID | None:
    """The erasure of the case with this label; None where there is none."""
    return Tombstone.objects.filter(label=label.strip().upper()).values_list("erasure_id", flat=True).first()


def references() -> list[dict[str, Any]]:
    """The authorities' references that are kept longer than their cases, the first to go first."""
    rows = KeptReference.objects.order_by("keep_until")[:PAGE]
    return [
        {
            "label": row.label,
            "authority": row.authority_name,
            "reference": row.reference,
            "until": row.keep_until,
        }
        for row in rows
    ]


def may_confirm(order: OrderLine | None, person: Staff) -> bool:
    """May this person confirm the order? Never their own."""
    return order is not None and order.state == "asked" and order.asked_by_id != person.id


def _clock(row: Clock, case: Case) -> ClockLine:
    law = LAWS[row.code]
    return ClockLine(
        id=row.id,
        name=law.name,
        bound=row.bound,
        covers=row.covers,
        begins_at=row.begins_at,
        until=row.ends_at,
        citation=law.citation,
        url=law.url,
        checked_on=law.checked_on,
        second_hand=law.confidence != "H",
        asked_by=row.asked_by,
        reference=row.reference,
        by_hand=row.code == ASKED,
        added_by=row.added_by.name if row.added_by else "",
        elsewhere=row.case.label if row.case_id != case.id else "",
        lifted_at=row.lifted_at,
        lifted_by=row.lifted_by.name if row.lifted_by else "",
        lifted_because=row.lifted_because,
    )


def _order(row: DestroyOrder | None) -> OrderLine | None:
    if row is None:
        return None
    return OrderLine(
        id=row.id,
        state=row.state,
        state_label=row.get_state_display(),
        authority=row.authority,
        reference=row.reference,
        reason=row.reason,
        asked_by=row.asked_by.name,
        asked_by_id=row.asked_by_id,
        asked_at=row.asked_at,
    )


def _names(case_ids: Iterable[UUID], now: datetime) -> dict[UUID, tuple[str, ...]]:
    running = Q(ends_at=None) | Q(ends_at__gt=now)
    rows = Clock.objects.filter(
        running, case__in=list(case_ids), bound=Bound.KEEP, covers=Covers.CONTENT, lifted_at=None
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for case_id, code in rows.order_by("ends_at").values_list("case_id", "code"):
        found[case_id] = tuple(dict.fromkeys([*found.get(case_id, ()), LAWS[code].name]))
    return found


def _line(row: Keeping, kept_by: tuple[str, ...]) -> DueLine:
    return DueLine(
        case_id=row.case_id,
        label=row.case.label,
        state=row.case.state,
        state_label=row.case.get_state_display(),
        due_at=_shown(row.due_at),
        kept_until=_shown(row.kept_until),
        for_ever=row.kept_until == FOR_EVER,
        erase_by=row.erase_by,
        collides=row.collides,
        kept_by=kept_by,
    )


def _shown(moment: datetime | None) -> datetime | None:
    return None if moment == FOR_EVER else moment
