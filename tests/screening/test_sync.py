"""A list keeps in step with its exchange, with what it deletes and changes too; a failure changes nothing."""

import json
import sys
import threading
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone
from pydantic import AnyUrl

from belisha.ledger.models import Entry
from belisha.ledger.record import SYSTEM
from belisha.outbound.exchange import NotConfigured
from belisha.screening import fetching
from belisha.screening.check import ListRefused
from belisha.screening.found import Asked, View
from belisha.screening.library import look_up
from belisha.screening.lists import import_list, roll_back
from belisha.screening.models import HashList
from belisha.screening.sync import AnotherExchange, BeingSynced, NotOfAnExchange, NotSynced, due, sync
from belisha.work.models import Task
from tests.screening.exchanges import _no_pauses, ncmec, stopncii
from tests.work.channels import configured

__all__ = ["_no_pauses", "configured", "ncmec", "stopncii"]


def md5(number):
    return f"{Random(number).getrandbits(128):032x}"


def pdq(number):
    return f"{Random(-number - 1).getrandbits(256):064x}"


@pytest.fixture(autouse=True)
def _own_folder(configured, tmp_path):
    configured(data_dir=tmp_path)


@pytest.fixture
def filled(ncmec):
    """An exchange with 30 pictures, and the list that was fetched from it."""
    for number in range(30):
        ncmec.put(f"one-{number:02}", md5=md5(number), sha1=md5(number) + "0" * 8, pdq=pdq(number))
    sync(name="exchange", by=SYSTEM, source="ncmec")
    return ncmec


def again(**more):
    return sync(name="exchange", by=SYSTEM, **more)


def matches(*, digest="", hash=""):
    asked = Asked(
        digests=(("md5", digest),) if digest else (), views=(View(hash, 100, "sent"),) if hash else ()
    )
    return [hit for found in look_up([asked]) for hit in found.hits]


def row():
    return HashList.objects.get(name="exchange")


def tasks():
    return [task.kind for task in Task.objects.filter(done_at=None)]


def test_a_list_is_fetched_and_matches_by_md5_sha1_and_pdq(filled):
    assert row().in_force.counts["entries"] == 30
    assert {kind: row().in_force.counts[kind] for kind in ("md5", "sha1", "pdq")} == dict.fromkeys(
        ("md5", "sha1", "pdq"), 30
    )
    assert [hit.source_id for hit in matches(digest=md5(7))] == ["42-one-07"]
    assert [(hit.grade, hit.distance) for hit in matches(hash=pdq(7))] == [("A1", 0)]
    assert "list.imported" in set(Entry.objects.values_list("event", flat=True))


def test_what_is_deleted_no_longer_matches_and_the_rest_does(filled):
    filled.delete("one-07")
    done = again()
    assert done.gone == 1
    assert matches(digest=md5(7)) == []
    assert matches(hash=pdq(7)) == []
    assert len(matches(digest=md5(8))) == 1
    assert row().in_force.counts["entries"] == 29


def test_what_is_changed_matches_as_it_is_now_alone(filled):
    filled.put("one-07", md5=md5(107), classification="B2")
    again()
    assert matches(digest=md5(7)) == []
    assert matches(hash=pdq(7)) == []
    assert [hit.grade for hit in matches(digest=md5(107))] == ["B2"]
    assert row().in_force.counts["entries"] == 30


def test_what_is_deleted_and_listed_again_matches_again(filled):
    filled.delete("one-07")
    again()
    filled.put("one-07", md5=md5(7))
    again()
    assert len(matches(digest=md5(7))) == 1


def test_only_what_changed_since_is_asked_for(filled, monkeypatch):
    monkeypatch.setattr(fetching, "OVERLAP", 0)
    reached = row().sync_state["until"]
    filled.asked.clear()
    done = again()
    assert (done.imported.state, done.imported.version, done.changed) == ("unchanged", 1, 0)
    assert (
        f"from={timezone.datetime.fromtimestamp(reached).strftime('%Y-%m-%dT%H%%3A%M%%3A%SZ')}"
        in filled.asked[0]
    )
    assert row().sync_state["until"] >= reached
    assert row().checked_at is not None


