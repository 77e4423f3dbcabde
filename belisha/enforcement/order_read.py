"""What pages show of orders, opened as far as the person may see them, and what figures count of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from belisha.enforcement.order_add import still_standing
from belisha.enforcement.order_decisions import is_asked, of_reopened
from belisha.enforcement.order_rules import FAILED, PLANNED, WAITING, undone_by
from belisha.enforcement.order_table import Order
from belisha.enforcement.order_things import Seen, named_by, things_of
from belisha.organisation.served import serving
from belisha.people.models import Staff
from belisha.people.read import names_of
from belisha.refusal import NotFound
from belisha.triage.access import open_to
from belisha.triage.erase import family
from belisha.triage.mask import Mask
from belisha.triage.models import Case

PAGE = 50
OVERDUE = timedelta(hours=24)
"""So long an order may wait for the service before the desk calls it late. Our own choice."""
NEEDED, ALL = "", "all"
OLDEST = (models.F("due_at").asc(nulls_last=True), "made_at", "place")
STATES = (NEEDED, *Order.State.values, ALL)
Rows = QuerySet[Order]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One order in a list: nothing of it is opened."""

    id: UUID
    kind: str
    kind_words: str
    state: str
    state_words: str
    target_kind: str
    service: str
    case_id: UUID | None
    case_label: str
    origin_words: str
    made_by: str
    made_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    late: bool
    open: bool


@dataclass(frozen=True, kw_only=True)
class Full:
    """One order in full, and what may be done about it."""

    line: Line
    target: str
    locator: str
    reason: str
    until: str
    law: str
    reference: str
    delivered_at: datetime | None
    answered_by: str
    answer: str
    given_up: str
    undoes: Line | None
    undone_by: Line | None
    undoing_words: str
    may_reverse: bool
    may_give_up: bool
    thing: str
    """What a form names its target by, to order the same anew."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Something of a case that an order may be about, as this person may see it."""

    key: str
    kind: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """The orders of a case; `reopened`: how many rest on a decision that was reopened and still stand."""

    lines: Sequence[Line]
    reopened: int


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some orders of a list, and how many there are in all."""

    lines: Sequence[Line]
    total: int


@dataclass(frozen=True, kw_only=True)
class Stand:
    """Sums of orders: `unfetched` are late and were never given to the service."""

    waiting: int
    late: int
    unfetched: int
    failed: int


def card_of(case_id: UUID) -> Card:
    """The orders of a case and of those that were merged into it, in their order."""
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        return Card(lines=(), reopened=0)
    rows = _with(Order.objects.filter(case__in=_family(case))).order_by("made_at", "place")
    lines = [_line(row) for row in rows]
    reopened = of_reopened(case).count() if lines and is_asked(case) else 0
    return Card(lines=lines, reopened=reopened)


def choices_of(case_id: UUID, mask: Mask) -> list[Choice]:
    """What of a case may be ordered about, through a mask."""
    return [
        Choice(key=seen.key, kind=seen.thing.kind, words=words_of(seen, mask)) for seen in things_of(case_id)
    ]


def words_of(seen: Seen, mask: Mask) -> str:
    """What a form calls something of a case, through a mask; with its service where there are several."""
    words = mask.typed(seen.thing.kind, seen.thing.id)
    return f"{words} on {seen.where}" if seen.where else words


def full(order_id: UUID, *, case_id: UUID | None, mask: Mask | None) -> Full:
    """One order of this case, or of none; a door has checked that the case is open. Raises NotFound."""
    row = _with(Order.objects.filter(id=order_id)).select_related("undoes").first()
    if row is None or not _belongs(row, case_id):
        raise NotFound(what="order")
    return _full(row, mask)


def planned_on(decision_id: UUID, mask: Mask) -> list[Full]:
    """What waits for a decision to be confirmed: whoever confirms it confirms these."""
    rows = _with(Order.objects.filter(decision=decision_id, state=PLANNED)).order_by("made_at", "place")
    return [_full(row, mask) for row in rows]


def full_without_case(order_id: UUID, viewer: Staff) -> Full:
    """One order that has no case, of a service that this person's teams serve. Raises NotFound."""
    if not Order.objects.filter(serving(viewer).rows(), id=order_id, case=None).exists():
        raise NotFound(what="order")
    return full(order_id, case_id=None, mask=None)


