"""`belisha retention`: what is kept until when, what is due, and certificates of what was erased."""

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from belisha.jobs.console import NO, WRONG_USE, Data, answer, say, stop, use_data_dir, with_a_desk

if TYPE_CHECKING:
    from belisha.enforcement.read import DueLine

app = typer.Typer(
    help="What must be kept, until when, and what was erased.\n\nExample: belisha retention list --json",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout, one object a line.")]


@app.command("list")
def list_(
    kind: Annotated[str, typer.Option(help="soon, kept, collides, open or all.")] = "all",
    as_json: Json = False,
    data: Data = None,
) -> None:
    """List the cases with a clock: when each is erased, what keeps it until when, where two laws collide.

    1: the clock jumped or laws collide, so that something waits for a person.

    Example: belisha retention list --kind soon --json
    """
    use_data_dir(data)
    _list(kind, as_json)


@app.command()
def certificate(
    case: Annotated[str, typer.Argument(help="The label of the case, such as C-000123.")],
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Print the certificate of an erased case. 1: no case of this label was erased.

    Example: belisha retention certificate C-000123 --json
    """
    use_data_dir(data)
    _certificate(case, as_json)


@with_a_desk
def _list(kind: str, as_json: bool) -> None:
    from django.utils import timezone

    from belisha.enforcement import read

    if kind not in read.KINDS:
        stop(f"There is no kind {kind!r}: {', '.join(read.KINDS)}.", WRONG_USE)
    now, shown = timezone.now(), 0
    for line in read.lines(read.calendar(kind, now=now).iterator(), now):
        shown += 1
        answer(_plain(line)) if as_json else typer.echo(_in_words(line))
    if read.stopped():
        say("The clock jumped: nothing is erased until somebody confirms the date on the page Keeping.")
    elif not shown and not as_json:
        say("No case.")
    if read.waiting():
        raise typer.Exit(NO)


@with_a_desk
def _certificate(case: str, as_json: bool) -> None:
    from belisha.enforcement import read

    found = read.erasure_named(case)
    if found is None:
        say(f"No case {case} was erased here.")
        raise typer.Exit(NO)
    _print(found, as_json)


def _print(erasure_id: UUID, as_json: bool) -> None:
    from belisha.enforcement import read

    shown = read.certificate(erasure_id)
    if as_json:
        answer(shown.json)
        return
    typer.echo(f"{shown.label} was erased. {shown.rule}")
    typer.echo(f"Begun {shown.begun_at:%Y-%m-%d %H:%M} UTC; {shown.keys} keys destroyed.")
    for table, count in shown.rows:
        typer.echo(f"  {count:>7,}  {table}")
    typer.echo(f"Ledger entry {shown.ledger_entry}; SHA-256 {shown.sha256}")


def _plain(line: "DueLine") -> dict[str, Any]:
    moments = {"due_at": line.due_at, "kept_until": line.kept_until, "erase_by": line.erase_by}
    shown = {name: moment.isoformat() if moment else None for name, moment in moments.items()}
    return {
        "case": line.label,
        "state": line.state,
        **shown,
        "kept_until_lifted": line.for_ever,
        "kept_by": list(line.kept_by),
        "collides": line.collides,
    }


def _in_words(line: "DueLine") -> str:
    due = f"erased after {line.due_at:%Y-%m-%d}" if line.due_at else "nothing planned"
    kept = f"kept by {', '.join(line.kept_by)}" if line.kept_by else "kept by no law"
    if line.for_ever:
        kept += " until somebody lifts it"
    elif line.kept_until:
        kept += f" until {line.kept_until:%Y-%m-%d}"
    return f"{line.label}  {line.state_label}: {due}; {kept}{'; TWO LAWS COLLIDE' if line.collides else ''}"
