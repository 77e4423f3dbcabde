"""kill -9 at random moments between release and record, against receivers that remember.

Four workers run beside each other, each forked from one process that has loaded the desk, and each is killed
after a random time. What they held is leased, and the next ones go on with it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from bench.survival.receivers import Receivers, Supply

LONGEST = 1.2  # seconds that a worker lives at most
LEASE = timedelta(seconds=2)  # much longer than any of these conversations
BESIDE = 4
AHEAD = 30  # referrals that wait, so that there is always something in flight


def main() -> None:
    """Kill so many workers on this environment's databases, and print what was found as JSON."""
    asked = argparse.ArgumentParser(
        prog="python -m bench.survival.deliveries", description="Example: --times 20"
    )
    asked.add_argument("--times", type=int, default=20)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument(
        "--forget", action="store_true", help="keep nothing after a crash, to see that it shows"
    )
    given = asked.parse_args()
    django.setup()
    print(json.dumps(run(given.times, random.Random(given.seed), forget=given.forget)))


def run(times: int, dice: random.Random, *, forget: bool = False) -> dict[str, Any]:
    """What is found after so many kills, once everything that waits was sent."""
    from belisha.outbound.leased import sending
    from belisha.referrals import leases
    from belisha.referrals.pauses import LONGEST
    from bench.survival.receivers import Supply, connect, receivers
    from bench.survival.shift import at_work

    leases.LEASES = replace(
        leases.LEASES, lasts=LEASE, slack=timedelta(days=1), furthest=LONGEST + timedelta(days=1)
    )
    # Here it is never the parcel that breaks its worker off.
    sending.BROKE_OFF = sys.maxsize
    at_work()
    with TemporaryDirectory(prefix="belisha-receivers-") as folder, receivers(Path(folder)) as told:
        connect(told)
        if forget:
            keeper: Any = leases.Keeper
            keeper._kept = lambda self, *told: self._row.wanted
        supply, killed = Supply(), 0
        supply.make(1)
        _finish()  # Everything is loaded before the first fork.
        while killed < times:
            _refill(supply)
            _killed_together(dice)
            killed += BESIDE
        _finish()
        return {"kills": killed} | _found(supply, told)


def _refill(supply: Supply) -> None:
    from belisha.referrals.models import Dispatch

    if Dispatch.objects.filter(state="waiting").count() < AHEAD:
        supply.make(AHEAD // 3)


def _killed_together(dice: random.Random) -> None:
    """Let workers run beside each other, and kill each at its own moment."""
    from django.db import connections

    connections.close_all()  # A connection is of one process.
    began = time.monotonic()
    ends = sorted((dice.uniform(0, LONGEST), _worker()) for _ in range(BESIDE))
    for seconds, child in ends:
        time.sleep(max(0.0, began + seconds - time.monotonic()))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            raise RuntimeError("a worker ended by itself")


def _worker() -> int:
    child = os.fork()
    if child:
        return child
    try:
        from belisha.jobs.senders import Senders

        Senders(pause=0.01).run()
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(1)


def _finish() -> None:
    """Send all that waits, at once."""
    from django.utils import timezone

    from belisha.referrals import dispatch
    from belisha.referrals.models import Breaker, Dispatch

    waiting = Dispatch.objects.filter(state="waiting")
    for _ in range(200):
        if not waiting.exists():
            return
        waiting.filter(lease=None).update(next_at=timezone.now())
        Breaker.objects.update(open_until=None)
        if not dispatch.send_due(now=timezone.now()):
            time.sleep(0.2)  # What was in flight is leased for a while.


def _found(supply: Supply, told: Receivers) -> dict[str, Any]:
    from belisha.ledger.verify import verify
    from belisha.referrals.models import Delivery, Dispatch

    numbers = {number for rows in supply.numbers.values() for number in rows}
    effects = {name: told.told()[name] for name in ("ncmec", "webhook", "email")}
    times = {number: sum(effect[number] for effect in effects.values()) for number in numbers}
    lost, doubled = sum(n == 0 for n in times.values()), sum(n > 1 for n in times.values())
    # The stand-in for NCMEC is a test environment.
    unsent = Dispatch.objects.exclude(state__in=["arrived", "tested"]).count()
    noted = Delivery.objects.filter(outcome__in=[*Delivery.TOLD, Delivery.Outcome.TEST]).count()
    again = sum(max(0, tries - 1) for tries in Dispatch.objects.values_list("attempts", flat=True))
    interrupted = Dispatch.objects.filter(attempts__gt=1).count()
    ok = verify().ok
    words = (
        f"{len(numbers)} referrals, {interrupted} of them interrupted ({again} times), "
        f"{lost} lost, {doubled} told twice, "
        f"{unsent} not recorded, {noted} recorded as told; {told.repeats()} repeats known by their number, "
        f"{told.left_open()} reports opened and never filed, ledger ok: {ok}"
    )
    whole = not lost and not doubled and not unsent and noted == len(numbers) and ok
    return {"referrals": len(numbers), "interrupted": interrupted, "words": words, "whole": whole}


if __name__ == "__main__":
    main()
