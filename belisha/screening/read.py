"""What pages show of matches. List, entry and distance are opened for list officers alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from belisha.people.models import Staff
from belisha.screening.models import Match

OFFICER = "screening.manage_lists"
FILES, PICTURES = frozenset({"md5", "sha1", "sha256"}), frozenset({"pdq", "photodna"})
COLOURS = {"confirmed": "green", "refuted": "grey", "unsure": "amber"}


@dataclass(frozen=True, kw_only=True)
class OfficerView:
    """What a list officer sees of a match besides."""

    list_id: UUID
    list_name: str
    version: int | None
    source_id: str
    distance: int
    told_source_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class MatchView:
    """One match, opened. `category` and `grade` are as they were received, and no judgement of ours.

    `officer` is None for whoever isn't a list officer: they learn neither list nor entry nor distance.
    """

    id: UUID
    words: str
    exact: bool
    look: bool
    category: str
    grade: str
    matched_at: datetime
    value: str
    answer: str
    answer_words: str
    answer_colour: str
    answer_reason: str
    answered_by: str
    answered_at: datetime | None
    officer: OfficerView | None


def matches(ids: Iterable[UUID], viewer: Staff) -> dict[UUID, MatchView]:
    """These matches, by their ids, as far as this person may see them."""
    return {one.id: one for one in views(Match.objects.filter(id__in=list(ids)), viewer)}


def views(rows: QuerySet[Match], viewer: Staff) -> list[MatchView]:
    """The matches of a query, in its order, in one query."""
    found = rows.select_related("hash_list", "version", "answered_by")
    return [_view(row, officer=viewer.has_perm(OFFICER)) for row in found]


def how_in_words(kind: str, *, exact: bool) -> str:
    """How alike the content and the entry are, as a person reads it."""
    if kind == "url":
        return "The same address" if exact else "An address within a listed one"
    if kind == "video":
        return "The same video as listed" if exact else "Partly the same video"
    if kind in FILES and exact:
        return "The same file"
    return "The same picture as listed" if exact else "Nearly the same picture"


def _view(row: Match, *, officer: bool) -> MatchView:
    return MatchView(
        id=row.id,
        words=how_in_words(row.kind, exact=row.exact),
        exact=row.exact,
        look=row.look or row.sampled,
        category=row.category,
        grade=row.grade,
        matched_at=row.matched_at,
        value=row.value,
        answer=row.answer,
        answer_words=row.get_answer_display() if row.answer else "",
        answer_colour=COLOURS.get(row.answer, "grey"),
        answer_reason=row.answer_reason,
        answered_by=row.answered_by.name if row.answered_by else "",
        answered_at=row.answered_at,
        officer=_officer(row) if officer else None,
    )


def _officer(row: Match) -> OfficerView:
    return OfficerView(
        list_id=row.hash_list_id,
        list_name=row.hash_list.name,
        version=row.version.number if row.version else None,
        source_id=row.source_id,
        distance=row.distance,
        told_source_at=row.told_source_at,
    )
