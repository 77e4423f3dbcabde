"""One JSON object a line, with the names that a table has, or {"hashes": {"md5": ...}}."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from belisha.screening.parse.entry import NoEntry, Parsed, Refused, UnknownKind, Withdrawn
from belisha.screening.parse.fields import entry_of, is_removed, meaning_of
from belisha.screening.parse.lines import COMMENT
from belisha.screening.parse.octets import TOO_LONG, Chunk


def objects(chunked: Iterable[Chunk]) -> Iterator[Parsed]:
    """Read each line alone."""
    for chunk in chunked:
        for number, line in enumerate(chunk.lines, chunk.start):
            if line and not line.startswith(COMMENT):
                yield from _one(number, line)


def _one(number: int, line: bytes) -> Iterator[Parsed]:
    try:
        fields = fields_of(line)
        if not declares(fields):
            yield Withdrawn(number) if is_removed(fields.get("removed")) else entry_of(fields)
    except UnknownKind as reason:
        yield Refused(number, str(reason), unknown=True)
    except NoEntry as reason:
        yield Refused(number, str(reason))


def fields_of(line: bytes) -> dict[str, Any]:
    """The fields of one object by their meaning; raises NoEntry."""
    if line == TOO_LONG:
        raise NoEntry("it is longer than 65,536 bytes")
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        raise NoEntry("it is no JSON object") from None
    if not isinstance(read, dict):
        raise NoEntry("it is no JSON object")
    fields: dict[str, Any] = {}
    for name, value in read.items():
        meaning = meaning_of(name)
        if meaning == "hashes" and isinstance(value, dict):
            fields |= {meaning_of(kind): one for kind, one in value.items() if meaning_of(kind)}
        elif meaning or name in ("entries", "made"):
            fields[meaning or name] = value
    return fields


def declares(fields: dict[str, Any]) -> bool:
    """Is this the object in front that says how many entries follow, and no entry itself?"""
    return "entries" in fields and not any(name == "hash" or name.startswith("kind:") for name in fields)
