"""CSV with a header, split by comma, semicolon, tab or bar. A wrong quote spoils its own line alone."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from belisha.screening.parse.entry import NoEntry, Parsed, Refused, UnknownKind, Withdrawn
from belisha.screening.parse.fields import entry_of, is_removed, meaning_of
from belisha.screening.parse.lines import COMMENT
from belisha.screening.parse.octets import TOO_LONG, Chunk

DELIMITERS = (",", ";", "\t", "|")


def header_of(line: str) -> tuple[str, tuple[str, ...]] | None:
    """The delimiter and the meanings of the columns; None: this is no header that says where a hash is."""
    for delimiter in DELIMITERS:
        names = _split(line, delimiter)
        meanings = tuple(meaning_of(name) for name in names)
        if len(names) > 1 and any(one == "hash" or one.startswith("kind:") for one in meanings):
            return delimiter, meanings
    return None


def rows(chunked: Iterable[Chunk], delimiter: str, meanings: Sequence[str]) -> Iterator[Parsed]:
    """Read what follows the header, which is the first line that is neither empty nor a comment."""
    header = True
    for chunk in chunked:
        for number, line in enumerate(chunk.lines, chunk.start):
            if not line or line.startswith(COMMENT):
                continue
            if header:
                header = False
                continue
            yield _row(number, line, delimiter, meanings, least=len(meanings) if chunk.cut else 0)


def _row(number: int, line: bytes, delimiter: str, meanings: Sequence[str], *, least: int) -> Parsed:
    try:
        fields = _fields(line, delimiter, meanings, least)
        return Withdrawn(number) if is_removed(fields.get("removed")) else entry_of(fields)
    except UnknownKind as reason:
        return Refused(number, str(reason), unknown=True)
    except NoEntry as reason:
        return Refused(number, str(reason))


def _fields(line: bytes, delimiter: str, meanings: Sequence[str], least: int) -> dict[str, str]:
    if line == TOO_LONG:
        raise NoEntry("it is longer than 65,536 bytes")
    try:
        values = _split(line.decode(), delimiter)
    except UnicodeDecodeError:
        raise NoEntry("it is not UTF-8 text") from None
    if not least <= len(values) <= len(meanings):
        raise NoEntry(f"it has {len(values)} fields, the header has {len(meanings)}")
    return {meaning: value for meaning, value in zip(meanings, values, strict=False) if meaning and value}


def _split(line: str, delimiter: str) -> list[str]:
    if '"' not in line:
        return [value.strip() for value in line.split(delimiter)]
    try:
        return [value.strip() for value in next(csv.reader([line], delimiter=delimiter, strict=True), [])]
    except csv.Error:
        raise NoEntry("its quotation marks don't match") from None
