"""Taking a backup: the data first, then the keys, so that every row that was taken has its key."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.db import transaction

from belisha.jobs.backups import age, figures, lists, stamp
from belisha.jobs.backups.enclosed import DATA, KEYS, End, Manifest, Reading, ended, manifest_of
from belisha.jobs.backups.parts import Part, numbered
from belisha.jobs.backups.refusals import CouldNotWrite, FileIsThere
from belisha.jobs.backups.snapshot import LEFT_OUT, Count, Snapshot, snapshot
from belisha.ledger.record import CONSOLE, record
from belisha.organisation.models import Note
from belisha.vault.router import STORE

Progress = Callable[[str, int], Count]
"""Is told what is about to be copied and of how many rows; returns what counts them."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What was written, as the person is told."""

    id: str
    taken_at: datetime
    file: Path
    keys: Path
    entries: int
    rows: int
    bytes: int


def backup(*, file: Path, keys_file: Path, to: Sequence[age.Recipient], progress: Progress) -> Taken:
    """Write the data and, apart from them, the keys; both were read back before this returns."""
    _refuse_what_is_there(file, keys_file)
    id = str(uuid4())
    _record(id)
    unfinished = _unfinished(file), _unfinished(keys_file)
    try:
        with figures.copied() as book, snapshot("default") as view:
            manifest = manifest_of(view, what=DATA, id=id, entries=_entries(view))
            end = _write(unfinished[0], view, manifest, to, progress, book)
        # After the data: what they are sealed under was made before them.
        with snapshot(STORE) as view:
            of_keys = manifest_of(view, what=KEYS, id=id, masters=_masters(view))
            _write(unfinished[1], view, of_keys, to, progress)
        for written, path in zip(unfinished, (file, keys_file), strict=True):
            _name(written, path)
    finally:
        for path in unfinished:
            path.unlink(missing_ok=True)
    taken = Taken(
        id=id,
        taken_at=manifest.at,
        file=file.absolute(),
        keys=keys_file.absolute(),
        entries=manifest.entries,
        rows=sum(end.rows.values()),
        bytes=file.stat().st_size,
    )
    stamp.leave(taken_at=taken.taken_at, file=taken.file, keys=taken.keys)
    return taken


@transaction.atomic
def _record(id: str) -> None:
    """Before the data leave: an export that fails was an export that somebody began."""
    note = Note.objects.create(about="backup", text=f"Backup {id} was begun.")
    record("backup.begun", by=CONSOLE, about=note, id=id)


def _write(
    path: Path,
    view: Snapshot,
    manifest: Manifest,
    to: Sequence[age.Recipient],
    progress: Progress,
    book: Path | None = None,
) -> End:
    rows: dict[str, int] = {}
    key = age.write(path, ended(_parts(view, manifest, rows, progress, book), rows), to)
    with age.opened(path, [key]) as parts:
        return Reading(parts, path).whole()


def _parts(
    view: Snapshot, manifest: Manifest, rows: dict[str, int], progress: Progress, book: Path | None
) -> Iterator[Part]:
    yield manifest.part()
    tables = [table for table in view.tables() if table not in LEFT_OUT]
    # The names come from the database itself.
    rows.update({table: view.ask(f'SELECT count(*) FROM "{table}"')[0][0] for table in tables})  # noqa: S608 - names of the database's own
    count = progress(manifest.what, sum(rows.values()))
    for table in tables:
        yield from numbered(f"{manifest.what}/{table}", _with_columns(view, table, count))
    if manifest.what == DATA:
        yield from lists.taken(view)
        yield from figures.taken(book)


def _with_columns(view: Snapshot, table: str, count: Count) -> Iterator[bytes]:
    yield ("\t".join(view.columns(table)) + "\n").encode()
    yield from view.rows(table, count)


def _entries(view: Snapshot) -> int:
    found = view.ask("SELECT size FROM ledger_head")
    return int(found[0][0]) if found else 0


def _masters(view: Snapshot) -> list[str]:
    names = view.ask("SELECT DISTINCT master FROM vault_datakey WHERE wrapped IS NOT NULL")
    return sorted(name for (name,) in names)


def _refuse_what_is_there(*files: Path) -> None:
    for path in files:
        if path.exists():
            raise FileIsThere(file=path)
        if not path.absolute().parent.is_dir():
            raise CouldNotWrite(file=path, problem="there is no such folder")


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.{uuid4().hex}")


def _name(written: Path, path: Path) -> None:
    # A link, not a rename: of two backups to one name the second must not replace the first.
    try:
        os.link(written, path)
    except FileExistsError as problem:
        raise FileIsThere(file=path) from problem
    except OSError:
        # Not every file system of a stick or a network knows links.
        written.rename(path)
    folder = os.open(path.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
