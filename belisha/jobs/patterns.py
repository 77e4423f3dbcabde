"""Patterns of contact: reads what came in, replays what was proposed, carries back what became of it."""

import time
from datetime import timedelta

from django.utils import timezone

from belisha.contact import assess, pattern_outcome, pattern_read, warned, watch_patterns
from belisha.contact.pattern_replay import Replays
from belisha.decisions.by_report import outcomes_of

WITHIN = 0.5  # seconds of one round, so that a worker that is stopped ends soon
EVERY = 60.0  # seconds
RESTS = 3
"""So many times as long as it read, reading rests while contacts come in: whoever asks goes first."""
LATE = 10  # minutes
"""So long a contact may wait to be looked at before the doctor says so. Our own choice."""
MEANING = {"refer": "confirmed", "no_action": "refuted"}
"""What a decision makes of the pattern that opened its case, whatever else the case holds."""

_replays = Replays()


class _Pause:
    """Whether something is due again."""

    def __init__(self) -> None:
        self._next = 0.0

    def is_over(self) -> bool:
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + EVERY
        return True


_pause = _Pause()


def read_contacts() -> int:
    """Take the contacts that came in into the windows of their accounts; report whom that raises."""
    began, done = time.monotonic(), 0
    while (some := watch_patterns.read_on()) == watch_patterns.AT_ONCE and time.monotonic() - began < WITHIN:
        done += some
    if some and assess.was_asked_lately():
        time.sleep(RESTS * (time.monotonic() - began))
    return done + some


def replay_patterns() -> int:
    """Count what a proposed threshold would have raised here."""
    began, done = time.monotonic(), 0
    while (some := _replays.go_on()) and time.monotonic() - began < WITHIN:
        done += some
    return done + some


def look_after_patterns() -> int:
    """Carry back what was decided, settle old warnings, forget what is old; looked at once a minute."""
    if not _pause.is_over():
        return 0
    return (
        carry_outcomes() + warned.settle(now=timezone.now()) + pattern_outcome.forget_old(now=timezone.now())
    )


def carry_outcomes() -> int:
    """Note of each report of a pattern what the decision in force about its case says; return how many."""
    known = pattern_outcome.reported()
    decided = {report: MEANING.get(word, "") for report, word in outcomes_of(known).items()}
    changed = {report: decided.get(report, "") for report, before in known.items()}
    changed = {report: word for report, word in changed.items() if word != known[report]}
    return pattern_outcome.note(outcomes=changed, now=timezone.now()) if changed else 0


def stand() -> str:
    """How far contacts are read, for the doctor. Raises RuntimeError where they wait for long."""
    left, since = pattern_read.unread(), pattern_read.unread_since()
    minutes = (timezone.now() - since) // timedelta(minutes=1) if since else 0
    words = f"{left} contact{'' if left == 1 else 's'} to be looked at"
    if minutes >= LATE:
        raise RuntimeError(f"{words}, the first for {minutes} minutes")
    return f"{words}, none late"
