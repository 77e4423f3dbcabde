"""What a disk holds after a power cut, from a log of what was written to it (shim.cpp).

Durable is what an fsync of its file had covered, and of names what an fsync of their folder or of the new
file had. Of all later changes any may have arrived, in any order, cut off at any sector: dice decide. What
lies in shared memory is gone.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
HEAD = struct.Struct("<cqqq")
SAID = "said"
"""The file to which a worker writes what it has acknowledged: whoever read it has no power cut."""


@dataclass(frozen=True)
class Change:
    """One line of the log."""

    what: str
    file: int
    offset: int
    octets: bytes
    length: int


def changes(log: Path) -> Iterator[Change]:
    """Read the log."""
    with log.open("rb") as lines:
        while head := lines.read(HEAD.size):
            what, file, offset, length = HEAD.unpack(head)
            word = what.decode()
            yield Change(word, file, offset, lines.read(length) if word in "NDWUR" else b"", length)


@dataclass
class File:
    """A file's durable octets, and what was done to it since."""

    durable: bytearray = field(default_factory=bytearray)
    since: list[Change] = field(default_factory=list)

    def sync(self) -> None:
        for change in self.since:
            _apply(self.durable, change)
        self.since.clear()

    def after_a_cut(self, dice: random.Random) -> bytes:
        octets = bytearray(self.durable)
        kept = dice.choice((0.0, 0.5, 0.9, 1.0))
        for change in self.since:
            for part in _sectors(change):
                if dice.random() < kept:
                    _apply(octets, part)
        return bytes(octets)


@dataclass
class _Name:
    """A name that came or went and may not have reached the disk."""

    name: str
    file: int | None


class Disk:
    """The files of one folder."""

    def __init__(self, start: Path) -> None:
        """`start`: the folder as it was, durable, before the log began."""
        self.start = start
        self.files: dict[int, File] = {}
        self.names: dict[str, int] = {}
        self.pending: list[_Name] = []
        self.said = bytearray()
        self._said_file = 0
        self._fresh = 0
        for path in start.iterdir():
            if path.is_file():
                self._fresh -= 1
                self.files[self._fresh] = File(bytearray(path.read_bytes()))
                self.names[path.name] = self._fresh

    def take(self, change: Change) -> None:
        """Go on by one change."""
        if change.what == "N":
            self._opened(change)
        elif change.what == "U":
            self.pending.append(_Name(_name(change.octets), None))
        elif change.what == "R":
            self._renamed(change)
        elif change.what == "S":
            self._synced(change.file)
        elif change.file == self._said_file:
            self.said += change.octets
        elif change.what in "WT":
            self.files[change.file].since.append(change)

    def cut(self, to: Path, dice: random.Random) -> None:
        """Write what is left after a power cut now into an empty folder."""
        names = dict(self.names)
        for one in self.pending[: dice.randint(0, len(self.pending))]:
            _turn(names, one)
        for name, file in names.items():
            if not name.endswith("-shm"):
                (to / name).write_bytes(self.files[file].after_a_cut(dice))

    def _opened(self, change: Change) -> None:
        name = _name(change.octets)
        if name == SAID:
            self._said_file = change.file
            return
        now = dict(self.names)
        for one in self.pending:
            _turn(now, one)
        if name in now:
            self.files[change.file] = self.files[now[name]]
            return
        self.files[change.file] = File()
        self.pending.append(_Name(name, change.file))

    def _renamed(self, change: Change) -> None:
        old, _, new = change.octets.partition(b"\n")
        now = dict(self.names)
        for one in self.pending:
            _turn(now, one)
        self.pending += [_Name(_name(old), None), _Name(_name(new), now.get(_name(old)))]

    def _synced(self, number: int) -> None:
        if number not in self.files:  # a folder: its names are durable now
            for one in self.pending:
                _turn(self.names, one)
            self.pending.clear()
            return
        self.files[number].sync()
        # A journaling file system writes a new file's name with the file.
        for place in [place for place, one in enumerate(self.pending) if one.file == number][-1:]:
            self._keep_name(self.pending[place].name, place)

    def _keep_name(self, name: str, last: int) -> None:
        """What came before under this name, such as the removal of an older file, is durable with it."""
        kept = [one for one in self.pending[: last + 1] if one.name == name]
        for one in kept:
            _turn(self.names, one)
            self.pending.remove(one)


def _name(path: bytes) -> str:
    return path.decode().rpartition("/")[2]


def _turn(names: dict[str, int], change: _Name) -> None:
    if change.file is None:
        names.pop(change.name, None)
    else:
        names[change.name] = change.file


def _apply(octets: bytearray, change: Change) -> None:
    if change.what == "T":
        size = change.offset
        octets[:] = octets[:size] + bytes(max(0, size - len(octets)))
        return
    end = change.offset + len(change.octets)
    if end > len(octets):
        octets += bytes(end - len(octets))
    octets[change.offset : end] = change.octets


def _sectors(change: Change) -> Iterator[Change]:
    if change.what == "T":
        yield change
        return
    at, end = change.offset, change.offset + len(change.octets)
    while at < end:
        stop = min((at // SECTOR + 1) * SECTOR, end)
        part = change.octets[at - change.offset : stop - change.offset]
        yield Change("W", change.file, at, part, len(part))
        at = stop
