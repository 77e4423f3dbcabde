"""Changes an index: records to its log, and a new manifest where the log has grown long enough."""

import secrets
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from belisha.matching import files, grouping, locks, log, manifest, segment
from belisha.matching.manifest import Manifest, SegmentFiles
from belisha.matching.parse import Entries, Table
from belisha.matching.reader import Reader
from belisha.matching.refusals import NotEmpty
from belisha.matching.segment import Segment
from belisha.matching.snapshot import Snapshot

PENDING = 4096  # Pairs in the log; more of them become a segment.
SMALL = 65_536  # A segment that is made anew with what follows it.
MANY = 8  # Segments; more of them are made into one.
OURS = ("segment-", "log-", "manifest.json", "writer.lock", "merge.lock")


def build(folder: Path, hashes: Table, entries: Entries) -> None:
    """Make an index of these pairs, or replace the one that is there in one step."""
    build_in_parts(folder, [(hashes, entries)])


def build_in_parts(folder: Path, parts: Iterable[tuple[Table, Entries]]) -> None:
    """Make an index of a segment for each part, or replace the one that is there in one step."""
    _require_room(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files.sync(folder.parent)
    with locks.held(folder, locks.MERGE), locks.held(folder, locks.WRITER):
        known = [segment.write(folder, grouping.arrays(hashes, entries)) for hashes, entries in parts]
        publish(folder, known, _generation(folder) + 1)
        clear(folder)


def add(reader: Reader, hashes: Table, entries: Entries) -> int:
    """Add pairs; returns how many were not there before."""
    with locks.held(reader.folder, locks.WRITER):
        now = reader.refresh()
        new = _new(now, hashes, entries)
        hashes, entries = hashes[new], entries[new]
        if not len(entries):
            return 0
        if len(entries) + len(now.delta.entries) > PENDING:
            _seal(reader.folder, now, hashes, entries)
        else:
            _append(reader.folder, now, [log.added(hashes, entries)])
        reader.refresh()
    return len(entries)


def remove(reader: Reader, entries: Entries) -> None:
    """Remove every pair that has one of these entries."""
    entries = np.unique(entries)
    with locks.held(reader.folder, locks.WRITER):
        now = reader.refresh()
        parts = [log.removed(entries[i : i + log.MOST]) for i in range(0, len(entries), log.MOST)]
        _append(reader.folder, now, parts)
        now = reader.refresh()
        if len(now.delta.removed) > SMALL:
            _seal(reader.folder, now, now.delta.hashes[:0], now.delta.entries[:0])
            reader.refresh()


def seal(reader: Reader) -> Snapshot:
    """Make what is in the log a segment. The caller holds the writer's lock."""
    now = reader.refresh()
    if len(now.delta.entries) or len(now.delta.removed):
        _seal(reader.folder, now, now.delta.hashes[:0], now.delta.entries[:0])
    return reader.refresh()


def publish(folder: Path, segments: Sequence[SegmentFiles], generation: int, name: str | None = None) -> None:
    """Make these segments the index, with the log of that name, or a new one."""
    if name is None:
        name = f"log-{secrets.token_hex(8)}"
        log.create(folder / name)
    manifest.replace(folder, Manifest(generation, name, tuple(segments)))


def clear(folder: Path) -> None:
    """Remove what no manifest names: what was replaced, and what a dead writer left. Both locks are held."""
    now = manifest.read(folder)
    for name in {path.name for path in folder.iterdir()} - {now.log, *(one.name for one in now.segments)}:
        if name.startswith(("segment-", "log-")):
            discard(folder, [name])


def discard(folder: Path, names: Iterable[str]) -> None:
    """Remove files and folders. Readers that have them mapped keep them until they look again."""
    for name in names:
        path = folder / name
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _append(folder: Path, now: Snapshot, records: Iterable[log.Record]) -> None:
    end = now.delta.end
    for record in records:
        end = log.append(folder / now.manifest.log, record, end)


def _new(now: Snapshot, hashes: Table, entries: Entries) -> NDArray[np.bool_]:
    """Which pairs are not in the index, each of them once."""
    found = now.search_many(hashes, 0)
    new = np.ones(len(entries), dtype=bool)
    new[found.queries[found.entries == entries[found.queries]]] = False
    return new & grouping.first_of_each(hashes, entries)


def _seal(folder: Path, now: Snapshot, hashes: Table, entries: Entries) -> None:
    """Make a segment of the log and these pairs, with the last one too if that is small and nobody merges."""
    with locks.tried(folder, locks.MERGE) as alone:
        known, opened = list(now.manifest.segments), list(now.segments)
        pairs = [(now.delta.hashes, now.delta.entries), (hashes, entries)]
        old = [now.manifest.log]
        if alone and opened and len(opened[-1].arrays["hashes"]) < SMALL:
            old.append(known.pop().name)
            pairs.append(opened.pop().pairs())
        made = segment.write(
            folder, grouping.arrays(*(np.concatenate(column) for column in zip(*pairs, strict=True)))
        )
        kept = [_with_removed(folder, *both, now.delta.removed) for both in zip(known, opened, strict=True)]
        publish(folder, [*kept, made], now.manifest.generation + 1)
        discard(folder, old)


def _with_removed(folder: Path, known: SegmentFiles, opened: Segment, since: Entries) -> SegmentFiles:
    return segment.write_removed(folder, known, opened.removed) if len(since) else known


def _generation(folder: Path) -> int:
    try:
        return manifest.read(folder).generation
    except (FileNotFoundError, files.WrongFile):
        return 0


def _require_room(folder: Path) -> None:
    """Never write among the files of somebody else."""
    if folder.exists() and not folder.is_dir():
        raise NotEmpty(path=folder, found="it is a file")
    others = [path.name for path in folder.glob("*") if not path.name.startswith(OURS)]
    if others:
        raise NotEmpty(path=folder, found=", ".join(sorted(others)[:3]))