@pytest.mark.parametrize("failure", [500, 404, "truncated", "empty", "html", "garbage", "elsewhere"])
def test_a_failure_on_any_page_leaves_the_old_in_force_with_one_task(filled, failure, monkeypatch):
    before = row()
    for number in range(100, 106):
        filled.put(f"one-{number}", md5=md5(number))
    for good in (0, 2):
        filled.fail(*[None] * good, *[failure] * 3)
        with pytest.raises(NotSynced):
            again()
        filled.failures.clear()
    assert (row().in_force, row().sync_state["until"]) == (before.in_force, before.sync_state["until"])
    assert tasks() == ["list.not_synced"]
    assert len(matches(digest=md5(7))) == 1
    again()
    assert tasks() == []
    assert len(matches(digest=md5(105))) == 1


def test_an_empty_answer_is_not_everything_deleted(filled):
    filled.records.clear()
    assert again().imported.state == "unchanged"
    assert len(matches(digest=md5(7))) == 1


def test_a_fetch_that_stopped_goes_on_from_the_page_that_failed(ncmec):
    for number in range(10):
        ncmec.put(f"one-{number}", md5=md5(number))
    ncmec.fail(None, None, None, 404)
    with pytest.raises(NotSynced):
        again(source="ncmec")
    assert HashList.objects.get().in_force is None
    ncmec.asked.clear()
    assert again().imported.counts["entries"] == 10
    assert len(ncmec.asked) == 2
    assert "start=6" in ncmec.asked[0]


def test_a_next_page_that_is_old_is_asked_for_from_the_beginning(ncmec, monkeypatch):
    for number in range(6):
        ncmec.put(f"one-{number}", md5=md5(number))
    ncmec.fail(None, 404)
    with pytest.raises(NotSynced):
        again(source="ncmec")
    monkeypatch.setattr(fetching, "LASTS", -1)
    ncmec.asked.clear()
    assert again().imported.counts["entries"] == 6
    assert "start=" not in ncmec.asked[0]


def test_a_long_time_is_asked_for_in_spans(ncmec, monkeypatch):
    ncmec.put("old", md5=md5(1), at=1_000_000_000)
    ncmec.put("new", md5=md5(2))
    monkeypatch.setattr("belisha.outbound.exchange.Ncmec.span", 5 * 365 * 24 * 3600)
    again(source="ncmec")
    assert len(ncmec.asked) == 3
    assert [len(matches(digest=md5(number))) for number in (1, 2)] == [1, 1]


def test_an_exchange_that_goes_round_is_left(ncmec, monkeypatch):
    for number in range(3):
        ncmec.put(f"one-{number}", md5=md5(number))
    monkeypatch.setattr(
        ncmec, "answer", lambda url, real=ncmec.answer: real(url).replace(b"start=2", b"start=0")
    )
    with pytest.raises(NotSynced, match="again and again"):
        again(source="ncmec")


def test_most_of_a_list_that_is_deleted_at_once_is_refused(filled):
    for number in range(20):
        filled.delete(f"one-{number:02}")
    with pytest.raises(ListRefused, match="10 entries"):
        again()
    assert tasks() == ["list.refused"]
    assert len(matches(digest=md5(7))) == 1
    HashList.objects.update(least_percent=10)
    again()
    assert matches(digest=md5(7)) == []
    assert tasks() == []


def test_test_and_real_entries_do_not_mix(filled, configured):
    configured(ncmec_url=AnyUrl("http://127.0.0.1:9/hashsharing"))
    with pytest.raises(AnotherExchange):
        again()


def test_a_hash_that_its_owner_withdrew_no_longer_matches(stopncii):
    for number in range(5):
        stopncii.put(pdq(number))
    stopncii.put(md5(1), kind="VideoMD5")
    again(source="stopncii")
    assert [hit.category for hit in matches(hash=pdq(3))] == ["intimate image of an adult"]
    assert len(matches(digest=md5(1))) == 1
    stopncii.put(pdq(3), status="Withdrawn")
    stopncii.put(pdq(2), cases={"1": "Withdrawn", "2": "Active"})
    assert again().gone == 1
    assert [len(matches(hash=pdq(number))) for number in (2, 3, 4)] == [1, 0, 1]


def test_a_list_that_was_rolled_back_is_fetched_whole_and_only_when_a_person_says_so(filled):
    filled.put("one-99", md5=md5(99))
    again()
    roll_back(name="exchange", by=SYSTEM)
    assert matches(digest=md5(99)) == []
    assert due(now=timezone.now() + timedelta(days=9)) == []
    filled.asked.clear()
    again()
    assert "from=1970" in filled.asked[0]
    assert len(matches(digest=md5(99))) == 1


