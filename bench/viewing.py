"""How many simulated snoopers the rules of viewing notice, and how many ordinary weeks by mistake.

Everybody has four ordinary weeks behind them. Looked at every half hour; the worker looks every five minutes.
"""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from belisha.triage.looking_rules import OPENED, REFUSED, REVEALED, Look, unusual

Row = tuple[str, str, bool]
START = datetime(2026, 9, 28, tzinfo=UTC)  # a Monday
NOTICED, BY_MISTAKE = 0.95, 0.01
ORDINARY, SNOOPERS = 400, 300
Days = list[Look]


def rows(ordinary: int = ORDINARY, snoopers: int = SNOOPERS) -> Iterator[Row]:
    """The figures with their pass marks."""
    chance = random.Random(6)
    flagged = sum(noticed(*_ordinary(chance, week=None)) for _ in range(ordinary))
    yield (
        "ordinary weeks of viewing flagged by mistake",
        f"{flagged} of {ordinary}",
        flagged <= BY_MISTAKE * ordinary,
    )
    for name, snoop in SNOOPING.items():
        found = sum(noticed(*_ordinary(chance, week=snoop)) for _ in range(snoopers // len(SNOOPING)))
        of = snoopers // len(SNOOPING)
        yield (f"snoopers noticed within their week: {name}", f"{found} of {of}", found >= NOTICED * of)


def noticed(before: Days, week: Days) -> bool:
    """Would the worker, which looks every five minutes, have opened a task in this week?"""
    looks = sorted([*before, *week], key=lambda look: look.at)
    moments = sorted({_next_look(look.at) for look in week})
    return any(unusual([look for look in looks if look.at <= now], now=now, zone=UTC) for now in moments)


def _next_look(at: datetime) -> datetime:
    return at + timedelta(minutes=30 - at.minute % 30)


def _ordinary(chance: random.Random, week: "Snoop | None") -> tuple[Days, Days]:
    """Four weeks of one person's work, and a fifth; in that, somebody who snoops does so too."""
    pace = chance.uniform(1, 7)  # new cases in a working hour
    own = week or (lambda chance, start: [])
    before = [look for number in range(4) for look in _work(chance, number, pace)]
    start = START + timedelta(weeks=4)
    return before, [*_work(chance, 4, pace), *own(chance, start)]


def _work(chance: random.Random, week: int, pace: float) -> Iterator[Look]:
    """Five days of eight hours, busier and calmer ones; now and then a closed case, or a night on call."""
    for day in range(5):
        morning = START + timedelta(weeks=week, days=day, hours=9)
        busy = chance.choice((0.5, 1, 1, 1, 1.8))
        for hour in range(8):
            for _ in range(_poisson(chance, pace * busy)):
                at = morning + timedelta(hours=hour, minutes=chance.uniform(0, 60))
                closed = chance.random() < 0.03
                yield Look(at, _case(chance), OPENED, closed=closed)
                if chance.random() < 0.6:
                    fields = chance.choice((1, 1, 2, 3, 6))
                    yield Look(at + timedelta(minutes=1), _case(chance), REVEALED, fields)
                if chance.random() < 0.004:
                    yield Look(at, _case(chance), REFUSED)
        if chance.random() < 0.1:
            night = morning + timedelta(hours=15)
            yield from (Look(night + timedelta(minutes=9 * n), _case(chance), on_call=True) for n in range(6))
        if chance.random() < 0.1:
            late = morning + timedelta(hours=13.5)
            yield from (Look(late + timedelta(minutes=9 * n), _case(chance)) for n in range(3))


Snoop = Callable[[random.Random, datetime], Days]


def _in_bulk(chance: random.Random, start: datetime) -> Days:
    at = start + timedelta(days=2, hours=11)
    return [Look(at + timedelta(seconds=40 * n), _case(chance)) for n in range(chance.randint(65, 90))]


def _names(chance: random.Random, start: datetime) -> Days:
    at = start + timedelta(days=1, hours=14)
    count = chance.randint(60, 90)
    return [Look(at + timedelta(seconds=30 * n), _case(chance), REVEALED, 5) for n in range(count)]


def _closed(chance: random.Random, start: datetime) -> Days:
    at = start + timedelta(days=3, hours=10)
    count = chance.randint(42, 60)
    return [Look(at + timedelta(minutes=8 * n), _case(chance), closed=True) for n in range(count)]


def _by_night(chance: random.Random, start: datetime) -> Days:
    at = start + timedelta(days=1, hours=23)
    return [Look(at + timedelta(minutes=7 * n), _case(chance)) for n in range(chance.randint(12, 25))]


def _at_doors(chance: random.Random, start: datetime) -> Days:
    at = start + timedelta(days=1, hours=12)
    return [Look(at + timedelta(minutes=n), _case(chance), REFUSED) for n in range(chance.randint(13, 30))]


def _patient(chance: random.Random, start: datetime) -> Days:
    """Old cases, a dozen each day: never many at once."""
    per_day = chance.randint(12, 16)
    return [
        Look(start + timedelta(days=day, hours=9, minutes=35 * n), _case(chance), closed=True)
        for day in range(5)
        for n in range(per_day)
    ]


SNOOPING: dict[str, Snoop] = {
    "65 to 90 cases in an hour": _in_bulk,
    "the names in 60 to 90 cases": _names,
    "42 to 60 closed cases in a day": _closed,
    "12 to 25 cases by night, not on call": _by_night,
    "13 to 30 cases of other teams": _at_doors,
    "60 to 80 closed cases over a week": _patient,
}


def _case(chance: random.Random) -> int:
    return chance.getrandbits(40)


def _poisson(chance: random.Random, mean: float) -> int:
    """A number of arrivals, by Knuth's method."""
    limit, count, product = 2.718281828459045**-mean, 0, chance.random()
    while product > limit:
        count, product = count + 1, product * chance.random()
    return count


def main() -> None:
    """Print the figures; exit code 1 where one fails."""
    all_good = True
    for name, figure, good in rows():
        print(f"{'ok  ' if good else 'FAIL'} {name}: {figure}", flush=True)
        all_good = all_good and good
    raise SystemExit(not all_good)


if __name__ == "__main__":
    main()
