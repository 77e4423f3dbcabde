"""Unusual viewing becomes a task for somebody else: a senior, an administrator where there is no other."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import SYSTEM, record
from belisha.organisation.profile import profile
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal
from belisha.triage.looking_rules import WEEK, WEEKS, Finding, Look, unusual
from belisha.triage.models import Looking
from belisha.work.assign import finish, open_task
from belisha.work.models import Task
from belisha.work.rota import everybody

KIND, ABOUT = "viewing.unusual", "triage.viewing"
SENIORS, ADMINISTRATORS = "triage.open_any_case", "people.manage_staff"
EVERY = timedelta(minutes=5)


class OwnViewing(Refusal):
    """Somebody else looks at what you opened."""

    code = "own_viewing"


class ForASenior(Refusal):
    """A senior looks into what {person} opened."""

    code = "not_allowed"


class NothingUnusual(Refusal):
    """Nothing waits here to be looked at."""

    code = "nothing_to_look_at"


class NoFinding(Refusal):
    """Say what you found. It is kept."""

    code = "no_reason"


@dataclass(frozen=True, kw_only=True)
class DayOfViewing:
    """What somebody opened on one day, in numbers."""

    day: date
    opened: int
    closed: int
    fields: int
    turned_away: int


@dataclass(frozen=True, kw_only=True)
class Viewing:
    """How somebody looked at cases of late; `cases` only for those who may open them themselves."""

    person_id: UUID
    person: str
    reason: str
    days: tuple[DayOfViewing, ...]
    cases: tuple[tuple[UUID, str], ...]
    yours: bool


def look_for_unusual(*, now: datetime) -> int:
    """Look at everybody who had a case before them since the last time; how many tasks were opened."""
    recent = Looking.objects.filter(at__gt=now - 2 * EVERY).values("person")
    return sum(_look_at(person, now) for person in Staff.objects.filter(id__in=recent))


@transaction.atomic
def look_into(*, person_id: UUID, found: str, by: Staff) -> None:
    """Say what came of it: somebody else looked, and perhaps asked."""
    if person_id == by.id:
        raise OwnViewing
    if not found.strip():
        raise NoFinding
    person = _person(person_id)
    if not _may_look_into(person, by):
        raise ForASenior(person=person.name)
    if not finish(about=(ABOUT, person_id), kind=KIND, by=by):
        raise NothingUnusual
    record("viewing.looked_into", by=by, about=person, found=found.strip())


def viewing_of(person_id: UUID, viewer: Staff) -> Viewing:
    """The page about one person's viewing; raises NotFound and OwnViewing."""
    if person_id == viewer.id:
        raise OwnViewing
    person, now = _person(person_id), timezone.now()
    rows = list(Looking.objects.select_related("case").filter(person=person, at__gt=now - WEEK))
    task = Task.objects.filter(kind=KIND, about_id=person_id, done_at=None).first()
    last = [row for row in rows if row.at > now - timedelta(days=1)]
    cases = {row.case_id: row.case.label for row in last} if viewer.has_perm(SENIORS) else {}
    return Viewing(
        person_id=person.id,
        person=person.name,
        reason=task.reason if task else "",
        days=_days(rows),
        cases=tuple(cases.items()),
        yours=_may_look_into(person, viewer),
    )


def _look_at(person: Staff, now: datetime) -> int:
    if profile().one_person_mode:
        # There is nobody else to look; who opened what stays counted, and in the ledger.
        return 0
    found = unusual(_looks_of(person, now), now=now, zone=profile().zone, since=_looked_into(person))
    about = {"kind": KIND, "about_id": person.id}
    if not found or Task.objects.filter(**about, done_at=None).exists():
        return 0
    _tell(person, found)
    return 1


@transaction.atomic
def _tell(person: Staff, found: tuple[Finding, ...]) -> None:
    reason = "; ".join(f"{one.words} (usual: {one.usual})" for one in found)
    open_task(
        kind=KIND,
        about=(ABOUT, person.id),
        label=person.name[:60],
        reason=f"{person.name} {reason}. Look at it, and ask them what they needed.",
        permission=SENIORS if _seniors_beside(person) else ADMINISTRATORS,
    )
    record("viewing.unusual", by=SYSTEM, about=person, rules=[one.rule for one in found])


def _seniors_beside(person: Staff) -> bool:
    return any(one.id != person.id for one in everybody(SENIORS))


def _may_look_into(person: Staff, by: Staff) -> bool:
    # An administrator stands in only where there is no senior but the one whom it is about.
    return by.has_perm(SENIORS) or not _seniors_beside(person)


def _looks_of(person: Staff, now: datetime) -> list[Look]:
    rows = Looking.objects.filter(person=person, at__gt=now - WEEKS - WEEK)
    values = rows.values_list("at", "case_id", "kind", "fields", "closed", "on_call")
    return [Look(*row) for row in values]


def _looked_into(person: Staff) -> datetime | None:
    done = Task.objects.filter(kind=KIND, about_id=person.id).exclude(done_at=None)
    return done.order_by("-done_at").values_list("done_at", flat=True).first()


def _person(person_id: UUID) -> Staff:
    person = Staff.objects.filter(id=person_id).first()
    if person is None:
        raise NotFound(what="member of staff")
    return person


def _days(rows: list[Looking]) -> tuple[DayOfViewing, ...]:
    zone = profile().zone
    by_day: dict[date, list[Looking]] = {}
    for row in rows:
        by_day.setdefault(row.at.astimezone(zone).date(), []).append(row)
    return tuple(_day(day, by_day[day]) for day in sorted(by_day, reverse=True))


def _day(day: date, rows: list[Looking]) -> DayOfViewing:
    distinct = Counter(kind for kind, _ in {(row.kind, row.case_id) for row in rows})
    closed = {row.case_id for row in rows if row.closed and row.kind == Looking.Kind.OPENED}
    return DayOfViewing(
        day=day,
        opened=distinct[Looking.Kind.OPENED],
        closed=len(closed),
        fields=sum(row.fields for row in rows),
        turned_away=distinct[Looking.Kind.REFUSED],
    )
