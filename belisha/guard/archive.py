"""Inspect a ZIP: its structure byte for byte, then each member by the rules for what it is."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

from belisha.guard.finding import Finding
from belisha.guard.limits import MAX_DEPTH, MAX_RATIO, SMALL, Budget, TooMuch
from belisha.guard.text import inspect_bytes, inspect_text

Look = Callable[[bytes, str, Budget, int], Iterator[Finding]]
"""How the guard looks at a file of any kind: its bytes, name, what is left of the limits, and its depth."""

_LOCAL, _ENCRYPTED, _DESCRIPTOR, _WIDE_END = 30, 0x1, 0x8, 76
_SIZES = ("file_size", "compress_size")
MAX_EXTRA = 256
"""Bytes of a member's extra fields: times and Unicode names take some 40."""


@dataclass(frozen=True)
class Member:
    """A file in an archive, unpacked."""

    name: str
    data: bytes


class Broken(Exception):
    """The archive can't be read as it stands; the text says why."""


def inspect_zip(data: bytes, budget: Budget, depth: int, look: Look) -> Iterator[Finding]:
    """Yield what is wrong with the archive, and what its members carry. Raises TooMuch."""
    if depth >= MAX_DEPTH:
        raise TooMuch(f"archives lie in each other {depth} deep")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield from structure(archive, data)
            for member in members(archive, budget):
                name = shown(member.name)
                yield from (
                    finding.inside(name) for finding in look(member.data, member.name, budget, depth + 1)
                )
    except UNREADABLE as error:
        yield Finding("broken", "", f"the archive does not unpack ({type(error).__name__})")


UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, UnicodeError, ValueError,
    OSError, RuntimeError, Broken,
)  # fmt: skip
"""What the standard library raises for archives that are broken, or packed in a way that it does not read."""


def shown(name: str) -> str:
    """Return a member's name fit for a finding."""
    return "".join(letter if letter.isprintable() else "?" for letter in name[-120:])


def members(archive: zipfile.ZipFile, budget: Budget) -> Iterator[Member]:
    """Unpack the members that are no folders and not encrypted, within the limits. Raises TooMuch."""
    unpacked, packed = (sum(getattr(info, size) for info in archive.infolist()) for size in _SIZES)
    if unpacked > SMALL and unpacked > MAX_RATIO * packed:
        raise TooMuch(f"it unpacks to more than {MAX_RATIO} times its size")
    for info in archive.infolist():
        budget.take_member()
        if info.is_dir() or info.flag_bits & _ENCRYPTED:
            continue
        with archive.open(info) as opened:
            content = opened.read(max(0, budget.unpacked) + 1)
        budget.take_bytes(len(content))
        _check_packed(info, archive, content)
        yield Member(info.filename, content)


def _check_packed(info: zipfile.ZipInfo, archive: zipfile.ZipFile, content: bytes) -> None:
    """Raise Broken when bytes lie behind the end of the packed content: no reader shows them."""
    stream = archive.fp
    if info.compress_type != zipfile.ZIP_DEFLATED or stream is None:
        return
    stream.seek(info.header_offset)
    name_length, extra_length = struct.unpack("<26xHH", stream.read(_LOCAL))
    stream.seek(name_length + extra_length, 1)
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacker.decompress(stream.read(info.compress_size), len(content) + 1)
    if unpacker.unused_data or unpacker.unconsumed_tail:
        raise Broken("bytes behind the packed content")


def structure(archive: zipfile.ZipFile, data: bytes) -> Iterator[Finding]:
    """Yield whatever in the archive is not a member read by its right name: gaps, doubles, odd methods."""
    infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
    names = [info.filename for info in infos]
    if len(set(names)) < len(names):
        yield Finding("hidden", "", "two members have one name")
    for info in infos:
        yield from _member(info, data)
    yield from _gaps(archive, infos, data)
    if archive.comment:
        yield from inspect_bytes(archive.comment, "the comment")
        yield from inspect_text(archive.comment.decode("latin-1"), "the comment")


def _member(info: zipfile.ZipInfo, data: bytes) -> Iterator[Finding]:
    name = shown(info.filename)
    if info.flag_bits & _ENCRYPTED:
        yield Finding("encrypted", name, "the member is encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        yield Finding("unknown", name, "packed in a way that the guard does not read")
    if len(info.extra) > MAX_EXTRA or len(info.comment) > MAX_EXTRA:
        yield Finding("hidden", name, "long extra fields")
    if info.is_dir() and info.file_size:
        yield Finding("hidden", name, "a folder with content")
    if len(info.filename) >= 64:
        yield from inspect_text(info.filename, "a member's name")


def _gaps(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], data: bytes) -> Iterator[Finding]:
    """Follow the members from the first byte to the directory: nothing may lie between, before or behind."""
    at = 0
    for info in infos:
        if info.header_offset != at:
            yield Finding("hidden", shown(info.filename), "bytes before the member that belong to none")
        at = _end_of(info, data)
    if at != archive.start_dir:
        yield Finding("hidden", "", "bytes before the directory that belong to no member")
    end = data.rfind(b"PK\x05\x06")
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    if end - archive.start_dir - size not in (0, _WIDE_END):
        yield Finding("hidden", "", "bytes behind the directory that belong to no member")
    if end < 0 or end + 22 + len(archive.comment) != len(data):
        yield from inspect_bytes(data[end + 22 :], "after the end")
        yield Finding("hidden", "after the end", "bytes that belong to no member")


def _end_of(info: zipfile.ZipInfo, data: bytes) -> int:
    header = data[info.header_offset : info.header_offset + _LOCAL]
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    if extra_length > MAX_EXTRA or struct.unpack("<H", header[8:10])[0] != info.compress_type:
        raise Broken("the local header says something else than the directory")
    end = info.header_offset + _LOCAL + int(name_length) + int(extra_length) + info.compress_size
    if not info.flag_bits & _DESCRIPTOR:
        return end
    # The sizes stand behind the content, with or without a signature, in 32 or 64 bits.
    signed = 4 if data[end : end + 4] == b"PK\x07\x08" else 0
    wide = data[end + signed + 4 : end + signed + 12] == struct.pack("<Q", info.compress_size)
    narrow = data[end + signed + 4 : end + signed + 8] == struct.pack("<L", info.compress_size & 0xFFFFFFFF)
    following = data[end + signed + 12 : end + signed + 14]
    return end + signed + (12 if narrow and (following == b"PK" or not wide) else 20)
