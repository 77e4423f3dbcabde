"""What pages, exports and the service itself read of what the service keeps."""

import csv
import io
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from belisha.enforcement.laws import LAWS
from belisha.enforcement.models import Preserved, Watch
from belisha.enforcement.preserve_due import PROVE_WITHIN, REMIND
from belisha.figures.spreadsheet import harmless
from belisha.ledger.record import Actor, record
from belisha.organisation.reach import refuse_other, within
from belisha.people.models import Staff
from belisha.refusal import NotFound
from belisha.triage.access import opens
from belisha.triage.erase import family
from belisha.triage.families import roots_of
from belisha.triage.hide import mask_for
from belisha.triage.mask import Mask
from belisha.triage.models import Case
from belisha.vault.seal import Erased

PAGE = 50
MOST = 200
KINDS = {
    "kept": "Kept",
    "soon": "Ending within 30 days",
    "released": "To be destroyed",
    "overdue": "Not proven destroyed within a week",
    "destroyed": "Destroyed",
    "all": "Everything",
}
COLUMNS = ("case", "service", "state", "what", "locator", "sha256", "law", "kept_at", "until", "released_at",
           "destroyed_at", "destroyed_by", "proof")  # fmt: skip
State = Preserved.State


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that the service keeps. What and where are empty for whom its case doesn't open to."""

    id: UUID
    case_id: UUID | None
    order_id: UUID | None
    label: str
    state: str
    state_label: str
    service: str
    law: str
    citation: str
    kept_at: datetime
    until: datetime | None
    released_at: datetime | None
    destroyed_at: datetime | None
    early: bool
    overdue: bool
    opens: bool
    what: str = ""
    locator: str = ""
    sha256: str = ""
    destroyed_by: str = ""
    proof: str = ""

    @property
    def may_let_go(self) -> bool:
        """Is it let go here, since no case is left from which to order it?"""
        return self.state == State.KEPT and not (self.case_id and self.order_id)


def rows_of(kind: str, *, now: datetime) -> QuerySet[Preserved]:
    """The things of one of KINDS, what ends first in front."""
    wanted = {
        "kept": Q(state=State.KEPT),
        "soon": Q(state=State.KEPT, until__lte=now + REMIND),
        "released": Q(state=State.RELEASED),
        "overdue": Q(state=State.RELEASED, released_at__lte=now - PROVE_WITHIN),
        "destroyed": Q(state=State.DESTROYED),
        "all": Q(),
    }[kind]
    return (
        Preserved.objects.filter(wanted)
        .select_related("case", "service")
        .order_by(F("until").asc(nulls_last=True), "label", "place", "id")
    )


def lines(rows: Iterable[Preserved], person: Staff, *, now: datetime) -> list[Line]:
    """Rows as a page shows them to this person."""
    shown = list(rows)
    mine = opens([row.case_id for row in shown if row.case_id], person)
    masks = _masks(mine, person)
    return [
        _line(
            row,
            now,
            open_to_them=row.case_id is None or row.case_id in mine,
            mask=masks.get(row.case_id),
        )
        for row in shown
    ]


def _masks(case_ids: Collection[UUID], person: Staff) -> dict[UUID | None, Mask]:
    """What of each case is hidden from this person: where a case was merged, its reports lie in another."""
    where = {case_id: root.id for case_id, root in roots_of(case_ids).items()}
    masks = {root: mask_for(root, person) for root in set(where.values())}
    return {case_id: masks[root] for case_id, root in where.items()}


def of_case(case_id: UUID, person: Staff, *, now: datetime) -> list[Line]:
    """What the service keeps of a case and of what was merged into it."""
    case = Case.objects.filter(id=case_id).first()
    every = [one.id for one in family(case)] if case else []
    return lines(rows_of("all", now=now).filter(case__in=every), person, now=now)


def one(preserved_id: UUID, person: Staff, *, now: datetime) -> Line:
    """One thing; raises NotFound, also where its case doesn't open to this person."""
    rows = Preserved.objects.filter(id=preserved_id).select_related("case", "service")
    for line in lines(rows, person, now=now):
        if line.opens:
            return line
    raise NotFound(what="preserved thing")


