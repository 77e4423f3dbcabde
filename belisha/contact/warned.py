"""What followed the warnings that were shown: heeded or not, counted by week, kind and age. Counts alone.

A warning is heeded when the child then blocks or reports, or leaves a request unanswered for LEFT_AFTER; it
is not when the request is accepted. What follows a first message is often not told: then nothing is said.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from belisha.contact.models import Warned, WarningWeek
from belisha.contact.packing import BANDS, KINDS
from belisha.contact.patterns.step import NEW_CONTACT, REFUSAL
from belisha.contact.store import Recorded

LEFT_AFTER = timedelta(days=7)
REQUEST = KINDS["connection_request"]
AT_ONCE = 500  # rows in one statement
Cell = tuple[date, int, int]


def count(contacts: Iterable[Recorded]) -> None:
    """Take in the next contacts, inside the use case that reads them. They come in their order."""
    contacts = [one for one in contacts if _is_shown(one) or _answer(one)]
    if not contacts:
        return
    waiting = _waiting(contacts)
    before = set(waiting)
    counts: Counter[tuple[Cell, str]] = Counter()
    for one in contacts:
        pair = _pair(one)
        if _is_shown(one):
            row = waiting.setdefault(pair, _row(pair, one))
            counts[(row.week, row.kind, row.band), "shown"] += 1
        elif pair in waiting and (answer := _answer(one)):
            row = waiting.pop(pair)
            counts[(row.week, row.kind, row.band), answer] += 1
    Warned.objects.bulk_create([row for pair, row in waiting.items() if pair not in before], AT_ONCE)
    _remove(before - set(waiting))
    _add(counts)


@transaction.atomic
def settle(*, now: datetime) -> int:
    """Count the requests that nobody answered, and forget what waited long enough. Return how many."""
    old = list(Warned.objects.select_for_update().filter(at__lt=now - LEFT_AFTER)[:AT_ONCE])
    _add(Counter(((row.week, row.kind, row.band), "left") for row in old if row.kind == REQUEST))
    _remove({bytes(row.pair) for row in old})
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


def _row(pair: bytes, one: Recorded) -> Warned:
    day = one.event.at.date()
    return Warned(
        pair=pair,
        week=day - timedelta(days=day.weekday()),
        kind=KINDS[one.event.event],
        band=BANDS[one.event.recipient.age_band],
        at=one.event.at,
    )


def _waiting(contacts: list[Recorded]) -> dict[bytes, Warned]:
    pairs = sorted({_pair(one) for one in contacts})
    found: dict[bytes, Warned] = {}
    for at in range(0, len(pairs), AT_ONCE):
        rows = Warned.objects.filter(pair__in=pairs[at : at + AT_ONCE])
        found |= {bytes(row.pair): row for row in rows}
    return found


def _remove(pairs: set[bytes]) -> None:
    gone = sorted(pairs)
    for at in range(0, len(gone), AT_ONCE):
        Warned.objects.filter(pair__in=gone[at : at + AT_ONCE]).delete()


def _add(counts: Counter[tuple[Cell, str]]) -> None:
    cells: dict[Cell, dict[str, int]] = {}
    for (cell, name), number in counts.items():
        cells.setdefault(cell, {})[name] = number
    for (week, kind, band), numbers in sorted(cells.items()):
        row, _ = WarningWeek.objects.get_or_create(week=week, kind=kind, band=band)
        changed = {name: F(name) + number for name, number in numbers.items()}
        WarningWeek.objects.filter(id=row.id).update(**changed)
