"""The log: one entry per change, in sequence, refused to anyone who would change it."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from belisha.intake.models import Report
from belisha.ledger import triggers
from belisha.ledger.models import Entry, Head
from belisha.ledger.record import PUBLIC, SYSTEM, record
from belisha.ledger.tree import EMPTY_ROOT, Frontier, node
from belisha.ledger.verify import verify
from belisha.vault import keys
from belisha.vault.lookup import digest
from belisha.vault.models import DataKey


@pytest.fixture
def report():
    receipt = digest("receipt", str(uuid4()))
    return Report.objects.create(
        source="public", sent_by="public", received_at=timezone.now(), receipt_lookup=receipt
    )


@pytest.fixture
def log(report):
    for number in range(20):
        record("report.noted", by=PUBLIC if number % 2 else SYSTEM, about=report, number=number)
    return report


def tampered(*statements):
    """Act as somebody who owns the database: take the triggers away, then do as they please."""
    with connection.cursor() as cursor:
        for statement in triggers.SQLITE_DROP if connection.vendor == "sqlite" else triggers.POSTGRES_DROP:
            cursor.execute(statement)
        for statement in statements:
            cursor.execute(statement)


def test_an_untouched_log_is_whole(log):
    verdict = verify()
    assert (verdict.ok, verdict.entries, verdict.first_bad) == (True, 20, None)


def test_an_empty_log_is_whole():
    assert verify().ok


def test_entries_are_numbered_without_a_gap_and_say_who_and_about_what(log):
    entries = list(Entry.objects.order_by("seq"))
    assert [entry.seq for entry in entries] == list(range(20))
    assert {entry.actor for entry in entries} == {"public", "system"}
    assert {(entry.about_kind, entry.about_id) for entry in entries} == {("intake.report", str(log.id))}


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger_entry SET event = 'x' WHERE seq = 3", "DELETE FROM ledger_entry WHERE seq = 3"],
)
def test_the_database_itself_refuses_to_change_or_delete_an_entry(log, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert verify().ok


def test_emptying_the_whole_log_at_once_is_refused(log):
    statement = "TRUNCATE ledger_entry" if connection.vendor == "postgresql" else "DELETE FROM ledger_entry"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ("UPDATE ledger_entry SET event = 'x' WHERE seq = 7", 7),
        ("UPDATE ledger_entry SET actor = 'public' WHERE seq = 8", 8),
        ("UPDATE ledger_entry SET about_id = 'x' WHERE seq = 9", 9),
        ("DELETE FROM ledger_entry WHERE seq = 5", 5),
        ("DELETE FROM ledger_entry WHERE seq > 17", 18),
        ("UPDATE ledger_entry SET seq = 99 WHERE seq = 3", 3),
    ],
)
def test_verify_names_the_first_entry_that_was_changed_or_is_missing(log, statement, first_bad):
    tampered(statement)
    verdict = verify()
    assert (verdict.ok, verdict.first_bad) == (False, first_bad)
    assert verdict.reason


def test_a_rewritten_entry_with_a_fitting_leaf_is_still_named(log):
    tampered()
    entry = Entry.objects.get(seq=4)
    entry.event = "rewritten"
    entry.leaf = entry.line().leaf()
    entry.save()
    assert verify().first_bad == 4


def test_swapped_contents_of_two_entries_are_named(log):
    tampered()
    one, other = Entry.objects.get(seq=2), Entry.objects.get(seq=3)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_entry SET content = %s WHERE seq = 2", [bytes(other.__dict__["content"])]
        )
    assert verify().first_bad == one.seq


def test_an_erased_record_leaves_a_log_that_still_verifies(log):
    DataKey.objects.filter(subject=log.id).update(wrapped=None, destroyed_at=timezone.now())
    keys.forget()
    verdict = verify()
    assert (verdict.ok, verdict.erased) == (True, 20)


@pytest.mark.parametrize("byte", range(5))
def test_a_content_that_names_another_key_does_not_pass_for_an_erased_one(log, byte):
    tampered()
    content = bytearray(Entry.objects.get(seq=6).__dict__["content"])
    content[byte] ^= 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET content = %s WHERE seq = 6", [bytes(content)])
    verdict = verify()
    assert (verdict.ok, verdict.first_bad, verdict.erased) == (False, 6, 0)


def test_facts_are_sealed_under_the_record_that_they_tell_of(report):
    record("report.noted", by=PUBLIC, about=report, text="message 1 of the reported conversation")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, key_kind FROM ledger_entry")
        content, kind = cursor.fetchone()
    assert b"message 1" not in bytes(content)
    assert kind == "report"


def test_an_entry_is_undone_with_its_transaction(report):
    def fail_after_recording():
        with transaction.atomic():
            record("report.noted", by=PUBLIC, about=report)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_recording()
    assert not Entry.objects.exists()
    assert not Head.objects.filter(size__gt=0).exists()


def reference_root(leaves):
    """RFC 6962 section 2.1, written as the text has it."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node(reference_root(leaves[:split]), reference_root(leaves[split:]))


@pytest.mark.pure
def test_the_frontier_gives_the_tree_head_of_the_standard_for_every_size():
    leaves = [bytes([number]) * 32 for number in range(70)]
    frontier = Frontier()
    for size, leaf in enumerate(leaves, start=1):
        frontier.add(leaf)
        assert frontier.root() == reference_root(leaves[:size])
