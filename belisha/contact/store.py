"""The one place that writes and reads contacts, by SQL: by objects it would cost ten times as much.

Writers take turns, on PostgreSQL too. So numbers become visible in their order, and whoever has read up to
one has missed nothing before it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from belisha.contact.event import Event
from belisha.contact.models import Contact, NamedAccount, Shown
from belisha.contact.packing import ADVICE, unpack
from belisha.contact.pseudonyms import moment, time_in

AT_ONCE = 400  # rows in one statement
CHUNK = 500  # contacts read at once
FEW = 20  # rows that one statement writes sooner than a copy, which is several messages
TURN = 0x62656C6963  # the advisory lock of PostgreSQL under which contacts are written
CONTACTS, NAMES, COUNTS = (model._meta.db_table for model in (Contact, NamedAccount, Shown))
COLUMNS = "key, received_at, kind, actor, recipient, facts, group_digest, place_digest, advice, shown"


class Row(NamedTuple):
    """A contact as the table keeps it."""

    key: bytes
    received_at: int
    kind: int
    actor: bytes
    recipient: bytes
    facts: int
    group: bytes
    place: bytes
    advice: int
    shown: bool


class Count(NamedTuple):
    """When something was shown last, as what, and how often: in all, or on that day."""

    last_at: int
    times: int
    advice: int
    last_day: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """A contact as it was told, with pseudonyms in hexadecimal for ids. `position`: where the next begins."""

    position: int
    received_at: datetime
    event: Event
    actor: bytes
    recipient: bytes
    group: bytes
    place: bytes
    advice: str
    shown: bool


class Before(NamedTuple):
    """What is kept already: of contacts, of what was counted, and on which day an account was named last."""

    contacts: dict[bytes, Row]
    counts: dict[bytes, Count]
    names: dict[bytes, int]


def take_turn() -> None:
    """Let nobody else write contacts until this transaction ends. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        run("SELECT pg_advisory_xact_lock(%s)", [TURN])


def take_turn_and_look(
    *, contacts: Collection[bytes], counts: Collection[bytes], names: Collection[bytes]
) -> Before:
    """Take the turn, and read what is kept of these contacts, counts and accounts: all in one go."""
    with in_one_go():
        take_turn()
        asked = _ask_contacts(contacts), _ask_counts(counts), _ask_names(names)
    return Before(_contacts(asked[0]), _counts(asked[1]), _names(asked[2]))


@contextmanager
def in_one_go(*, few: bool = True) -> Iterator[None]:
    """What is sent within waits for no answer to what was sent before: each costs a way there and back.

    Nothing can be read before the end. `few`: no contacts are written within that are enough to be copied.
    """
    if connection.vendor != "postgresql" or not few:
        yield
        return
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def write(rows: Sequence[Row]) -> None:
    """Keep contacts, in the caller's transaction, whose turn it is."""
    if connection.vendor == "postgresql" and len(rows) > FEW:
        _copy(rows)
    else:
        insert(f"{CONTACTS} ({COLUMNS})", rows, "ON CONFLICT (key) DO NOTHING")


def write_counts(counts: dict[bytes, Count]) -> None:
    """Keep what is counted now in the place of what was counted before."""
    names = ("last_at", "count", "advice", "last_day")
    kept = ", ".join(f"{name} = excluded.{name}" for name in names)
    # In one order, so that two writers never wait for each other crosswise.
    rows = [(key, *count) for key, count in sorted(counts.items())]
    insert(f"{COUNTS} (key, {', '.join(names)})", rows, f"ON CONFLICT (key) DO UPDATE SET {kept}")


def write_names(rows: Sequence[tuple[str, bytes, UUID | None, int]]) -> None:
    """Keep the sealed ids of accounts."""
    ours = [(name, sealed, service and service.hex, day) for name, sealed, service, day in rows]
    insert(f"{NAMES} (id, account, service_id, last_day)", ours, "ON CONFLICT (id) DO NOTHING")


def seen_on(pseudonyms: Sequence[bytes], day: int) -> None:
    """Note that these accounts were told of on a day."""
    for some in in_parts([pseudonym.hex() for pseudonym in pseudonyms]):
        run(f"UPDATE {NAMES} SET last_day = %s WHERE id IN ({marks(some)})", [day, *some])  # noqa: S608 - our own names


