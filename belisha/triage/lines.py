"""A case as one line of a list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from belisha.intake.models import Concern
from belisha.people.models import Staff
from belisha.triage.access import opens
from belisha.triage.models import Case, Priority

CONCERN_WORDS = dict(Concern.choices)


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """What a list shows of a case. `reasons` are sentences of ours, the weightiest first.

    One that doesn't open to whoever looks (`closed_to_you`) says only its label, priority and clock.
    """

    id: UUID
    number: int
    label: str
    state: str
    state_label: str
    priority: int
    priority_label: str
    points: int
    reasons: tuple[tuple[int, str], ...]
    overridden: bool
    concerns: tuple[str, ...]
    danger_now: str
    child_suspect: bool
    service: str
    owner_id: UUID | None
    owner: str
    opened_at: datetime
    due_at: datetime
    seen: bool
    report_count: int
    closed_to_you: bool = False


def lines(rows: QuerySet[Case]) -> list[CaseLine]:
    """Cases as lines, with the names of their owner and service, in one query."""
    return [line(case) for case in rows.select_related("owner", "service")]


def lines_for(viewer: Staff, rows: QuerySet[Case]) -> list[CaseLine]:
    """The same for one person: of cases that don't open to them, without content."""
    found = lines(rows)
    open_ones = opens([one.id for one in found], viewer)
    return [one if one.id in open_ones else _without_content(one) for one in found]


def _without_content(one: CaseLine) -> CaseLine:
    bare = {"reasons": (), "concerns": (), "service": "", "danger_now": "", "child_suspect": False}
    return replace(one, **bare, points=0, report_count=0, closed_to_you=True)  # type: ignore[arg-type]


def line(case: Case) -> CaseLine:
    """One case as a line."""
    return CaseLine(
        id=case.id,
        number=case.number,
        label=case.label,
        state=case.state,
        state_label=case.get_state_display(),
        priority=case.priority,
        priority_label=Priority(case.priority).label,
        points=case.points,
        reasons=_reasons(case.reasons),
        overridden=case.overridden,
        concerns=concern_words(case.concerns.strip(",").split(",")),
        danger_now=case.danger_now,
        child_suspect=case.child_suspect,
        service=case.service.name if case.service else "",
        owner_id=case.owner_id,
        owner=case.owner.name if case.owner else "",
        opened_at=case.opened_at,
        due_at=case.due_at,
        seen=case.first_seen_at is not None,
        report_count=case.report_count,
    )


def concern_words(codes: Iterable[str]) -> tuple[str, ...]:
    """The words of concerns, in the order in which the desk lists them."""
    wanted = set(codes)
    return tuple(str(words) for code, words in CONCERN_WORDS.items() if code in wanted)


def _reasons(rows: Sequence[dict[str, object]]) -> tuple[tuple[int, str], ...]:
    return tuple((int(str(row.get("points", 0))), str(row.get("words", ""))) for row in rows)
