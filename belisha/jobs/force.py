"""`belisha force`: the police force of a place."""

import re
import sys
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from belisha.jobs.console import NO, answer, say
from belisha.routing import ForceAnswer, find_force

_OUTWARD = re.compile(r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]?")
_INWARD = re.compile(r"[0-9]([A-Za-z]{2})?")


def force(
    place: Annotated[
        list[str],
        typer.Argument(
            help="A postcode, sector, outward code, district, town, force or country; - reads one a line."
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout, one object a line.")] = False,
) -> None:
    """Find the police force of a place. Candidates come with their share, best first.

    Names of several words need quotes. Exit code 1: no force was found for any of the places.

    Example: belisha force "CB2 1TN" Glasgow "Newport, Isle of Wight" --json
    """
    found_forces: list[bool] = []
    for query in _places(place):
        found = find_force(query)
        found_forces.append(bool(found.forces))
        if as_json:
            answer(found.as_json())
        else:
            typer.echo(_sentence(found))
    if not all(found_forces):
        _hint(place)
    if not any(found_forces):
        raise typer.Exit(NO)


def _hint(words: list[str]) -> None:
    """Say that a name of several words needs quotes, where it would have been found with them."""
    whole = " ".join(words)
    if len(words) > 1 and find_force(whole).forces:
        say(f'As one place it needs quotes: belisha force "{whole}"')


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
    return " ".join(part for part in (f"{found.query}: {_who(found)}.", found.reason, _others(found)) if part)


def _who(found: ForceAnswer) -> str:
    names = [
        one.name if one.share in {None, 1.0} else f"{one.name} ({one.share:.1%} of its postcodes)"
        for one in found.forces
    ]
    if not names:
        return "no police force"
    return f"{'' if found.exact or len(names) > 1 else 'perhaps '}{', or '.join(names)}"


def _others(found: ForceAnswer) -> str:
    if not found.suggestions:
        return ""
    names = " or ".join(f"“{name}”" for name in found.suggestions)
    return f"Or did you mean {names}?" if found.exact else f"Did you mean {names}?"
