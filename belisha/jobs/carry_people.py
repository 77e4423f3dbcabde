"""What the worker does for people who sign in: it forgets what is over, and tells of locks."""

from datetime import datetime, timedelta

from django.utils import timezone

from belisha.people import lockout, session_store, welcome
from belisha.people.second_factor import bind_old
from belisha.work.locks import tell_of_locks

EVERY = timedelta(minutes=1)


class _Round:
    """Once a minute is enough; the clock may go back."""

    def __init__(self) -> None:
        self._at: datetime | None = None

    def is_due(self) -> bool:
        now = timezone.now()
        due = self._at is None or abs(now - self._at) >= EVERY
        if due:
            self._at = now
        return due


def look_after_sign_ins() -> int:
    """Tell of locks at once; forget sessions, attempts and links that are over once a minute."""
    told = tell_of_locks()
    if _round.is_due():
        session_store.forget_ended()
        lockout.forget_old()
        welcome.forget_old()
        bind_old()
    return told


_round = _Round()
