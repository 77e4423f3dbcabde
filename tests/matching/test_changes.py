"""Adding, removing and merging: after every step the index answers as a plain list would."""

import tempfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.matching import Index, Malformed, grouping, stats, writer
from tests.databases import in_memory
from tests.matching import sets

pytestmark = pytest.mark.pure


class Model:
    """The same index as a set of pairs."""

    def __init__(self):
        self.pairs = set()

    def add(self, hashes, entries):
        pairs = {(bytes(h), int(e)) for h, e in zip(hashes, entries, strict=True)}
        new = pairs - self.pairs
        self.pairs |= pairs
        return len(new)

    def remove(self, entries):
        gone = set(map(int, entries))
        self.pairs = {pair for pair in self.pairs if pair[1] not in gone}

    def search_many(self, queries, limit):
        pairs = sorted(self.pairs)
        if not pairs:
            return [[] for _ in queries]
        hashes = np.frombuffer(b"".join(pair[0] for pair in pairs), dtype=np.uint8).reshape(-1, 32)
        return sets.expected(sets.distances(hashes, queries), [pair[1] for pair in pairs], limit)


@pytest.fixture
def small_parts(monkeypatch):
    """Logs, segments and their number so small that a test meets every way of merging."""
    monkeypatch.setattr(writer, "PENDING", 20)
    monkeypatch.setattr(writer, "SMALL", 60)
    monkeypatch.setattr(grouping, "FEW_HASHES", 50)
    monkeypatch.setattr(stats, "MANY", 3)


def step(rng, index, model, pool):
    """One change of each kind now and then, the same to both."""
    kind = rng.choice(["add", "add", "add", "add many", "remove", "compact"])
    if kind == "remove":
        entries = rng.integers(0, 60, rng.integers(1, 6)).astype(np.uint64)
        index.remove(entries)
        model.remove(entries)
    elif kind == "compact":
        index.compact()
    else:
        count = int(rng.integers(1, 8) if kind == "add" else rng.integers(20, 90))
        hashes, entries = (
            pool[rng.integers(0, len(pool), count)],
            rng.integers(0, 60, count).astype(np.uint64),
        )
        assert index.add(hashes, entries) == model.add(hashes, entries)


def test_changes_in_any_order_leave_exact_answers(tmp_path, searched_with, small_parts, rng):
    pool = sets.clustered(rng, 150)
    index, model = Index.build(tmp_path / "index", pool[:0]), Model()
    other = Index.open(tmp_path / "index")
    for turn in range(40):
        step(rng, index, model, pool)
        queries = sets.planted(rng, pool, 31, 2)
        right = model.search_many(queries, 31)
        assert index.search_many(queries, 31) == right
        assert [index.search(query) for query in queries] == right
        if turn % 10 == 0:
            other._reader.refresh()
            assert other.search_many(queries, 31) == right
            assert index.stats().entries == len(model.pairs)
    assert Index.open(tmp_path / "index").search_many(pool, 40) == model.search_many(pool, 40)
    index.verify()


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_any_story_of_changes_is_exact(seed):
    rng = np.random.default_rng(seed)
    with pytest.MonkeyPatch.context() as patched, tempfile.TemporaryDirectory(dir=in_memory()) as folder:
        patched.setattr(writer, "PENDING", 15)
        patched.setattr(writer, "SMALL", 50)
        pool = sets.clustered(rng, 60)
        index, model = Index.build(folder, pool[:30]), Model()
        model.add(pool[:30], range(30))
        for _ in range(12):
            step(rng, index, model, pool)
        assert index.search_many(pool, 31) == model.search_many(pool, 31)


def test_what_is_added_is_found_by_the_next_query_and_what_is_removed_is_not(tmp_path, searched_with):
    index = Index.build(tmp_path / "index", ["00" * 32], [7])
    assert index.add(["FF" * 32], [8]) == 1
    assert index.search("ff" * 32) == [(8, 0)]
    index.remove([8])
    assert index.search("ff" * 32) == []
    assert index.search("00" * 31 + "01") == [(7, 1)]


