"""What the pages of list officers show: every list with its health, its versions, changes and feedback."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from belisha.people.models import Staff
from belisha.screening.lists_versions import STILL_REFUSED
from belisha.screening.models import HashList, ListChange, ListVersion, Match, Probe
from belisha.screening.read import MatchView, views

VERSIONS, CHANGES, MATCHES, PROBES = 20, 50, 25, 50
TOLD = (Match.Answer.CONFIRMED, Match.Answer.REFUTED)
"""What the source of a list can use: that somebody could not tell helps nobody."""

HEALTH = {
    "good": ("In force", "green"),
    "old": ("Old", "amber"),
    "refused": ("Last update refused", "red"),
    "ended": ("No longer valid", "red"),
    "empty": ("Nothing in force", "grey"),
}
SETTINGS = (
    "max_distance",
    "quality_floor",
    "video_share",
    "on_exact",
    "on_near",
    "sample_percent",
    "least_percent",
    "most_percent",
    "old_after_days",
    "ends_on",
)
OF_UPDATES = frozenset({"least_percent", "most_percent", "old_after_days"})
"""Settings that say nothing of this desk's own list: nobody sends an update of it."""


@dataclass(frozen=True, kw_only=True)
class VersionView:
    """One state of a list. `reason`: why it was refused or rolled back."""

    id: UUID
    number: int
    state: str
    state_words: str
    counts: tuple[tuple[str, int], ...]
    reason: str
    made_at: datetime
    in_force_at: datetime | None

    @property
    def entries(self) -> int:
        return dict(self.counts).get("entries", 0)

    @property
    def colour(self) -> str:
        return {"in_force": "green", "refused": "red", "rolled_back": "amber"}.get(self.state, "grey")


@dataclass(frozen=True, kw_only=True)
class ListLine:
    """A list as the overview shows it. `latest_refused`: the newest version, where it was refused."""

    id: UUID
    name: str
    kind: str
    kind_words: str
    source: str
    source_words: str
    health: str
    version: VersionView | None
    latest_refused: VersionView | None
    checked_at: datetime | None
    ends_on: date | None
    waiting: int

    @property
    def health_words(self) -> str:
        return HEALTH[self.health][0]

    @property
    def colour(self) -> str:
        return HEALTH[self.health][1]


@dataclass(frozen=True, kw_only=True)
class ChangeView:
    """What was added to a list, or set aside in it."""

    id: UUID
    action: str
    action_words: str
    kinds: tuple[str, ...]
    category: str
    source_id: str
    reason: str
    by: str
    at: datetime
    stands: bool


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """One list, with all that an officer works with. `untold`: answers that its source hasn't been told."""

    line: ListLine
    settings: dict[str, Any]
    versions: tuple[VersionView, ...]
    changes: tuple[ChangeView, ...]
    matches: tuple[MatchView, ...]
    untold: int
    untold_until: datetime | None

    @property
    def may_roll_back(self) -> bool:
        return any(version.state == ListVersion.State.REPLACED for version in self.versions)


@dataclass(frozen=True, kw_only=True)
class ProbeView:
    """That somebody seems to be feeling for the edge of a list."""

    id: UUID
    kind_words: str
    key: str
    account: str
    queries: int
    began_at: datetime
    seen_at: datetime
    looked_at: datetime | None
    looked_at_by: str


def overview() -> list[ListLine]:
    """Every list, by name."""
    now = timezone.now()
    return [_line(row, now) for row in _lists()]


def list_page(list_id: UUID, viewer: Staff) -> ListPage | None:
    """One list, or None where there is no such."""
    row = _lists().filter(id=list_id).first()
    if row is None:
        return None
    untold = untold_of(list_id)
    last = untold.order_by("-answered_at").values_list("answered_at", flat=True).first()
    return ListPage(
        line=_line(row, timezone.now()),
        settings=_settings(row),
        versions=tuple(_version(one) for one in row.versions.all()[:VERSIONS]),
        changes=_changes(row),
        matches=tuple(views(row.matches.order_by("-matched_at", "id")[:MATCHES], viewer)),
        untold=untold.count(),
        untold_until=last,
    )


def settings_of(list_id: UUID) -> dict[str, object] | None:
    """The settings of a list that mean something for it, or None where there is no such list."""
    row = HashList.objects.filter(id=list_id).first()
    return None if row is None else _settings(row)


def _settings(row: HashList) -> dict[str, object]:
    without = OF_UPDATES if row.kind == HashList.Kind.OWN else frozenset()
    return {name: getattr(row, name) for name in SETTINGS if name not in without}


