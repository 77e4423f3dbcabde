"""Makes all segments of an index one, while searches and changes go on."""

import numpy as np

from belisha.matching import grouping, locks, segment, writer
from belisha.matching.files import WrongFile
from belisha.matching.parse import Entries
from belisha.matching.reader import Reader
from belisha.matching.reference import NONE
from belisha.matching.refusals import UnusableIndex
from belisha.matching.snapshot import Snapshot


def compact(reader: Reader) -> None:
    """Merge. The writer's lock is held at the beginning and at the end alone, not while the work is done."""
    with locks.held(reader.folder, locks.MERGE):
        with locks.held(reader.folder, locks.WRITER):
            writer.clear(reader.folder)
            before = writer.seal(reader)
        if len(before.segments) > 1 or any(len(one.removed) for one in before.segments):
            _merge(reader, before)


def _merge(reader: Reader, before: Snapshot) -> None:
    _verify(reader, before)
    pairs = [one.pairs() for one in before.segments]
    arrays = grouping.arrays(*(np.concatenate(column) for column in zip(*pairs, strict=True)))
    made = segment.write(reader.folder, arrays)
    with locks.held(reader.folder, locks.WRITER):
        now = reader.refresh()
        if len(gone := _gone_since(reader, before, now)):
            made = segment.write_removed(reader.folder, made, gone)
        merged = {one.name for one in before.manifest.segments}
        newer = [one for one in now.manifest.segments if one.name not in merged]
        writer.publish(reader.folder, [made, *newer], now.manifest.generation + 1, now.manifest.log)
        writer.discard(reader.folder, merged)
        reader.refresh()


def _verify(reader: Reader, before: Snapshot) -> None:
    """What was damaged on the disk must not become a sound new segment."""
    try:
        for known in before.manifest.segments:
            segment.verify(reader.folder, known)
    except WrongFile as reason:
        raise UnusableIndex(path=reader.folder, reason=reason) from None


def _gone_since(reader: Reader, before: Snapshot, now: Snapshot) -> Entries:
    """What other writers have removed from the merged segments meanwhile. The log holds its own removals."""
    old = {one.name: segment.read_removed(reader.folder, one) for one in before.manifest.segments}
    gone = [
        np.setdiff1d(segment.read_removed(reader.folder, one), old[one.name])
        for one in now.manifest.segments
        if one.name in old
    ]
    return np.unique(np.concatenate([NONE, *gone]))
