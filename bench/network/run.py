"""One run: every adult’s weeks through the rules of the pattern, and what each threshold raises."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from random import Random

from belisha.contact.event import CHILD, Event
from belisha.contact.patterns.rules import WINDOW_DAYS, score
from belisha.contact.patterns.step import NEW_CONTACT, steps_of
from belisha.contact.patterns.window import Window
from belisha.contact.policy import Policy
from belisha.contact.rules import assess
from bench.network.events import BEGIN, events_of
from bench.network.world import Member, world

DAYS = 28
THRESHOLDS = tuple(range(20, 96, 5))
COUNTS = (3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 60)
"""Thresholds of the baseline: distinct children newly contacted within the same days, whatever their ties."""
STRICT = frozenset({"warn", "ask_first", "limit", "hold"})
POLICY = Policy()
Heights = list[tuple[datetime, int]]


@dataclass(frozen=True, slots=True)
class Weeks:
    """How high one account stood, and when: by its score and by the baseline's count.

    `approached`: its new contacts with children, of which `warned` came with a warning or something stricter.
    """

    one: Member
    first: datetime
    scores: Heights
    counts: Heights
    approached: int
    warned: int


@dataclass(frozen=True, slots=True)
class Run:
    """One network after its weeks. `events`: how many contacts were told."""

    seed: int
    accounts: int
    adults: int
    offenders: int
    events: int
    weeks: list[Weeks]


def run(*, accounts: int, seed: int, days: int = DAYS) -> Run:
    """Build a network and let it live for so many days."""
    made, dice = world(accounts=accounts, seed=seed), Random(seed + 1)
    events, weeks = 0, []
    for one in made.members:
        if one.kind is None:
            continue
        told = events_of(one, made, days=days, dice=dice)
        events += len(told)
        if told:
            weeks.append(_weeks(one, told))
    honest = sum(1 for one in made.members if one.kind and one.kind.honest)
    return Run(seed, accounts, honest, sum(1 for one in made.members if one.kind) - honest, events, weeks)


def _weeks(one: Member, told: Iterable[Event]) -> Weeks:
    window, met, me = Window.empty(), dict[str, datetime](), digest(one.id)
    scores: Heights = []
    counts: Heights = []
    first: datetime | None = None
    approached = warned = 0
    for event in told:
        changed = False
        for step in steps_of(event, digest):
            if step.account == me:
                changed = window.add(step) or changed
        if event.event in NEW_CONTACT and event.recipient.age_band in CHILD:
            first = first or event.at
            approached += 1
            warned += assess(event, POLICY).advice in STRICT
            met.setdefault(event.recipient.id, event.at)
            if one.said in CHILD:
                # As with the score: no child is ever raised by a count.
                continue
            since = event.at - timedelta(days=WINDOW_DAYS)
            _higher(counts, event.at, sum(1 for at in met.values() if at >= since))
        if changed and len(window.met) >= 3:
            _higher(scores, event.at, score(window, now=event.at).points)
    return Weeks(one, first or BEGIN, scores, counts, approached, warned)


def _higher(heights: Heights, at: datetime, now: int) -> None:
    # Every change of height is kept: an account may be raised again in a later window.
    if not heights or heights[-1][1] != now:
        heights.append((at, now))


def raised_at(heights: Heights, threshold: int, days: int = WINDOW_DAYS) -> list[datetime]:
    """When an account is raised: at the threshold or above, once in a window."""
    found: list[datetime] = []
    for at, height in heights:
        if height >= threshold and (not found or at - found[-1] >= timedelta(days=days)):
            found.append(at)
    return found


@lru_cache(maxsize=200_000)
def digest(id: str) -> bytes:
    """Stands for the keyed digest of the desk."""
    return blake2b(id.encode(), digest_size=16).digest()
