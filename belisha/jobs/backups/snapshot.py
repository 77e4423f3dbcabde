"""One unchanging view of a database, table by table, which stops nobody who writes meanwhile."""

import base64
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any, Protocol

from django.db import connections

LEFT_OUT = frozenset({"django_session", "django_migrations", "people_desksession", "people_welcomelink"})
"""Sessions and first links end with the desk that had them; the manifest says which migrations have run."""

Count = Callable[[int], object]


class Snapshot(Protocol):
    """What a backup reads of a database of either kind."""

    vendor: str

    def tables(self) -> list[str]: ...

    def columns(self, table: str) -> list[str]: ...

    def rows(self, table: str, count: Count) -> Iterator[bytes]: ...

    def ask(self, question: str) -> list[tuple[Any, ...]]: ...


def quoted(*names: str) -> str:
    """Names of tables and columns as both databases read them."""
    return ", ".join('"' + name.replace('"', '""') + '"' for name in names)


class _Sqlite:
    """A reading transaction sees the database as it was when it began, and in WAL mode blocks no writer."""

    vendor = "sqlite"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(question).fetchall()

    def tables(self) -> list[str]:
        names = self.ask("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return sorted(name for (name,) in names)

    def columns(self, table: str) -> list[str]:
        return [row[1] for row in self.ask(f"PRAGMA table_info({quoted(table)})")]

    def rows(self, table: str, count: Count) -> Iterator[bytes]:
        columns = quoted(*self.columns(table))
        # The names come from the database itself, quoted.
        for row in self._connection.execute(f"SELECT {columns} FROM {quoted(table)}"):  # noqa: S608 - names of the database's own
            count(1)
            yield json.dumps(row, default=_as_text, ensure_ascii=False).encode() + b"\n"


def _as_text(value: bytes) -> dict[str, str]:
    return {"b": base64.b64encode(value).decode()}


class _Postgres:
    """One REPEATABLE READ transaction; COPY is how PostgreSQL itself writes rows out."""

    vendor = "postgresql"

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._connection.execute(question).fetchall()]

    def tables(self) -> list[str]:
        names = self.ask(
            "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND pg_table_is_visible(c.oid)"
            " AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)"
        )
        return sorted(name for (name,) in names)

    def columns(self, table: str) -> list[str]:
        rows = self._connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped ORDER BY attnum",
            [quoted(table)],
        )
        return [name for (name,) in rows.fetchall()]

    def rows(self, table: str, count: Count) -> Iterator[bytes]:
        columns = quoted(*self.columns(table))
        with self._connection.cursor().copy(f"COPY {quoted(table)} ({columns}) TO STDOUT") as copy:
            for block in copy:
                count(1)
                yield bytes(block)


@contextmanager
def snapshot(alias: str) -> Iterator[Snapshot]:
    """The database of this name as it is now, until the end of the block."""
    if connections[alias].vendor == "sqlite":
        # A connection of its own, without Django's conversions: values leave as they lie there.
        with closing(sqlite3.connect(connections[alias].settings_dict["NAME"], isolation_level=None)) as raw:
            raw.execute("BEGIN")
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
            yield _Sqlite(raw)
        return
    wrapper = connections.create_connection(alias)
    try:
        wrapper.ensure_connection()
        wrapper.set_autocommit(False)
        wrapper.connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        wrapper.connection.execute("SELECT 1")
        yield _Postgres(wrapper.connection)
    finally:
        wrapper.close()
