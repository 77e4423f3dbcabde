"""What looks like probing becomes a row and one task for list officers; the answer never changes for it."""

import secrets
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from belisha.ledger.models import Entry
from belisha.ledger.record import CONSOLE
from belisha.people.keys import add_key
from belisha.people.models import ApiKey
from belisha.people.roles import Role
from belisha.screening import probing
from belisha.screening.found import Asked, View
from belisha.screening.models import Probe
from belisha.screening.probing import BudgetSpent, keep, look_at, note, refuse_beyond_budget
from belisha.screening.watch.keys import Flag, Thresholds, Watch
from belisha.work.models import Task


@pytest.fixture
def key():
    return ApiKey.objects.get(id=add_key(name="back end", scopes=["screen"], by=CONSOLE).id)


@pytest.fixture
def other_key():
    return ApiKey.objects.get(id=add_key(name="other", scopes=["screen"], by=CONSOLE).id)


@pytest.fixture
def lee(person):
    return person("Lee", Role.LIST_OFFICER)


@pytest.fixture
def waiting(monkeypatch):
    """What the other thread was given to write."""
    given = []

    class Writer:
        def submit(self, *what):
            given.append(what[1:])

    monkeypatch.setattr(probing, "_writer", Writer())
    return given


@pytest.fixture
def rules(monkeypatch):
    """A maker of a memory of its own, with other thresholds."""
    return lambda **given: monkeypatch.setattr(probing, "watch", Watch(Thresholds(**given)))


def picture(pdq=None, quality=100, **fields):
    value = secrets.token_hex(32) if pdq is None else f"{pdq:064x}"
    return Asked(views=(View(value, quality, "stored"),), **fields)


def variants(count):
    """So many near variants of one picture."""
    start = secrets.randbits(256)
    return [picture(start ^ (1 << bit) ^ (1 << (bit + 100))) for bit in range(count)]


def probe(key, account="u-1", kind="variants", queries=40):
    flag = Flag(kind=kind, of_account=bool(account), queries=queries, began=timezone.now().timestamp() - 60)
    return keep(flag=flag, key_id=key.id, account=account)


def test_many_variants_from_an_account_wait_for_a_list_officer(key, waiting):
    for one in variants(40):
        note(asked=[one], matched=[False], by=key, account="u-1")
    [(flag, key_id, account)] = waiting
    made = keep(flag=flag, key_id=key_id, account=account)
    assert (made.kind, made.key, made.account, made.queries) == ("variants", key, "u-1", 32)
    task = Task.objects.get()
    assert (task.permission, task.about_kind) == ("screening.manage_lists", "screening.probe")
    assert {"probe.noticed", "task.opened"} <= set(Entry.objects.values_list("event", flat=True))


def test_variants_from_many_accounts_name_none_of_them(key, waiting):
    some = variants(40)
    for number, one in enumerate(some):
        note(asked=[one], matched=[number % 2 == 0], by=key, account=f"u-{number}")
    assert [account for _, _, account in waiting] == [""]


def test_a_query_writes_nothing_to_the_database(key, waiting):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for one in variants(40):
            note(asked=[one], matched=[False], by=key, account="u-1")
    assert (list(asked), len(waiting)) == ([], 1)


def test_the_account_lies_nowhere_in_clear(key):
    made = probe(key, account="zqaccount")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM screening_probe")
        assert "zqaccount" not in str(cursor.fetchall())
        cursor.execute("SELECT * FROM ledger_entry")
        assert "zqaccount" not in str(cursor.fetchall())
    assert made.account == "zqaccount"


def test_the_memory_holds_no_name_of_an_account(key, rules):
    rules()
    note(asked=[picture()], matched=[False], by=key, account="zqaccount")
    assert list(probing.watch.of(key.id, 0.0).accounts._lately) != ["zqaccount"]
    assert probing._tag("zqaccount") != probing._tag("zqaccounu")


def test_the_same_again_adds_to_what_waits_and_opens_no_second_task(key, other_key):
    first, again = probe(key), probe(key, queries=60)
    assert (again, Probe.objects.get().queries) == (None, 60)
    probe(key, account="u-2")
    probe(other_key)
    assert (Probe.objects.count(), Task.objects.count()) == (3, 1)
    assert first is not None


