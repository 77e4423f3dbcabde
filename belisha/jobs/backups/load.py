"""Filling a database from a backup: one transaction, kept only if the backup was whole and ours."""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from belisha.jobs.backups import figures, lists
from belisha.jobs.backups.enclosed import Manifest, Reading
from belisha.jobs.backups.parts import Part
from belisha.jobs.backups.refusals import DamagedBackup
from belisha.jobs.backups.snapshot import quoted

APPEND_ONLY = frozenset({"ledger_entry"})
KEPT = frozenset({"django_migrations"})
BATCH = 500


def load(
    alias: str, backup: Reading, file: Path, *, folder: Path, check: Callable[[], None]
) -> dict[str, int]:
    """Put every row where it was, lists and book of figures below `folder`; returns the rows of each table.

    `check` is called before the commit, and raises what stands against it. Raises DamagedBackup.
    """
    with transaction.atomic(using=alias):
        _clear(alias)
        rows = _load(alias, backup, folder)
        _count_on(alias, rows)
        end = backup.whole()
        if rows != end.rows:
            raise DamagedBackup(file=file, problem="it has other rows than it says")
        check()
    return rows


def _clear(alias: str) -> None:
    """Migrations fill some tables of their own: what the backup has of them comes instead."""
    connection = connections[alias]
    for table in connection.introspection.table_names():
        if table not in APPEND_ONLY | KEPT:
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {quoted(table)}")  # noqa: S608 - a name of the database's own


def _load(alias: str, backup: Reading, folder: Path) -> dict[str, int]:
    rows: dict[str, int] = {}
    for table, parts in groupby(backup, key=_table):
        if table is None:
            for name, content in parts:
                _put(name, content, folder)
        else:
            rows[table] = _table_of(alias, backup.manifest, table, (content for _, content in parts))
    return rows


def _put(name: str, content: bytes, folder: Path) -> None:
    if name.startswith(f"{figures.FIGURES}/"):
        figures.put(name, content, waiting_book(folder))
    else:
        lists.put(name, content, folder)


def waiting_book(folder: Path) -> Path:
    """Where the book of figures is put together, beside the lists."""
    return folder.with_name("figures.restoring")


def _count_on(alias: str, tables: Iterable[str]) -> None:
    """PostgreSQL numbers new rows from sequences, which know nothing of rows that came with a number."""
    if connections[alias].vendor != "postgresql":
        return
    with connections[alias].cursor() as cursor:
        for table in tables:
            cursor.execute(
                "SELECT attname, pg_get_serial_sequence(%s, attname) FROM pg_attribute"
                " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
                " AND pg_get_serial_sequence(%s, attname) IS NOT NULL",
                [quoted(table)] * 3,
            )
            for column, sequence in cursor.fetchall():
                newest = f"SELECT coalesce(max({quoted(column)}), 0) + 1 FROM {quoted(table)}"  # noqa: S608 - names of the database as above
                cursor.execute(f"SELECT setval(%s, ({newest}), false)", [sequence])


def _table(part: Part) -> str | None:
    """The table of a part; None for a part of a list or of the book of figures."""
    kind, table, *_ = part[0].split("/")
    return None if kind in (lists.LISTS, figures.FIGURES) else table


def _table_of(alias: str, manifest: Manifest, table: str, contents: Iterator[bytes]) -> int:
    first = next(contents)
    head, _, rest = first.partition(b"\n")
    columns = quoted(*head.decode().split("\t"))

    def blocks() -> Iterator[bytes]:
        yield rest
        yield from contents

    if manifest.vendor == "postgresql":
        return _copy(alias, table, columns, blocks())
    return _insert(alias, table, columns, blocks())


def _copy(alias: str, table: str, columns: str, blocks: Iterator[bytes]) -> int:
    raw: Any = connections[alias].connection
    with raw.cursor() as cursor:
        with cursor.copy(f"COPY {quoted(table)} ({columns}) FROM STDIN") as copy:
            for block in blocks:
                copy.write(block)
        return int(cursor.rowcount)


def _insert(alias: str, table: str, columns: str, blocks: Iterator[bytes]) -> int:
    raw: Any = connections[alias].connection
    places = ", ".join("?" * (columns.count('", "') + 1))
    # The names come from our own sealed backup and are quoted; values travel as parameters.
    statement = f"INSERT INTO {quoted(table)} ({columns}) VALUES ({places})"  # noqa: S608 - names of the database's own
    count = 0
    for block in blocks:
        rows = [json.loads(line, object_hook=_as_bytes) for line in block.splitlines()]
        raw.executemany(statement, rows)
        count += len(rows)
    return count


def _as_bytes(value: dict[str, str]) -> bytes:
    return base64.b64decode(value["b"])
