"""Reading the log as a sceptic: recompute every leaf, head and HMAC; name the first that is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction

from belisha.ledger.models import Entry, Head
from belisha.ledger.record import hmac_holds
from belisha.ledger.tree import Frontier
from belisha.vault.fields import Sealed
from belisha.vault.keys import KeyName, fetch
from belisha.vault.seal import CannotOpen, Erased

PAGE = 500  # SQLite takes 999 values in one question; the vault keeps 2,048 keys


@dataclass(frozen=True)
class Verdict:
    """`first_bad` is the sequence number of the first entry that is wrong or missing."""

    ok: bool
    entries: int
    first_bad: int | None = None
    reason: str = ""
    erased: int = 0


class _Wrong(Exception):
    def __init__(self, seq: int, reason: str) -> None:
        self.seq, self.reason = seq, reason


def verify() -> Verdict:
    """Check the whole log against itself. A cut tail or a full rewrite needs a checkpoint kept elsewhere."""
    frontier, erased = Frontier(), 0
    # Entries that others append meanwhile belong to the next check.
    with _snapshot():
        head = Head.objects.filter(id=1).first() or Head()
        try:
            for entry in _entries():
                erased += _check(entry, frontier)
            _check_head(head, frontier)
        except _Wrong as wrong:
            return Verdict(False, head.size, wrong.seq, wrong.reason, erased)
    return Verdict(True, frontier.size, None, "", erased)


@contextmanager
def _snapshot() -> Iterator[None]:
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


def _entries() -> Iterator[Entry]:
    rows = Entry.objects.order_by("seq").iterator(chunk_size=PAGE)
    while page := list(islice(rows, PAGE)):
        fetch({KeyName(entry.key_kind, entry.key_id) for entry in page})
        yield from page


def _check(entry: Entry, frontier: Frontier) -> int:
    """Check one entry; return 1 when its content was erased and only its leaf could be checked."""
    if entry.seq != frontier.size:
        raise _Wrong(frontier.size, f"Entry {frontier.size} is missing.")
    if entry.line().leaf() != bytes(entry.leaf):
        raise _Wrong(entry.seq, f"Entry {entry.seq} was changed: its leaf hash doesn't fit its words.")
    frontier.add(bytes(entry.leaf))
    if frontier.root() != bytes(entry.root):
        raise _Wrong(entry.seq, f"Entry {entry.seq} was rewritten: the tree's head doesn't fit from here on.")
    return _check_content(entry)


def _check_content(entry: Entry) -> int:
    sealed = entry.__dict__["content"]
    try:
        if not isinstance(sealed, Sealed) or not hmac_holds(entry, sealed):
            raise _Wrong(entry.seq, f"Entry {entry.seq}: the content doesn't fit its HMAC.")
    except CannotOpen as problem:
        raise _Wrong(entry.seq, f"Entry {entry.seq}: the content was changed or moved.") from problem
    except Erased:
        return 1
    return 0


def _check_head(head: Head, frontier: Frontier) -> None:
    if head.size != frontier.size or head.frontier().hashes != frontier.hashes:
        raise _Wrong(min(head.size, frontier.size), "The log's end is missing or doesn't fit its head.")
