"""What a file is, from its first bytes; what is no list at all is refused as a whole."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from belisha.refusal import Refusal
from belisha.screening.parse import json_lines, tables
from belisha.screening.parse.entry import NoEntry
from belisha.screening.parse.kinds import WIDTHS, kind_of, squeezed
from belisha.screening.parse.lines import COMMENT
from belisha.screening.parse.octets import BOM

HEAD = 1 << 16
FORMATS = ("auto", "lines", "csv", "jsonl", "urls")
LOOKS = 1000
ENOUGH = 8  # of eight, five are even by chance in one file of fifty thousand
_MAGIC = {
    b"\x1f\x8b": "it is compressed: unpack it first",
    b"PK": "it is an archive: unpack it first",
    b"BZh": "it is compressed: unpack it first",
    b"\xfd7zXZ": "it is compressed: unpack it first",
    b"\x28\xb5\x2f\xfd": "it is compressed: unpack it first",
    b"%PDF": "it is a PDF",
    b"\xff\xfe": "it is UTF-16 text: save it as UTF-8",
    b"\xfe\xff": "it is UTF-16 text: save it as UTF-8",
}
_DECLARED = re.compile(
    r"^\W*(entries|count|total|rows|hashes|made|generated|algorithm)\s*[:=]\s*(\S.*?)\s*$", re.I
)
_COUNTS = ("entries", "count", "total", "rows", "hashes")


class NoList(Refusal):
    """This file is no list: {reason}."""

    code = "no_list"


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How a file is to be read, and what it says of itself: how many entries, when it was made."""

    format: str
    kinds: tuple[str, ...] = ()
    delimiter: str = ","
    meanings: tuple[str, ...] = ()
    entries: int | None = None
    made: str = ""


def shape(head: bytes, *, format: str = "auto", algorithm: str = "") -> Shape:
    """Read the first HEAD bytes of a file; raises NoList."""
    lines = _lines(head)
    said = _declared(lines)
    content = [line for line in lines if line and not line.encode().startswith(COMMENT)]
    if not content:
        raise NoList(reason="there is nothing in it")
    found = format if format != "auto" else _format(content)
    kinds = _kinds(algorithm or said.get("algorithm", ""), found, content)
    shown = {"entries": _number(said), "made": said.get("made", said.get("generated", ""))}
    if found != "csv":
        return Shape(format=found, kinds=kinds, **shown)  # type: ignore[arg-type]
    header = tables.header_of(content[0])
    if header is None:
        raise NoList(reason="its first line doesn't name a column for the hash")
    return Shape(format=found, delimiter=header[0], meanings=header[1], **shown)  # type: ignore[arg-type]


def _lines(head: bytes) -> list[str]:
    for magic, reason in _MAGIC.items():
        if head.startswith(magic):
            raise NoList(reason=reason)
    if b"\0" in head:
        raise NoList(reason="it is no text")
    lines = head.removeprefix(BOM).decode(errors="replace").split("\n")
    # The last one may go on behind what was read.
    read = [line.strip() for line in (lines[:-1] if len(head) >= HEAD else lines)]
    if next((line for line in read if line), "").startswith("<"):
        raise NoList(reason="it is a web page")
    return read


def _format(content: list[str]) -> str:
    if content[0].startswith("{"):
        return "jsonl"
    if content[0].startswith("["):
        raise NoList(reason="it is one JSON value: write one object a line")
    try:
        if tables.header_of(content[0]):
            return "csv"
    except NoEntry:
        pass
    some = content[:LOOKS]
    return "urls" if sum(_like_address(line) for line in some) * 2 > len(some) else "lines"


def _like_address(line: str) -> bool:
    return "://" in line or (
        " " not in line and "." in line and len(line) not in {2 * w for w in WIDTHS.values()}
    )


def _kinds(named: str, format: str, content: list[str]) -> tuple[str, ...]:
    if format == "urls":
        return ("url",)
    if not named:
        return ("pdq", "md5", "sha1", "photodna", "url") if format == "lines" and _only_pdq(content) else ()
    kind = kind_of(named)
    if kind is None:
        raise NoList(reason="its algorithm is none that is compared here")
    return (kind,)


def _only_pdq(content: Iterable[str]) -> bool:
    """A PDQ has as many ones as zeros, nearly always; of SHA-256, one in twenty has: a few say nothing."""
    some = [line for line in islice(content, LOOKS) if len(line) == 2 * WIDTHS["pdq"]]
    even = sum(_ones(line) == 128 for line in some)
    return len(some) >= ENOUGH and even * 2 > len(some)


def _ones(line: str) -> int:
    try:
        return int(line, 16).bit_count()
    except ValueError:
        return 0


def _declared(lines: list[str]) -> dict[str, str]:
    if lines and (first := next((line for line in lines if line), "")).startswith("{"):
        try:
            fields = json_lines.fields_of(first.encode())
        except NoEntry:
            return {}
        return {name: str(fields[name]) for name in ("entries", "made") if json_lines.declares(fields)}
    comments = [line for line in lines[:50] if line.encode().startswith(COMMENT)]
    found = [match.groups() for line in comments if (match := _DECLARED.match(line))]
    return {squeezed(name): value for name, value in found}


def _number(said: dict[str, str]) -> int | None:
    for name in _COUNTS:
        digits = re.sub(r"[^\d-]", "", said.get(name, ""))
        if digits.isdecimal():
            return int(digits)
    return None
