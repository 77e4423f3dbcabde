"""The fast search finds what comparing with everything finds: no more, no less."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha import native
from belisha.matching import Index, grouping, reference, segment
from belisha.matching.reference import Found, lists
from tests.matching import sets

pytestmark = pytest.mark.pure


def segment_of(hashes, entries, monkeypatch=None):
    """A segment with bands, however few its hashes are."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(grouping, "FEW_HASHES", 0)
        arrays = grouping.arrays(sets.words(hashes), np.asarray(entries, dtype=np.uint64))
    assert "offsets" in arrays
    return segment.in_memory(arrays).searcher


def in_a_batch(searcher, queries, limit, scan=False):
    return lists(Found(*searcher.search_many(sets.words(queries), limit, scan)), len(queries))


def one_by_one(searcher, queries, limit):
    return [searcher.search(query.tobytes(), limit) for query in queries]


@pytest.mark.parametrize("kind", sets.KINDS)
def test_every_distance_is_exact_in_batches_and_one_by_one(kind, searched_with, rng):
    few = kind == "all the same" or searched_with == "reference"
    hashes = sets.KINDS[kind](rng, 300 if few else 1500)
    entries = np.arange(len(hashes)) + 1000
    searcher = segment_of(hashes, entries)
    for limit in range(41):
        queries = sets.planted(rng, hashes, limit, 3)
        right = sets.expected(sets.distances(hashes, queries), entries, limit)
        assert in_a_batch(searcher, queries, limit) == right
        assert one_by_one(searcher, queries[::4], limit) == right[::4]


@pytest.mark.parametrize("kind", sets.KINDS)
def test_comparing_with_everything_gives_the_same(kind, searched_with, rng):
    hashes = sets.KINDS[kind](rng, 1003)
    searcher = segment_of(hashes, np.arange(1003))
    queries = sets.planted(rng, hashes, 31, 4)
    assert in_a_batch(searcher, queries, 31, scan=True) == in_a_batch(searcher, queries, 31)


@given(
    seed=st.integers(0, 2**32 - 1),
    kind=st.sampled_from(sorted(sets.KINDS)),
    count=st.integers(1, 400),
    limit=st.integers(0, 40),
    chosen=st.sampled_from(native.choices()),
)
@settings(max_examples=60, deadline=None)
def test_any_list_is_searched_exactly(seed, kind, count, limit, chosen):
    rng = np.random.default_rng(seed)
    hashes = sets.KINDS[kind](rng, count)
    entries = rng.integers(0, count, count)
    queries = sets.planted(rng, hashes, limit, 2)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(native.VARIABLE, chosen)
        searcher = segment_of(hashes, entries)
    right = sets.expected(sets.distances(hashes, queries), entries, limit)
    pairs = {(bytes(h), int(e)) for h, e in zip(hashes, entries, strict=True)}
    found = in_a_batch(searcher, queries, limit)
    assert [sorted(set(one)) for one in found] == [sorted(set(one)) for one in right]
    assert one_by_one(searcher, queries, limit) == found
    assert sum(map(len, in_a_batch(searcher, np.unique(hashes, axis=0), 0))) == len(pairs)


def plant(rng, hashes, count, searcher):
    """Look for `count` hashes of the list, changed by up to one bit more than the distance."""
    for _ in range(count // 500):
        limit = int(rng.integers(20, 41))
        chosen = rng.integers(0, len(hashes), 500)
        queries = sets.with_flips(rng, hashes[chosen], limit - 2, limit + 1)
        queries[::5] = sets.spread(rng, hashes[chosen[::5]], limit)
        real = np.bitwise_count(hashes[chosen] ^ queries).sum(axis=1)
        numbers, entries, distances = searcher.search_many(sets.words(queries), limit, False)
        found = set(zip(numbers.tolist(), entries.tolist(), distances.tolist(), strict=True))
        planted = {(i, int(chosen[i]), int(real[i])) for i in range(500)}
        assert {one for one in planted if one[2] <= limit} <= found
        assert all(distance <= limit for _, _, distance in found)
        assert not {one for one in planted if one[2] > limit} & found


def test_planted_hashes_are_found_up_to_the_bound_and_not_beyond(searched_with, rng):
    hashes = np.unique(sets.random_hashes(rng, 20_000), axis=0)
    plant(
        rng, hashes, 500 if searched_with == "reference" else 4000, segment_of(hashes, np.arange(len(hashes)))
    )


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["random", "clustered"])
def test_a_hundred_thousand_planted_hashes_are_found(kind, searched_with, rng):
    hashes = np.unique(sets.KINDS[kind](rng, 300_000), axis=0)
    searcher = segment_of(hashes, np.arange(len(hashes)))
    plant(rng, hashes, 2000 if searched_with == "reference" else 100_000, searcher)


