"""What a threshold would have raised among the contacts that this desk holds, before anybody switches it on.

Accounts are looked at in parts, so that memory stays bounded however many there are, and a few contacts at a
time, so that the worker's other jobs wait for no more than a moment.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from belisha.contact.models import PatternSwitch
from belisha.contact.pattern_switch import keep_replay
from belisha.contact.patterns.rules import VERSION
from belisha.contact.patterns.step import REFUSAL
from belisha.contact.patterns.window import moment
from belisha.contact.store import Recorded, count, read_since
from belisha.contact.watch_patterns import Looked, scored, take

OF_A_PART = 200_000  # contacts: a part of the accounts, chosen by their digests, made these
AT_ONCE = 5_000  # contacts taken in before the other jobs have their turn
ALSO = (40, 50, 60, 70, 80)  # thresholds that are counted besides, to compare with


class Replay:
    """One replay of all that is recorded, by one threshold and window."""

    def __init__(self, threshold: int, days: int) -> None:
        self.threshold, self.days = threshold, days
        self.parts = max(1, -(-count() // OF_A_PART))
        self.part = self.position = self.contacts = self.accounts = 0
        self.raised = dict.fromkeys(sorted({threshold, *ALSO}), 0)
        self.times = 0
        self._looked: dict[bytes, Looked] = {}
        self._highest: dict[bytes, int] = {}
        self._last: dict[bytes, datetime] = {}

    @property
    def is_done(self) -> bool:
        return self.part >= self.parts

    def go_on(self, most: int = AT_ONCE) -> int:
        """Take in the next contacts and return how many; the last of a part ends it."""
        contacts = read_since(self.position, most=most)
        if not contacts:
            self._end_part()
            return 0
        self.position = contacts[-1].position
        self.contacts += len(contacts) if self.part == 0 else 0
        for actor, mine in take(self._ours(contacts), self._looked):
            if self._is_ours(actor):
                self._note(actor, mine)
        return len(contacts)

    def all(self) -> dict[str, Any]:
        """Go on to the end; the numbers."""
        while not self.is_done:
            self.go_on()
        return self.seen()

    def seen(self) -> dict[str, Any]:
        """What a person sees before they confirm: counts, and no account."""
        return {
            "rules": VERSION,
            "contacts": self.contacts,
            "accounts": self.accounts,
            "reports": self.times,
            "by_threshold": {str(points): number for points, number in self.raised.items()},
        }

    def _is_ours(self, actor: bytes) -> bool:
        return actor[0] % self.parts == self.part

    def _ours(self, contacts: list[Recorded]) -> list[Recorded]:
        return [one for one in contacts if self._is_ours(one.actor) or _refuses(one, self._is_ours)]

    def _note(self, actor: bytes, mine: Looked) -> None:
        points = scored(mine, self.days).points
        self._highest[actor] = max(points, self._highest.get(actor, 0))
        at, last = moment(mine.window.last), self._last.get(actor)
        if points >= self.threshold and (last is None or at - last >= timedelta(days=self.days)):
            self._last[actor] = at
            self.times += 1

    def _end_part(self) -> None:
        self.accounts += len(self._highest)
        for points in self.raised:
            self.raised[points] += sum(1 for highest in self._highest.values() if highest >= points)
        self._looked, self._highest, self._last = {}, {}, {}
        self.part, self.position = self.part + 1, 0


def _refuses(one: Recorded, is_ours: Callable[[bytes], bool]) -> bool:
    return one.event.event in REFUSAL and is_ours(one.recipient)


class Replays:
    """Replays the proposal that waits, a little in each round of the worker."""

    def __init__(self) -> None:
        self._of: UUID | None = None
        self._replay: Replay | None = None

    def go_on(self) -> int:
        """Do a little of what is asked for, and keep the numbers at the end; how many contacts were read."""
        row = PatternSwitch.objects.filter(state=PatternSwitch.State.PROPOSED, seen={}).first()
        if row is None:
            self._of, self._replay = None, None
            return 0
        if self._replay is None or self._of != row.id:
            self._of, self._replay = row.id, Replay(row.threshold, row.window_days)
        done = self._replay.go_on()
        if self._replay.is_done:
            keep_replay(switch_id=row.id, seen=self._replay.seen())
        return done
