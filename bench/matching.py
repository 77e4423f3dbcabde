"""`make bench`: the matching core beside faiss, numpy and comparing with everything, in one interleaved run.

Every contender answers the same queries in turn, again and again, and each figure is the median of its turns:
what else the machine does meets all of them. The ratios are what is compared with the goals.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belisha import native
from belisha.matching import Index, reference
from belisha.matching.parse import as_octets, table, table_of

Row = tuple[str, str, str]
Octets = NDArray[np.uint8]
BATCH, TURNS = 20_000, 7
# What faiss and the scans are asked in one turn; they are slow.
FEW = 40
# One by one, in about the time that faiss takes for its few: in less, cold caches would weigh more.
SINGLE = 2_000
GOALS = {"avx512": (80, 250), "avx2": (80, 100), "portable": (40, 40), "reference": (0, 0)}


@dataclass
class Times:
    """Seconds a query, turn by turn, for each contender; all single times for percentiles."""

    turns: dict[str, list[float]] = field(default_factory=dict)
    singles: dict[str, list[float]] = field(default_factory=dict)

    def median(self, name: str) -> float:
        return statistics.median(self.turns[name])

    def ratio(self, slow: str, fast: str) -> float:
        """How many times faster: in the median latency, where queries were timed one by one."""
        if slow in self.singles and fast in self.singles:
            return statistics.median(self.singles[slow]) / statistics.median(self.singles[fast])
        return self.median(slow) / self.median(fast)


@dataclass(frozen=True)
class Contender:
    """Something that answers queries: all at once or one after another."""

    name: str
    queries: int
    run: Callable[[Any], object]
    one_by_one: bool = False
    prepared: Callable[[Octets], Sequence[Any]] = lambda asked: np.split(asked, len(asked))


def measure(*, large: bool = False) -> list[Row]:
    """All lists, smallest first."""
    sizes = [("100k", 100_000, _random), ("1M", 1_000_000, _random), ("1M clustered", 1_000_000, _clustered)]
    if large:
        sizes.append(("10M", 10_000_000, _random))
    rows = []
    for name, count, make in sizes:
        rows += _list(name, make(np.random.default_rng(7), count))
    return rows + _degenerate()


def _list(name: str, hashes: Octets) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "index")
        seconds, index = _timed(lambda: Index.build(path, hashes))
        rows = [
            (f"{name}: build", f"{seconds:.2f} s", "<= 2 s at 1M"),
            (f"{name}: open", _opening(path), "<= 20 ms"),
            (f"{name}: size", f"{index.stats().bytes_a_hash:.1f} bytes a hash", "<= 140 at 1M and more"),
        ]
        queries = _queries(np.random.default_rng(8), hashes)
        times = _interleaved(_contenders(path, hashes), queries)
        return rows + _rows(name, times) + [_add_to_match(name, index)]


def _contenders(path: Path, hashes: Octets) -> list[Contender]:
    found = []
    for choice in native.choices()[:-1]:
        index = _opened_with(choice, path)
        found.append(Contender(f"{choice} one by one", SINGLE, index.search, True, _as_hex))
        found.append(Contender(f"{choice} batch", BATCH, _batch(index)))
    best = _opened_with(native.choices()[0], path)
    found.append(Contender("two threads", BATCH, _two_threads(best)))
    found.append(Contender("own scan", FEW, lambda asked: _scan(best, asked)))
    slow = reference.Segment(table(hashes), np.arange(len(hashes), dtype=np.uint64), "")
    found.append(Contender("numpy", 3, lambda asked: _numpy(slow, asked)))
    return found + list(_faiss(hashes))


def _faiss(hashes: Octets) -> Iterator[Contender]:
    """IndexBinaryIDMap2(IndexBinaryMultiHash(256, 16, 16)), nflip 1: what Meta's HMA searches with."""
    try:
        import faiss
    except ImportError:
        return
    faiss.omp_set_num_threads(1)
    multi = faiss.IndexBinaryMultiHash(256, 16, 16)
    multi.nflip = 1
    index = faiss.IndexBinaryIDMap2(multi)
    seconds, _ = _timed(lambda: index.add_with_ids(hashes, np.arange(len(hashes), dtype=np.int64)))
    print(f"(faiss took {seconds:.1f} s to build {len(hashes):,})", flush=True)
    # faiss counts distances below the radius.
    yield Contender("faiss one by one", FEW, lambda asked: _asked_of(index, asked), True, _as_hex)
    yield Contender("faiss batch", 4 * FEW, lambda asked: index.range_search(asked, 32))


def _interleaved(contenders: list[Contender], queries: Octets) -> Times:
    times = Times(
        {one.name: [] for one in contenders}, {one.name: [] for one in contenders if one.one_by_one}
    )
    # Untimed: what is mapped from files or was just built comes into memory when it is first read.
    for one in contenders:
        for some in one.prepared(queries[-one.queries :]) if one.one_by_one else [queries[-one.queries :]]:
            one.run(some)
    for turn in range(TURNS):
        # Nobody always comes after the one that has emptied the caches.
        for one in contenders[turn % len(contenders) :] + contenders[: turn % len(contenders)]:
            asked = np.roll(queries, -turn * one.queries, axis=0)[: one.queries]
            singles = times.singles.get(one.name)
            if singles is None:
                times.turns[one.name].append(_seconds(one, asked) / len(asked))
            else:
                spent = [_seconds(one, query) for query in one.prepared(asked)]
                singles += spent
                times.turns[one.name].append(sum(spent) / len(spent))
    return times


def _seconds(one: Contender, asked: Any) -> float:
    started = time.perf_counter()
    one.run(asked)
    return time.perf_counter() - started


