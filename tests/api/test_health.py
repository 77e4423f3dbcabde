"""Liveness and readiness."""

from django.db import connection, connections

from belisha.vault import keys
from belisha.vault.keys import LOOKUP_KEY, key_to_seal
from belisha.vault.models import DataKey


def test_a_desk_that_can_keep_reports_is_live_and_ready(client):
    assert [(client.get(path).status_code, client.get(path).json()) for path in ("/livez", "/readyz")] == [
        (200, {"ok": True}),
        (200, {"ok": True}),
    ]


def test_a_desk_with_weakened_storage_is_live_and_not_ready(committed, client):
    weaken = {"sqlite": "PRAGMA synchronous = NORMAL", "postgresql": "SET synchronous_commit = off"}
    with connection.cursor() as cursor:
        cursor.execute(weaken[connection.vendor])
    assert (client.get("/livez").status_code, client.get("/readyz").status_code) == (200, 503)


def test_a_desk_that_cannot_open_its_keys_is_not_ready(client, settings):
    key_to_seal(LOOKUP_KEY)
    keys.forget()
    settings.BELISHA_MASTER_KEYS = [b"another master key".ljust(32)]
    assert client.get("/readyz").status_code == 503


def test_a_desk_without_its_key_store_is_not_ready(committed, client):
    keys.forget()
    with connections["keys"].cursor() as cursor:
        cursor.execute(f"DROP TABLE {DataKey._meta.db_table}")
    assert client.get("/readyz").status_code == 503


def test_a_desk_that_can_only_be_read_is_live_and_not_ready(committed, client):
    read_only = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET default_transaction_read_only = on"}
    with connection.cursor() as cursor:
        cursor.execute(read_only[connection.vendor])
    assert (client.get("/livez").status_code, client.get("/readyz").status_code) == (200, 503)
