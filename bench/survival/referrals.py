"""Referrals to three receivers that remember, one of them away for a day: nothing lost, nothing told twice.

The day goes by on a clock of its own; everything else is real: the receivers are processes, and each referral
leaves over a connection. What the desk renders is rendered once, since only the sending is asked about.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import django

from bench.survival.clock import Clock

if TYPE_CHECKING:
    from bench.survival.receivers import Receivers, Supply

HOURS = 24
AWAY = "hook"
EVERY = timedelta(minutes=15)
"""How often workers look while nothing comes; in life they do each second."""
LONGEST = timedelta(hours=12)
"""Three times the longest pause between two attempts of what is told promptly."""


def main() -> None:
    """Run the day on this environment's databases, and print what was found as JSON."""
    asked = argparse.ArgumentParser(
        prog="python -m bench.survival.referrals", description="Example: --referrals 300"
    )
    asked.add_argument("--referrals", type=int, default=5000, help="over a day, a third of them to each")
    given = asked.parse_args()
    django.setup()
    print(json.dumps(run(given.referrals)))


def run(referrals: int) -> dict[str, Any]:
    """What is found after the day, and after the one that was away is back."""
    from bench.survival.receivers import Supply, connect, receivers
    from bench.survival.shift import at_work

    at_work()
    with TemporaryDirectory(prefix="belisha-receivers-") as folder, receivers(Path(folder)) as told:
        connect(told)
        supply, clock = Supply(), Clock()
        told.go(AWAY)
        late = _day(supply, told, clock, cases=-(-referrals // len(told.ports)))
        probes = _tried_in_vain()
        told.come(AWAY)
        began, before = time.monotonic(), clock.now()
        _until(lambda: not _waiting(), clock)
        after = {"late": late, "probes": probes, "back_after": str(clock.now() - before).partition(".")[0]}
        return _found(supply, told) | after | {"drained_in": round(time.monotonic() - began, 1)}


def _day(supply: Supply, told: Receivers, clock: Clock, *, cases: int) -> int:
    """Make and send them hour by hour; how often one of the others was behind at the end of an hour."""
    late = made = 0
    for hour in range(1, HOURS + 1):
        due = cases * hour // HOURS
        supply.make(due - made)
        made = due
        for _ in range(timedelta(hours=1) // EVERY):
            _send()
            clock.ahead(EVERY)
        late += sum(len(found) < made for name, found in told.told().items() if name != "webhook")
    return late


def _until(done: Callable[[], bool], clock: Clock) -> None:
    end = clock.now() + LONGEST
    while not done() and clock.now() < end:
        _send()
        clock.ahead(EVERY)


def _send() -> None:
    """All that is due now, as the workers of each line do."""
    from django.utils import timezone

    from belisha.referrals import dispatch

    while dispatch.send_due(now=timezone.now()):
        pass


def _waiting() -> int:
    from belisha.referrals.models import Dispatch

    return Dispatch.objects.filter(state="waiting").count()


def _tried_in_vain() -> int:
    from belisha.referrals.models import Delivery

    return Delivery.objects.filter(outcome="later").count()


def _found(supply: Supply, told: Receivers) -> dict[str, Any]:
    from belisha.ledger.verify import verify
    from belisha.referrals.models import Dispatch

    numbers = {number for rows in supply.numbers.values() for number in rows}
    effects = told.told().values()
    times = {number: sum(effect[number] for effect in effects) for number in numbers}
    lost, doubled = sum(n == 0 for n in times.values()), sum(n > 1 for n in times.values())
    # The stand-in for NCMEC is a test environment.
    unsent = Dispatch.objects.exclude(state__in=["arrived", "tested"]).count()
    ok = verify().ok
    words = (
        f"{len(numbers)} referrals to {len(told.ports)} receivers, {lost} lost, {doubled} told twice, "
        f"{unsent} not recorded, ledger ok: {ok}"
    )
    whole = not (lost or doubled or unsent) and ok
    return {"referrals": len(numbers), "words": words, "whole": whole}


if __name__ == "__main__":
    main()
