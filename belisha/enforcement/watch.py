"""A clock that jumps must not erase: the time is noted, and more than a day's jump asks a person."""

import time
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.enforcement.models import Watch
from belisha.enforcement.rules import JUMP, jumped
from belisha.ledger.models import Entry
from belisha.ledger.record import SYSTEM, record
from belisha.organisation.profile import profile
from belisha.people.models import Staff
from belisha.refusal import Refusal
from belisha.work.assign import finish, open_task

NOTED_EVERY = timedelta(minutes=5)
ABOUT = ("enforcement.watch", UUID(int=1))
JUMPED = "clock_jumped"


class WrongDay(Refusal):
    """By this computer's clock today is {today}. If that is wrong, set the clock first."""

    code = "wrong_day"


class ClockIsRight(Refusal):
    """Nothing waits for the date any more."""

    code = "clock_is_right"


class _Drift:
    """How far the clock has moved against the time that went by in this process: many small jumps add up."""

    def __init__(self) -> None:
        self.began: tuple[datetime, float] | None = None

    def expected(self, now: datetime) -> datetime:
        if self.began is None:
            self.began = now, time.monotonic()
        return self.began[0] + timedelta(seconds=time.monotonic() - self.began[1])

    def forget(self) -> None:
        self.began = None


drift = _Drift()


def may_erase(*, now: datetime) -> bool:
    """Note the time; False while a jump of the clock waits for a person."""
    row = Watch.objects.filter(id=1).first()
    if row is not None and row.stopped_at is not None:
        return False
    if jump := jumped(now, _seen(row, now)):
        _stop(jump, now)
        return False
    if row is None or row.seen_at is None or abs(now - row.seen_at) >= NOTED_EVERY:
        Watch.objects.update_or_create(id=1, defaults={"seen_at": now})
    return True


def _seen(row: Watch | None, now: datetime) -> list[datetime]:
    """The times that this one is held against: last noted, expected since the start, and the log's end."""
    newest = Entry.objects.order_by("-seq").values_list("at", flat=True).first()
    noted = [row.seen_at] if row is not None and row.seen_at else []
    # A quiet log says nothing about a clock that goes forward, unless nothing else remembers the time.
    log = [newest] if newest is not None and (not noted or newest - now > JUMP) else []
    return [*noted, drift.expected(now), *log]


@transaction.atomic
def _stop(seen: datetime, now: datetime) -> None:
    row, _ = Watch.objects.select_for_update().get_or_create(id=1)
    if row.stopped_at is not None:
        return
    row.stopped_at, row.jumped_from, row.jumped_to = now, seen, now
    row.save(update_fields=["stopped_at", "jumped_from", "jumped_to"])
    open_task(
        kind=JUMPED,
        about=ABOUT,
        label="The clock",
        reason="The clock jumped by more than a day. Nothing is erased until somebody confirms the date.",
        permission="enforcement.add_clock",
    )
    record("retention.clock_jumped", by=SYSTEM, about=row, seen=seen.isoformat(), now=now.isoformat())


@transaction.atomic
def confirm_date(*, day: date, by: Staff) -> None:
    """Say that today is the day that this computer takes it for: erasure goes on. Raises WrongDay."""
    row = Watch.objects.select_for_update().filter(id=1).first()
    if row is None or row.stopped_at is None:
        raise ClockIsRight
    now = timezone.now()
    today = now.astimezone(profile().zone).date()
    if day != today:
        raise WrongDay(today=f"{today:%-d %B %Y}")
    row.seen_at, row.stopped_at = now, None
    row.save(update_fields=["seen_at", "stopped_at"])
    drift.forget()
    finish(about=ABOUT, kind=JUMPED, by=by)
    record("retention.date_confirmed", by=by, about=row, day=day.isoformat())
