"""Sending what is due on one line: leased, sent outside any transaction, then noted.

A worker that is killed leaves a row whose lease runs out; the next one goes on from there.
"""

from collections.abc import Callable
from typing import TypeVar

import structlog
from django.utils import timezone

from belisha.outbound.leased.outcome import FAILED_HERE, Later, LeaseLost, Refused
from belisha.outbound.leased.rows import Leased

log = structlog.get_logger(__name__)

Row = TypeVar("Row", bound=Leased)
Outcome = TypeVar("Outcome")

BROKE_OFF = 6
"""So often in a row the worker was never heard of again while it sent this: then a person is asked."""
BROKE_OFF_WORDS = "Each time that this was sent, whoever sent it was never heard of again."


def send_each(
    take: Callable[[], Row | None],
    send: Callable[[Row], Outcome],
    note: Callable[[Row, Outcome | Later | Refused, int], None],
    *,
    may_begin: Callable[[], bool],
    most: int | None = None,
) -> int:
    """Take, send and note one after the other while it `may_begin` another; return how many were tried.

    `note` is told how many milliseconds the attempt took.
    """
    tried = 0
    while (most is None or tried < most) and may_begin():
        row = take()
        if row is None:
            break
        tried += _tried(row, send, note)
    return tried


def _tried(
    row: Row, send: Callable[[Row], Outcome], note: Callable[[Row, Outcome | Later | Refused, int], None]
) -> bool:
    began = timezone.now()
    try:
        outcome = _attempt(row, send)
        note(row, outcome, max(0, round((timezone.now() - began).total_seconds() * 1000)))
    except LeaseLost:
        log.warning("a delivery outlived its lease", kind=row._meta.model_name, row=str(row.pk))
        return False
    return True


def _attempt(row: Row, send: Callable[[Row], Outcome]) -> Outcome | Later | Refused:
    """Send it; whatever breaks is a failure that is tried again, never a lost row."""
    if row.broken_off >= BROKE_OFF:
        return Refused(problem="broke_off", words=BROKE_OFF_WORDS)
    try:
        return send(row)
    except LeaseLost:
        raise
    except Exception:
        log.exception("a delivery failed", kind=row._meta.model_name, row=str(row.pk))
        return Later(problem=FAILED_HERE)