def test_one_hash_may_have_several_entries_and_each_goes_alone(tmp_path, searched_with):
    index = Index.build(tmp_path / "index", ["00" * 32] * 3, [5, 300, 2**64 - 1])
    assert [match.entry for match in index.search("00" * 32)] == [5, 300, 2**64 - 1]
    index.remove([300])
    assert [match.entry for match in index.search("00" * 32)] == [5, 2**64 - 1]
    index.compact()
    assert [match.entry for match in index.search("00" * 32)] == [5, 2**64 - 1]


def test_an_entry_may_have_several_hashes_and_they_go_together(tmp_path, searched_with):
    index = Index.build(tmp_path / "index", ["00" * 32, "01" + "00" * 31], [5, 5])
    assert index.search("00" * 32) == [(5, 0), (5, 1)]
    index.remove([5])
    assert index.search("00" * 32) == []


def test_a_pair_that_is_there_is_not_added_again(tmp_path):
    index = Index.build(tmp_path / "index", ["00" * 32, "00" * 32], [5, 5])
    assert index.add(["00" * 32, "ff" * 32, "ff" * 32], [5, 6, 6]) == 1
    assert index.stats().entries == 2


def test_what_was_removed_can_be_added_again(tmp_path):
    index = Index.build(tmp_path / "index", ["00" * 32], [5])
    index.remove([5])
    assert index.add(["00" * 32], [5]) == 1
    assert index.search("00" * 32) == [(5, 0)]
    index.compact()
    assert index.search("00" * 32) == [(5, 0)]
    assert index.stats().removed == 0


def test_a_removal_during_a_merge_is_not_forgotten(tmp_path, monkeypatch, rng):
    """Sealed or still in the log: what goes while the parts are made one stays gone."""
    from belisha.matching import compact

    hashes = sets.random_hashes(rng, 100)
    index = Index.build(tmp_path / "index", hashes)
    index.remove([1])
    monkeypatch.setattr(writer, "PENDING", 3)
    verify = compact._verify

    def meanwhile(*arguments):
        index.remove([2])
        index.add(hashes[:5], [200, 201, 202, 203, 204])  # Seals, so that the removal of 2 leaves the log.
        index.remove([3])
        verify(*arguments)

    monkeypatch.setattr(compact, "_verify", meanwhile)
    index.compact()
    gone = [index.search(hashes[number], 0) for number in (1, 2, 3)]
    assert gone == [[(201, 0)], [(202, 0)], [(203, 0)]]
    assert index.search(hashes[4], 0) == [(4, 0), (204, 0)]
    assert index.stats().segments == 2


def test_a_search_goes_on_in_what_it_began_with(tmp_path, rng):
    hashes = sets.random_hashes(rng)
    index = Index.build(tmp_path / "index", hashes)
    before = index._reader.snapshot()
    Index.build(tmp_path / "index", hashes[:10])
    assert before.search(hashes[3000].tobytes(), 31) == [(3000, 0)]
    index._reader.refresh()
    assert index.search(hashes[3000]) == []


def test_numbers_of_entries_take_the_narrowest_width(tmp_path, rng):
    index = Index.build(tmp_path / "index", sets.random_hashes(rng, 10_000))
    known = index._reader.snapshot().manifest.segments[0].arrays
    assert known["entries"].dtype == "<u2"
    assert known["several_entries"].shape == (0,)


def test_a_hash_that_cannot_be_read_is_refused_with_its_number(tmp_path):
    index = Index.build(tmp_path / "index", ["00" * 32])
    with pytest.raises(Malformed, match="number 1: it has 63 characters"):
        index.add(["00" * 32, "0" * 63], [1, 2])
    with pytest.raises(Malformed, match="other characters than hexadecimal digits"):
        index.search("zz" * 32)
    with pytest.raises(ValueError, match="1 hashes and 2 entries"):
        index.add(["00" * 32], [1, 2])
    with pytest.raises(ValueError, match="not negative"):
        index.add(["00" * 32], [-1])
    assert index.stats().entries == 1
