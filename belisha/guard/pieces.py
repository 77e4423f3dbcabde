"""Inspect the values of one field of many rows together: a picture may be cut into them."""

import re
from collections.abc import Iterator, Sequence, Set

from belisha.guard.finding import Finding
from belisha.guard.hex_runs import HASH_LENGTHS
from belisha.guard.text import inspect_text
from belisha.guard.writing import inspect_writing

_NUMBERED = re.compile(r"[0-9]{1,5}[:.)]\s?")


def inspect_pieces(values: Sequence[str], where: str, known: Set[str] = frozenset()) -> Iterator[Finding]:
    """Yield what the values carry when they are put together, forwards and backwards.

    Only values without a blank count: words between them stand in the text, which is read as a whole.
    """
    pieces = [_NUMBERED.sub("", value, count=1) for value in values if value and not _has_blank(value)]
    if len(pieces) < 4:
        return
    place = f"{where}, put together"
    # Hashes, one after the other, are a long run; what a picture begins with is none of theirs.
    for joined in ("".join(pieces), "".join(reversed(pieces)), "\n".join(pieces)):
        yield from (found for found in inspect_text(joined, place) if found.kind != "run")
    rest = [piece for piece in pieces if piece not in known and not _CHECKED.fullmatch(piece)]
    yield from (found for found in inspect_text("".join(rest), place) if found.kind == "run")
    yield from inspect_writing("\n".join(pieces), place, known)


_CHECKED = re.compile(
    r"[A-Za-z0-9+/]{22,86}={1,2}|[A-Za-z0-9+/]{192}|[0-9a-fA-F-]{36}|[0-9a-fA-F:.]{3,39}|"
    + "|".join(f"[0-9a-fA-F]{{{length}}}" for length in sorted(HASH_LENGTHS))
)


def _has_blank(value: str) -> bool:
    return any(mark.isspace() for mark in value.strip("\r\n"))
