"""`belisha preserved`: what the service keeps as ordered, what ends soon, and what it has not destroyed."""

from dataclasses import asdict
from typing import Annotated

import typer

from belisha.jobs.console import NO, Data, Json, answer, say, use_data_dir, with_a_desk

STATES = ("kept", "soon", "released", "overdue", "destroyed", "all")
MOST = 500  # lines


def preserved(
    state: Annotated[
        str,
        typer.Option(help="Only: kept, soon, released, overdue, destroyed; or all."),
    ] = "kept",
    as_json: Json = False,
    data: Data = None,
) -> None:
    """List what the service keeps, without where. Exit code 1 where something is overdue.

    Example: belisha preserved --state overdue --json
    """
    use_data_dir(data)
    _preserved(state, as_json)


@with_a_desk
def _preserved(state: str, as_json: bool) -> None:
    from django.utils import timezone

    from belisha.enforcement import preserve_read

    if state not in STATES:
        raise typer.BadParameter(f"must be one of {', '.join(STATES)}")
    now = timezone.now()
    rows, counts = preserve_read.rows_for_command(state, now=now, most=MOST), preserve_read.counts(now=now)
    ended = preserve_read.ended(now=now)
    if as_json:
        answer({"counts": counts, "ended": ended, "preserved": [asdict(one) for one in rows]})
    else:
        for one in rows:
            until = f"until {one.until:%-d %B %Y}" if one.until else "until it is let go"
            law = f", {one.law}" if one.law else ""
            typer.echo(f"{one.label}{law}: {one.state}, {until}{', overdue' * one.overdue}")
        say(f"{counts['kept']} kept, {ended} past their end; {counts['overdue']} not proven destroyed.")
    if ended or counts["overdue"]:
        raise typer.Exit(NO)


def stand() -> str:
    """How what is preserved stands, for the doctor. Raises RuntimeError, saying what is wrong."""
    from django.utils import timezone

    from belisha.enforcement import preserve_read

    now = timezone.now()
    counts, ended = preserve_read.counts(now=now), preserve_read.ended(now=now)
    wrong = [f"{ended} kept past their end: have them kept longer, or let them go"] * bool(ended)
    if overdue := counts["overdue"]:
        wrong.append(f"{overdue} let go a week ago or longer, without proof of destruction")
    if wrong:
        raise RuntimeError("; ".join(wrong))
    return f"{counts['kept']} kept, {counts['soon']} ending within 30 days, none overdue"
