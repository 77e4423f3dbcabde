"""Reads what contacts came in, keeps each account's window, and raises those above the threshold.

A machine does no more than report: what follows is a person's decision.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from os import getpid
from uuid import UUID, uuid4

import structlog
from django.db import transaction
from django.utils import timezone
from pydantic import ValidationError

from belisha.contact import pattern_store, warned
from belisha.contact.models import Raised, ReadUpTo
from belisha.contact.naming import name_of
from belisha.contact.pattern_report import incoming
from belisha.contact.pattern_switch import InForce, in_force
from belisha.contact.patterns.rules import Score, score
from belisha.contact.patterns.step import steps_of
from belisha.contact.patterns.window import Window, moment
from belisha.contact.store import Recorded, read_since
from belisha.intake.receive import receive
from belisha.ledger.record import SYSTEM, record
from belisha.refusal import Refusal

log = structlog.get_logger(__name__)

LONGEST = timedelta(days=30)
"""Nobody is kept in a window for longer, whatever the desk has set: no contact is kept for longer."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
AT_ONCE = 2000  # contacts: their commit costs as much as hundreds of them
READS_ON = timedelta(seconds=2)
"""So long after it kept something, what comes next is left to the same process: two would do it all twice."""


@dataclass(slots=True)
class Looked:
    """One account's window after some contacts. `band`: its age as it was told last.

    `raised_at`: when it was raised last, once that was looked up; `above`: when, and how, it is to be raised.
    """

    window: Window
    band: str = "unknown"
    points: int = 0
    changed: bool = False
    raised_at: datetime | None = None
    above: list[tuple[datetime, Score]] = field(default_factory=list)


def read_on(*, most: int = AT_ONCE) -> int:
    """Take in the next contacts and return how many there were; none where another process is at it.

    Read and scored before anything is locked: on SQLite nobody else could write meanwhile.
    """
    place, _ = ReadUpTo.objects.get_or_create(id=1)
    contacts = [] if _another_reads(place, timezone.now()) else read_since(place.position, most=most)
    if not contacts:
        return 0
    switch = in_force()
    return len(contacts) if _keep(place, contacts, _look(contacts, switch), switch) else 0


@transaction.atomic
def _keep(read: ReadUpTo, contacts: list[Recorded], looked: dict[bytes, Looked], switch: InForce) -> bool:
    """Keep windows, what was raised and how far was read, all or nothing: a restart repeats nothing.

    False where another worker was faster, or an account was forgotten meanwhile: then it is read again.
    """
    place = ReadUpTo.objects.select_for_update().get(id=1)
    if (place.position, place.forgotten) != (read.position, read.forgotten):
        return False
    place.position, place.reader, place.read_at = contacts[-1].position, _this(getpid()), timezone.now()
    place.save(update_fields=["position", "reader", "read_at"])
    pattern_store.keep([_row(actor, mine) for actor, mine in looked.items()])
    warned.count(contacts)
    # Last: each report takes the lock of the ledger.
    for actor, mine in looked.items():
        _raise(actor, mine, switch)
    return True


def _another_reads(place: ReadUpTo, now: datetime) -> bool:
    # A clock that was set back keeps nobody waiting for ever.
    lately = place.read_at is not None and abs(now - place.read_at) < READS_ON
    return lately and place.reader != _this(getpid())


@cache
def _this(process: int) -> UUID:
    """A name for this process that no process of another machine has."""
    return uuid4()


def take(contacts: Iterable[Recorded], looked: dict[bytes, Looked]) -> Iterator[tuple[bytes, Looked]]:
    """Add contacts to the windows of those accounts that have one or newly contact a child; each change.

    After each, so that it makes no difference how many contacts are read at once.
    """
    for one in contacts:
        for step in steps_of(one.event, bytes.fromhex):
            mine = looked.get(step.account)
            if mine is None:
                if step.other_band == "adult" or step.ties == "real":
                    continue
                mine = looked[step.account] = Looked(Window.empty())
            told = one.event.actor if step.account == one.actor else one.event.recipient
            mine.band = told.age_band
            if mine.window.add(step):
                yield step.account, mine


def scored(mine: Looked, days: int) -> Score:
    """How the account stands at its newest contact, which a replay finds again."""
    return score(mine.window, now=moment(mine.window.last), days=days)


def _look(contacts: list[Recorded], switch: InForce) -> dict[bytes, Looked]:
    told = {digest for one in contacts for digest in (one.actor, one.recipient)}
    looked = {actor: Looked(window) for actor, window in pattern_store.windows_of(told)}
    for actor, mine in take(contacts, looked):
        found = scored(mine, switch.window_days)
        mine.points, mine.changed = found.points, True
        if found.points >= switch.threshold:
            _rise(actor, mine, found, switch)
    # Whoever met nobody is not kept.
    return {actor: mine for actor, mine in looked.items() if mine.changed and mine.window.met}


def _rise(actor: bytes, mine: Looked, found: Score, switch: InForce) -> None:
    """Note that it is to be raised, unless it was within the window."""
    at = moment(mine.window.last)
    if mine.raised_at is None:
        earlier = Raised.objects.filter(actor=actor, observed=switch.observes).order_by("-at").first()
        mine.raised_at = earlier.at if earlier else NEVER
    if at - mine.raised_at >= timedelta(days=switch.window_days):
        mine.raised_at = at
        mine.above.append((at, found))


def _row(actor: bytes, mine: Looked) -> tuple[bytes, bytes, int, datetime]:
    mine.window.forget_before(moment(mine.window.last) - LONGEST)
    return actor, mine.window.pack(), mine.points, mine.window.oldest()


def _raise(actor: bytes, mine: Looked, switch: InForce) -> None:
    for at, found in mine.above:
        row = Raised(
            actor=actor,
            at=at,
            points=found.points,
            threshold=switch.threshold,
            parts=[[part.code, part.points, part.words] for part in found.parts],
            observed=switch.observes,
        )
        if not switch.observes:
            _report(row, mine.band, found)
        row.save(force_insert=True)
        if not row.observed:
            facts = {"points": row.points, "report": str(row.report_id)}
            record("contact.pattern_raised", by=SYSTEM, about=row, **facts)


def _report(row: Raised, band: str, found: Score) -> None:
    """Open its report; where that can't be, it stays observed, and the log says why."""
    named = name_of(bytes(row.actor))
    if named is None:
        # Erased on request, or forgotten: nobody can be named any more.
        row.observed = True
        return
    try:
        with transaction.atomic():
            report = incoming(found, named, at=row.at, band=band, threshold=row.threshold)
            row.report_id = receive(report=report, by=SYSTEM).report_id
    except (Refusal, ValidationError):
        # One account that can't be reported must not keep all contacts after it from being read.
        log.exception("a pattern could not be reported")
        row.observed = True