def counts(*, now: datetime) -> dict[str, int]:
    """How many things there are of each kind."""
    return {kind: rows_of(kind, now=now).count() for kind in KINDS}


def ended(*, now: datetime) -> int:
    """How many things are kept past their end, and nobody said what becomes of them."""
    return Preserved.objects.filter(state=State.KEPT, until__lte=now).count()


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing as a command lists it: nothing of it is opened."""

    id: UUID
    label: str
    state: str
    service: str
    law: str
    kept_at: datetime
    until: datetime | None
    released_at: datetime | None
    destroyed_at: datetime | None
    overdue: bool


def rows_for_command(kind: str, *, now: datetime, most: int) -> list[Row]:
    """The things of one of KINDS, what ends first in front."""
    return [
        Row(
            id=row.id,
            label=row.label,
            state=row.state,
            service=row.service.slug if row.service else "",
            law=row.law,
            kept_at=row.kept_at,
            until=row.until,
            released_at=row.released_at,
            destroyed_at=row.destroyed_at,
            overdue=_is_overdue(row, now),
        )
        for row in rows_of(kind, now=now)[:most]
    ]


def for_service(
    *, by: Actor, state: str, service: str, after: UUID | None, limit: int
) -> list[dict[str, Any]]:
    """What the service's own program reads of what it keeps, by id: it knows what its locators mean.

    Raises OtherService.
    """
    refuse_other(service, by)
    rows = within(Preserved.objects.filter(state=state), by).select_related("service").order_by("id")
    rows = rows.filter(service__slug=service) if service else rows
    rows = rows.filter(id__gt=after) if after else rows
    return [as_told(row) for row in rows[:limit]]


def as_told(row: Preserved) -> dict[str, Any]:
    """One thing as the service is told of it."""
    return {
        "id": row.id,
        "order": row.order_id,
        "state": row.state,
        "service": row.service.slug if row.service else None,
        "what": row.what,
        "locator": row.locator,
        "sha256": row.sha256 or None,
        "until": row.until,
        "destroyed_at": row.destroyed_at,
    }


@transaction.atomic
def export(*, by: Actor, now: datetime) -> str:
    """The whole inventory as CSV, for whoever must show it; no cell can be a formula; recorded."""
    rows = list(rows_of("all", now=now))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        plain = _cells(_line(row, now, open_to_them=True))
        writer.writerow(harmless(plain[name]) for name in COLUMNS)
    record("preservation.exported", by=by, about=Watch.objects.get_or_create(id=1)[0], rows=len(rows))
    return out.getvalue()


def _cells(line: Line) -> dict[str, str]:
    texts = {name: getattr(line, name, "") for name in COLUMNS} | {"case": line.label}
    return {
        name: value.astimezone(UTC).isoformat(timespec="seconds")
        if isinstance(value, datetime)
        else str(value or "")
        for name, value in texts.items()
    }


def _line(row: Preserved, now: datetime, *, open_to_them: bool, mask: Mask | None = None) -> Line:
    law = LAWS.get(row.law)
    return Line(
        id=row.id,
        case_id=row.case_id,
        order_id=row.order_id,
        label=row.label,
        state=row.state,
        state_label=row.get_state_display(),
        service=row.service.name if row.service else "",
        law=law.name if law else row.law,
        citation=law.citation if law else "",
        kept_at=row.kept_at,
        until=row.until,
        released_at=row.released_at,
        destroyed_at=row.destroyed_at,
        early=row.early,
        overdue=_is_overdue(row, now),
        opens=open_to_them,
        **(_opened(row, mask) if open_to_them else {}),
    )


def _is_overdue(row: Preserved, now: datetime) -> bool:
    if row.state == State.KEPT:
        return row.until is not None and row.until <= now
    late: timedelta = PROVE_WITHIN
    return row.state == State.RELEASED and row.released_at is not None and row.released_at <= now - late


def _opened(row: Preserved, mask: Mask | None) -> dict[str, str]:
    names = ("what", "locator", "sha256", "destroyed_by", "proof")
    try:
        texts = {name: getattr(row, name) for name in names}
        # A service may name what it keeps by the account itself, which its case hides until it is asked for.
        return mask.all(texts) if mask else texts
    except Erased:
        return {}
