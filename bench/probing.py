"""How many simulated hill climbs are noticed within 50 queries, and how many ordinary uploads by mistake."""

import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice, product
from random import Random

import numpy as np

from belisha.screening.watch.keys import VARIANTS, Queries, Thresholds, Watch
from bench import climbs
from bench.climbs import Climb
from bench.traffic import Traffic, Uploaded

Row = tuple[str, str, bool]
WITHIN = 50
ACCOUNTS = (1, 1, 5, 12)
"""Over how many accounts a climb is spread."""
FRESH = (1000,)
"""An account for each query: while nothing is held, that looks like a picture that goes round."""
BETWEEN = (0, 20, 400)
"""Ordinary uploads between two queries of a climb; the last is the slow one, an hour apart."""


def asked(watch: Watch, one: Uploaded, now: float) -> bool:
    """Ask as a key does; was it flagged?"""
    queries = Queries(
        tags=np.array([one.pdq & (2**64 - 1)], dtype=np.uint64),
        matched=[one.matched],
        hashes=one.pdq.to_bytes(32, "big"),
        rows=[0],
        account=hash(one.account),
    )
    return any(flag.kind == VARIANTS for flag in watch.of("key", now).note(queries, now))


def noticed(climb: Climb, entry: int, accounts: int, between: int, ordinary: Iterator[Uploaded]) -> int:
    """After how many queries a climb is noticed, among ordinary uploads; beyond WITHIN: it wasn't."""
    watch, now, pdq = Watch(Thresholds()), 0.0, next(climb)
    for count in range(1, WITHIN + 1):
        for one in islice(ordinary, between):
            now += 9.0
            asked(watch, one, now)
        now += 1.0
        matched = climbs.held(pdq, entry)
        if asked(watch, Uploaded(f"climber {count % accounts}", pdq, matched), now):
            return count
        pdq = climb.send(matched)
    return WITHIN + 1


def all_climbs(
    count: int, ordinary: Iterator[Uploaded], seed: int = 7, spread: tuple[int, ...] = ACCOUNTS
) -> list[tuple[str, int]]:
    """So many climbs, each way spread in each way in turn: what each was, and when it was noticed."""
    random = Random(seed)
    ways = list(product((*climbs.OF_HASHES, *climbs.OF_PICTURES), spread, BETWEEN))
    random.shuffle(ways)
    results = []
    for way, accounts, between in islice(cycle(ways), count):
        entry = climbs.a_target(random)
        name = f"{way.__name__}, {accounts} accounts, {between} uploads between"
        results.append((name, noticed(way(entry, random), entry, accounts, between, ordinary)))
    return results


def by_mistake(uploads: int, ordinary: Iterator[Uploaded]) -> int:
    """How many of so many ordinary uploads of one key, a second apart, are flagged."""
    watch = Watch(Thresholds())
    return sum(asked(watch, one, float(at)) for at, one in enumerate(islice(ordinary, uploads)))


def cost(hashes: int = 100_000) -> float:
    """Microseconds for each hash of a large batch, once 512 matches are remembered."""
    watch, random = Watch(Thresholds()), np.random.default_rng(7)
    for number in range(512):
        asked(watch, Uploaded("", int.from_bytes(random.bytes(32)), True), float(number))
    batch = Queries(
        tags=random.integers(0, 2**63, hashes, dtype=np.uint64),
        matched=[False] * hashes,
        hashes=random.bytes(32 * hashes),
        rows=range(hashes),
        account=1,
    )
    begun = time.perf_counter()
    watch.of("key", 0.0).note(batch, 600.0)
    return (time.perf_counter() - begun) / hashes * 1e6


def rows(count: int = 50, uploads: int = 100_000, seed: int = 7) -> list[Row]:
    """The figures with their pass marks."""
    ordinary = iter(Traffic(Random(seed)))
    found = [queries for _, queries in all_climbs(count, ordinary, seed) if queries <= WITHIN]
    fresh = [queries for _, queries in all_climbs(21, ordinary, seed, FRESH) if queries <= WITHIN]
    flagged, each = by_mistake(uploads, ordinary), cost()
    middle, percent = sorted([*found, WITHIN])[len(found) // 2], 100 * flagged / uploads
    return [
        (
            f"hill climbs noticed within {WITHIN} queries",
            f"{len(found)} of {count}, half of them by query {middle} (goal: 95 %)",
            len(found) >= 0.95 * count,
        ),
        (
            "the same, each query from a new account",
            f"{len(fresh)} of 21 (no goal: while nothing is held there is nothing to see, nor to learn)",
            True,
        ),
        (
            "ordinary uploads flagged as probing",
            f"{flagged} of {uploads}, {percent:.3f} % (goal: at most 0.1 %)",
            percent <= 0.1,
        ),
        ("watching a hash of a large batch", f"{each:.2f} us (goal: at most 3)", each <= 3),
    ]


def main() -> None:
    """Print every climb, and the figures."""
    number = int(sys.argv[1]) if sys.argv[1:] else 50
    for what, queries in all_climbs(number, iter(Traffic(Random(7)))):
        print(f"{queries:4}  {what}")
    for name, figure, ok in rows():
        print(f"{'pass' if ok else 'FAIL'}  {name:45} {figure}", flush=True)


if __name__ == "__main__":
    main()
