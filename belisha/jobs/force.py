"""`belisha force`: the police force of a place."""

import re
import sys
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from belisha.jobs.console import answer
from belisha.routing import ForceAnswer, find_force

_OUTWARD = re.compile(r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]?")
_INWARD = re.compile(r"[0-9]([A-Za-z]{2})?")


def force(
    place: Annotated[
        list[str],
        typer.Argument(
            help="A postcode, sector, outward code, district, force or country; - reads one a line."
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout, one object a line.")] = False,
) -> None:
    """Find the police force of a place. Candidates come with their share, best first.

    Example: belisha force "CB2 1TN" Glasgow --json
    """
    for query in _places(place):
        found = find_force(query)
        if as_json:
            answer(found.as_json())
        else:
            typer.echo(_sentence(found))


def _places(words: Iterable[str]) -> Iterator[str]:
    """Yield the places; `-` stands for the lines of stdin, and a postcode may come as two words."""
    joined: list[str] = []
    for word in words:
        if joined and _INWARD.fullmatch(word) and _OUTWARD.fullmatch(joined[-1]):
            joined[-1] = f"{joined[-1]} {word}"
        else:
            joined.append(word)
    for word in joined:
        yield from _lines() if word == "-" else [_readable(word.encode(errors="surrogateescape"))]


def _lines() -> Iterator[str]:
    for line in sys.stdin.buffer:
        if line.strip():
            yield _readable(line.strip())


def _readable(octets: bytes) -> str:
    # What isn't UTF-8 is an unknown place, not an error.
    return octets.decode(errors="replace")


def _sentence(found: ForceAnswer) -> str:
    names = [
        one.name if one.share in {None, 1.0} else f"{one.name} ({one.share:.1%} of its postcodes)"
        for one in found.forces
    ]
    start = f"{found.query}: {', or '.join(names)}. " if names else f"{found.query}: no police force. "
    return start + found.reason
