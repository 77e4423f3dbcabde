"""`belisha figures check`: whether the figures carry what a text says."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from belisha.jobs.console import NO, WRONG_USE, answer, say, stop
from belisha.jobs.figures.asking import AsOf, BookOption, DataOption, Json, figures_here, refusals_told

if TYPE_CHECKING:
    from belisha.figures.claims import Checked, Verdict

_NOTHING = "No claim about figures was found."
_MOST_OCTETS = 1_000_000


@refusals_told
def check(
    text: Annotated[
        list[str],
        typer.Argument(
            help="A claim in quotes, or a text file of them; - reads stdin.", metavar="TEXT|FILE|-"
        ),
    ],
    written: Annotated[
        str, typer.Option("--written", help="The day of the text, such as 2024-02-28, for “last year”.")
    ] = "",
    populations: Annotated[
        Path | None, typer.Option("--populations", help="CSV of area, year, people: for rates.")
    ] = None,
    as_of: AsOf = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Check claims about offence figures: supported, contradicted, or can't be said, and why.

    Rules read the text, no model. --json: one claim a line. Exit code 1: not every claim is supported.

    Example: belisha figures check "Cambridgeshire up 343% from 164 in 2017/18 to 727 in 2022/23"
    """
    from belisha.figures.claims import WrongDay, read

    day = _day(written)
    texts = list(_texts(text))
    figures = figures_here(book, data, as_of=as_of, populations=populations)
    supported = True
    for name, one in texts:
        try:
            checked = read(figures, one, written=day)
        except WrongDay as refusal:
            stop(refusal.sentence, WRONG_USE)
        supported &= checked.supported
        _show(checked, name, one, as_json=as_json)
    if not supported:
        raise typer.Exit(NO)


def _show(checked: "Checked", name: str, text: str, *, as_json: bool) -> None:
    for verdict in checked.verdicts:
        if as_json:
            answer({**verdict.to_dict(), **({"file": name} if name else {})})
        else:
            typer.echo(_in_words(verdict, name))
    if not checked.verdicts and as_json:
        answer(_no_claim(text, name))
    for one in checked.unread:
        say(f"Not checked{_where(name, one.line)}: {_short(one.text)} ({one.why})")
    if not checked.verdicts:
        say(f"{_NOTHING} Name the force, the year and the number.")


def _no_claim(text: str, name: str) -> dict[str, Any]:
    from belisha.figures.claims import Verdict

    nothing = Verdict(claim=_short(" ".join(text.split())), verdict="cannot_say", because=_NOTHING)
    return {**nothing.to_dict(), **({"file": name} if name else {})}


def _in_words(verdict: "Verdict", name: str) -> str:
    lines = [f"{verdict.in_words}{_where(name, verdict.line)}: {verdict.claim}", f"    {verdict.because}"]
    if verdict.formula:
        lines.append(f"    {verdict.formula}")
    if verdict.mistake:
        lines.append(f"    Likely mistake: {verdict.mistake}")
    if verdict.missing:
        lines.append(f"    Missing: {'; '.join(verdict.missing)}")
    return "\n".join(lines + [f"    To be said with it: {caveat}" for caveat in verdict.caveats])


def _where(name: str, line: int) -> str:
    return f" ({name}, line {line})" if name else ""


def _short(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:199]}…"


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        stop(f"“{text}” is no day. Write it as 2024-02-28.", WRONG_USE)


def _texts(arguments: list[str]) -> Iterator[tuple[str, str]]:
    """Each text, and the name of its file; a claim that is typed has none."""
    for one in arguments:
        if one == "-":
            yield "stdin", _decoded(sys.stdin.buffer.read(_MOST_OCTETS + 1), "stdin")
        elif _is_file(one):
            with Path(one).open("rb") as file:
                yield one, _decoded(file.read(_MOST_OCTETS + 1), one)
        elif one.endswith((".txt", ".md")) and " " not in one:
            stop(f"There is no file {one}.", WRONG_USE)
        else:
            # What isn't UTF-8 on the command line is an unknown word, not an error.
            yield "", one.encode(errors="surrogateescape").decode(errors="replace")


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False


def _decoded(octets: bytes, name: str) -> str:
    if len(octets) > _MOST_OCTETS:
        stop(f"{name} is larger than {_MOST_OCTETS // 1000:,} kB: check it in parts.")
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        stop(f"{name} is not UTF-8 text. Save it as plain text.")
