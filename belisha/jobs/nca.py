"""`belisha nca`: the register of what was filed with the NCA, and what is still to be filed."""

from typing import TYPE_CHECKING, Annotated

import typer

from belisha.jobs.console import NO, Data, answer, say, use_data_dir, with_a_desk

if TYPE_CHECKING:
    from belisha.enforcement.nca_register import Waiting

app = typer.Typer(
    help="What was filed with the National Crime Agency, and what is to be.\n\n"
    "Example: belisha nca register --json",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout, one object a line.")]


@app.command()
def register(as_json: Json = False, data: Data = None) -> None:
    """Write the register as a table (CSV), or as JSON: number, reference, filed, kept until. It is recorded.

    Example: belisha nca register > nca-register.csv

    Example: belisha nca register --json
    """
    use_data_dir(data)
    _register("json" if as_json else "csv")


@app.command()
def waiting(as_json: Json = False, data: Data = None) -> None:
    """List what is still to be filed, the most pressing first. 1: a target of this desk has passed.

    Example: belisha nca waiting --json
    """
    use_data_dir(data)
    _waiting(as_json)


@with_a_desk
def _register(form: str) -> None:
    from belisha.enforcement import nca_register
    from belisha.ledger.record import CONSOLE

    typer.echo(nca_register.export(form=form, by=CONSOLE), nl=False)


@with_a_desk
def _waiting(as_json: bool) -> None:
    from django.utils import timezone

    from belisha.enforcement import nca_register

    lines, now = nca_register.waiting(), timezone.now()
    for line in lines:
        told = {"number": line.number, "state": line.state, "priority": line.priority, "target": line.target}
        answer(told) if as_json else typer.echo(_in_words(line))
    if not lines and not as_json:
        say("Nothing waits to be filed.")
    if any(line.target < now for line in lines):
        raise typer.Exit(NO)


def _in_words(line: "Waiting") -> str:
    target = f"{line.target:%Y-%m-%d %H:%M} UTC"
    return f"{line.number}: priority {line.priority}, {line.state.lower()}, to be filed by {target}"
