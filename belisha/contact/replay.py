"""What another policy would have advised on recorded contacts, beside the one it is compared to. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from belisha.contact.advice import RANK, WORDS, Advice, Word
from belisha.contact.event import CHILD, Event
from belisha.contact.frequency import Seen
from belisha.contact.policy import Policy
from belisha.contact.rules import assess

STEP = 1000
MOST_PAIRS = 1_000_000  # Beyond it the oldest are forgotten: they count as not shown lately.


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of contact whose advice would differ: how often, and from what to what."""

    event: str
    actor: str
    recipient: str
    before: Word
    after: Word
    times: int

    @property
    def stricter(self) -> bool:
        return RANK[self.after] > RANK[self.before]

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What would differ over many contacts."""

    events: int
    before: dict[str, int]
    after: dict[str, int]
    shown_before: int
    shown_after: int
    changes: tuple[Change, ...]
    reasons: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def differing(self) -> int:
        return sum(change.times for change in self.changes)

    @property
    def stricter(self) -> int:
        return self.differing - self.milder

    @property
    def milder(self) -> int:
        return sum(change.times for change in self.changes if not change.stricter)

    def as_json(self) -> dict[str, Any]:
        return {
            "events": self.events,
            "differing": self.differing,
            "stricter": self.stricter,
            "milder": self.milder,
            "before": self.before,
            "after": self.after,
            "messages_before": self.shown_before,
            "messages_after": self.shown_after,
            "changes": [change.as_json() for change in self.changes],
            "reasons": {code: {"before": one, "after": other} for code, (one, other) in self.reasons.items()},
        }


class Watcher:
    """One policy over a stream of contacts: it remembers what it has shown, as the desk does."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.advices: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.shown = 0
        self._pairs: dict[tuple[str, str], tuple[datetime, Word]] = {}
        self._day: dict[str, int] = {}
        self._today: datetime | None = None

    def assess(self, event: Event) -> Advice:
        """The advice on the next contact."""
        pair = (event.actor.id, event.recipient.id)
        reader = _reader(event)
        self._turn_to(event.at)
        found = assess(event, self.policy, seen=self._seen(pair, reader))
        self.advices[found.advice] += 1
        self.reasons.update(found.reasons)
        if found.message:
            self._note(pair, reader, event.at, found.advice)
        return found

    def _seen(self, pair: tuple[str, str], reader: str) -> Seen:
        today = self._day.get(reader, 0)
        if pair not in self._pairs:
            return Seen(today=today)
        at, word = self._pairs[pair]
        return Seen(pair_at=at, pair_advice=word, today=today)

    def _note(self, pair: tuple[str, str], reader: str, at: datetime, word: Word) -> None:
        self.shown += 1
        self._pairs.pop(pair, None)
        self._pairs[pair] = (at, word)
        self._day[reader] = self._day.get(reader, 0) + 1
        if len(self._pairs) > MOST_PAIRS:
            del self._pairs[next(iter(self._pairs))]

    def _turn_to(self, at: datetime) -> None:
        if self._today is None or abs(at - self._today) >= timedelta(days=1):
            self._day, self._today = {}, at.replace(hour=0, minute=0, second=0, microsecond=0)


def replay(
    events: Iterable[Event], *, before: Policy, after: Policy, each: Callable[[int], Any] = lambda some: None
) -> Difference:
    """Let both policies advise on the same contacts, in their order. `each`: told of every STEP of them."""
    was, would = Watcher(before), Watcher(after)
    changed: Counter[tuple[str, str, str, Word, Word]] = Counter()
    number = 0
    for event in events:
        number += 1
        one, other = was.assess(event), would.assess(event)
        if one.advice != other.advice:
            bands = (event.event, event.actor.age_band, event.recipient.age_band)
            changed[(*bands, one.advice, other.advice)] += 1
        if number % STEP == 0:
            each(STEP)
    return Difference(
        events=number,
        before={word: was.advices[word] for word in WORDS},
        after={word: would.advices[word] for word in WORDS},
        shown_before=was.shown,
        shown_after=would.shown,
        changes=tuple(Change(*kind, times) for kind, times in changed.most_common()),
        reasons=_differing(was.reasons, would.reasons),
    )


def _differing(before: Counter[str], after: Counter[str]) -> dict[str, tuple[int, int]]:
    codes = sorted(before.keys() | after.keys())
    return {code: (before[code], after[code]) for code in codes if before[code] != after[code]}


def _reader(event: Event) -> str:
    child_acts = event.recipient.age_band == "adult" and event.actor.age_band in CHILD
    return event.actor.id if child_acts else event.recipient.id
