"""`belisha index`: make an index of hashes, and search it, without a server."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from belisha.jobs.console import COULD_NOT, NO, answer, progress_bar, say, stop
from belisha.refusal import Refusal

if TYPE_CHECKING:
    from belisha.matching import Index, Match
    from belisha.matching.parse import Lines

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Make and search an index of hashes. See: belisha index build --help",
)
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout, one object a line.")]
NAMED = 20  # Refused lines that are named one by one.


@app.command()
def build(
    hashes: Annotated[
        Path,
        typer.Argument(metavar="HASHES", exists=True, dir_okay=False, help="64 hexadecimal digits a line."),
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder of the index.")],
    as_json: AsJson = False,
) -> None:
    """Make an index of the hashes in a file, or replace the one that is there in one step.

    The entry of a hash is the number of its line, from 0. A line that is no hash is refused alone, and named.

    Example: belisha index build hashes.txt hashes.index
    """
    lines = _read(hashes)
    _name_refused(lines)
    if lines.refused and not len(lines.numbers):
        stop(f"{hashes} has no hash in it; nothing was made.")
    _answer_built(_build(out, lines), out, lines, as_json=as_json)


@app.command()
def search(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder of the index.")],
    hashes: Annotated[
        list[str], typer.Argument(metavar="HASH...", help="What to look for; - reads one a line.")
    ],
    distance: Annotated[int, typer.Option(min=0, max=40, help="How many bits may differ.")] = 31,
    as_json: AsJson = False,
) -> None:
    """Find every entry within the distance of each hash, nearest first.

    The exit code is 0 when nothing matches, 1 when something does, 2 for a wrong use, 3 when a hash or the
    index can't be read.

    Example: belisha index search hashes.index - --json < seen.txt
    """
    try:
        found = [_answered(*one, as_json=as_json) for one in _searched(out, _given(hashes), distance)]
    except Refusal as refusal:
        stop(refusal.sentence)
    if None in found:
        raise typer.Exit(COULD_NOT)
    raise typer.Exit(NO if any(found) else 0)


def _read(path: Path) -> "Lines":
    from belisha.matching import parse

    try:
        with path.open("rb") as file, progress_bar() as progress:
            task = progress.add_task("Reading hashes", total=path.stat().st_size)
            return parse.lines(file, lambda octets: progress.advance(task, octets))
    except OSError as problem:
        stop(f"{path} could not be read: {problem.strerror}.")


def _name_refused(lines: "Lines") -> None:
    for line in lines.refused[:NAMED]:
        say(f"Refused: {line}.")
    if len(lines.refused) > NAMED:
        say(f"Refused: {len(lines.refused) - NAMED} more lines; --json lists them all.")


def _build(out: Path, lines: "Lines") -> "Index":
    from rich.console import Console

    from belisha.matching import Index, parse

    try:
        with Console(stderr=True).status("Building the index"):
            return Index.build(out, parse.as_octets(lines.hashes), lines.numbers)
    except Refusal as refusal:
        stop(refusal.sentence)
    except OSError as problem:
        stop(f"The index can't be written to {out}: {problem.strerror}.")


def _answer_built(index: "Index", out: Path, lines: "Lines", *, as_json: bool) -> None:
    made = index.stats()
    if as_json:
        refused = [
            {"line": line.number + 1, "entry": line.number, "reason": line.reason} for line in lines.refused
        ]
        answer({"index": str(out), **asdict(made), "refused": refused})
    else:
        typer.echo(
            f"{out}: {made.entries:,} entries of {made.hashes:,} hashes, {len(lines.refused)} lines refused"
        )


def _given(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if word == "-":
            yield from (line.decode(errors="replace").strip() for line in sys.stdin.buffer if line.strip())
        else:
            yield word


def _searched(
    out: Path, queries: Iterable[str], distance: int
) -> Iterator[tuple[int, str, "list[Match] | str"]]:
    """Number, query, and its matches or why it can't be read; many at once, since that is faster."""
    from itertools import islice

    from belisha.matching import Index, parse

    index, numbered = Index.open(out), enumerate(queries)
    while chunk := list(islice(numbered, parse.TOGETHER)):
        lines = parse.lines(query.encode() for _, query in chunk)
        found = iter(index.search_many(parse.as_octets(lines.hashes), distance))
        reasons = {line.number: line.reason for line in lines.refused}
        for place, (number, query) in enumerate(chunk):
            yield number, query, reasons[place] if place in reasons else next(found)


def _answered(number: int, query: str, found: "list[Match] | str", *, as_json: bool) -> bool | None:
    """Whether something matched; None, with a sentence on stderr, where the query can't be read."""
    if isinstance(found, str):
        say(f"Refused: line {number + 1} (entry {number}): {found}.")
        return None
    matches: list[dict[str, Any]] = [match._asdict() for match in found]
    if as_json:
        answer({"query": query, "matches": matches})
    else:
        nearest = ", ".join(f"{match.entry} at {match.distance}" for match in found)
        typer.echo(f"{query}: {nearest or 'no match'}")
    return bool(found)
