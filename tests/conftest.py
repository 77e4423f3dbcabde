"""Sets the tests up: databases of their own, a master key of their own, and no way to the network.

BELISHA_TEST_DB=postgres runs them on a real PostgreSQL, otherwise SQLite in files.
"""

import base64
import gc
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.databases import EmbeddedPostgres, in_memory

# Where a machine forbids to keep what was compiled, every process compiles it anew: pytest's own spend half
# of their start on that, and each command that a test starts a sixth.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Each process has one of the cores, so threads of polars would only wait for each other.
os.environ.setdefault("POLARS_MAX_THREADS", "1")

pytest_plugins = ["tests.sockets", "tests.committed", "tests.browser", "tests.staff"]

# They walk every page and door there is. What is behind them has tests of its own, on both databases.
ROUND_ALL_PAGES = {
    "test_doors",
    "test_who_is_asked_again",
    "test_who_sees_no_case",
    "test_every_door_has_its_limits",
    "test_every_answer_carries_its_headers",
    "test_document",
    "test_no_oracle",
}

# They show words, files, forms and rules, none of which is the database's: `make test` asks SQLite alone, but
# for those of them that commit. What is behind them (constraints, locks, statements) has its tests on both.
ON_EITHER = {
    "connectors/test_mail",
    "connectors/test_pages",
    "contact/test_contact_page",
    "enforcement/test_nca_register",
    "enforcement/test_pages",
    "enforcement/test_told_by_mail",
    "jobs/test_case_command",
    "jobs/test_directory",
    "jobs/test_screen",
    "organisation/test_getting_round_a_destination",
    "people/test_sign_on",
    "referrals/test_assessed",
    "referrals/test_by_mail",
    "referrals/test_evidence",
    "referrals/test_false_alarms",
    "referrals/test_filing",
    "referrals/test_following",
    "referrals/test_how_told",
    "referrals/test_pack",
    "referrals/test_partners",
    "referrals/test_receipts",
    "referrals/test_steer",
    "referrals/test_verified_evidence",
    "referrals/test_webhook",
    "routing/test_doors_agree",
}
# Of the journeys, which go through pages and the API, these walk on PostgreSQL too: from intake to the end.
JOURNEYS_ON_BOTH = {"test_from_an_upload_to_a_case", "test_example_calls", "test_ten_lines", "test_letters"}

# They take minutes, so they begin first: else one process is still at them when the others are done.
LONGEST = {"test_every_page_passes_axe", "test_document", "test_backup"}

ON_POSTGRES = os.environ.get("BELISHA_TEST_DB") == "postgres"
# pytest-xdist's workers inherit what the first process has set up, and leave it to that one to clear it away.
IS_FIRST_PROCESS = "PYTEST_XDIST_WORKER" not in os.environ

_postgres = EmbeddedPostgres(in_memory())


def _set_up() -> None:
    # An operator's own settings must not reach the tests, nor the tests an operator's data.
    for name in [name for name in os.environ if name.startswith("BELISHA_") and name != "BELISHA_TEST_DB"]:
        del os.environ[name]
    folder = tempfile.mkdtemp(prefix="belisha-tests-", dir=in_memory())
    os.environ |= {
        "BELISHA_DATA_DIR": folder,
        "BELISHA_DATABASE_URL": f"sqlite:///{folder}/belisha.sqlite3",
        "BELISHA_KEYS_URL": f"sqlite:///{folder}/keys.sqlite3",
        "BELISHA_WORKER": "false",
        "BELISHA_MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    }
    Path(folder, "static").mkdir()
    if ON_POSTGRES:
        _postgres.start()
        for alias, name in (("DATABASE", "belisha"), ("KEYS", "belisha_keys")):
            _postgres.create(name)
            os.environ[f"BELISHA_{alias}_URL"] = _postgres.url(name)


# A machine that is busy with other tests is no reason to fail.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    if IS_FIRST_PROCESS:
        _set_up()
    # A file, which nothing rolls back: each process has its own, and each test begins without one.
    os.environ["BELISHA_FIGURES_BOOK"] = str(_book())
    os.environ["DJANGO_SETTINGS_MODULE"] = "belisha.settings"
    from django.conf import settings

    # pytest-django sets Django up, a little later, where the settings are loaded by then.
    assert settings.DATABASES
    # In a worker of pytest-xdist, pytest-django has read the settings before, with the first process's book.
    settings.BELISHA = settings.BELISHA.model_copy(update={"figures_book": _book()})
    # A hash that is slow on purpose costs a test nothing but time.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def _book() -> Path:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "only")
    return Path(os.environ["BELISHA_DATA_DIR"], f"{worker}.book")


def pytest_collection_finish() -> None:
    # Thousands of tests stay in memory to the end: to look through them again and again finds no garbage.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def no_book_is_left() -> Iterator[None]:
    """Whatever a test wrote into the desk's book of figures is gone for the next one."""
    yield
    if _book().exists():
        for file in _book().parent.glob(f"{_book().name}*"):
            file.unlink()


def pytest_unconfigure(config: pytest.Config) -> None:
    if IS_FIRST_PROCESS:
        _postgres.stop()
        shutil.rmtree(Path(os.environ["BELISHA_DATA_DIR"]), ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test that isn't pure may use both databases, and is rolled back unless it takes `committed`."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)
    for item in items:
        commits = "committed" in getattr(item, "fixturenames", ())
        if _is_of_pages(item) or (_is_of_either(item) and not commits):
            item.add_marker(pytest.mark.page)
        own = item.get_closest_marker("pure") or item.get_closest_marker("django_db")
        if not own and not commits:
            item.add_marker(pytest.mark.django_db(databases=["default", "keys"]))


def _is_of_pages(item: pytest.Item) -> bool:
    return item.path.parent.name == "web" or item.path.stem in ROUND_ALL_PAGES


def _is_of_either(item: pytest.Item) -> bool:
    folder, stem = item.path.parent.name, item.path.stem
    return f"{folder}/{stem}" in ON_EITHER or (folder == "journeys" and stem not in JOURNEYS_ON_BOTH)
