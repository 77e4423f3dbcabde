"""What pages show of content that could not be screened: what waits, why, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zlib import crc32

from django.db.models import Count, Q, QuerySet

from belisha.organisation.models import Service
from belisha.organisation.served import serving
from belisha.people.models import Staff
from belisha.screening.models import Unscreened
from belisha.screening.seen import NotScreened

PAGE = 25
WAITING, ANSWERED = "", "answered"
REASONS = {**NotScreened.REASONS, "not_an_address": "it is no address that a browser would open."}
Choices = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class UnscreenedView:
    """One piece of content that could not be screened, opened; never a byte of it."""

    id: UUID
    reference: str
    reason: str
    reason_words: str
    content_id: str
    account: str
    locator: str
    size: int
    fingerprints: dict[str, str]
    service: str
    viewer_link: str
    received_at: datetime
    answer: str
    answer_words: str
    answer_reason: str
    answered_by: str
    answered_at: datetime | None

    @property
    def name(self) -> str:
        """What people call it: the service's id, or where it gave none our own reference."""
        return self.content_id or self.reference


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a person wants to see; "" is everything, `state` "" is what waits."""

    state: str = WAITING
    reason: str = ""
    service: str = ""


@dataclass(frozen=True, kw_only=True)
class UnscreenedPage:
    """One page; `total` are on all pages, `by_reason` counts what waits, whatever the filters."""

    rows: list[UnscreenedView]
    total: int
    by_reason: list[tuple[str, str, int]]

    @property
    def version(self) -> str:
        """Changes when the list does."""
        return f"{crc32(' '.join(str(row.id) for row in self.rows).encode()):08x}"


def waiting(viewer: Staff) -> int:
    """How many wait for this person, or whoever serves the same."""
    return Unscreened.objects.filter(serving(viewer).rows(), answer="").count()


def closed_to(viewer: Staff, ids: Iterable[UUID]) -> bool:
    """Is one of these of a service that others serve?"""
    rows = Unscreened.objects.filter(id__in=list(ids))
    return rows.exclude(id__in=rows.filter(serving(viewer).rows()).values("id")).exists()


def page_of(filters: Filters, viewer: Staff, page: int = 1) -> UnscreenedPage:
    """A page of what could not be screened: what waits longest first, what was answered last first."""
    mine = serving(viewer).rows()
    rows = _filtered(filters).filter(mine)
    start = (page - 1) * PAGE
    shown = rows.select_related("service", "answered_by")[start : start + PAGE]
    return UnscreenedPage(rows=[_view(row) for row in shown], total=rows.count(), by_reason=_by_reason(mine))


def one(unscreened_id: UUID) -> UnscreenedView | None:
    """One of them, or None where there is no such."""
    rows = Unscreened.objects.select_related("service", "answered_by")
    row = rows.filter(id=unscreened_id).first()
    return _view(row) if row else None


def filter_choices() -> dict[str, Choices]:
    """What may be chosen in the filters."""
    services = Service.objects.order_by("name").values_list("slug", "name")
    reasons = sorted((code, in_words(code)) for code in REASONS)
    return {"reason": reasons, "service": [(slug, name) for slug, name in services]}


def in_words(reason: str) -> str:
    """Why something could not be screened, as a sentence."""
    words = REASONS.get(reason, "it could not be read.")
    return words[0].upper() + words[1:]


def _by_reason(mine: Q) -> list[tuple[str, str, int]]:
    rows = Unscreened.objects.filter(mine, answer="").values_list("reason").annotate(Count("id"))
    rows = rows.order_by("reason")
    return [(reason, in_words(reason), count) for reason, count in rows]


def _filtered(filters: Filters) -> QuerySet[Unscreened]:
    rows = Unscreened.objects.filter(answer="").order_by("received_at", "id")
    if filters.state == ANSWERED:
        rows = Unscreened.objects.exclude(answer="").order_by("-answered_at", "id")
    if filters.reason:
        rows = rows.filter(reason=filters.reason)
    return rows.filter(service__slug=filters.service) if filters.service else rows


def _view(row: Unscreened) -> UnscreenedView:
    return UnscreenedView(
        id=row.id,
        reference=row.reference,
        reason=row.reason,
        reason_words=in_words(row.reason),
        content_id=row.content_id,
        account=row.account,
        locator=row.locator,
        size=row.size,
        fingerprints={kind: value for kind, value in row.fingerprints.items() if isinstance(value, str)},
        service=row.service.name if row.service else "",
        viewer_link=row.service.viewer_link if row.service else "",
        received_at=row.received_at,
        answer=row.answer,
        answer_words=row.get_answer_display() if row.answer else "",
        answer_reason=row.answer_reason,
        answered_by=row.answered_by.name if row.answered_by else "",
        answered_at=row.answered_at,
    )
