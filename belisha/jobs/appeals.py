"""`belisha appeals`: who waits for another look, and since when."""

from dataclasses import asdict
from typing import Annotated

import typer

from belisha.jobs.console import NO, Data, Json, answer, say, use_data_dir, with_a_desk

LATE = "{late} of {waiting} not answered by the day that was named to them"


def appeals(
    state: Annotated[str, typer.Option(help="Only: waiting, decided.")] = "waiting",
    as_json: Json = False,
    data: Data = None,
) -> None:
    """List appeals, the first due first, without what anybody wrote. Exit code 1 where one is late.

    Example: belisha appeals --json
    """
    use_data_dir(data)
    _appeals(state, as_json)


@with_a_desk
def _appeals(state: str, as_json: bool) -> None:
    from django.utils import timezone

    from belisha.enforcement import appeal_read

    if state not in ("waiting", "decided"):
        raise typer.BadParameter("must be one of waiting, decided")
    rows, found = appeal_read.rows_for_command(state), appeal_read.counts(now=timezone.now())
    waiting = appeal_read.waiting()
    if as_json:
        sums = [{"kind": kind, "outcome": word, "count": n} for (kind, word), n in sorted(found.by.items())]
        listed = [asdict(one) for one in rows]
        answer({"counts": sums, "appeals": listed, "waiting": waiting, "late": found.late})
    else:
        for one in rows:
            about = f", {one.case}" if one.case else ""
            stands = one.outcome or f"due {one.due_at:%-d %B %Y}{', late' * one.late}"
            typer.echo(f"Appeal {one.number}, {one.kind}{about}: {stands}")
        say(f"{waiting} waiting, {found.late} of them late.")
    if found.late:
        raise typer.Exit(NO)


def stand() -> str:
    """How appeals stand, for the doctor. Raises RuntimeError, saying what is wrong."""
    from django.utils import timezone

    from belisha.enforcement import appeal_read

    waiting, late = appeal_read.waiting(), appeal_read.counts(now=timezone.now()).late
    if late:
        raise RuntimeError(LATE.format(late=late, waiting=waiting))
    return f"{waiting} waiting, none late"