def test_it_is_due_after_the_interval_and_sooner_after_a_failure(filled):
    def hours(count):
        return due(now=timezone.now() + timedelta(hours=count))

    assert (hours(5), hours(7)) == ([], ["exchange"])
    filled.fail(404)
    with pytest.raises(NotSynced):
        again()
    assert (hours(0.5), hours(1.5)) == ([], ["exchange"])


def test_a_list_of_a_file_and_one_of_an_exchange_are_not_mistaken(filled, stopncii, tmp_path):
    path = tmp_path / "hashes.txt"
    path.write_text(f"{md5(1)}\n")
    import_list(name="file", path=path, by=SYSTEM)
    for name, source in (
        ("file", "ncmec"),
        ("file", ""),
        ("exchange", "stopncii"),
        ("other", ""),
        ("other", "x"),
    ):
        with pytest.raises(NotOfAnExchange):
            sync(name=name, by=SYSTEM, source=source)
    with pytest.raises(ListRefused, match="another source"):
        import_list(name="exchange", path=path, by=SYSTEM)


def test_only_one_at_a_time_fetches_a_list(filled, monkeypatch):
    from belisha.outbound.exchange import Ncmec

    def page(self, real=Ncmec.page, **span):
        with pytest.raises(BeingSynced):
            again()
        return real(self, **span)

    monkeypatch.setattr(Ncmec, "page", page)
    again()


def test_nothing_is_fetched_until_it_is_set_up():
    with pytest.raises(NotConfigured):
        again(source="ncmec")


def test_the_worker_fetches_what_is_due_and_goes_on_after_a_failure(filled, monkeypatch):
    from belisha.jobs import fetch_lists

    monkeypatch.setattr(fetch_lists.connections, "close_all", lambda: None)
    filled.put("one-99", md5=md5(99))
    filled.fail(404)
    fetch_lists.fetch(["unknown", "exchange", "exchange"])
    assert len(matches(digest=md5(99))) == 1
    assert tasks() == []


def test_the_worker_waits_for_no_exchange(monkeypatch):
    from belisha.jobs import fetch_lists

    done, named = threading.Event(), []
    monkeypatch.setattr(fetch_lists, "due", lambda now: ["exchange"])
    monkeypatch.setattr(fetch_lists, "fetch", lambda names: named.extend(names) or done.wait(5))
    fetcher = fetch_lists.Fetcher()
    assert (fetcher.fetch_lists(), fetcher.fetch_lists()) == (1, 0)
    monkeypatch.setattr(fetch_lists, "LOOK_AGAIN", timedelta(0))
    assert fetcher.fetch_lists() == 0
    done.set()
    fetcher.wait()
    assert (fetcher.fetch_lists(), named) == (1, ["exchange"] * 2)
    fetcher.wait()


def run(*words):
    from typer.testing import CliRunner

    from belisha.jobs.cli import app

    return CliRunner().invoke(app, ["lists", "sync", *words])


@pytest.fixture
def _here(monkeypatch):
    from belisha.jobs import lists_sync

    monkeypatch.setattr(lists_sync, "use_data_dir", lambda data: None)
    monkeypatch.setattr("belisha.jobs.console.set_up", lambda **how: None)


@pytest.mark.usefixtures("_here")
def test_the_command_fetches_a_list_and_says_what_came(ncmec):
    ncmec.put("one", md5=md5(1), sha1="no hash", netclean="x")
    told = run("exchange", "--from", "ncmec", "--json")
    assert told.exit_code == 0
    said = json.loads(told.stdout)
    assert {**said, "counts": said["counts"]["entries"]} == {
        "list": "exchange",
        "state": "in_force",
        "version": 1,
        "counts": 1,
        "pages": 1,
        "changed": 1,
        "gone": 0,
        "passed_over": 0,
        "malformed": 1,
        "unknown": 1,
    }
    told = run("exchange")
    assert "version" in told.output
    assert run("exchange", "--from", "elsewhere").exit_code == 2


@pytest.mark.usefixtures("_here")
def test_the_command_says_what_to_install_and_what_to_set(ncmec, configured, monkeypatch):
    told = run("exchange", "--from", "stopncii")
    assert (told.exit_code, "BELISHA_STOPNCII_URL" in told.output) == (3, True)
    monkeypatch.setitem(sys.modules, "threatexchange.exchanges.clients.ncmec", None)
    told = run("other", "--from", "ncmec")
    assert (told.exit_code, "make install EXTRAS=exchange" in told.output) == (3, True)
