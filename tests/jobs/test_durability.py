"""What was acknowledged must survive a power cut: weakened storage is refused with a sentence."""

import pytest
from django.db import connection, connections

from belisha.jobs import durability, start
from belisha.jobs.durability import UnsafeStorage

WEAKER = {
    "sqlite": ["PRAGMA synchronous=NORMAL", "PRAGMA synchronous=OFF", "PRAGMA foreign_keys=OFF"],
    "postgresql": ["SET synchronous_commit = off"],
}


@pytest.fixture
def own_connection(committed):
    """A connection outside a transaction, since these settings don't change within one."""
    yield connection
    connection.close()


def test_the_settings_as_shipped_are_durable(own_connection):
    durability.refuse_unsafe()
    assert all(finding.ok for finding in durability.findings())
    assert {finding.database for finding in durability.findings()} == {"default", "keys"}


def test_each_weakened_setting_is_refused_by_its_name(own_connection):
    for statement in WEAKER[connection.vendor]:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute(statement)
        name = statement.split("=")[0].split()[1]
        with pytest.raises(UnsafeStorage, match=name):
            durability.refuse_unsafe()


def test_a_key_store_that_forgets_is_refused_too(own_connection):
    store = connections["keys"]
    with store.cursor() as cursor:
        cursor.execute(WEAKER[store.vendor][0])
    with pytest.raises(UnsafeStorage, match="“keys”"):
        durability.refuse_unsafe()
    store.close()


def test_transactions_that_lock_late_are_refused_on_sqlite(own_connection, monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has transaction modes")
    connection.ensure_connection()
    monkeypatch.setattr(connection, "transaction_mode", "DEFERRED")
    with pytest.raises(UnsafeStorage, match="transaction mode"):
        durability.refuse_unsafe()


def test_the_server_ends_with_the_sentence_and_not_with_a_frame_of_code(own_connection):
    with connection.cursor() as cursor:
        cursor.execute(WEAKER[connection.vendor][0])
    with pytest.raises(SystemExit, match="does not start"):
        start.refuse_unsafe_start()


def test_a_rollback_journal_is_refused_on_sqlite(own_connection):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has a journal mode")
    for other in connections.all():
        other.close()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=DELETE")
    with pytest.raises(UnsafeStorage, match="journal_mode"):
        durability.refuse_unsafe()
