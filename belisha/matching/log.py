"""What came since the manifest: an append-only file of records, each with its own checksums.

A record is in the log when all of it is there: a writer that dies leaves a torn tail, which readers pass over
and the next writer cuts off. Anything wrong before the last record is damage, and is refused.
"""

import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from belisha.matching.files import WrongFile, durably
from belisha.matching.hashes import SIZE
from belisha.matching.parse import Entries, Table, table_of
from belisha.matching.reference import NONE

HEADER = b"belisha log 1\0\0\0"
MARK = b"BREC"
ADD, REMOVE = 1, 2
MOST = 16_384
_HEAD = struct.Struct("<4sIIII")  # mark, kind, count, checksum of the payload, checksum of these four
_NO_HASHES: Table = table_of(b"")


@dataclass(frozen=True)
class Record:
    """Entries that came with their hashes, or entries that went."""

    kind: int
    entries: Entries
    hashes: Table

    def to_bytes(self) -> bytes:
        payload = self.hashes.tobytes() + self.entries.astype("<u8").tobytes()
        head = _HEAD.pack(MARK, self.kind, len(self.entries), zlib.crc32(payload), 0)[:-4]
        return head + struct.pack("<I", zlib.crc32(head)) + payload


def added(hashes: Table, entries: Entries) -> Record:
    return Record(ADD, entries, hashes)


def removed(entries: Entries) -> Record:
    return Record(REMOVE, entries, _NO_HASHES)


def create(path: Path) -> None:
    durably(path, HEADER)


def append(path: Path, record: Record, at: int) -> int:
    """Put a record where the log ends, over what a dead writer may have left; returns where it ends now."""
    octets = record.to_bytes()
    opened = os.open(path, os.O_WRONLY)
    try:
        os.ftruncate(opened, at)
        _write_all(opened, octets, at)
        os.fdatasync(opened)
    finally:
        os.close(opened)
    return at + len(octets)


def read(path: Path, at: int = 0) -> tuple[list[Record], int]:
    """The whole records from `at` on, and where the last one ends."""
    with path.open("rb") as file:
        file.seek(at)
        octets = file.read()
    if at:
        return _records(octets, 0, at)
    if octets[: len(HEADER)] != HEADER:
        raise WrongFile(f"{path.name} is not the log of an index")
    return _records(octets, len(HEADER), 0)


def _write_all(opened: int, octets: bytes, at: int) -> None:
    done = 0
    while done < len(octets):
        done += os.pwrite(opened, octets[done:], at + done)


def _records(octets: bytes, at: int, start: int) -> tuple[list[Record], int]:
    records = []
    while record := _record(octets, at):
        records.append(record[0])
        at = record[1]
    _require_torn_tail(octets, at)
    return records, start + at


def _record(octets: bytes, at: int) -> tuple[Record, int] | None:
    """The record that begins here and where it ends; None where no whole one does."""
    if len(octets) < at + _HEAD.size:
        return None
    mark, kind, count, payload_sum, head_sum = _HEAD.unpack_from(octets, at)
    if mark != MARK or head_sum != zlib.crc32(octets[at : at + _HEAD.size - 4]):
        return None
    begin = at + _HEAD.size
    split = begin + (count * SIZE if kind == ADD else 0)
    end = split + count * 8
    if kind not in (ADD, REMOVE) or len(octets) < end or zlib.crc32(octets[begin:end]) != payload_sum:
        return None
    entries = np.frombuffer(octets[split:end], dtype="<u8") if count else NONE
    return Record(kind, entries, table_of(octets[begin:split])), end


def _require_torn_tail(octets: bytes, at: int) -> None:
    later = octets.find(MARK, at + 1)
    while later != -1:
        if _record(octets, later):
            raise WrongFile("its log is damaged in the middle: a record is followed by whole ones")
        later = octets.find(MARK, later + 1)
