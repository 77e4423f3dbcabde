"""What followed the warnings that were shown: heeded or not, counted by week, kind and age. Counts alone.

A warning is heeded when the child then blocks or reports, or leaves a request unanswered for LEFT_AFTER; it
is not when the request is accepted. What follows a first message is often not told: then nothing is said.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from belisha.contact import warned_store
from belisha.contact.models import Warned
from belisha.contact.packing import BANDS, KINDS
from belisha.contact.patterns.step import NEW_CONTACT, REFUSAL
from belisha.contact.store import Recorded
from belisha.contact.warned_store import Cell, Waiting

LEFT_AFTER = timedelta(days=7)
REQUEST = KINDS["connection_request"]
AT_ONCE = 500  # rows in one statement


def count(contacts: Iterable[Recorded]) -> None:
    """Take in the next contacts, inside the use case that reads them. They come in their order."""
    contacts = [one for one in contacts if _is_shown(one) or _answer(one)]
    if not contacts:
        return
    waiting = warned_store.waiting_of({_pair(one) for one in contacts})
    before = set(waiting)
    counts: Counter[tuple[Cell, str]] = Counter()
    for one in contacts:
        pair = _pair(one)
        if _is_shown(one):
            row = waiting.setdefault(pair, _row(pair, one))
            counts[row.cell, "shown"] += 1
        elif pair in waiting and (answer := _answer(one)):
            row = waiting.pop(pair)
            counts[row.cell, answer] += 1
    warned_store.keep([row for pair, row in waiting.items() if pair not in before])
    warned_store.remove(before - set(waiting))
    warned_store.add(counts)


@transaction.atomic
def settle(*, now: datetime) -> int:
    """Count the requests that nobody answered, and forget what waited long enough. Return how many."""
    old = list(Warned.objects.select_for_update().filter(at__lt=now - LEFT_AFTER)[:AT_ONCE])
    left = (((row.week, row.kind, row.band), "left") for row in old if row.kind == REQUEST)
    warned_store.add(Counter(left))
    warned_store.remove({bytes(row.pair) for row in old})
    return len(old)


def _is_shown(one: Recorded) -> bool:
    return one.shown and one.event.event in NEW_CONTACT


def _answer(one: Recorded) -> str:
    if one.event.event in REFUSAL:
        return "refused"
    return "accepted" if one.event.event == "connection_accepted" else ""


def _pair(one: Recorded) -> bytes:
    # Whoever answers is the actor for some services, and the recipient for others.
    return b"".join(sorted((one.actor, one.recipient)))


def _row(pair: bytes, one: Recorded) -> Waiting:
    day = one.event.at.date()
    band = BANDS[one.event.recipient.age_band]
    return Waiting(pair, day - timedelta(days=day.weekday()), KINDS[one.event.event], band, one.event.at)
