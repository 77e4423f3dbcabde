"""All lists in force, in memory of this process: asked by every screen, new within 200 ms of any change."""

import atexit
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from django.db.models import Q
from django.utils import timezone

from belisha.screening import asking, photodna
from belisha.screening.found import Asked, Found
from belisha.screening.list_folders import list_keys, opened
from belisha.screening.models import HashList, ListChange
from belisha.screening.models import Shelf as Generation
from belisha.screening.overlay import Change, Overlay
from belisha.screening.shelves import Meaning, Shelf
from belisha.screening.store.version import UnusableVersion, Version

log = structlog.get_logger(__name__)

FRESH = 0.2  # Seconds after which a change is seen.
DAYS = 100_000


class ListsUnusable(UnusableVersion):
    """A list can't be used: {reason}. Until it can, nothing passes as no match. See: belisha lists status"""

    code = "lists_unusable"


@dataclass(frozen=True)
class Library:
    """All lists at one moment; a search that began on one ends on it."""

    generation: int
    shelves: dict[UUID, Shelf]


_current: Library | None = None
_looked = 0.0
_reading = threading.Lock()


class _Own(threading.local):
    """What this thread's transaction has changed and not committed: seen by nobody else, kept for nobody."""

    generations: frozenset[int] = frozenset()  # Several, where a part of it may be taken back.
    library: Library | None = None


_own = _Own()


def look_up(asked: Sequence[Asked]) -> list[Found]:
    """What every list in force says of each piece of content, in the same order.

    Raises ListsUnusable where a list can't be opened: an answer without it could be a wrong "no match".
    """
    return asking.answers(asked, list(shelves().values()), list_keys())


def look_up_hashes(octets: bytes) -> dict[int, Found]:
    """What the lists say of many PDQ hashes, 32 bytes each, of good quality: by position, where anything is.

    The same answers as `look_up`, several times faster: for volume.
    """
    return asking.answers_to_hashes(octets, list(shelves().values()), list_keys())


def shelves() -> dict[UUID, Shelf]:
    """The lists in force as they were at most FRESH ago; those whose time is over are not among them."""
    current = _current
    if current is None or _own.generations or time.monotonic() - _looked > FRESH:
        current = refresh()
    return current.shelves


@atexit.register
def forget() -> None:
    """Let go of all lists, so that their maps close while everything is still there to close them."""
    global _current  # noqa: PLW0603
    _current = _own.library = None


def changing(generation: int) -> None:
    """This transaction changes the lists, and has said so by this number: what it reads is its own."""
    _own.generations |= {generation}
    look_again()


def look_again() -> None:
    """Something has changed: the next look-up of this process reads it."""
    global _looked  # noqa: PLW0603
    _looked = 0.0


def refresh() -> Library:
    """Read what is new, once for all threads."""
    global _current, _looked  # noqa: PLW0603
    with _reading:
        began = time.monotonic()
        if not _own.generations and _current is not None and began - _looked <= FRESH:
            return _current
        generation = _generation()
        if generation // DAYS in _own.generations:
            return _uncommitted(generation)
        _own.generations, _own.library = frozenset(), None  # The transaction was taken back.
        if _current is None or _current.generation != generation:
            _current = Library(generation, _read(_current.shelves if _current else {}))
        _looked = began
        return _current


def changed() -> None:
    """What this thread's transaction changed holds now, for everybody."""
    _own.generations, _own.library = frozenset(), None
    look_again()


def _uncommitted(generation: int) -> Library:
    if _own.library is None or _own.library.generation != generation:
        _own.library = Library(generation, _read(_current.shelves if _current else {}))
    return _own.library


def _generation() -> int:
    # The day is part of it: a list ends by the calendar, without anybody changing it.
    known = Generation.objects.values_list("generation", flat=True).first() or 0
    return known * DAYS + timezone.now().date().toordinal() % DAYS


def _read(before: dict[UUID, Shelf]) -> dict[UUID, Shelf]:
    today = timezone.now().date()
    rows = HashList.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    return {row.id: _shelf(row, before.get(row.id)) for row in rows}


def _shelf(row: HashList, before: Shelf | None) -> Shelf:
    version_id, version = _version(row, before)
    shelf = Shelf(
        list_id=row.id,
        version_id=version_id,
        version=version,
        overlay=_overlay(row, before),
        meaning=meaning_of(row),
        compare_photodna=photodna.comparer(),
    )
    if before is None or before.version is not shelf.version or before.overlay is not shelf.overlay:
        return shelf
    # Nothing but what a match means has changed: keep what was worked out.
    return before.meaning_now(shelf.meaning)


def _version(row: HashList, before: Shelf | None) -> tuple[UUID | None, Version | None]:
    if row.in_force_id is None or (before is not None and before.version_id == row.in_force_id):
        return row.in_force_id, before.version if before and row.in_force_id else None
    try:
        return row.in_force_id, opened(row.id, row.in_force_id)
    except UnusableVersion as refusal:
        # Nor does the version before it do instead: what is new on the list would pass as no match, and what
        # was taken into it. The next look-up tries again.
        log.error("a list can't be opened", list=str(row.id), reason=refusal.facts["reason"])
        raise ListsUnusable(**refusal.facts) from refusal


def _overlay(row: HashList, before: Shelf | None) -> Overlay:
    """Read the changes since; from the beginning where some were taken into a version."""
    changes = ListChange.objects.filter(hash_list=row)
    known = before.overlay if before is not None and before.version_id == row.in_force_id else Overlay()
    news = changes.filter(seq__gt=known.last).order_by("seq")
    read = [
        Change(
            seq=one.seq,
            action=one.action,
            fingerprints=one.fingerprints,
            category=one.category,
            grade=one.grade,
            source_id=one.source_id,
        )
        for one in news
    ]
    return known.after(read, list_keys()) if read else known


def meaning_of(row: HashList) -> Meaning:
    """What the settings of a list say of its matches."""
    return Meaning(
        kind=row.kind,
        max_distance=row.max_distance,
        quality_floor=row.quality_floor,
        video_share=row.video_share,
        look_if_exact=row.on_exact == HashList.Means.LOOK,
        look_if_near=row.on_near == HashList.Means.LOOK,
        sample_percent=row.sample_percent,
    )
