"""Poisoned lists (SAFETY.md): whatever comes is refused, the old list still hits, there is one task."""

import hashlib

import pytest

from belisha.ledger.models import Entry as LedgerEntry
from belisha.ledger.record import CONSOLE
from belisha.screening import lists, read_lists
from belisha.screening.check import ListRefused
from belisha.screening.models import HashList, ListVersion
from belisha.work.models import Task
from tests.screening.listed import digits, file_of, hits, known, picture, taken

TIMES = [20, pytest.param(200, marks=pytest.mark.slow)]
BENIGN = digits()


@pytest.fixture
def values():
    return [digits(20) for _ in range(40)]


@pytest.fixture
def in_force(tmp_path, values):
    """A list in force, and what it must match whatever comes after it."""
    taken(tmp_path, *values)
    lists.change_settings(name="partner", by=CONSOLE, must_match=[values[-1]], must_not_match=[BENIGN])
    yield values
    assert all(hits(known(value, "sha1")) for value in values)
    assert ListVersion.objects.get(state="in_force").number == 1


def refused(folder, octets, **options):
    path = folder / "new.txt"
    path.write_bytes(octets if isinstance(octets, bytes) else octets.encode())
    with pytest.raises(ListRefused) as refusal:
        lists.import_list(name="partner", path=path, by=CONSOLE, **options)
    assert Task.objects.filter(kind="list.refused", done_at=None).count() == 1
    return refusal.value.sentence


def lines(values):
    return "".join(f"{value}\n" for value in values)


