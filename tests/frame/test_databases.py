"""The databases that the tests stand on."""

import threading

import pytest
from django.db import connections

from belisha.people.models import Staff
from tests.committed import together


def names():
    return sorted(Staff.objects.values_list("name", flat=True))


def test_a_person_made_in_a_test_is_rolled_back(rosa):
    assert names() == ["Rosa"]


@pytest.mark.parametrize("round", [1, 2])
def test_what_one_test_commits_no_other_sees(round, rosa, committed):
    assert names() == ["Rosa"]


def test_every_thread_sees_what_was_committed(rosa, committed):
    seen = []
    thread = threading.Thread(target=lambda: (seen.extend(names()), connections.close_all()))
    thread.start()
    thread.join()
    assert seen == ["Rosa"]


def test_of_fifty_at_once_only_one_gets_the_unique_row(committed, person):
    outcomes = together(lambda _: person("Rosa"), times=50)
    assert sum(isinstance(outcome, Staff) for outcome in outcomes) == 1
    assert {type(outcome).__name__ for outcome in outcomes} == {"Staff", "IntegrityError"}


def test_both_databases_are_copies_of_this_test_alone(committed, migrated):
    for alias in ("default", "keys"):
        with connections[alias].cursor() as cursor:
            if committed.vendor == "sqlite":
                cursor.execute("PRAGMA database_list")
                name = cursor.fetchone()[2]
            else:
                cursor.execute("SELECT current_database()")
                name = cursor.fetchone()[0]
            assert name.startswith(f"{migrated[alias]}_")


def test_the_address_in_the_environment_opens_the_same_database(committed, rosa):
    from belisha.databases import database

    settings = database(committed.environment["BELISHA_DATABASE_URL"])
    assert settings["NAME"] == connections["default"].settings_dict["NAME"]
    assert settings.get("HOST", "") == connections["default"].settings_dict["HOST"]
