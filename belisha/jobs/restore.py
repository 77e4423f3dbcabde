"""`belisha restore FILE`: a desk from a backup, in an empty place."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belisha.jobs.console import NO, WRONG_USE, Data, Json, answer, say, stop, use_data_dir, with_django

if TYPE_CHECKING:
    from belisha.jobs.backups.restore import Restored


def restore(
    file: Annotated[Path, typer.Argument(help="The data.", metavar="FILE")],
    identity: Annotated[Path, typer.Option(help="File of the private key of age.", metavar="FILE")],
    keys: Annotated[
        Path | None, typer.Option(help="The data keys; left out: FILE.keys", metavar="FILE")
    ] = None,
    checkpoints: Annotated[
        Path | None,
        typer.Option(help="Folder where signed heads and erasures lie; left out: BELISHA_CHECKPOINT_DIR."),
    ] = None,
    no_checkpoints: Annotated[
        bool,
        typer.Option(
            "--no-checkpoints", help="There is no such folder: what was erased since may come back."
        ),
    ] = False,
    key: Annotated[
        list[str] | None,
        typer.Option(
            help="Public key of the ledger, as you noted it; repeat it. Left out: the backup's own."
        ),
    ] = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Make a desk of a backup, in an empty place: a folder with nothing but the master key, or new databases.

    What was erased since the backup is erased again before anything is served, the ledger is verified, and
    what lies outside is compared. Exit code 1 where the desk is there, but something was recorded after the
    backup.

    Example: belisha restore monday.age --identity backup-key.txt --checkpoints checkpoints --data new
    """
    use_data_dir(data)
    _restore(
        file,
        keys or file.with_name(f"{file.name}.keys"),
        identity,
        checkpoints,
        no_checkpoints,
        key or [],
        as_json,
    )


@with_django
def _restore(
    file: Path,
    keys_file: Path,
    identity: Path,
    checkpoints: Path | None,
    no_checkpoints: bool,
    given: list[str],
    as_json: bool,
) -> None:
    from belisha.jobs.backups import age
    from belisha.jobs.backups.restore import Backup
    from belisha.jobs.backups.restore import restore as bring_back

    _refuse_wrong(given)
    folder = None if no_checkpoints else _folder(checkpoints)
    backup = Backup(file=file, keys_file=keys_file, identities=age.identities(identity))
    done = bring_back(backup, checkpoints=folder, given=given)
    if as_json:
        _answer(done)
    else:
        _say(done, compared=folder is not None)
    if done.lost or not done.ledger.ok:
        raise typer.Exit(NO)


def _refuse_wrong(given: list[str]) -> None:
    from belisha.ledger.note import BadNote, read_vkey

    for one in given:
        try:
            read_vkey(one)
        except BadNote as problem:
            stop(f"--key {one}: {problem}", WRONG_USE)


def _folder(named: Path | None) -> Path:
    from django.conf import settings

    folder = named or settings.BELISHA.checkpoint_dir
    if folder is None or not folder.is_dir():
        stop(
            "Name the folder where signed heads and erasures lie with --checkpoints: without it, what was"
            " erased since could come back. Where there is none, say --no-checkpoints.",
            WRONG_USE,
        )
    return Path(folder)


def _answer(done: "Restored") -> None:
    answer(
        {
            "taken_at": done.taken_at,
            "rows": done.rows,
            "ledger": {"ok": done.ledger.ok, "entries": done.entries, "reason": done.ledger.reason},
            "entries_outside": done.outside,
            "entries_lost": done.lost,
            "erased_cases": done.erased_cases,
            "keys_destroyed_again": done.erased_keys,
        }
    )


def _say(done: "Restored", *, compared: bool) -> None:
    say(f"Restored as of {done.taken_at:%d %B %Y, %H:%M} UTC: {done.rows:,} rows.")
    say(f"Erased since, and erased again: {done.erased_cases}." if compared else "Nothing was erased again.")
    say("The ledger is whole." if done.ledger.ok else f"The ledger is broken. {done.ledger.reason}")
    if done.lost:
        entries = "1 entry was" if done.lost == 1 else f"{done.lost:,} entries were"
        say(
            f"{entries} recorded after this backup and not restored: the newest head outside has"
            f" {done.outside:,}, this desk {done.entries:,}."
        )
    if not compared:
        say("No signed head outside was looked at: nobody can say what was recorded after this backup.")
    elif not done.ledger.checkpoints:
        say("Every signed head outside is newer than this backup: none says whether its ledger was whole.")
    say("Sessions have ended, the next case numbers are left out, and two tasks ask people to look.")