def test_a_thousand_accounts_make_no_thousand_rows(key, monkeypatch):
    monkeypatch.setattr(probing, "OPEN_AT_MOST", 5)
    for number in range(20):
        probe(key, account=f"u-{number}")
    assert Probe.objects.count() == 5


def test_with_the_last_of_them_looked_at_the_task_is_done(key, lee):
    first, second = probe(key), probe(key, account="u-2")
    look_at(probe_id=first.id, by=lee)
    assert Task.objects.get().done_at is None
    look_at(probe_id=second.id, by=lee)
    assert (Task.objects.get().done_by, Probe.objects.filter(looked_at=None).count()) == (lee, 0)
    assert Entry.objects.filter(event="probe.looked_at").count() == 2
    look_at(probe_id=second.id, by=lee)
    assert Entry.objects.filter(event="probe.looked_at").count() == 2


def test_a_large_service_is_asked_about_once_until_it_has_doubled(key, lee):
    look_at(probe_id=probe(key, "", "budget", 6_000_000).id, by=lee)
    assert probe(key, "", "budget", 7_000_000) is None
    assert probe(key, "", "budget", 12_000_001) is not None


def test_variants_are_told_again_after_a_look(key, lee):
    look_at(probe_id=probe(key).id, by=lee)
    assert probe(key) is not None


def test_plain_pictures_and_the_console_are_not_watched(key, waiting):
    for one in variants(40):
        plain = Asked(views=(View(one.views[0].pdq, 10, "stored"),))
        note(asked=[plain], matched=[False], by=key, account="u-1")
        note(asked=[one], matched=[False], by=CONSOLE, account="u-1")
    assert waiting == []


def test_digests_and_addresses_count_against_the_budget(key, waiting, rules):
    rules(distinct=100, misses=10**9)
    digests = [Asked(digests=(("md5", secrets.token_hex(16)),)) for _ in range(60)]
    urls = [Asked(urls=(f"forum.example/{number}",)) for number in range(60)]
    for asked in (digests, digests, urls):
        note(asked=asked, matched=[False] * 60, by=key)
    assert [flag.kind for flag, _, _ in waiting] == ["budget"]


def test_beyond_its_budget_a_key_is_only_stopped_where_the_operator_chose_so(
    key, other_key, waiting, rules, monkeypatch
):
    rules(distinct=100, misses=10**9)
    note(asked=[picture() for _ in range(200)], matched=[False] * 200, by=key)
    refuse_beyond_budget(key)
    monkeypatch.setattr(probing.settings.BELISHA, "screen_budget_stops", True)
    with pytest.raises(BudgetSpent) as refused:
        refuse_beyond_budget(key)
    assert 0 < refused.value.wait <= 86_401
    refuse_beyond_budget(other_key)


def test_what_could_not_be_kept_is_logged_and_harms_no_answer(key, monkeypatch, caplog):
    monkeypatch.setattr(probing, "keep", lambda **_: 1 / 0)
    monkeypatch.setattr(probing.connections, "close_all", lambda: None)
    probing._keep(Flag(kind="variants", of_account=False, queries=1, began=0.0), key.id, "")
    assert "probing was not kept" in caplog.text


def test_the_other_thread_writes_what_was_noticed(committed):
    key = ApiKey.objects.get(id=add_key(name="back end", scopes=["screen"], by=CONSOLE).id)
    for one in variants(40):
        note(asked=[one], matched=[False], by=key, account="u-1")
    probing._writer.submit(lambda: None).result(timeout=60)
    assert Probe.objects.get().account == "u-1"


def test_a_probe_that_began_later_than_it_was_seen_is_no_error(key):
    later = (timezone.now() + timedelta(hours=1)).timestamp()
    assert keep(
        flag=Flag(kind="variants", of_account=False, queries=9, began=later), key_id=key.id, account=""
    )


def test_nothing_is_kept_of_a_key_that_is_not_there():
    flag = Flag(kind="variants", of_account=False, queries=40, began=0.0)
    assert keep(flag=flag, key_id=uuid4(), account="") is None
    assert not Probe.objects.exists()
