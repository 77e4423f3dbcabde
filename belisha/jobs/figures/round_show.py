"""`belisha figures round list` and `show`."""

from typing import Annotated

import typer

from belisha.jobs.console import answer, say
from belisha.jobs.figures.here import BookOption, DataOption
from belisha.jobs.figures.round_book import book_with_rounds
from belisha.jobs.figures.round_options import Json, Name, event_dict, refusals_said, round_dict, today


@refusals_said
def list_(as_json: Json = False, book: BookOption = None, data: DataOption = None) -> None:
    """List the rounds, the newest first.

    Example: belisha figures round list --json
    """
    from belisha.figures.ask.board import board
    from belisha.figures.ask.rounds import round_with_events, rounds

    kept = book_with_rounds(book, data)
    found = rounds(kept)
    for one in found:
        now = board(*round_with_events(kept, one.name), today=today())
        told = {
            "name": one.name,
            "title": one.title,
            "begun": one.begun,
            "asked": len(now.rows),
            "answered": now.answered,
            "late": now.counts["late"],
        }
        if as_json:
            answer(told)
        else:
            typer.echo(f"{one.name}  {one.title}  {now.answered} of {len(now.rows)} answered")
    if not found:
        say("There is no round yet. Begin one: belisha figures round new TITLE")


@refusals_said
def show(
    round: Name,
    force: Annotated[str, typer.Argument(help="Show what happened with this force.")] = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Show what a round asks, or what happened with one force: each entry with its number.

    Example: belisha figures round show images-2025-26 Cambridgeshire
    """
    from belisha.figures.ask.board import board
    from belisha.figures.ask.rounds import round_with_events
    from belisha.jobs.figures.round_words import history_lines, round_lines

    told, events = round_with_events(book_with_rounds(book, data), round)
    if not force:
        _print(as_json, round_dict(told), round_lines(told))
        return
    row = board(told, events, today=today()).row(force)
    of_it = tuple(event for event in events if event.force == row.asked.id)
    lines = [
        f"{row.asked.full_name} ({row.asked.law.short})",
        " · ".join(filter(None, [row.state_words, row.due_words])),
        f"Next: {row.next.words}",
        *history_lines(of_it, row.asked),
    ]
    _print(as_json, row.to_dict() | {"events": [event_dict(event) for event in of_it]}, lines)


def _print(as_json: bool, told: dict[str, object], lines: list[str]) -> None:
    if as_json:
        answer(told)
    else:
        typer.echo("\n".join(lines))
