"""`belisha figures round`: forces are asked; what is due, what is late, which letter comes next."""

from pathlib import Path
from typing import Annotated

import typer

from belisha.jobs.console import WRONG_USE, answer, say, stop
from belisha.jobs.figures.here import BookOption, DataOption, book_to_write
from belisha.jobs.figures.round_board import board, export
from belisha.jobs.figures.round_letter import letter
from belisha.jobs.figures.round_note import note, strike
from belisha.jobs.figures.round_options import (
    By,
    Json,
    Name,
    moment,
    refusals_said,
    round_dict,
    text_in,
    today,
    whoever,
)
from belisha.jobs.figures.round_show import list_, show

app = typer.Typer(
    help="Ask the forces: rounds of requests, their clocks and letters. Nothing is sent from here.\n\n"
    'Example: belisha figures round new "Indecent images 2025/26" --years "2021/22 to 2025/26"',
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Forces = Annotated[
    list[str] | None,
    typer.Option(
        "--force", help="Ask these alone, by name or code; repeat it. A force of your own: “Name=foia”."
    ),
]
Also = Annotated[
    list[str] | None, typer.Option("--also", help="Ask these beside the 45: “Name=foia” or “Name=foisa”.")
]
Years = Annotated[str, typer.Option(help="The years asked for, in words: “2021/22 to 2025/26”.")]
Question = Annotated[str, typer.Option(help="The question; else the usual one on recorded offences.")]
Request = Annotated[
    Path | None, typer.Option(help="File with the request’s text and its {placeholders}; else the usual one.")
]
Asker = Annotated[str, typer.Option("--asker", help="The name of whoever asks: both Acts want a real one.")]
ReplyTo = Annotated[str, typer.Option("--reply-to", help="The address for the answers.")]


@app.command("new")
@refusals_said
def new(
    title: Annotated[str, typer.Argument(help="Its title.")],
    name: Annotated[str, typer.Option(help="Its name in commands; else made of the title.")] = "",
    years: Years = "",
    question: Question = "",
    request: Request = None,
    asker: Asker = "",
    reply_to: ReplyTo = "",
    force: Forces = None,
    also: Also = None,
    by: By = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Begin a round: the 45 territorial forces, or those that you name.

    Example: belisha figures round new "Images 2025/26" --years "2021/22 to 2025/26" --also "X-BTP=foia"
    """
    from belisha.figures.ask.round import all_forces, forces_named
    from belisha.figures.ask.rounds import begin_round

    round = begin_round(
        book_to_write(book, data),
        title=title,
        name=name,
        years=years,
        question=question,
        request=text_in(request),
        asker=asker,
        reply_to=reply_to,
        forces=[*(forces_named(force) if force else all_forces()), *forces_named(also or [])],
        by=whoever(by),
        now=moment(),
        today=today(),
    )
    if as_json:
        answer(round_dict(round))
    else:
        typer.echo(round.name)
    say(f"Begun, with {len(round.forces)} forces. Next: belisha figures round letter {round.name} request")


@app.command("change")
@refusals_said
def change(
    round: Name,
    title: Annotated[str | None, typer.Option(help="Another title.")] = None,
    years: Annotated[str | None, typer.Option(help="Other years, in words.")] = None,
    question: Annotated[str | None, typer.Option(help="Another question.")] = None,
    request: Annotated[Path | None, typer.Option(help="File with another text of the request.")] = None,
    asker: Annotated[str | None, typer.Option(help="Another name of whoever asks.")] = None,
    reply_to: Annotated[str | None, typer.Option(help="Another address for the answers.")] = None,
    also: Also = None,
    leave_out: Annotated[
        list[str] | None, typer.Option("--leave-out", help="Leave a force out that nothing is noted of.")
    ] = None,
    by: By = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Change a round's words before the first request goes out, or its forces.

    Example: belisha figures round change images-2025-26 --reply-to foi@example.org --leave-out Kent
    """
    from belisha.figures.ask import rounds
    from belisha.figures.ask.round import forces_named

    fields = {"title": title, "years": years, "question": question, "asker": asker, "reply_to": reply_to}
    changed = {field: words for field, words in fields.items() if words is not None}
    if request:
        changed["request"] = text_in(request)
    if not (changed or also or leave_out):
        stop("Say what to change. See: belisha figures round change --help", WRONG_USE)
    kept, who, now = book_to_write(book, data), whoever(by), moment()
    with kept.transaction():
        later = rounds.change_round(kept, name=round, by=who, now=now, **changed)
        if also:
            later = rounds.ask_also(kept, name=round, forces=forces_named(also), by=who, now=now)
        for force in leave_out or []:
            later = rounds.leave_out(kept, name=round, force=force, by=who, now=now)
    if as_json:
        answer(round_dict(later))
    say(f"Changed: {len(later.forces)} forces are asked.")


app.command("list")(list_)
app.command("show")(show)
app.command("note")(note)
app.command("strike")(strike)
app.command("letter")(letter)
app.command("board")(board)
app.command("export")(export)
