"""Places and routes: import, load and memory of a fresh process; look-ups by kind of place; whole routes."""

import csv
import random
import statistics
import string
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from belisha.routing import find_force, parse_facts, route
from belisha.routing.table import DATA

SCENARIOS = Path(__file__).resolve().parents[1] / "tests" / "routing" / "scenarios.toml"
MANY = 4000

FRESH = """
import sys, time
begun = time.perf_counter()
from belisha.routing import find_force
imported = time.perf_counter()
# One of each kind, so that every table and the index of typing errors are read.
for place in ("CB2 1TN", "Cambridge", "Cambrige"):
    find_force(place)
loaded = time.perf_counter()
peak = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
print(imported - begun, loaded - imported, peak / 1024, "django" in sys.modules)
"""


def measure() -> list[tuple[str, str, str]]:
    """(what, figure, goal) for a fresh process, look-ups and routes."""
    random.seed(1)
    return [*_fresh(), *(_look_up(kind, places) for kind, places in _places().items()), _route()]


def _fresh() -> list[tuple[str, str, str]]:
    ran = [
        subprocess.run(
            [sys.executable, "-c", FRESH], capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(5)
    ]
    imported, loaded, peak = (statistics.median(float(one[at]) for one in ran) for at in range(3))
    return [
        ("routing, import, fresh process", f"{imported * 1e3:7.0f} ms", "none; without Django"),
        ("routing, load of all tables", f"{loaded * 1e3:7.0f} ms", "300 ms"),
        ("routing, peak memory after load", f"{peak:7.1f} MB", "60 MB"),
    ]


def _look_up(kind: str, places: list[str]) -> tuple[str, str, str]:
    find_force(places[0])
    # The best of three for each place: what else the machine does is no property of the look-up.
    times = sorted(min(_seconds(partial(find_force, place)) for _ in range(3)) for place in places)
    half, late = times[len(times) // 2], times[int(len(times) * 0.99)]
    figure = f"{half * 1e6:7.1f} µs   p99 {late * 1e6:.1f} µs, {len(places)} places, best of 3"
    return (f"find_force, {kind}", figure, "p50 20 µs")


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _places() -> dict[str, list[str]]:
    sectors, exceptions = (
        _column("sector_to_force.csv", "sector"),
        _column("postcode_exceptions.csv", "postcode"),
    )
    towns = _column("towns.csv", "name")
    return {
        "postcode": _some(f"{sector}{_letters()}" for sector in sectors),
        "postcode that is an exception": _some(exceptions),
        "sector": _some(sectors),
        "outward code": _some(_column("outcode_to_force.csv", "outcode")),
        "district": _column("lad_to_force.csv", "lad_name"),
        "town": _some(towns),
        "name with a typing error": _some(_slip(town) for town in towns if len(town) > 6),
        "postcode with a typing error": _some(
            f"{one}AA".replace("1", "I").replace("0", "O") for one in sectors
        ),
        "name that nobody knows": ["".join(random.choices(string.ascii_lowercase, k=9)) for _ in range(MANY)],
        "postcode that can't be": _some(f"Q{sector}AA" for sector in sectors),
    }


def _column(name: str, column: str) -> list[str]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return [row[column] for row in csv.DictReader(lines)]


def _some(places: Iterable[str]) -> list[str]:
    every = list(dict.fromkeys(places))
    return random.sample(every, min(MANY, len(every)))


def _letters() -> str:
    return "".join(random.choices("ABDEFGHJLNPQRSTUWXYZ", k=2))


def _slip(name: str) -> str:
    at = random.randrange(1, len(name))
    return name[:at] + name[at + 1 :]


def _route() -> tuple[str, str, str]:
    rows = tomllib.loads(SCENARIOS.read_text(encoding="utf-8"))["scenario"]
    facts = [parse_facts(row["facts"]) for row in rows]
    route(facts[0])
    times = sorted(_seconds(partial(route, one)) for one in facts * 10)
    half, late = times[len(times) // 2], times[int(len(times) * 0.99)]
    figure = f"{half * 1e3:7.2f} ms   p99 {late * 1e3:.2f} ms, {len(facts)} scenarios"
    return ("route()", figure, "p50 5 ms")