def _rows(name: str, times: Times) -> list[Row]:
    rows = []
    for who in times.turns:
        figure = f"{1 / times.median(who):,.0f} queries/s"
        if singles := times.singles.get(who):
            p50, p99 = np.percentile(singles, [50, 99]) * 1e6
            figure += f", p50 {p50:.1f} us, p99 {p99:.1f} us"
        rows.append((f"{name}: {who}", *_beside_faiss(name, who, times, figure)))
    return rows


def _beside_faiss(name: str, who: str, times: Times, figure: str) -> tuple[str, str]:
    choice, _, way = who.partition(" ")
    rival = "faiss batch" if way == "batch" else "faiss one by one"
    if choice not in GOALS or rival not in times.turns:
        return figure, "-"
    goal = _goal(name, choice, way)
    return f"{figure}, {times.ratio(rival, who):.0f}x faiss", goal


def _goal(name: str, choice: str, way: str) -> str:
    single, batch = GOALS[choice]
    if name == "1M clustered":
        return ">= 60x"
    if name == "10M":
        return ">= 150x" if way == "batch" else "-"
    if name == "1M":
        return f">= {batch}x" if way == "batch" else f">= {single}x, p99 <= 50 us"
    return "-"


def _degenerate() -> list[Row]:
    """A list whose hashes crowd into few buckets: at most half as slow again as comparing with all of it."""
    hashes = _random(np.random.default_rng(9), 300_000).reshape(-1, 16, 2)
    hashes[:, ::2] = 0
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        Index.build(Path(folder, "index"), hashes.reshape(-1, 32))
        for choice in native.choices()[:-1]:
            index = _opened_with(choice, Path(folder, "index"))
            queries = _flipped(np.random.default_rng(8), hashes.reshape(-1, 32)[:1000], 8)
            both = [
                Contender("search", FEW, _singles(index), one_by_one=True),
                Contender("scan", FEW, _scans(index)),
            ]
            times = _interleaved(both, queries)
            rows.append((f"degenerate: {choice}", f"{times.ratio('search', 'scan'):.2f} scans", "<= 1.5"))
    return rows


def _add_to_match(name: str, index: Index) -> Row:
    """From add() in one opened index to the match in another, as another process has it."""
    other = Index.open(index._reader.folder)
    spent = []
    for number in range(20):
        hash = np.random.default_rng(number + 10_000).integers(0, 256, 32, dtype=np.uint8).tobytes()
        started = time.perf_counter()
        index.add([hash], [2**40 + number])
        while not other.search(hash, 0):
            pass
        spent.append(time.perf_counter() - started)
    return f"{name}: add to match", f"median {statistics.median(spent) * 1000:.1f} ms", "<= 1000 ms"


def _opening(path: Path) -> str:
    return f"{statistics.median(_timed(lambda: Index.open(path))[0] for _ in range(9)) * 1000:.1f} ms"


def _random(rng: np.random.Generator, count: int) -> Octets:
    return rng.integers(0, 256, (count, 32), dtype=np.uint8)


def _clustered(rng: np.random.Generator, count: int) -> Octets:
    """Ten thousand pictures, each with a hundred versions up to 24 bits apart."""
    return _flipped(rng, _random(rng, count // 100).repeat(100, axis=0), 24)


def _flipped(rng: np.random.Generator, hashes: Octets, most: int) -> Octets:
    words = table(hashes).copy()
    rows = np.arange(len(words))
    counts = rng.integers(0, most + 1, len(words))
    for turn in range(most):
        bits = rng.integers(0, 256, len(words))
        words[rows, bits // 64] ^= np.where(
            turn < counts, np.uint64(1) << (bits % 64).astype(np.uint64), np.uint64(0)
        )
    return as_octets(words)


def _queries(rng: np.random.Generator, hashes: Octets) -> Octets:
    """Nine of ten match nothing; one of ten is an entry with up to 31 bits changed."""
    queries = _random(rng, BATCH)
    queries[::10] = _flipped(rng, hashes[rng.integers(0, len(hashes), len(queries[::10]))], 31)
    return queries


def _singles(index: Index) -> Callable[[Octets], object]:
    return lambda asked: _one_by_one(index, asked)


def _batch(index: Index) -> Callable[[Octets], object]:
    return index.search_many


def _two_threads(index: Index) -> Callable[[Octets], object]:
    pool = ThreadPoolExecutor(2)
    return lambda asked: list(pool.map(index.search_many, np.array_split(asked, 2)))


def _scan(index: Index, asked: Octets) -> None:
    index._reader.snapshot().search_many(table(asked), 31, scan=True)


def _scans(index: Index) -> Callable[[Octets], object]:
    return lambda asked: _each_scanned(index, asked)


def _one_by_one(index: Index, asked: Octets) -> None:
    for query in asked:
        index.search(query.tobytes().hex())


def _each_scanned(index: Index, asked: Octets) -> None:
    for query in np.split(asked, len(asked)):
        _scan(index, query)


def _numpy(segment: reference.Segment, asked: Octets) -> None:
    segment.search_many(table_of(asked.tobytes()), 31, True)


def _as_hex(asked: Octets) -> list[str]:
    return [query.tobytes().hex() for query in asked]


def _asked_of(index: Any, query: str) -> None:
    index.range_search(np.frombuffer(bytes.fromhex(query), dtype=np.uint8)[None, :], 32)


@contextmanager
def _chosen(choice: str) -> Iterator[None]:
    before = os.environ.get(native.VARIABLE)
    os.environ[native.VARIABLE] = choice
    yield
    os.environ.pop(native.VARIABLE)
    if before:
        os.environ[native.VARIABLE] = before


def _opened_with(choice: str, path: Path) -> Index:
    with _chosen(choice):
        return Index.open(path)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    made = work()
    return time.perf_counter() - started, made
