"""`belisha ledger`: read the whole log as a sceptic, and hand outsiders what they need to do the same."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belisha.jobs.console import (
    NO,
    WRONG_USE,
    Data,
    Json,
    answer,
    progress_bar,
    say,
    stop,
    use_data_dir,
    with_a_desk,
)

if TYPE_CHECKING:
    from belisha.ledger.verify import Verdict
    from belisha.ledger.witness import Witness

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
    checkpoints: Annotated[
        Path | None, typer.Option(help="Folder of the checkpoints that were kept outside.")
    ] = None,
    key: Annotated[
        list[str] | None,
        typer.Option(
            help="The ledger's key as it was given to you; repeat for several. Else the desk's own."
        ),
    ] = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Check every entry, the tree over all of them and every content's HMAC; name the first that is wrong.

    With --checkpoints also a tail that was cut off, an older database put back, and a log written anew.

    Example: belisha ledger verify --checkpoints /mnt/outside --json
    """
    use_data_dir(data)
    if key and checkpoints is None:
        stop("--key says who signed the checkpoints: name their folder with --checkpoints.", WRONG_USE)
    _verify(checkpoints, key or [], as_json)


@app.command("key")
def key_(
    rotate: Annotated[bool, typer.Option("--rotate", help="Make a new key; the next head has both.")] = False,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Print the public key by which outsiders check this ledger. Give it to them by a way that they trust.

    Example: belisha ledger key
    """
    use_data_dir(data)
    _key(rotate, as_json)


@app.command()
def checkpoint(as_json: Json = False, data: Data = None) -> None:
    """Sign the ledger as it is now, and queue it for every place outside; prints the signed head.

    Example: belisha ledger checkpoint
    """
    use_data_dir(data)
    _checkpoint(as_json)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="Where the entries go.")],
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Write every entry, without what it tells of a case, for an outsider's tools/verify_ledger.py.

    Example: belisha ledger export ledger.jsonl
    """
    use_data_dir(data)
    _export(file, as_json)


@with_a_desk
def _verify(folder: Path | None, keys: list[str], as_json: bool) -> None:
    from belisha.ledger import read
    from belisha.ledger.verify import verify as check

    outside = _outside(folder, keys) if folder else None
    with progress_bar(shown=not as_json) as bar:
        task = bar.add_task("Checking", total=read.size())
        verdict = check(outside, seen=lambda count: bar.advance(task, count))
    _tell(verdict, as_json)
    if not verdict.ok:
        raise typer.Exit(NO)


def _outside(folder: Path, keys: list[str]) -> "Witness":
    from belisha.ledger.note import BadNote, read_vkey
    from belisha.ledger.signer import vkeys
    from belisha.ledger.witness import read_folder

    try:
        for one in keys:
            read_vkey(one)
    except BadNote as problem:
        stop(f"The key can't be used. {problem}", WRONG_USE)
    return read_folder(folder, keys or vkeys())


def _tell(verdict: "Verdict", as_json: bool) -> None:
    if as_json:
        shown = {"ok": verdict.ok, "entries": verdict.entries, "first_bad": verdict.first_bad}
        rest = {"erased": verdict.erased, "checkpoints": verdict.checkpoints, "exact": verdict.exact}
        answer({**shown, "reason": verdict.reason, **rest})
    elif verdict.ok:
        outside = (
            f" Checkpoints from outside that fit: {verdict.checkpoints:,}." if verdict.checkpoints else ""
        )
        noun = "entry" if verdict.entries == 1 else "entries"
        say(f"The ledger is whole: {verdict.entries:,} {noun}.{outside}")
    else:
        say(f"The ledger is broken. {verdict.reason}")


@with_a_desk
def _key(rotate: bool, as_json: bool) -> None:
    from belisha.ledger.record import CONSOLE
    from belisha.ledger.signer import rotate_signer, signer, vkeys

    made = rotate_signer(by=CONSOLE) if rotate else signer(by=CONSOLE)
    newest, *older = vkeys()
    if as_json:
        answer({"origin": made.origin, "key": newest, "older": older})
        return
    typer.echo(newest)
    if rotate:
        say("Give the new key to everybody who holds the old one; older checkpoints still need that.")


@with_a_desk
def _checkpoint(as_json: bool) -> None:
    from django.utils import timezone

    from belisha.ledger.checkpoints import make_checkpoint
    from belisha.ledger.note import read

    note = make_checkpoint(now=timezone.now())
    head = read(note.partition("\n\n")[0] + "\n")
    if as_json:
        answer({"origin": head.origin, "size": head.size, "root": head.root.hex(), "note": note})
    else:
        typer.echo(note, nl=False)


@with_a_desk
def _export(file: Path, as_json: bool) -> None:
    from belisha.ledger import read
    from belisha.ledger.export import export as write

    try:
        with file.open("w", encoding="utf-8") as out, progress_bar(shown=not as_json) as bar:
            task = bar.add_task("Writing", total=read.size())
            written = write(out, seen=lambda count: bar.advance(task, count))
    except OSError as problem:
        stop(f"{file} can't be written: {problem.strerror}.")
    if as_json:
        answer({"file": str(file), "entries": written})
    else:
        say(f"{written:,} entries are in {file}. Check them with: python verify_ledger.py {file}")
