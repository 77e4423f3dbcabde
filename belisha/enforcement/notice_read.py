"""Notices as the desk's people read them: whether the user was told, or why nobody is told yet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from belisha.enforcement.notice_facts import IN_EFFECT, may_be_told
from belisha.enforcement.notice_table import Notice

MOST = 20


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    """One notice. `why_not`: why its user is told nothing now, "" where they may be told."""

    kind: str
    order_id: UUID
    told_at: datetime | None
    told_by: str
    why_not: str
    problem: str

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.told_at:
            return f"told, {self.told_by.lower()}"
        return "not to be told now" if self.why_not else "still to be told"


def of_case(case_id: UUID) -> list[NoticeLine]:
    """The notices of a case's orders, at most MOST, the newest first."""
    rows = Notice.objects.filter(case=case_id).select_related("order", "case")
    return list(_lines(rows.order_by("-made_at")[:MOST]))


def _lines(rows: Iterable[Notice]) -> Iterator[NoticeLine]:
    for row in rows:
        told = row.told_at is not None
        yield NoticeLine(
            kind=row.get_kind_display(),
            order_id=row.order_id,
            told_at=row.told_at,
            told_by=row.get_told_by_display(),
            why_not="" if told else may_be_told(row.order).why,
            problem="" if told else row.problem,
        )


def counts() -> dict[str, int]:
    """How many notices were told, are held back, and wait to be told, as the rows have it."""
    untold = Q(told_at=None, order__state__in=IN_EFFECT)
    return Notice.objects.aggregate(
        told=Count("id", filter=Q(told_at__isnull=False)),
        held=Count("id", filter=untold & Q(held_since__isnull=False)),
        waiting=Count("id", filter=untold & Q(held_since=None)),
    )
