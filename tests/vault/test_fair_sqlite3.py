"""Writers take turns on SQLite, threads and processes: a busy worker shuts nobody out."""

import subprocess
import sys
import threading
import time

import pytest
from django.db import connection, transaction

from belisha.organisation.models import Service
from belisha.vault.fair_sqlite3.queue import Queue
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


BUSY = """
import sys, time
from belisha.vault.fair_sqlite3.queue import Queue
queue = Queue(sys.argv[1])
while queue.take(60):
    print(flush=True)
    time.sleep(0.05)
    queue.leave()
"""


@pytest.mark.pure
def test_a_process_that_is_at_it_without_a_pause_lets_another_in_each_time(tmp_path):
    name = str(tmp_path / "database")
    queue, pipe = Queue(name), subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", BUSY, name], stdout=pipe, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        try:
            # Whoever asks all the time while the other holds it is in next: no turn of the other's goes by.
            assert [queue.take(60) and queue.leave() for _ in range(5)] == [None] * 5
        finally:
            other.kill()
        turns = 1 + len(other.stdout.read().splitlines())
    assert turns <= 60


@pytest.mark.pure
def test_a_turn_of_a_process_that_was_killed_is_free_and_one_that_is_held_is_waited_for_no_longer_than_asked(
    tmp_path,
):
    name = str(tmp_path / "database")
    queue, pipe = Queue(name), subprocess.PIPE
    held = BUSY.replace("0.05", "60")
    with subprocess.Popen([sys.executable, "-c", held, name], stdout=pipe, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert not queue.take(0.01)
        other.kill()
        other.wait()
        assert queue.take(60)
        queue.leave()


@pytest.mark.pure
def test_where_its_files_cannot_be_nobody_waits(tmp_path):
    queue = Queue(str(tmp_path / "missing" / "database"))
    assert queue.take(0)
    queue.leave()