def test_a_list_that_crowds_into_few_buckets_is_compared_whole(searched_with, rng):
    """Each way to give up: buckets too full, and too many candidates; beside a query that doesn't."""
    hashes = np.concatenate([sets.same(rng, 3000), sets.random_hashes(rng, 3000)])
    hashes[:3000, 0] = rng.integers(0, 256, 3000)
    hashes[:3000, 9] = rng.integers(0, 256, 3000)
    entries = np.arange(6000)
    queries = np.concatenate([hashes[:20], hashes[3000:3020], sets.random_hashes(rng, 20)])
    right = sets.expected(sets.distances(hashes, queries), entries, 31)
    searcher = segment_of(hashes, entries)
    assert in_a_batch(searcher, queries, 31) == right
    assert one_by_one(searcher, queries, 31) == right


@pytest.mark.skipif(native.core() is None, reason="nothing was compiled")
@pytest.mark.parametrize("kind", sets.KINDS)
def test_the_compiled_core_and_the_reference_build_the_same_files(kind, rng):
    core = native.core()
    hashes = sets.words(sets.KINDS[kind](rng))
    entries = rng.integers(0, 50, len(hashes)).astype(np.uint64)
    compiled, slow = core.order(hashes, entries), reference.order(hashes, entries)
    assert np.array_equal(hashes[compiled], hashes[slow])
    assert np.array_equal(entries[compiled], entries[slow])
    for one, other in zip(core.bands(hashes), reference.bands(hashes), strict=True):
        assert np.array_equal(one, other)


def test_the_reference_answers_as_the_index_does(tmp_path, searched_with, rng):
    hashes = sets.clustered(rng, 4200)
    entries = rng.integers(0, 2**63, len(hashes), dtype=np.uint64) * 2
    index = Index.build(tmp_path / "index", hashes, entries)
    queries = sets.planted(rng, hashes, 31)[:6]
    right = reference.search_many(hashes, entries, list(queries))
    assert index.search_many(queries) == right
    assert [index.search(query) for query in queries] == right


@pytest.mark.parametrize("distance", [-1, 41])
def test_a_distance_outside_0_to_40_is_refused(distance, tmp_path, searched_with):
    index = Index.build(tmp_path / "index", ["00" * 32])
    with pytest.raises(ValueError, match="distance from 0 to 40"):
        index.search("00" * 32, distance)
    with pytest.raises(ValueError, match="distance from 0 to 40"):
        index.search_many(["00" * 32], distance)


def test_an_empty_list_matches_nothing(tmp_path, searched_with):
    index = Index.build(tmp_path / "index", [])
    assert index.search("00" * 32) == []
    assert index.search_many(["00" * 32, "ff" * 32]) == [[], []]
    assert index.search_many([]) == []


def test_searches_in_several_threads_give_the_same(tmp_path, rng):
    from concurrent.futures import ThreadPoolExecutor

    hashes = sets.clustered(rng)
    index = Index.build(tmp_path / "index", hashes)
    queries = sets.planted(rng, hashes, 31)
    right = index.search_many(queries)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: index.search_many(queries), range(8))) == [right] * 8


def test_matches_come_as_arrays_too(tmp_path):
    index = Index.build(tmp_path / "known", ["00" * 32, "01" + "00" * 31], [7, 8])
    queries = ["00" * 32, "ff" * 32, "01" + "00" * 31]
    numbers, entries, distances = index.search_arrays(queries)
    assert list(zip(numbers, entries, distances, strict=True)) == [(0, 7, 0), (0, 8, 1), (2, 8, 0), (2, 7, 1)]
