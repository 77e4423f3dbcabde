"""The worker's part in keeping signed heads of the ledger outside: make, bring, and say where it fails."""

import time
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from belisha.ledger import checkpoints, deliver, outside, places
from belisha.ledger.models import Place
from belisha.ledger.record import SYSTEM
from belisha.work.assign import finish, open_task
from belisha.work.models import Task

FAILS, CHANGED = "ledger.place_fails", "ledger.does_not_follow"
ADMINISTRATORS = "organisation.change_organisation"
LEDGER = ("ledger.head", uuid5(NAMESPACE_URL, "belisha:ledger"))
"""There is one ledger, so it has one name for ever."""
WORDS = {
    places.FOLDER: "Checkpoint folder",
    places.HTTP: "Checkpoint address",
    places.MAIL: "Checkpoint mail",
}


def make_due() -> int:
    """Sign the log where a referral left or an hour has gone by; one that was changed opens a task."""
    now = timezone.now()
    if _pause.lasts() or not checkpoints.is_due(now=now):
        return 0
    try:
        checkpoints.make_checkpoint(now=now)
    except checkpoints.DoesNotFollow as refusal:
        _pause.begin()
        _ask(CHANGED, LEDGER, "The ledger", f"{refusal.sentence} An older backup may be what helps.")
        return 0
    finish(about=LEDGER, kind=CHANGED, by=SYSTEM)
    return 1


def bring() -> int:
    """Bring what is due to every place, and tell administrators of one that has taken nothing for a day."""
    now = timezone.now()
    done = outside.notice_places(now=now) + deliver.deliver_due(now=now)
    return done + _ask_about_places(places.failing(now=now))


def _ask_about_places(failing: list[Place]) -> int:
    wanted = {place.id: place for place in failing}
    there = set(Task.objects.filter(kind=FAILS, done_at=None).values_list("about_id", flat=True))
    for gone in there - set(wanted):
        finish(about=(Place._meta.label_lower, gone), kind=FAILS, by=SYSTEM)
    for new in set(wanted) - there:
        reason = f"It has taken nothing for a day ({wanted[new].problem}). Look at it, or set another place."
        _ask(FAILS, (Place._meta.label_lower, new), WORDS[wanted[new].kind], reason)
    return len(there ^ set(wanted))


def _ask(kind: str, about: tuple[str, UUID], label: str, reason: str) -> None:
    open_task(kind=kind, about=about, label=label, reason=reason, permission=ADMINISTRATORS)


class _Pause:
    """A log that was changed is read again every ten minutes, not twice a second."""

    def __init__(self) -> None:
        self._until = 0.0

    def begin(self) -> None:
        self._until = time.monotonic() + 600

    def lasts(self) -> bool:
        return time.monotonic() < self._until


_pause = _Pause()
