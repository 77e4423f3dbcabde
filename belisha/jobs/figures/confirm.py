"""`belisha figures confirm`: what the gate found, and who has looked at it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from belisha.jobs.console import NO, WRONG_USE, answer, say, stop
from belisha.jobs.figures.book_options import By, Json, moment, plain, refusals_said, whoever
from belisha.jobs.figures.here import BookOption, DataOption, book_path

if TYPE_CHECKING:
    from belisha.figures.book import Book
    from belisha.figures.book_rows import KeptFinding


@refusals_said
def confirm(
    codes: Annotated[
        list[str] | None, typer.Argument(help="Codes of findings that are right as they are.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why they are right; needed to confirm.")] = "",
    source: Annotated[int | None, typer.Option(help="Of this source alone.")] = None,
    every: Annotated[bool, typer.Option("--all", help="List those that were confirmed, too.")] = False,
    by: By = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """List what the gate found and nobody has confirmed yet; with codes and a reason, confirm them.

    Without codes, exit code 1 where findings are left that wait for somebody.

    Example: belisha figures confirm jump:thames-valley:2021/22 --reason "The force says so; see its letter."
    """
    from belisha.figures.book import Book

    kept = Book.open(book_path(book, data))
    if codes:
        _confirm(kept, codes, reason=reason, source=source, by=by)
        return
    if reason:
        stop("Name what you confirm: belisha figures confirm CODE --reason TEXT", WRONG_USE)
    shown = [one for one in kept.findings(source) if every or one.open]
    for one in shown:
        answer(_dict(one)) if as_json else _print(one)
    if any(one.open for one in shown):
        raise typer.Exit(NO)
    if not shown:
        say("Nothing waits for you.")


def _confirm(kept: "Book", codes: list[str], *, reason: str, source: int | None, by: str) -> None:
    if not reason.strip():
        stop("Say why they are right, with --reason.", WRONG_USE)
    with kept.transaction():
        for code in codes:
            found = [one for one in kept.findings(source) if one.finding.code == code]
            waiting = [one for one in found if one.open]
            if not waiting:
                stop(f"{code} is confirmed already." if found else f"No finding is called {code}.", NO)
            if len(waiting) > 1:
                numbers = ", ".join(str(one.source) for one in waiting)
                stop(f"{code} is a finding of the sources {numbers}: name one with --source.", WRONG_USE)
            kept.confirm(
                source=waiting[0].source, code=code, by=whoever(by), now=moment(), reason=reason.strip()
            )
            say(f"{code} was confirmed.")
    left = sum(one.open for one in kept.findings())
    say(f"Findings that still wait: {left}." if left else "Nothing waits any more.")


def _print(one: "KeptFinding") -> None:
    typer.echo(f"{plain(one.finding.code)} (source {one.source})")
    typer.echo(f"    {plain(one.finding.sentence)}")
    if one.finding.where:
        typer.echo(f"    Where: {plain(one.finding.where)}")
    if one.confirmed_at:
        typer.echo(f"    Confirmed by {one.confirmed_by}, {one.confirmed_at:%Y-%m-%d}: {plain(one.reason)}")
    elif not one.finding.needs_confirming:
        typer.echo("    Noted; it needs no confirming.")
    else:
        why = [f"    - {reason}" for reason in one.finding.innocent]
        typer.echo("\n".join(["    What usually explains it:", *why]))


def _dict(one: "KeptFinding") -> dict[str, Any]:
    confirmed = {"at": one.confirmed_at, "by": one.confirmed_by, "reason": one.reason}
    told = {"source": one.source, **one.finding.to_dict(), "open": one.open}
    return {**told, "confirmed": confirmed if one.confirmed_at else None}
