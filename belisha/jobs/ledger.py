"""`belisha ledger verify`: read the whole log as a sceptic."""

from pathlib import Path
from typing import Annotated

import typer

from belisha.jobs.console import NO, answer, say, use_data_dir, with_a_desk

app = typer.Typer(
    help="The append-only log of who did what.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def ledger() -> None:
    """The append-only log of who did what.

    Example: belisha ledger verify --json
    """


@app.command()
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder of the databases and the master key.")] = None,
) -> None:
    """Check every entry, the tree over all of them and every content's HMAC; name the first that is wrong.

    Example: belisha ledger verify --json
    """
    use_data_dir(data)
    _verify(as_json)


@with_a_desk
def _verify(as_json: bool) -> None:
    from belisha.ledger.verify import verify as check

    verdict = check()
    if as_json:
        shown = {"ok": verdict.ok, "entries": verdict.entries, "first_bad": verdict.first_bad}
        answer({**shown, "reason": verdict.reason, "erased": verdict.erased})
    elif verdict.ok:
        say(f"The ledger is whole: {verdict.entries:,} {'entry' if verdict.entries == 1 else 'entries'}.")
    else:
        say(f"The ledger is broken. {verdict.reason}")
    if not verdict.ok:
        raise typer.Exit(NO)
