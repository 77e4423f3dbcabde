"""Writers of one process take turns on SQLite: a busy worker shuts nobody out."""

import threading
import time

import pytest
from django.db import connection, transaction

from belisha.organisation.models import Service
from belisha.vault.fair_sqlite3.turns import Turns
from tests.committed import together


@pytest.mark.pure
def test_whoever_asks_first_is_served_first():
    turns, served = Turns(), []
    assert turns.take(1)
    waiting = []
    for number in range(5):
        thread = threading.Thread(target=lambda n=number: (turns.take(10), served.append(n), turns.leave()))
        thread.start()
        while len(turns._waiting) <= number:
            time.sleep(0.001)
        waiting.append(thread)
    turns.leave()
    for thread in waiting:
        thread.join(10)
    assert served == [0, 1, 2, 3, 4]


@pytest.mark.pure
def test_whoever_lets_go_is_not_first_again_before_those_who_wait():
    turns, served = Turns(), []
    assert turns.take(1)
    other = threading.Thread(target=lambda: (turns.take(10), served.append("other"), turns.leave()))
    other.start()
    while not turns._waiting:
        time.sleep(0.001)
    turns.leave()
    assert turns.take(10)
    served.append("again")
    other.join(10)
    assert served == ["other", "again"]


@pytest.mark.pure
def test_a_turn_that_does_not_come_in_time_is_given_up_and_blocks_nobody():
    turns = Turns()
    assert turns.take(1)
    assert not turns.take(0.01)
    turns.leave()
    assert turns.take(0.01)


def test_forty_writers_at_once_all_get_their_row(committed):
    def write(number):
        with transaction.atomic():
            return Service.objects.create(slug=f"service-{number}", name=f"Service {number}").slug

    assert sorted(together(write, 40)) == sorted(f"service-{number}" for number in range(40))
    assert Service.objects.count() == 40


def test_a_turn_ends_with_a_rollback_and_with_a_closed_connection_too(committed):
    def fail(number):
        with transaction.atomic():
            Service.objects.create(slug=f"gone-{number}", name="Gone")
            if number % 2:
                connection.close()
            raise ZeroDivisionError

    assert all(isinstance(answer, Exception) for answer in together(fail, 10))
    with transaction.atomic():
        Service.objects.create(slug="after", name="After")
    assert list(Service.objects.values_list("slug", flat=True)) == ["after"]
