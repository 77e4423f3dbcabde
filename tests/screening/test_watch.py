"""Who feels for the edge of a list is noticed, who only uploads is not. The full counts: bench/probing.py."""

import threading
from itertools import islice
from random import Random

import numpy as np
import pytest

from belisha.screening.watch import edge, variants
from belisha.screening.watch.budget import DAY, KEPT, Budget
from belisha.screening.watch.keys import KEYS, Queries, Thresholds, Watch
from bench import climbs
from bench.probing import WITHIN, asked, by_mistake, noticed
from bench.traffic import Traffic, Uploaded

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def ordinary():
    return iter(Traffic(Random(3), series=3))


@pytest.fixture
def random():
    return Random(5)


def queries(hashes, matched=False, account=1):
    """A request with these hashes, whole numbers."""
    return Queries(
        tags=np.array([pdq & (2**64 - 1) for pdq in hashes], dtype=np.uint64),
        matched=[matched] * len(hashes),
        hashes=b"".join(pdq.to_bytes(32, "big") for pdq in hashes),
        rows=range(len(hashes)),
        account=account,
    )


@pytest.mark.parametrize("accounts", [1, 5])
@pytest.mark.parametrize("way", [*climbs.OF_HASHES, *climbs.OF_PICTURES])
def test_a_climb_is_noticed_within_fifty_queries(way, accounts, ordinary, random):
    entry = climbs.a_target(random)
    assert noticed(way(entry, random), entry, accounts, 5, ordinary) <= WITHIN


def test_a_climb_from_an_account_for_each_query_is_noticed_by_what_it_crosses(ordinary, random):
    entry = climbs.a_target(random)
    assert noticed(climbs.outwards(entry, random), entry, 1000, 5, ordinary) <= WITHIN


def test_a_slow_climb_is_noticed_among_ten_thousand_uploads(ordinary, random):
    entry = climbs.a_target(random)
    assert noticed(climbs.outwards(entry, random), entry, 5, 200, ordinary) <= WITHIN


def test_of_ordinary_uploads_at_most_one_in_a_thousand_is_flagged(ordinary):
    assert by_mistake(6000, ordinary) <= 6


def test_the_very_same_hash_again_and_again_is_no_probing(random):
    watch, pdq = Watch(Thresholds()), random.getrandbits(256)
    assert not any(asked(watch, Uploaded("u1", pdq, True), now) for now in range(200))


def test_what_goes_round_from_many_accounts_is_no_probing(random):
    watch, pdq = Watch(Thresholds()), random.getrandbits(256)
    copies = [Uploaded(f"u{n}", climbs.flipped(pdq, random, 6), False) for n in range(300)]
    assert not any(asked(watch, one, now) for now, one in enumerate(copies))


def test_known_material_that_goes_round_is_no_probing(random):
    """Nearly every copy matches; one in thirty was altered so much that it doesn't."""
    watch, entry = Watch(Thresholds()), random.getrandbits(256)
    bits = [34 if number % 30 == 29 else random.randrange(0, 20) for number in range(300)]
    copies = [(climbs.flipped(entry, random, some), some <= climbs.RADIUS) for some in bits]
    assert not any(asked(watch, Uploaded(f"u{n}", *one), n) for n, one in enumerate(copies))


def test_one_thing_is_told_once(random):
    watch, pdq = Watch(Thresholds()), random.getrandbits(256)
    flags = [asked(watch, Uploaded("u1", climbs.flipped(pdq, random, 4), False), now) for now in range(200)]
    assert sum(flags) == 1


def test_days_later_the_same_is_told_again(random):
    watch, pdq = Watch(Thresholds()), random.getrandbits(256)
    later = variants.FORGOTTEN_AFTER + 60
    times = [*range(40), *(later + second for second in range(40))]
    flags = [asked(watch, Uploaded("u1", climbs.flipped(pdq, random, 4), False), now) for now in times]
    assert sum(flags) == 2


def test_variants_in_one_large_batch_are_noticed_where_they_cross_the_edge(random):
    watch, pdq = Watch(Thresholds()), random.getrandbits(256)
    key = watch.of("key", 0.0)
    key.note(queries([climbs.flipped(pdq, random, 4) for _ in range(20)], matched=True), 0.0)
    others = [random.getrandbits(256) for _ in range(2000)]
    flags = key.note(queries([*others, *(climbs.flipped(pdq, random, 20) for _ in range(20))]), 1.0)
    assert [flag.kind for flag in flags] == ["variants"]


def test_more_distinct_hashes_than_the_budget_are_told_once_a_day(random):
    key = Watch(Thresholds(distinct=5000, misses=10**9)).of("key", 0.0)
    times = [0.0, 1.0, 2.0, 3.0, DAY + 1, DAY + 2, DAY + 3]
    told = [key.note(queries([random.getrandbits(256) for _ in range(3000)]), now) for now in times]
    assert [[flag.kind for flag in flags] for flags in told] == [[], ["budget"], [], [], [], ["budget"], []]
    assert told[1][0].queries == pytest.approx(6000, rel=0.15)


def test_hashes_without_a_match_are_told_and_a_match_pays_for_as_many_again(random):
    def told(matches):
        key = Watch(Thresholds(distinct=10**9, misses=1000)).of("key", 0.0)
        for _ in range(matches):
            key.note(queries([random.getrandbits(256)], matched=True), 0.0)
        return [flag.kind for flag in key.note(queries([random.getrandbits(256) for _ in range(1500)]), 1.0)]

    assert (told(0), told(1)) == (["misses"], [])


def test_the_same_hashes_again_cost_no_budget():
    budget, tags = Budget(0.0), np.arange(0, 2**64 - 1, 2**54, dtype=np.uint64)
    for now in range(5):
        budget.add(tags, 0, float(now))
    assert budget.distinct() == pytest.approx(len(tags), rel=0.05)
    assert len(budget._smallest) <= KEPT


def test_what_is_remembered_is_bounded(random, monkeypatch):
    monkeypatch.setattr(variants, "ACCOUNTS", 50)
    monkeypatch.setattr(variants, "CLOSER", 20)
    monkeypatch.setattr(edge, "MATCHED", 30)
    watch = Watch(Thresholds())
    key = watch.of("key", 0.0)
    for number in range(400):
        pdq = random.getrandbits(256)
        near = [climbs.flipped(pdq, random, 3) for _ in range(3)]
        key.note(queries(near, matched=number % 2 == 0, account=number), float(number))
    assert len(key.accounts) <= 70
    assert len(key.edges._matched) <= 30
    for number in range(3 * KEYS):
        watch.of(number, 0.0)
    assert len(watch._keys) <= KEYS


def test_threads_of_one_key_lose_no_query(random):
    key, hashes = Watch(Thresholds()).of("key", 0.0), [random.getrandbits(256) for _ in range(800)]

    def ask(part):
        for pdq in part:
            key.note(queries([pdq], matched=pdq % 7 == 0, account=pdq % 5), 0.0)

    threads = [threading.Thread(target=ask, args=(hashes[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (key.budget.asked, key.budget.distinct()) == (800, 800)


def test_the_bench_draws_what_it_says():
    some = list(islice(Traffic(Random(4), series=2), 4000))
    assert len({one.account for one in some}) > 1000
    assert 0 < sum(one.matched for one in some) < 40