def name_of(list_id: UUID) -> str | None:
    """The name of a list, or None where there is no such."""
    return HashList.objects.filter(id=list_id).values_list("name", flat=True).first()


def untold_of(list_id: UUID) -> QuerySet[Match]:
    """The matches of a list whose answer its source hasn't been told."""
    return Match.objects.filter(hash_list_id=list_id, answer__in=TOLD, told_source_at=None)


def probes() -> list[ProbeView]:
    """Who seems to be feeling for an edge: what nobody has looked at first, then the latest."""
    rows = Probe.objects.select_related("key", "looked_at_by")
    unseen = rows.filter(looked_at=None).order_by("-seen_at")[:PROBES]
    seen = rows.exclude(looked_at=None).order_by("-seen_at")[:PROBES]
    return [_probe(row) for row in (*unseen, *seen)][:PROBES]


def waiting() -> int:
    """How many probes nobody has looked at."""
    return Probe.objects.filter(looked_at=None).count()


def _lists() -> QuerySet[HashList]:
    refused = ListVersion.objects.filter(STILL_REFUSED, hash_list=OuterRef("pk"))
    unanswered = Count("matches", filter=Q(matches__answer=""))
    rows = HashList.objects.select_related("in_force").annotate(waiting=unanswered)
    return rows.annotate(refused=Subquery(refused.order_by("-number").values("id")[:1])).order_by("name")


def _line(row: HashList, now: datetime) -> ListLine:
    refused = ListVersion.objects.filter(id=row.refused).first()  # type: ignore[attr-defined]
    return ListLine(
        id=row.id,
        name=row.name,
        kind=row.kind,
        kind_words=row.get_kind_display(),
        source=row.source,
        source_words=row.get_source_display(),
        health=health(row, refused=refused is not None, now=now),
        version=_version(row.in_force) if row.in_force else None,
        latest_refused=_version(refused) if refused else None,
        checked_at=row.checked_at,
        ends_on=row.ends_on,
        waiting=row.waiting,  # type: ignore[attr-defined]
    )


def health(row: HashList, *, refused: bool, now: datetime) -> str:
    """How a list stands: one of HEALTH, what presses most first."""
    if row.ends_on and row.ends_on < now.date():
        return "ended"
    if refused:
        return "refused"
    if row.kind == HashList.Kind.OWN:
        return "good"
    if row.in_force is None:
        return "empty"
    since = row.checked_at or row.made_at
    return "old" if now - since > timedelta(days=row.old_after_days) else "good"


def _version(row: ListVersion) -> VersionView:
    return VersionView(
        id=row.id,
        number=row.number,
        state=row.state,
        state_words=row.get_state_display(),
        counts=tuple(sorted(_numbers(row.counts), key=lambda one: (one[0] != "entries", one[0]))),
        reason=row.reason,
        made_at=row.made_at,
        in_force_at=row.in_force_at,
    )


def _numbers(counts: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
    return ((name, number) for name, number in counts.items() if isinstance(number, int) and number)


def _changes(row: HashList) -> tuple[ChangeView, ...]:
    """The latest changes; only the last word on a fingerprint can be taken back."""
    shown = row.changes.select_related("by").order_by("-seq")[:CHANGES]
    spoken: set[str] = set()
    found = []
    for change in shown:
        named = {f"{kind} {value}" for kind, value in _pairs(change.fingerprints)}
        found.append(_change(change, stands=not named & spoken))
        spoken |= named
    return tuple(found)


def _pairs(fingerprints: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for kind, values in fingerprints.items():
        yield from ((kind, value) for value in ([values] if isinstance(values, str) else values))


def _change(row: ListChange, *, stands: bool) -> ChangeView:
    return ChangeView(
        id=row.id,
        action=row.action,
        action_words=row.get_action_display(),
        kinds=tuple(sorted(row.fingerprints)),
        category=row.category,
        source_id=row.source_id,
        reason=row.reason,
        by=row.by.name if row.by else "Belisha",
        at=row.at,
        stands=stands,
    )


def _probe(row: Probe) -> ProbeView:
    return ProbeView(
        id=row.id,
        kind_words=row.get_kind_display(),
        key=row.key.name if row.key else "",
        account=row.account,
        queries=row.queries,
        began_at=row.began_at,
        seen_at=row.seen_at,
        looked_at=row.looked_at,
        looked_at_by=row.looked_at_by.name if row.looked_at_by else "",
    )