def listed(*, state: str, viewer: Staff | None = None, page: int = 1, most: int = PAGE) -> Page:
    """The orders that open to this person, or all: what failed first, then what has waited longest."""
    rows = _mine(viewer) if viewer else Order.objects.all()
    if state == NEEDED:
        rows = rows.filter(Q(state=FAILED, ended_at=None) | Q(state__in=(*WAITING, PLANNED)))
    elif state != ALL:
        rows = rows.filter(state=state)
    failed = models.When(state=FAILED, ended_at=None, then=models.Value(0))
    first = models.Case(failed, default=models.Value(1), output_field=models.IntegerField())
    start = (page - 1) * most
    found = _with(rows).annotate(first=first).order_by("first", *OLDEST)
    return Page(lines=[_line(row) for row in found[start : start + most]], total=rows.count())


def waiting_for(viewer: Staff) -> int:
    """How many failed orders wait for a person, of those that open to this one."""
    return _mine(viewer).filter(state=FAILED, ended_at=None).count()


def counts() -> list[tuple[str, str, int]]:
    """How many orders there are by kind and state."""
    rows = Order.objects.values_list("kind", "state").annotate(count=Count("id")).order_by("kind", "state")
    return list(rows)


def answered() -> int:
    """How many orders the service has answered."""
    return Order.objects.exclude(answered_at=None).count()


def longest_due() -> datetime | None:
    """Since when the order waits that has waited longest for the service."""
    since: datetime | None = Order.objects.filter(state__in=WAITING).aggregate(since=Min("due_at"))["since"]
    return since


def stands() -> Stand:
    """How orders stand altogether."""
    waiting = Order.objects.filter(state__in=WAITING)
    late = waiting.filter(due_at__lte=timezone.now() - OVERDUE)
    return Stand(
        waiting=waiting.count(),
        late=late.count(),
        unfetched=late.filter(delivered_at=None).count(),
        failed=Order.objects.filter(state=FAILED, ended_at=None).count(),
    )


def _mine(viewer: Staff) -> Rows:
    cases = Case.objects.filter(open_to(viewer))
    return Order.objects.filter(Q(case__in=cases) | (Q(case=None) & serving(viewer).rows()))


def _with(rows: Rows) -> Rows:
    return rows.select_related("case", "service", "made_by")


def _family(case: Case) -> list[UUID]:
    return [one.id for one in family(case)]


def _belongs(row: Order, case_id: UUID | None) -> bool:
    if case_id is None or row.case is None:
        return case_id is None and row.case is None
    case = Case.objects.filter(id=case_id).first()
    return case is not None and row.case.id in _family(case)


def _line(row: Order) -> Line:
    waits = row.state in WAITING and row.due_at is not None
    return Line(
        id=row.id,
        kind=row.kind,
        kind_words=row.get_kind_display(),
        state=row.state,
        state_words=row.get_state_display().partition(":")[0].removesuffix(" before it was due"),
        target_kind=row.target_kind,
        service=row.service.name if row.service else "",
        case_id=row.case_id,
        case_label=row.case.label if row.case else "",
        origin_words=row.get_origin_display(),
        made_by=row.made_by.name if row.made_by else "",
        made_at=row.made_at,
        due_at=row.due_at,
        answered_at=row.answered_at,
        late=waits and row.due_at is not None and row.due_at <= timezone.now() - OVERDUE,
        open=row.ended_at is None,
    )


def _full(row: Order, mask: Mask | None) -> Full:
    details, through = row.details, mask.text if mask else str
    undoing = _with(Order.objects.filter(undoes=row)).first()
    kind = undone_by(row.kind)
    stands = still_standing(Order.objects.filter(id=row.id)).exists()
    return Full(
        line=_line(row),
        target=mask.typed(row.target_kind, row.target_id) if mask else f"hidden {row.target_kind}",
        locator=mask.typed("locator", row.locator) if mask else "",
        reason=through(str(details.get("reason", ""))),
        until=str(details.get("until", "")),
        law=str(details.get("law", "")),
        reference=str(details.get("reference", "")),
        delivered_at=row.delivered_at,
        answered_by=names_of([row.answered_by]).get(row.answered_by, row.answered_by),
        answer=through(row.answer),
        given_up=through(str(details.get("given_up", ""))),
        undoes=_line(row.undoes) if row.undoes else None,
        undone_by=_line(undoing) if undoing else None,
        undoing_words=str(dict(Order.Kind.choices).get(kind or "", "")),
        may_reverse=stands and (kind is not None or row.state == PLANNED),
        may_give_up=row.state in WAITING or (row.state == FAILED and row.ended_at is None),
        thing=named_by(row.target, row.service),
    )
