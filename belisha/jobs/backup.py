"""`belisha backup FILE`: the data and, apart from them, the keys, encrypted to a public key of age."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from belisha.jobs.console import (
    WRONG_USE,
    Data,
    Json,
    answer,
    say,
    stop,
    use_data_dir,
    with_a_desk,
    with_django,
)


def backup(
    file: Annotated[Path | None, typer.Argument(help="Where the data go.", metavar="FILE")] = None,
    keys: Annotated[
        Path | None, typer.Option(help="Where the data keys go; left out: FILE.keys", metavar="FILE")
    ] = None,
    to: Annotated[
        list[str] | None, typer.Option(help="Public key of age (age1...); may be given several times.")
    ] = None,
    new_identity: Annotated[
        Path | None,
        typer.Option(help="Instead: make a key pair, its private half in this file.", metavar="FILE"),
    ] = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Back this desk up while it works: everything that it had at one moment, its own lists too.

    Two files are written, each encrypted to the public key (or to BELISHA_BACKUP_RECIPIENT): the data, and
    the keys that open them. Keep the two apart, and the keys for less long. The master key is in neither.

    Example: belisha backup --new-identity backup-key.txt

    Example: belisha backup monday.age --to age1...
    """
    use_data_dir(data)
    if new_identity is not None:
        _make_identity(new_identity, as_json)
    elif file is None:
        stop("Say where the backup goes, such as: belisha backup monday.age", WRONG_USE)
    else:
        _backup(file, keys or file.with_name(f"{file.name}.keys"), to or [], as_json)


@with_django
def _make_identity(path: Path, as_json: bool) -> None:
    from belisha.jobs.backups import age

    public = age.new_identity(path)
    if as_json:
        answer({"public_key": public, "file": str(path)})
    else:
        typer.echo(public)
        say(f"The private key is in {path}. Take it away from this machine: it decrypts every backup.")


@with_a_desk
def _backup(file: Path, keys_file: Path, to: list[str], as_json: bool) -> None:
    from django.conf import settings

    from belisha.jobs.backups import age
    from belisha.jobs.backups.take import backup as take

    named = to or settings.BELISHA.backup_recipient.replace(",", " ").split()
    if not named:
        stop("Say to whom the backup is encrypted: --to age1... or BELISHA_BACKUP_RECIPIENT.", WRONG_USE)
    with _bars(shown=not as_json) as progress:
        taken = take(file=file, keys_file=keys_file, to=age.recipients(named), progress=progress)
    if as_json:
        answer(
            {
                "id": taken.id,
                "taken_at": taken.taken_at,
                "file": str(taken.file),
                "keys": str(taken.keys),
                "ledger_entries": taken.entries,
                "rows": taken.rows,
                "bytes": taken.bytes,
            }
        )
    else:
        say(f"Backed up and read back: {taken.rows:,} rows, {taken.entries:,} ledger entries.")
        say(f"Data: {taken.file}\nKeys: {taken.keys}\nKeep the two apart, and the keys for less long.")


@contextmanager
def _bars(*, shown: bool) -> Iterator[Callable[[str, int], Callable[[int], object]]]:
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn

    from belisha.jobs.console import progress_bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with progress_bar(*columns, shown=shown) as bar:

        def begin(what: str, total: int) -> Callable[[int], object]:
            task = bar.add_task(f"Copying the {what}", total=total)
            return lambda count: bar.advance(task, count)

        yield begin
