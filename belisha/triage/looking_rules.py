"""What is unusual about how somebody looks at cases: pure, measured against their own last weeks.

Each rule has a floor, below which nobody is asked about anything, and a ceiling, above which everybody is,
so that nobody makes much look usual by doing a little more each week. The figures are ours: no law
gives any. `bench/viewing.py` counts how many simulated snoopers they notice, and how many ordinary weeks.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

OPENED, REVEALED, REFUSED = "opened", "revealed", "refused"
WEEKS = timedelta(days=28)
NIGHT_FROM, NIGHT_TO = 22, 6
FACTOR = 3
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Look:
    """One row: somebody had a case before them, was shown `fields` of it, or was turned away."""

    at: datetime
    case: Hashable
    kind: str = OPENED
    fields: int = 0
    closed: bool = False
    on_call: bool = False


@dataclass(frozen=True)
class Finding:
    """What was found: how much within the window, and how much is usual for this person."""

    rule: str
    count: int
    usual: int
    words: str


@dataclass(frozen=True)
class Rule:
    """`counts`: which looks; `within`: the window; by distinct cases, or by the fields shown."""

    name: str
    words: str
    within: timedelta
    floor: int
    ceiling: int
    counts: Callable[[Look, tzinfo], bool]
    by_fields: bool = False


def _opened(look: Look, zone: tzinfo) -> bool:
    return look.kind == OPENED


def _shown(look: Look, zone: tzinfo) -> bool:
    return look.kind == REVEALED


def _closed(look: Look, zone: tzinfo) -> bool:
    return look.kind == OPENED and look.closed


def _at_night(look: Look, zone: tzinfo) -> bool:
    hour = look.at.astimezone(zone).hour
    return look.kind == OPENED and not look.on_call and (hour >= NIGHT_FROM or hour < NIGHT_TO)


def _refused(look: Look, zone: tzinfo) -> bool:
    return look.kind == REFUSED


RULES = (
    Rule("many_cases", "opened {count} cases within an hour", HOUR, 20, 60, _opened),
    Rule("many_fields", "had {count} hidden fields shown within an hour", HOUR, 40, 300, _shown, True),
    Rule("many_closed", "opened {count} closed cases within a day", DAY, 8, 40, _closed),
    Rule("closed_again", "opened {count} closed cases within a week", WEEK, 20, 120, _closed),
    Rule("at_night", "opened {count} cases at night, not being on call", DAY, 5, 30, _at_night),
    Rule("turned_away", "was turned away from {count} cases of other teams", DAY, 4, 12, _refused),
)


def unusual(
    looks: Iterable[Look], *, now: datetime, zone: tzinfo, since: datetime | None = None
) -> tuple[Finding, ...]:
    """What of these looks is unusual now; `since`: what lies before it has been looked into already."""
    rows = [look for look in looks if now - WEEKS - WEEK <= look.at <= now]
    found = (_finding(rule, rows, now, zone, since) for rule in RULES)
    return tuple(one for one in found if one is not None)


def _finding(
    rule: Rule, rows: Sequence[Look], now: datetime, zone: tzinfo, since: datetime | None
) -> Finding | None:
    counted = [look for look in rows if rule.counts(look, zone)]
    start = max(now - rule.within, since or now - rule.within)
    count = _much(rule, (look for look in counted if look.at > start))
    usual = _usual(rule, [look for look in counted if look.at <= now - rule.within], now)
    limit = min(rule.ceiling, max(rule.floor, FACTOR * usual))
    if count <= limit:
        return None
    return Finding(rule.name, count, usual, rule.words.format(count=count))


def _usual(rule: Rule, before: Iterable[Look], now: datetime) -> int:
    """The nineteenth of twenty windows in which this person did such a thing at all."""
    windows: dict[int, list[Look]] = defaultdict(list)
    for look in before:
        windows[(now - look.at) // rule.within].append(look)
    sums = sorted(_much(rule, looks) for looks in windows.values())
    return sums[int((len(sums) - 1) * 0.95)] if sums else 0


def _much(rule: Rule, looks: Iterable[Look]) -> int:
    rows = list(looks)
    return sum(look.fields for look in rows) if rule.by_fields else len({look.case for look in rows})
