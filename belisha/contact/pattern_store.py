"""Reads and writes windows by SQL: by objects it would cost three times as much."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from belisha.contact.models import Watched
from belisha.contact.patterns.window import Window
from belisha.contact.store import in_parts, insert, marks, run

TABLE = Watched._meta.db_table


def windows_of(actors: Collection[bytes]) -> Iterator[tuple[bytes, Window]]:
    """The windows of those of these accounts that have one."""
    for some in in_parts(sorted(actors)):
        asked = f"SELECT actor, {_quoted('window')} FROM {TABLE} WHERE actor IN ({marks(some)})"  # noqa: S608 - our own names
        yield from ((bytes(actor), Window.unpack(bytes(packed))) for actor, packed in run(asked, some))


def keep(rows: Sequence[tuple[bytes, bytes, int, datetime]]) -> None:
    """Keep windows in the place of what was kept before: account, window, points and oldest time."""
    names = [_quoted(name) for name in ("actor", "window", "points", "oldest_at")]
    changed = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    after = f"ON CONFLICT (actor) DO UPDATE SET {changed}"
    # In one order, so that two writers never wait for each other crosswise.
    ready = [(actor, packed, points, _time(at)) for actor, packed, points, at in sorted(rows)]
    insert(f"{TABLE} ({', '.join(names)})", ready, after)


def _quoted(name: str) -> str:
    # "window" is a word of SQL.
    return connection.ops.quote_name(name)


def _time(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)
