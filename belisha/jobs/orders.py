"""`belisha orders`: what the service is told to do, what waits for it, and what failed."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from belisha.jobs.console import NO, Data, Json, answer, say, use_data_dir, with_a_desk


def orders(
    state: Annotated[
        str,
        typer.Option(help="Only: planned, due, delivered, done, failed, reversed, withdrawn; or all."),
    ] = "",
    as_json: Json = False,
    data: Data = None,
) -> None:
    """List orders that wait and that failed. Exit code 1 where one failed or waits too long.

    Example: belisha orders --json
    """
    use_data_dir(data)
    _orders(state, as_json)


@with_a_desk
def _orders(state: str, as_json: bool) -> None:
    from belisha.enforcement import order_read

    if state not in order_read.STATES:
        raise typer.BadParameter(f"must be one of {', '.join(filter(None, order_read.STATES))}")
    found, stand = order_read.listed(state=state, most=MOST), order_read.stands()
    if as_json:
        rows: list[dict[str, Any]] = [asdict(line) for line in found.lines]
        kinds = [{"kind": kind, "state": word, "count": n} for kind, word, n in order_read.counts()]
        answer({"counts": kinds, "orders": rows, "total": found.total, **asdict(stand)})
    else:
        for line in found.lines:
            about = f"{line.target_kind} of {line.case_label}" if line.case_label else line.target_kind
            typer.echo(f"{line.kind_words}, {about}: {line.state_words.lower()}{', late' * line.late}")
        say(f"{stand.waiting} waiting, {stand.late} of them late; {stand.failed} failed.")
    if stand.failed or stand.late:
        raise typer.Exit(NO)


MOST = 500  # lines


def stand() -> str:
    """How orders stand, for the doctor. Raises RuntimeError, saying what is wrong."""
    from belisha.enforcement.order_read import stands

    found = stands()
    wrong = [f"{found.failed} failed and wait for a person"] * bool(found.failed)
    if found.unfetched:
        wrong.append(
            f"{found.unfetched} due for more than a day that the service never fetched:"
            " set an endpoint, or have the service poll"
        )
    elif found.late:
        wrong.append(f"{found.late} fetched and not answered for more than a day")
    if wrong:
        raise RuntimeError("; ".join(wrong))
    return f"{found.waiting} waiting, none late or failed"
