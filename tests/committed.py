"""Databases of one test alone, with real commits, for tests with threads, processes or a live server.

The usual way of pytest-django, to empty every table afterwards, fails on a ledger that cannot be emptied.
"""

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from psycopg import sql

Answer = TypeVar("Answer")

ALIASES = ("default", "keys")
_number = count(1)


@dataclass(frozen=True)
class Committed:
    """The databases of this test; `environment` lets another process use the same ones."""

    vendor: str
    environment: dict[str, str]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """Make both databases, whatever the chosen tests are marked with, as a desk's first start makes them."""
    from django.core.management import call_command
    from django.test.utils import setup_databases, teardown_databases

    from belisha.jobs import fresh

    def make_first(command, *arguments, **options):
        if command == "migrate":
            fresh.make(options["database"])
        return call_command(command, *arguments, **options)

    with django_db_blocker.unblock(), patch("django.core.management.call_command", make_first):
        made = setup_databases(verbosity=0, interactive=False, aliases=set(ALIASES), serialized_aliases=set())
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def migrated(django_db_setup, django_db_blocker) -> dict[str, str]:
    """What to copy for each alias: a file on SQLite, the name of a database on PostgreSQL."""
    if connections["default"].vendor == "postgresql":
        return {alias: connections.settings[alias]["NAME"] for alias in ALIASES}
    names = {alias: connections.settings[alias]["NAME"] for alias in ALIASES}
    return {alias: _snapshot(name, Path(f"{name}-migrated")) for alias, name in names.items()}


@pytest.fixture
def committed(request, migrated, django_db_blocker) -> Iterator[Committed]:
    """Point every thread's connections at fresh copies of the migrated databases for this test."""
    if request.node.get_closest_marker("django_db"):
        pytest.fail("A test takes `committed` or django_db, not both: the one commits, the other rolls back.")
    vendor = connections["default"].vendor
    make, drop = (_copy_file, _remove_file) if vendor == "sqlite" else (_copy_database, _drop_database)
    before = {alias: connections.settings[alias]["NAME"] for alias in ALIASES}
    with django_db_blocker.unblock():
        connections.close_all()
        try:
            for alias in ALIASES:
                connections.settings[alias]["NAME"] = make(alias, migrated[alias])
            yield Committed(vendor, _environment())
        finally:
            connections.close_all()
            for alias, name in before.items():
                copy, connections.settings[alias]["NAME"] = connections.settings[alias]["NAME"], name
                if copy != name:
                    drop(alias, copy)


@pytest.fixture(autouse=True)
def _a_clean_start(request) -> None:
    """Nothing that a process remembers outlives a test; `committed` comes before what writes to it."""
    from belisha.api import apart
    from belisha.contact import in_force
    from belisha.intake import quotas
    from belisha.vault.keys import forget
    from belisha.web import limits

    forget()
    in_force.changed()
    cache.clear()
    for counted in (apart.VISITS, limits.VISITS, quotas.OF_A_VISITOR, quotas.OF_A_KEY, quotas.ABOUT_ONE):
        counted.forget()
    if "committed" in request.fixturenames:
        request.getfixturevalue("committed")


def together(act: Callable[[int], Answer], times: int = 50) -> list[Answer | Exception]:
    """Call act(0) ... act(times - 1) at one moment, each in a thread; return each answer or exception."""
    barrier = threading.Barrier(times)

    def one(number: int) -> Answer | Exception:
        try:
            barrier.wait(timeout=60)
            return act(number)
        except Exception as problem:
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def _environment() -> dict[str, str]:
    master_key = settings.BELISHA.master_key.get_secret_value()
    urls = {alias: url(connections.settings[alias]) for alias in ALIASES}
    return {
        "BELISHA_DATABASE_URL": urls["default"],
        "BELISHA_KEYS_URL": urls["keys"],
        "BELISHA_MASTER_KEY": master_key,
        "BELISHA_DATA_DIR": str(settings.BELISHA.data_dir),
    }


def url(database: dict[str, Any]) -> str:
    if database["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{database['NAME']}"
    return f"postgresql://{database['USER']}@/{database['NAME']}?host={quote(database['HOST'], safe='/')}"


def _snapshot(source: str, target: Path) -> str:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
    return str(target)


def _copy_file(alias: str, template: str) -> str:
    return shutil.copyfile(template, f"{template}_{next(_number)}")


def _remove_file(alias: str, name: str) -> None:
    for ending in ("", "-wal", "-shm"):
        Path(name + ending).unlink(missing_ok=True)


def _copy_database(alias: str, template: str) -> str:
    name = f"{template}_{next(_number)}"
    with administer(alias) as connection:
        # A template must be at rest; a thread that a test left behind may still hold a connection to it.
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [template]
        )
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
    return name


def _drop_database(alias: str, name: str) -> None:
    with administer(alias) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def administer(alias: str) -> psycopg.Connection[Any]:
    return psycopg.connect(url(connections.settings[alias] | {"NAME": "postgres"}), autocommit=True)