@pytest.mark.parametrize("times", TIMES)
def test_a_list_cut_at_any_place_is_refused_by_its_digest(tmp_path, in_force, times):
    octets = lines([digits(20) for _ in in_force]).encode()
    expected = hashlib.sha256(octets).hexdigest()
    for number in range(times):
        refused(tmp_path, octets[: number * len(octets) // times], sha256=expected)
    assert LedgerEntry.objects.filter(event="task.opened").count() == 1


@pytest.mark.parametrize("times", TIMES)
def test_a_list_cut_at_any_place_is_refused_without_one_too(tmp_path, in_force, times):
    """By the end of its line, its size, or the canary at its end."""
    octets = lines([*(digits(20) for _ in in_force), in_force[-1]]).encode()
    for number in range(times):
        refused(tmp_path, octets[: number * len(octets) // times])


@pytest.mark.parametrize("cut", [32, 40, 41, 63])
def test_half_a_line_that_looks_like_another_hash_is_refused(tmp_path, in_force, cut):
    octets = lines([*in_force[:-1], digits(20), in_force[-1]]).encode()
    assert "middle of a line" in refused(tmp_path, octets + digits(32)[:cut].encode())


@pytest.mark.parametrize(
    ("poison", "reason"),
    [
        (lambda good: lines(value[:-1] for value in good), "can't be read"),
        (lambda good: lines([*good, *(value + "0" for value in good)]), "can't be read"),
        (lambda good: f"# entries: {len(good) + 5}\n{lines(good)}# changed\n", "says that it has"),
        (lambda good: f"# algorithm: md5\n{lines(good)}", "can't be read"),
        (lambda good: "algorithm,hash\n" + lines(f"sha256,{value}" for value in good), "can't be read"),
        (lambda good: lines(good[-4:]), "10 %"),
        (lambda good: lines([*good, *(digits(20) for _ in range(9 * len(good)))]), "1000 %"),
        (lambda good: "<!doctype html><title>Sign in</title>" + lines(good), "web page"),
        (lambda good: lines([*good, BENIGN]), "must not match"),
        (lambda good: lines([*good[:-1], digits(20)]), "must match"),
        (lambda good: lines(digits(16) for _ in good), "kind sha1"),
        (lambda good: "", "nothing in it"),
        (lambda good: b"\x1f\x8b" + lines(good).encode(), "compressed"),
        (lambda good: b"\0" * 1000, "no text"),
    ],
)
def test_a_poisoned_list_is_refused_as_a_whole(tmp_path, in_force, poison, reason):
    assert reason in refused(tmp_path, poison(in_force))


@pytest.mark.parametrize("head", ["", "sha1,id\n"])
def test_a_list_of_one_fingerprint_repeated_is_no_list_of_that_length(tmp_path, in_force, head):
    few = [in_force[-1], digits(20)] * 20
    some = [f"{value},{number}" for number, value in enumerate(few)] if head else few
    assert "different fingerprints" in refused(tmp_path, head + lines(some))


def test_a_list_of_one_picture_repeated_is_no_list_of_that_length(tmp_path):
    taken(tmp_path, "pdq,id", *(f"{digits()},{number}" for number in range(40)))
    one = digits()
    again = "".join(f"{one},{number}\n" for number in range(40))
    assert "different fingerprints" in refused(tmp_path, f"pdq,id\n{again}")


def test_a_list_that_shrinks_in_small_steps_is_refused_as_in_a_large_one(tmp_path, values):
    taken(tmp_path, *values)
    taken(tmp_path, *values[:24])
    assert "of a month ago" in refused(tmp_path, lines(values[:16]))
    lists.change_settings(name="partner", by=CONSOLE, least_percent=30)
    assert taken(tmp_path, *values[:16]).state == "in_force"


def test_a_list_that_was_far_too_long_and_rolled_back_counts_for_nothing(tmp_path, values):
    taken(tmp_path, *values[:20])
    taken(tmp_path, *values)
    lists.roll_back(name="partner", by=CONSOLE)
    assert taken(tmp_path, *values[:15]).state == "in_force"


def test_a_list_that_was_replaced_is_refused_when_it_comes_again(tmp_path, values):
    taken(tmp_path, *values)
    newer = [*values, digits(20)]
    taken(tmp_path, *newer)
    assert "no longer in force" in refused(tmp_path, lines(values))
    assert hits(known(newer[-1], "sha1"))


def test_a_list_that_was_rolled_back_is_refused_when_it_comes_again(tmp_path, values):
    taken(tmp_path, *values)
    taken(tmp_path, *values, digits(20))
    bad = (tmp_path / "list.txt").read_bytes()
    lists.roll_back(name="partner", by=CONSOLE)
    assert "no longer in force" in refused(tmp_path, bad)


def test_a_list_that_says_it_is_older_is_refused(tmp_path, values):
    taken(tmp_path, "# made: 2026-11-02", *values)
    assert "made before" in refused(tmp_path, f"# made: 2026-11-01\n{lines([*values, digits(20)])}")


def test_a_canary_that_lies_near_an_entry_counts_as_matched(tmp_path):
    pdq = digits()
    taken(tmp_path, f"pdq:{digits()}", f"pdq:{digits()}")
    lists.change_settings(name="partner", by=CONSOLE, must_not_match=[f"{int(pdq, 16) ^ 255:064x}"])
    assert "must not match" in refused(tmp_path, f"pdq:{pdq}\npdq:{digits()}\n")


def test_a_refusal_is_kept_with_its_reason_and_the_next_good_list_ends_the_task(tmp_path, values):
    taken(tmp_path, *values)
    for _ in range(3):
        refused(tmp_path, "<html>")
    assert [one.reason for one in ListVersion.objects.filter(state="refused")] == ["it is a web page"]
    taken(tmp_path, *values, digits(20))
    assert not Task.objects.filter(done_at=None).exists()
    assert HashList.objects.get().in_force.number == 3


def test_the_list_in_force_sent_again_ends_a_refusal_until_the_next_one(tmp_path, values):
    taken(tmp_path, *values)
    for _ in range(2):
        refused(tmp_path, "<html>")
        assert [line.health for line in read_lists.overview()] == ["refused"]
        assert taken(tmp_path, *values).state == "unchanged"
        assert [line.health for line in read_lists.overview()] == ["good"]
        assert not Task.objects.filter(done_at=None).exists()
    assert ListVersion.objects.filter(state="refused").count() == 2


def test_a_list_that_is_rolled_back_is_no_younger_for_it(tmp_path, values):
    taken(tmp_path, *values)
    taken(tmp_path, *values, digits(20))
    before = HashList.objects.get().checked_at
    refused(tmp_path, "<html>")
    lists.roll_back(name="partner", by=CONSOLE)
    assert HashList.objects.get().checked_at == before
    assert [line.health for line in read_lists.overview()] == ["refused"]


def test_one_wrong_line_stops_nothing_and_the_next_import_goes_on(tmp_path, values):
    pdq = digits()
    path = file_of(tmp_path, *values[:5], "malformed", f"PDQ:{pdq.upper()}", *values[5:])
    lists.import_list(name="partner", path=path, by=CONSOLE)
    assert hits(picture(pdq))
    taken(tmp_path, *values, f"pdq:{digits()}", "malformed again")
    assert not hits(picture(pdq))


def test_a_list_whose_hashes_all_match_one_picture_is_refused(tmp_path, in_force, monkeypatch):
    monkeypatch.setattr("belisha.screening.check.CROWD", 20)
    pdq = digits()
    poison = lines([*in_force, *(f"pdq:{int(pdq, 16) ^ n:064x}" for n in range(1, 40))])
    assert "near to each other" in refused(tmp_path, poison)
