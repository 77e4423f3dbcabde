"""Lists: how fast and in how much memory one is taken in, looked up, and a change seen by other processes."""

import json
import random
import re
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.desk import BELISHA, Desk, desk

Row = tuple[str, str, str]
URLS = 1_000_000
CHANGES = 50

LOOK_UP = """
import json, secrets, sys, time
from belisha.screening.found import Asked, View
from belisha.screening.library import look_up, look_up_hashes, shelves
from belisha.screening.screen import screen_urls

def once(make, times=3000):
    asked = [[make(n)] for n in range(times)]
    look_up(asked[0])
    took = []
    for one in asked:
        began = time.perf_counter()
        look_up(one)
        took.append(time.perf_counter() - began)
    took.sort()
    return [took[times // 2] * 1e6, took[times * 99 // 100] * 1e6]

def rate(act, count):
    act(); began = time.perf_counter(); act()
    return count / (time.perf_counter() - began)

some = [secrets.token_hex(32) for _ in range(100_000)]
digests = [Asked(digests=(("sha256", one),)) for one in some]
octets = bytes.fromhex("".join(some))
urls = [f"https://host{n}.example/album/{n}/page?x={n}" for n in range(20_000)]
table = next((one.version.table for one in shelves().values() if one.version), None)
keyed = [secrets.token_bytes(16) for _ in range(20_000)]
print(json.dumps({
    "pdq": once(lambda n: Asked(views=(View(secrets.token_hex(32), 100, "sent"),))),
    "sha256": once(lambda n: Asked(digests=(("sha256", some[n]),))),
    "pdq many": rate(lambda: look_up_hashes(octets), len(some)),
    "sha256 many": rate(lambda: look_up(digests), len(some)),
    "url": 1e6 / rate(lambda: [screen_urls([one]) for one in urls], len(urls)),
    "table": 1e6 / rate(lambda: [table.entries(one) for one in keyed], len(keyed)),
}))
"""

WATCH = """
import json, sys, time
from belisha.screening.found import Asked
from belisha.screening.library import look_up
values = json.loads(sys.stdin.readline())
look_up([Asked()])
print("ready", flush=True)
for value in values:
    while not look_up([Asked(digests=(("md5", value),))])[0].hits:
        time.sleep(0.005)
    print(time.time(), flush=True)
"""

ADD = """
import json, sys, time
from belisha.ledger.record import CONSOLE
from belisha.screening.models import HashList
from belisha.screening.own import add_to_own_list
for value in json.loads(sys.stdin.readline()):
    began = time.time()
    add_to_own_list(fingerprints={"md5": value}, category="a", by=CONSOLE, about=HashList(name="bench"))
    print(began, flush=True)
    time.sleep(0.3)
"""


def measure(*, large: bool = False) -> list[Row]:
    """(what, figure, goal): a million rows, with `large` ten million."""
    rows = []
    with desk("sqlite") as running, tempfile.TemporaryDirectory(prefix="belisha-lists-") as folder:
        for count in (1_000_000, 10_000_000)[: 2 if large else 1]:
            rows += _imports(running, Path(folder), count)
        rows += _look_ups(running, Path(folder))
    for kind in ("sqlite", "postgres"):
        with desk(kind) as running:
            rows.append(seen(running, kind))
    return rows


def seen(running: Desk, kind: str) -> Row:
    """How long after somebody began to add to the own list another process matches it."""
    values = json.dumps([secrets.token_hex(16) for _ in range(CHANGES)])
    watching = _python(running, WATCH, values)
    assert watching.stdout
    watching.stdout.readline()
    added = [float(line) for line in _python(running, ADD, values).communicate()[0].split()]
    matched = [float(line) for line in watching.communicate(timeout=60)[0].split()]
    took = sorted(after - before for before, after in zip(added, matched, strict=True))
    figure = f"p50 {took[CHANGES // 2] * 1000:.0f} ms, p99 {took[CHANGES * 99 // 100] * 1000:.0f} ms"
    return (f"added to the own list until another process matches it, {kind}", figure, "p99 1 s")


