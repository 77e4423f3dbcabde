"""The log's rows as they lie in the database, read past the models: half of the time of a whole check.

Texts come as the leaf has them, whatever somebody wrote into a column: what can't be read doesn't fit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from belisha.ledger.tree import leaf_of
from belisha.vault.keys import KeyName

PAGE = 500  # SQLite takes 999 values in one question; the vault keeps 2,048 keys


class Row(NamedTuple):
    """One entry."""

    seq: int
    at: str
    event: str
    actor: str
    about_kind: str
    about_id: str
    key_kind: str
    key_id: str
    content: bytes
    content_hmac: bytes
    leaf: bytes
    root: bytes

    def leaf_due(self) -> bytes:
        """The leaf hash that its words ask for."""
        return leaf_of(*self[:8], self.content_hmac.hex())

    def sealed_under(self) -> KeyName:
        return KeyName(self.key_kind, UUID(self.key_id))


TEXTS = ("event", "actor", "about_kind", "about_id", "key_kind")
BYTES = ("content", "content_hmac", "leaf", "root")
# Bytes, not text: what isn't UTF-8 would end the whole reading.
SQLITE = ", ".join(f"CAST({name} AS BLOB)" for name in ("at", *TEXTS, "key_id", *BYTES))
POSTGRES = ", ".join(
    [
        """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')""",
        *TEXTS,
        "key_id::text",
        *BYTES,
    ]
)


@contextmanager
def snapshot() -> Iterator[None]:
    """One unchanging view of the log, which nobody who appends to it has to wait for."""
    on_sqlite, outermost = connection.vendor == "sqlite", not connection.in_atomic_block
    mode = getattr(connection, "transaction_mode", None)
    if on_sqlite:
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]  # IMMEDIATE would stop every writer
    try:
        with transaction.atomic():
            if not on_sqlite and outermost:
                connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if on_sqlite:
            connection.transaction_mode = mode  # type: ignore[attr-defined]


def pages(start: int = 0) -> Iterator[list[Row]]:
    """The rows from one entry on, in sequence, some hundred at a time; inside `snapshot`."""
    on_sqlite = connection.vendor == "sqlite"
    # The words of the statement are ours alone.
    asked = f"SELECT seq, {SQLITE if on_sqlite else POSTGRES} FROM ledger_entry WHERE seq >= %s ORDER BY seq"  # noqa: S608 - two texts of ours
    read = _of_sqlite if on_sqlite else _of_postgres
    with connection.chunked_cursor() as cursor:
        cursor.execute(asked, [start])
        while rows := cursor.fetchmany(PAGE):
            yield [read(row) for row in rows]


def _of_sqlite(row: Any) -> Row:
    seq, at, event, actor, about_kind, about_id, key_kind, key_id, *rest = row
    return Row(
        seq,
        _time(_text(at)),
        _text(event),
        _text(actor),
        _text(about_kind),
        _text(about_id),
        _text(key_kind),
        _uuid(_text(key_id)),
        *(part or b"" for part in rest),
    )


def _of_postgres(row: Any) -> Row:
    return Row(*row[:8], *(bytes(part) for part in row[8:]))


def _text(value: bytes | None) -> str:
    return value.decode(errors="replace") if value else ""


def _time(text: str) -> str:
    """As the leaf has it; SQLite leaves a fraction of nothing away."""
    fraction = ".000000" if len(text) == 19 else ""
    return f"{text.replace(' ', 'T', 1)}{fraction}+00:00"


def _uuid(text: str) -> str:
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
