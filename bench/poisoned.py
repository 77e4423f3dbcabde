"""Poisoned lists at their full count (SAFETY.md): each is refused, the old list hits throughout, one task."""

import json

from bench.desk import Desk, desk

CUTS = 200

POISON = """
import hashlib, json, secrets, tempfile
from pathlib import Path
from belisha.ledger.record import CONSOLE
from belisha.screening import lists
from belisha.screening.check import ListRefused
from belisha.screening.found import Asked
from belisha.screening.library import look_up
from belisha.work.models import Task

folder = Path(tempfile.mkdtemp(dir=PLACE))
new = lambda count=1, octets=20: [secrets.token_hex(octets) for _ in range(count)]
text = lambda values: "".join(f"{value}\\n" for value in values).encode()
tried = refused = missed = 0

def take(octets, **options):
    path = folder / "list.txt"
    path.write_bytes(octets)
    return lists.import_list(name="poisoned", path=path, by=CONSOLE, **options)

def poison(octets, **options):
    global tried, refused, missed
    tried += 1
    try:
        take(octets, **options)
    except ListRefused:
        refused += 1
    asked = [Asked(digests=(("sha1", value),)) for value in good]
    missed += sum(not found.hits for found in look_up(asked))

good, benign = new(1000), new(octets=32)[0]
take(text(good))
lists.change_settings(name="poisoned", by=CONSOLE, must_match=good[-1:], must_not_match=[benign])
next_one = text([*new(999), good[-1]])
digest = hashlib.sha256(next_one).hexdigest()
for cut in range(CUTS):
    at = cut * len(next_one) // CUTS
    poison(next_one[:at], sha256=digest)
    poison(next_one[:at])
for length in range(1, 40):
    poison(text(value[:length] for value in good))
for count in (100, 10_000):
    poison(text([*new(count - 1), good[-1]]))
for head in (b"# entries: 17\\n", b"# algorithm: md5\\n", b"# made: 1\\n# entries: 999\\n"):
    poison(head + text(good))
for page in (b"<!doctype html><html>", b"\\n <HTML>", b"<?xml version='1.0'?>"):
    poison(page + text(good))
for magic in (b"\\x1f\\x8b", b"PK\\x03\\x04", b"BZh", b"\\0\\0", b""):
    poison(magic + (text(good) if magic else b""))
poison(text([*good, benign]))
poison(text([*good[:-1], *new()]))
better = text([*good, *new()])
take(better)
poison(text(good))
lists.roll_back(name="poisoned", by=CONSOLE)
poison(better)
tasks = Task.objects.filter(kind="list.refused", done_at=None).count()
print(json.dumps({"tried": tried, "refused": refused, "missed": missed, "tasks": tasks}))
"""


def poisoned(kind: str) -> tuple[str, str, bool]:
    """What was tried and what of it was refused, on a desk of its own."""
    with desk(kind) as running:
        said = _said(running)
    figure = "{tried} lists, {refused} refused, {missed} times the old one did not hit, {tasks} task".format(
        **said
    )
    well = said["refused"] == said["tried"] and not said["missed"] and said["tasks"] == 1
    return (f"poisoned lists, {kind}", figure, well)


def _said(running: Desk) -> dict[str, int]:
    code = POISON.replace("PLACE", repr(running.env["BELISHA_DATA_DIR"])).replace("CUTS", str(CUTS))
    said: dict[str, int] = json.loads(running.python(code).splitlines()[-1])
    return said
