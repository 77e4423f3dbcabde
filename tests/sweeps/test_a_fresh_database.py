"""An empty database gets at once just what all the migrations, one after the other, would have made of it."""

import re

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from belisha.jobs import fresh
from belisha.vault.router import APP, STORE

pytestmark = pytest.mark.usefixtures("committed")

POSTGRES = """
    SELECT 'column', table_name, column_name, data_type, udt_name, character_maximum_length::text,
           is_nullable, column_default, is_identity
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid),
           NULL, NULL, NULL, NULL, NULL FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'index', tablename, indexname, indexdef, NULL, NULL, NULL, NULL, NULL
      FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid),
           NULL, NULL, NULL, NULL, NULL FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function', proname, prosrc, NULL, NULL, NULL, NULL, NULL, NULL
      FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def emptied(alias):
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "postgresql":
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
            return
        cursor.execute("PRAGMA foreign_keys = OFF")
        for name in connections[alias].introspection.table_names(cursor):
            cursor.execute(f'DROP TABLE "{name}"')


def schema(alias):
    """Every column, constraint, index, trigger and function, and which migrations are noted as run."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        ran = {("ran", *row) for row in cursor.fetchall()}
        if connections[alias].vendor == "postgresql":
            cursor.execute(POSTGRES)
            return ran | set(cursor.fetchall())
        cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        return ran | {
            (kind, name, part) for kind, name, text in cursor.fetchall() for part in parts(kind, text)
        }


def parts(kind, text):
    """A table's columns and constraints, in whichever order they came to it; anything else as it is."""
    if kind != "table":
        return [text]
    found, depth = [""], 0
    for letter in text[text.index("(") + 1 : text.rindex(")")]:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            found.append("")
        else:
            found[-1] += letter
    return [re.sub(r"\s+", " ", part).strip() for part in found]


def test_it_is_what_the_migrations_make():
    emptied("default")
    call_command("migrate", database="default", verbosity=0)
    by_steps = schema("default")
    emptied("default")
    fresh.make("default")
    assert schema("default") == by_steps
    assert len(by_steps) > 1000


def test_the_key_store_is_what_its_migrations_make():
    """Those of its own app: all others only pass it by, which takes as long as on the desk's database."""
    emptied(STORE)
    call_command("migrate", APP, database=STORE, verbosity=0)
    by_steps = {row for row in schema(STORE) if row[0] != "ran"}
    emptied(STORE)
    fresh.make(STORE)
    made = schema(STORE)
    assert {row for row in made if row[0] != "ran"} == by_steps
    assert {("ran", *key) for key in MigrationLoader(None).disk_migrations} <= made
    assert len(by_steps) > 10


def test_what_fails_on_the_way_leaves_nothing_behind(monkeypatch):
    emptied("default")
    monkeypatch.setattr(fresh, "_note", None)
    with pytest.raises(TypeError):
        fresh.make("default")
    assert fresh.is_empty("default")
