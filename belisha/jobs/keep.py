"""What the worker does so that cases are kept as long as they must be, and no longer."""

from datetime import datetime, timedelta

from django.utils import timezone

from belisha.enforcement import due, preserve_apart, preserve_due

ERASE_EVERY, ASK_EVERY = timedelta(seconds=20), timedelta(hours=1)
PRESERVED_EVERY = timedelta(seconds=5)


class Pace:
    """Whether it is time again; a clock that goes back makes it time too."""

    def __init__(self, every: timedelta) -> None:
        self.every = every
        self.last: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        if self.last is not None and abs(now - self.last) < self.every:
            return False
        self.last = now
        return True


_erase, _ask, _preserved = Pace(ERASE_EVERY), Pace(ASK_EVERY), Pace(PRESERVED_EVERY)


def begin_clocks() -> int:
    """Begin the clocks of what was told, decided or closed since the last time."""
    return due.begin_clocks()


def erase_what_is_due() -> int:
    """Erase the cases whose time is over, unless the clock jumped; a few at a time, so nothing waits long."""
    now = timezone.now()
    return due.erase_due(now=now) if _erase.is_due(now) else 0


def ask_about_keeping() -> int:
    """Ask about cases that should not be kept much longer, and look again at what went by unseen."""
    now = timezone.now()
    return due.look_again() + due.ask(now=now) if _ask.is_due(now) else 0


def look_after_preserved() -> int:
    """Follow what the service keeps: let go, kept longer, ending soon, not proven destroyed, forgotten."""
    now = timezone.now()
    if not _preserved.is_due(now):
        return 0
    steps = (
        preserve_due.follow_releases,
        preserve_due.follow_moves,
        preserve_due.extend,
        preserve_due.ask_about_ends,
        preserve_due.ask_for_proof,
        preserve_apart.forget_destroyed,
    )
    return sum(step(now=now) for step in steps)
