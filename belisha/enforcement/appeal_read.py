"""Appeals as the desk's people read them: the list, one with its checklist, a case's, and the counts."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from belisha.enforcement import appeal_rules as rules
from belisha.enforcement.appeal_decide import SECOND_LOOK
from belisha.enforcement.appeal_parts import may_decide, parts_in
from belisha.enforcement.appeal_status import may_be_answered
from belisha.enforcement.appeal_steps import Step, steps_of
from belisha.enforcement.appeal_table import Appeal
from belisha.enforcement.appeal_undo import root_of
from belisha.enforcement.notice_table import Notice
from belisha.people.models import Staff
from belisha.refusal import NotFound
from belisha.triage.access import NotForYou, opens
from belisha.triage.models import Case
from belisha.work.models import Task

SHOWN = {
    "": "Waiting for a person",
    "decided": "Decided",
}
State = Appeal.State


@dataclass(frozen=True, kw_only=True)
class Line:
    """One appeal in a list. `opens`: its case opens to whoever looks."""

    id: UUID
    number: int
    kind: str
    state: str
    outcome: str
    case_id: UUID | None
    case_label: str
    received_at: datetime
    due_at: datetime
    decided_at: datetime | None
    opens: bool
    late: bool


@dataclass(frozen=True, kw_only=True)
class View:
    """One appeal, opened, and what this person may do about it."""

    line: Line
    text: str
    has_contact: bool
    order: str
    order_state: str
    reasons: str
    answer: str
    decided_by: str
    one_person_mode: bool
    second_look: bool
    """Does it wait for this person, or another who did not decide it, to look at it?"""
    answered: bool
    why_not: str
    had_part: bool
    outcomes: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    matched: bool


def listed(*, state: str, viewer: Staff) -> list[Line]:
    """The appeals that wait, the first due first; or those that were decided, the last first."""
    rows = Appeal.objects.select_related("case")
    if state == State.DECIDED:
        found = rows.filter(state=State.DECIDED).order_by("-decided_at")
    else:
        found = rows.filter(state=State.RECEIVED).order_by("due_at")
    return _lines(found[:200], viewer)


def of_case(case_id: UUID, viewer: Staff) -> list[Line]:
    """The appeals about one case and those that went into it."""
    rows = Appeal.objects.select_related("case").filter(Q(case=case_id) | Q(case__merged_into=case_id))
    return _lines(rows.order_by("received_at"), viewer)


def one(appeal_id: UUID, viewer: Staff) -> View:
    """One appeal for whoever may open its case. Raises NotFound, NotForYou."""
    rows = Appeal.objects.select_related("case", "order", "decision", "decided_by")
    row = rows.filter(id=appeal_id).first()
    if row is None:
        raise NotFound(what="appeal")
    line = _lines([row], viewer)[0]
    if not line.opens:
        raise NotForYou(case=line.case_label, case_id=line.case_id)
    return _view(row, line, viewer)


def _view(row: Appeal, line: Line, viewer: Staff) -> View:
    decided = row.state == State.DECIDED
    case = root_of(row.case) if row.case else None
    return View(
        line=line,
        text=row.text,
        has_contact=bool(row.contact),
        order=row.order.words if row.order else "",
        order_state=row.order.get_state_display() if row.order else "",
        reasons=row.reasons,
        answer=row.answer,
        decided_by=row.decided_by.name if row.decided_by else "",
        one_person_mode=row.one_person_mode,
        second_look=row.decided_by != viewer and _waits_for_look(row),
        answered=decided and may_be_answered(row),
        why_not="" if decided else _why_not(row, case, viewer),
        had_part=viewer.id in parts_in(row, case),
        outcomes=tuple((one, str(Appeal.Outcome(one).label)) for one in rules.OUTCOMES[row.kind]),
        steps=tuple(steps_of(row)) if decided else (),
        matched=_is_matched(case),
    )


def _why_not(row: Appeal, case: Case | None, viewer: Staff) -> str:
    if not may_decide(row, case, viewer):
        return "You had a part in what this is about, so somebody else decides it."
    if case is not None and case.child_suspect and not viewer.has_perm("decisions.decide_child_suspect"):
        return "A child may be the suspect: a senior decides it."
    return ""


def _is_matched(case: Case | None) -> bool:
    return (
        case is not None
        and case.memberships.filter(left_at=None, report__signals__match__isnull=False).exists()
    )


def _waits_for_look(row: Appeal) -> bool:
    about = {"about_kind": row._meta.label_lower, "about_id": row.id}
    return Task.objects.filter(kind=SECOND_LOOK, done_at=None, **about).exists()


def _lines(rows: Iterable[Appeal] | QuerySet[Appeal], viewer: Staff) -> list[Line]:
    found = list(rows)
    open_ones = opens([one.case_id for one in found if one.case_id], viewer)
    return [_line(one, opened=one.case_id is None or one.case_id in open_ones) for one in found]


def _line(row: Appeal, *, opened: bool) -> Line:
    return Line(
        id=row.id,
        number=row.number,
        kind=row.get_kind_display(),
        state=row.get_state_display(),
        outcome=row.get_outcome_display() if row.outcome else "",
        case_id=row.case_id,
        case_label=row.case.label if row.case else "",
        received_at=row.received_at,
        due_at=row.due_at,
        decided_at=row.decided_at,
        opens=opened,
        late=row.state == State.RECEIVED and row.due_at < timezone.now(),
    )


@dataclass(frozen=True, kw_only=True)
class Row:
    """One appeal as a command lists it: nothing of it is opened."""

    number: int
    kind: str
    outcome: str
    case: str
    received_at: datetime
    due_at: datetime
    decided_at: datetime | None
    late: bool


def rows_for_command(state: str, *, most: int = 500) -> list[Row]:
    """The appeals that wait, the first due first; or those that were decided, the last first."""
    rows = Appeal.objects.select_related("case")
    if state == State.DECIDED:
        found = rows.filter(state=State.DECIDED).order_by("-decided_at")
    else:
        found = rows.filter(state=State.RECEIVED).order_by("due_at")
    now = timezone.now()
    return [
        Row(
            number=row.number,
            kind=row.kind,
            outcome=row.outcome,
            case=row.case.label if row.case else "",
            received_at=row.received_at,
            due_at=row.due_at,
            decided_at=row.decided_at,
            late=row.state == State.RECEIVED and row.due_at < now,
        )
        for row in found[:most]
    ]


def waiting() -> int:
    """How many appeals wait for a person."""
    return Appeal.objects.filter(state=State.RECEIVED).count()


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Appeals by kind and outcome, those that wait as "", and how many of these are late. Read from rows."""

    by: dict[tuple[str, str], int]
    late: int


def counts(*, now: datetime) -> Counts:
    """The figures of appeals, as the rows have them at this moment."""
    rows = Appeal.objects.order_by().values_list("kind", "outcome").annotate(count=Count("id"))
    late = Appeal.objects.filter(state=State.RECEIVED, due_at__lt=now).count()
    return Counts(by={(kind, outcome): count for kind, outcome, count in rows}, late=late)


def wait_for_a_person(case_ids: Collection[UUID]) -> bool:
    """Does somebody still wait for an answer about one of these cases?"""
    return Appeal.objects.filter(case__in=case_ids, state=State.RECEIVED).exists()


def subjects(case_ids: Collection[UUID]) -> set[UUID]:
    """The appeals of these cases, about which there may be tasks."""
    return set(Appeal.objects.filter(case__in=case_ids).values_list("id", flat=True))


def erase(*, case_ids: Collection[UUID]) -> Counter[str]:
    """Delete the appeals and notices of these cases, inside the use case that erases; count the rows."""
    gone: Counter[str] = Counter()
    gone.update(Appeal.objects.filter(case__in=case_ids).delete()[1])
    gone.update(Notice.objects.filter(case__in=case_ids).delete()[1])
    return gone
