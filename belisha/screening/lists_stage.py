"""A new version of a list on its way: read into a folder of its own, checked, and moved where it belongs."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
from django.utils import timezone

from belisha.matching import locks
from belisha.refusal import Refusal
from belisha.screening import asking
from belisha.screening.check import (
    ListRefused,
    require_as_declared,
    require_canaries,
    require_later,
    require_readable,
    require_size,
    require_spread,
    require_whole,
)
from belisha.screening.found import Asked, View
from belisha.screening.library import meaning_of
from belisha.screening.list_folders import folder_of, list_keys
from belisha.screening.models import HashList, ListVersion
from belisha.screening.overlay import Overlay
from belisha.screening.parse.entry import Block, Entry, NoEntry, Refused
from belisha.screening.parse.kinds import kind_of_value, value_of
from belisha.screening.parse.octets import CHUNK
from belisha.screening.parse.read import Reading, RefusedLines
from belisha.screening.shelves import Shelf
from belisha.screening.store.arrays import sync
from belisha.screening.store.build import Builder
from belisha.screening.store.version import Version

A_MONTH = timedelta(days=30)
ANY = 10**9  # percent
DRAWN = 64  # Hashes of each part of a version that are asked for, to see how many match one.
STAGED = "staged-"
LOCK = "import.lock"
EVERY = CHUNK


class BeingImported(Refusal):
    """This list is being imported already."""

    code = "being_imported"


@dataclass
class Stage:
    """The folder of a version that nobody uses yet."""

    row: HashList
    version_id: UUID
    folder: Path

    def builder(self, *, before: Version | None = None, replace: bool = False) -> Builder:
        """What writes into it."""
        return Builder(
            self.folder,
            list_keys(),
            list_id=self.row.id.hex,
            version_id=self.version_id.hex,
            before=before,
            replace=replace,
        )

    def publish(self) -> Path:
        """Move it to where its version is looked for; from then on it is never changed."""
        final = folder_of(self.row.id) / self.version_id.hex
        os.rename(self.folder, final)
        sync(final.parent)
        return final


@contextmanager
def staging(row: HashList) -> Iterator[Stage]:
    """A stage for a new version; what isn't published is gone afterwards. Raises BeingImported."""
    folder = folder_of(row.id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with locks.tried(folder, LOCK) as alone:
        if not alone:
            raise BeingImported
        for left in folder.glob(f"{STAGED}*"):
            shutil.rmtree(left, ignore_errors=True)
        stage = Stage(row, uuid4(), folder / f"{STAGED}{uuid4().hex}")
        try:
            yield stage
        finally:
            shutil.rmtree(stage.folder, ignore_errors=True)


def read_into(stage: Stage, reading: Reading, refused: RefusedLines) -> Version:
    """Build a version of what a file holds; raises ListRefused where the file can't be one."""
    builder = stage.builder()
    for item in reading:
        if isinstance(item, Block):
            builder.add_block(item)
        elif isinstance(item, Entry):
            try:
                builder.add(item)
            except NoEntry as reason:
                raise ListRefused(reason=str(reason)) from None
        elif isinstance(item, Refused):
            refused.take(item)
    ended = bool(stage.row.sync_state.get("ended"))
    require_whole(cut=reading.cut, odd=reading.last_is_odd, ended_before=ended)
    require_as_declared(rows=reading.rows - reading.refused, declared=reading.shape.entries)
    require_readable(entries=reading.entries, refused=reading.refused)
    return builder.finish()


def take_into(
    stage: Stage, entries: Iterable[Entry], before: Version | None, *, replace: bool = True
) -> Version:
    """Build a version of entries that replace one another by their source ids; raises ListRefused."""
    builder = stage.builder(before=before, replace=replace)
    try:
        for entry in entries:
            builder.add(entry)
    except NoEntry as reason:
        raise ListRefused(reason=str(reason)) from None
    return builder.finish()


def require_fit(row: HashList, made: Version, *, stated: str = "") -> None:
    """Check a version against the list's own rules and the version in force; raises ListRefused."""
    if row.in_force is not None:
        before = sizes(row.in_force.counts)
        new, least = sizes(counted(made)), row.least_percent
        require_size(now=new, before=before, least=least, most=row.most_percent)
        # Against several small steps, each of which would be taken.
        require_size(now=new, before=_largest(row), least=least, most=ANY, whose="of a month ago or since")
    require_spread(crowded=_most_together(row, made), entries=made.entries)
    require_later(made=stated, before=row.sync_state.get("made", ""))
    require_canaries(must=row.must_match, must_not=row.must_not_match, matches=matcher(row, made))


def _largest(row: HashList) -> dict[str, int]:
    """The largest sizes that the list had in a month, in versions that nobody rolled back."""
    kept = (ListVersion.State.IN_FORCE, ListVersion.State.REPLACED)
    known = row.versions.filter(state__in=kept, in_force_at__gte=timezone.now() - A_MONTH)
    largest: dict[str, int] = {}
    for counts in known.values_list("counts", flat=True):
        largest |= {what: max(count, largest.get(what, 0)) for what, count in sizes(counts).items()}
    return largest


def sizes(counts: Mapping[str, int]) -> dict[str, int]:
    """How many entries a version has, in all and of each kind, and how many different fingerprints."""
    of_each = {kind: count for kind, count in counts.items() if kind not in ("repeated", "kept")}
    values = sum(count for kind, count in of_each.items() if kind not in ("entries", "video"))
    # A list of one fingerprint, repeated, is as long as any.
    return {**of_each, "different": values - counts.get("repeated", 0)}


def counted(version: Version) -> dict[str, int]:
    """What is kept of a version's counts."""
    return {"entries": version.entries, **version.counts}


def matcher(row: HashList, version: Version) -> Callable[[str], bool]:
    """Does a version match a fingerprint, or an address, by the settings of its list?"""
    shelf = Shelf(
        list_id=row.id, version_id=None, version=version, overlay=Overlay(), meaning=meaning_of(row)
    )

    def matches(value: str) -> bool:
        return any(found.hits for found in asking.answers(_ways_to_ask(value), [shelf], list_keys()))

    return matches


def _most_together(row: HashList, version: Version) -> int:
    """How many hashes match one of some that are drawn from all over the version."""
    most = 0
    if version.index is None:
        return most
    for hashes, _ in version.hashes():
        for place in np.linspace(0, len(hashes) - 1, DRAWN, dtype=int):
            one = hashes[place : place + 1]
            most = max(most, len(version.index.search_arrays(one, row.max_distance).entries))
    return most


def require_canary(value: str) -> None:
    """Raise NoEntry unless this is a fingerprint or an address."""
    for kind in kind_of_value(value.strip()):
        value_of(kind, value.strip())


def _ways_to_ask(value: str) -> list[Asked]:
    from belisha.screening.urls import spellings

    value = value.strip()
    asked = []
    for kind in kind_of_value(value):
        if kind == "pdq":
            asked.append(Asked(views=(View(value, 100, "sent"),)))
        elif kind == "url":
            asked.append(Asked(urls=spellings(value)))
        else:
            asked.append(Asked(digests=((kind, value_of(kind, value)[0][1].hex()),)))
    return asked