def _imports(running: Desk, folder: Path, count: int) -> list[Row]:
    rows = []
    for what, algorithm, make in (
        ("PDQ", "pdq", _hex),
        ("SHA-256", "sha256", _hex),
        ("rows of CSV", "", _csv),
    ):
        path = make(folder, count)
        name = f"bench-{secrets.token_hex(4)}"
        options = ["--algorithm", algorithm] if algorithm else []
        seconds, memory = _ran(running, ["lists", "import", str(path), "--list", name, *options])
        path.unlink()
        figure = (
            f"{seconds:.0f} s, {count / seconds:,.0f} rows/s, at most {memory:,.0f} MB of memory of its own"
        )
        rows.append((f"import of {count:,} {what}", figure, "bounded memory"))
    return rows


def _look_ups(running: Desk, folder: Path) -> list[Row]:
    path = folder / "urls.txt"
    with path.open("w") as file:
        file.writelines(
            f"https://host{n}.example/album/{n}/{secrets.token_hex(6)}.html\n" for n in range(URLS)
        )
    seconds, memory = _ran(running, ["lists", "import", str(path), "--list", "bench-urls"])
    said = json.loads(running.python(LOOK_UP))
    entries = sum(
        json.loads(line)["counts"]["entries"]
        for line in running.run("lists", "status", "--json").splitlines()
    )
    named = f"among {entries:,} entries in four lists or more"
    return [
        (f"import of {URLS:,} addresses", f"{seconds:.0f} s, at most {memory:,.0f} MB", "bounded memory"),
        (f"one PDQ through look_up, {named}", "p50 {:.0f} us, p99 {:.0f} us".format(*said["pdq"]), ""),
        ("one SHA-256 through look_up", "p50 {:.0f} us, p99 {:.0f} us".format(*said["sha256"]), ""),
        ("one digest in one table", f"{said['table']:.1f} us", "microseconds"),
        ("one address through all lists", f"{said['url']:.0f} us", "microseconds"),
        ("100,000 PDQ in one call", f"{said['pdq many']:,.0f} hashes/s", "100,000 a call"),
        ("100,000 SHA-256 in one call", f"{said['sha256 many']:,.0f} digests/s", ""),
    ]


def _hex(folder: Path, count: int) -> Path:
    octets, path = 32, folder / "hashes.txt"
    with path.open("w") as file:
        for start in range(0, count, 100_000):
            digits = random.randbytes(octets * min(100_000, count - start)).hex()
            file.write(re.sub(f"(.{{{2 * octets}}})", r"\1\n", digits))
    return path


def _csv(folder: Path, count: int) -> Path:
    path = folder / "rows.csv"
    kinds = (("md5", 16), ("sha1", 20), ("sha256", 32), ("pdq", 32))
    with path.open("w") as file:
        file.write("algorithm,hash,category,age band,source id,added,removed\n")
        for number in range(count):
            kind, octets = kinds[number % 4]
            file.write(
                f"{kind},{random.randbytes(octets).hex()},Category {number % 3},3-5,id-{number},2026,\n"
            )
    return path


def _ran(running: Desk, arguments: list[str]) -> tuple[float, float]:
    """Seconds, and the most memory (MB) of its own that a command had: mapped files are not its own."""
    began = time.monotonic()
    command = subprocess.Popen(
        [BELISHA, *arguments], env=running.env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    most = 0.0
    status = Path(f"/proc/{command.pid}/status")
    while command.poll() is None:
        found = re.search(r"RssAnon:\s+(\d+)", status.read_text() if status.exists() else "")
        most = max(most, int(found[1]) / 1024 if found else 0)
        time.sleep(0.02)
    if command.returncode:
        raise RuntimeError(command.stderr.read()[-2000:] if command.stderr else "")
    return time.monotonic() - began, most


def _python(running: Desk, code: str, said: str) -> "subprocess.Popen[str]":
    begun = subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup()\n{code}"],
        env=running.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert begun.stdin
    begun.stdin.write(said + "\n")
    begun.stdin.flush()
    return begun
