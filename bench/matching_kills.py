"""Kills a writer of an index at random moments: what it leaves must be the old or the new, nothing else."""

import json
import os
import random
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from unittest import mock

import numpy as np

from belisha.matching import Index, stats, writer
from belisha.matching.parse import Table

Pairs = set[tuple[bytes, int]]


def kills(times: int, seed: int = 1) -> tuple[int, int]:
    """Kill `times` writers; returns how many changes were acknowledged and how many indexes were wrong."""
    dice, acknowledged, wrong = random.Random(seed), 0, 0
    with tempfile.TemporaryDirectory() as folder, _small_parts():
        path = Path(folder, "index")
        Index.build(path, [])
        pairs: Pairs = set()
        for _ in range(times):
            changes = _until_killed(path, dice)
            possible = _after(pairs, changes)
            acknowledged += len(changes)
            pairs = _pairs(path)
            wrong += pairs not in possible
    return acknowledged, wrong


@contextmanager
def _small_parts() -> Iterator[None]:
    """So few pairs a segment that a short life meets every kind of change."""
    with mock.patch.multiple(writer, PENDING=40, SMALL=200), mock.patch.object(stats, "MANY", 3):
        yield


def _until_killed(path: Path, dice: random.Random) -> list[dict[str, Any]]:
    """Let a process change the index until it is killed; returns what it said that it began and did."""
    told, tell = os.pipe()
    seed, life = dice.randrange(2**31), dice.uniform(0, 0.06)
    if (child := os.fork()) == 0:
        os.close(told)
        _change_for_ever(path, np.random.default_rng(seed), os.fdopen(tell, "w"))
    os.close(tell)
    with os.fdopen(told) as said:
        said.readline()  # It has begun.
        time.sleep(life)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return [json.loads(line) for line in said if line.endswith("\n")]


def _change_for_ever(path: Path, rng: np.random.Generator, out: IO[str]) -> None:
    index = Index.open(path)
    print("begun", file=out, flush=True)
    while True:
        change = _some_change(rng)
        print(json.dumps(change), file=out, flush=True)
        if change["kind"] == "add":
            index.add(change["hashes"], change["entries"])
        elif change["kind"] == "remove":
            index.remove(change["entries"])
        else:
            index.compact()
        print(json.dumps({"kind": "done"}), file=out, flush=True)


def _some_change(rng: np.random.Generator) -> dict[str, Any]:
    kind = str(rng.choice(["add", "add", "add", "remove", "compact"]))
    count = int(rng.integers(1, 60)) if kind != "compact" else 0
    hashes = [octets.tobytes().hex() for octets in rng.integers(0, 256, (count, 32), dtype=np.uint8)]
    return {"kind": kind, "hashes": hashes, "entries": rng.integers(0, 500, count).tolist()}


def _after(pairs: Pairs, changes: list[dict[str, Any]]) -> list[Pairs]:
    """What may be there: everything acknowledged, with or without the change that was going on."""
    now, before = set(pairs), set(pairs)
    for change in changes:
        if change["kind"] == "done":
            before = set(now)
        elif change["kind"] == "add":
            now |= {(bytes.fromhex(h), e) for h, e in zip(change["hashes"], change["entries"], strict=True)}
        else:
            now = {pair for pair in now if pair[1] not in set(change["entries"])}
    return [before, now]


def _pairs(path: Path) -> Pairs:
    """All that can be found, after every digest was compared."""
    index = Index.open(path)
    index.verify()
    now = index._reader.snapshot()
    parts = [one.pairs() for one in now.segments] + [(now.delta.hashes, now.delta.entries)]
    return {pair for hashes, entries in parts for pair in _each(hashes, entries.tolist())}


def _each(hashes: Table, entries: list[int]) -> Iterator[tuple[bytes, int]]:
    for hash, entry in zip(hashes, entries, strict=True):
        yield hash.tobytes(), entry