def read_since(position: int = 0, *, most: int = CHUNK) -> list[Recorded]:
    """The next contacts after a position, oldest first. Whoever keeps the last one's position misses none."""
    asked = f"SELECT id, {COLUMNS} FROM {CONTACTS} WHERE id > %s ORDER BY id LIMIT %s"  # noqa: S608 - our own names
    return [_recorded(row[0], Row(*row[1:])) for row in run(asked, [position, most])]


def recorded() -> Iterator[Recorded]:
    """Every contact that is kept, oldest first, some at a time."""
    position = 0
    while some := read_since(position):
        yield from some
        position = some[-1].position


def count() -> int:
    """How many contacts are kept."""
    return int(run(f"SELECT count(*) FROM {CONTACTS}", [])[0][0])  # noqa: S608 - our own name


def _recorded(position: int, row: Row) -> Recorded:
    key, received_at, kind, actor, recipient, facts, group, place, advice, shown = row
    actor, recipient, group, place = bytes(actor), bytes(recipient), bytes(group), bytes(place)
    return Recorded(
        position=position,
        received_at=moment(received_at),
        event=unpack(
            facts,
            kind=kind,
            at=time_in(bytes(key)),
            actor=actor.hex(),
            recipient=recipient.hex(),
            group=group.hex(),
            place=place.hex(),
        ),
        actor=actor,
        recipient=recipient,
        group=group,
        place=place,
        advice=ADVICE[advice],
        shown=bool(shown),
    )


def _copy(rows: Sequence[Row]) -> None:
    types = ["bytea", "int8", "int2", "bytea", "bytea", "int8", "bytea", "bytea", "int2", "bool"]
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {CONTACTS} ({COLUMNS}) FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


def insert(into: str, rows: Sequence[tuple[Any, ...]], after: str = "") -> None:
    """Write rows into "TABLE (columns)"; `after` says what becomes of those that are there."""
    for some in in_parts(rows):
        all_marks = ", ".join([f"({marks(some[0])})"] * len(some))
        values = [value for row in some for value in row]
        run(f"INSERT INTO {into} VALUES {all_marks} {after}", values)  # noqa: S608 - our own names


def _ask_contacts(keys: Collection[bytes]) -> list[Any]:
    return _ask(f"SELECT {COLUMNS} FROM {CONTACTS} WHERE key", keys)  # noqa: S608 - our own names


def _contacts(asked: Iterable[Any]) -> dict[bytes, Row]:
    return {bytes(row[0]): Row(*row) for row in _answers(asked)}


def _ask_counts(keys: Collection[bytes]) -> list[Any]:
    return _ask(f"SELECT key, last_at, count, advice, last_day FROM {COUNTS} WHERE key", keys)  # noqa: S608 - our own names


def _counts(asked: Iterable[Any]) -> dict[bytes, Count]:
    return {bytes(key): Count(*rest) for key, *rest in _answers(asked)}


def _ask_names(pseudonyms: Collection[bytes]) -> list[Any]:
    asked = [pseudonym.hex() for pseudonym in pseudonyms]
    return _ask(f"SELECT id, last_day FROM {NAMES} WHERE id", asked)  # noqa: S608 - our own names


def _names(asked: Iterable[Any]) -> dict[bytes, int]:
    return {UUID(str(name)).bytes: day for name, day in _answers(asked)}


def _ask(statement: str, values: Collection[Any]) -> list[Any]:
    """Cursors whose rows are fetched later, when all that goes with them has been sent."""
    cursors = []
    for some in in_parts(list(values)):
        cursor = connection.cursor()
        cursor.execute(f"{statement} IN ({marks(some)})", some)
        cursors.append(cursor)
    return cursors


def _answers(cursors: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    for cursor in cursors:
        with cursor:
            yield from cursor.fetchall()


def run(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a statement, and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def marks(values: Sequence[Any]) -> str:
    """A mark for each value."""
    return ", ".join(["%s"] * len(values))


def in_parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """So many values as one statement takes, then the next."""
    return (values[at : at + AT_ONCE] for at in range(0, len(values), AT_ONCE))
