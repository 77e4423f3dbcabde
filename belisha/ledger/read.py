"""Reading the log: for the history of a record, and for the auditor's page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from belisha.ledger.models import Checkpoint, Entry, Head
from belisha.ledger.places import known
from belisha.vault.keys import KeyName
from belisha.vault.seal import Erased


@dataclass(frozen=True)
class Line:
    """One entry as a page shows it. `facts` is None where they were erased."""

    seq: int
    at: datetime
    event: str
    actor: str
    about_kind: str
    about_id: str
    facts: dict[str, Any] | None = None
    leaf: str = ""


def has_event(event: str) -> bool:
    """Was this ever recorded?"""
    return Entry.objects.filter(event=event).exists()


def first_event() -> str | None:
    """The event of the very first entry; None while the log is empty."""
    return Entry.objects.filter(seq=0).values_list("event", flat=True).first()


def size() -> int:
    """How many entries the log has."""
    return Head.objects.filter(id=1).values_list("size", flat=True).first() or 0


@dataclass(frozen=True)
class SignedHead:
    """The newest head as a page shows it."""

    size: int
    at: datetime
    note: str


@dataclass(frozen=True)
class Outside:
    """How a place outside fared; its address isn't said, since it may hold a password."""

    kind: str
    delivered_at: datetime | None
    failing_since: datetime | None
    problem: str


def newest_head() -> SignedHead | None:
    """The newest signed head; None before the first one."""
    row = Checkpoint.objects.order_by("-size").first()
    return SignedHead(row.size, row.made_at, row.signed) if row else None


def places_outside() -> list[Outside]:
    """Every place that is configured, and was seen by the worker."""
    rows = known()
    return [Outside(row.kind, row.delivered_at, row.failing_since, row.problem) for row in rows]


def root_at(size: int) -> bytes | None:
    """The root that the log says it had at this size; None where it is shorter. Nothing is recomputed."""
    root = Entry.objects.filter(seq=size - 1).values_list("root", flat=True).first()
    return None if root is None else bytes(root)


def history(kind: str, about_id: str) -> list[Line]:
    """All entries about one record, oldest first, with their facts."""
    rows = Entry.objects.filter(about_kind=kind, about_id=str(about_id)).order_by("seq")
    return [_line(row, facts=_facts(row)) for row in rows]


def history_under(key: KeyName) -> list[Line]:
    """All entries whose facts are sealed under one key: of a case, with its decisions and its referrals."""
    rows = Entry.objects.filter(key_id=key.subject, key_kind=key.kind).order_by("seq")
    return [_line(row, facts=_facts(row)) for row in rows]


def page(*, before: int | None = None, event: str = "", size: int = 50) -> list[Line]:
    """A page of the whole log, newest first, without facts: the auditor sees that, not what."""
    rows = Entry.objects.defer("content").order_by("-seq")
    if before is not None:
        rows = rows.filter(seq__lt=before)
    if event:
        rows = rows.filter(event__startswith=event)
    return [_line(row) for row in rows[:size]]


def events() -> Iterator[str]:
    """Every kind of event that was ever recorded."""
    yield from Entry.objects.order_by("event").values_list("event", flat=True).distinct()


def _line(row: Entry, facts: dict[str, Any] | None = None) -> Line:
    return Line(
        seq=row.seq,
        at=row.at,
        event=row.event,
        actor=row.actor,
        about_kind=row.about_kind,
        about_id=row.about_id,
        facts=facts,
        leaf=bytes(row.leaf).hex(),
    )


def _facts(row: Entry) -> dict[str, Any] | None:
    try:
        return dict(row.content)
    except Erased:
        return None
