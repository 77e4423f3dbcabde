"""Sending beside the worker's other jobs: a thread for each line, workers beside each other, a clean stop."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.db import connections
from django.utils import timezone

from belisha.jobs.crew import Crew
from belisha.jobs.senders import Senders
from belisha.jobs.worker import IN_TURN, JOBS
from belisha.referrals import dispatch
from belisha.referrals.models import Delivery, Dispatch
from belisha.referrals.recipients.channel import Arrived
from tests.committed import together
from tests.desk_cases import case, danger, make_case, organisation
from tests.referrals.carried import again, channel, on_its_way, released, row_of, ways

__all__ = ["case", "channel", "danger", "make_case", "on_its_way", "organisation", "ways"]

SOON = 20.0  # seconds: a bound for a machine that is busy, not a measurement


def until(true, seconds=SOON):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


@pytest.fixture
def senders():
    own = Senders(pause=0.02)
    running = threading.Thread(target=lambda: (own.run(), connections.close_all()), daemon=True)
    running.start()
    yield own
    own.stopped.set()
    running.join(SOON)


def test_a_recipient_that_is_slow_holds_up_no_other_and_ends_what_is_in_flight(
    committed, channel, ways, make_case, rosa, senders
):
    answers = threading.Event()
    slow = released(make_case(danger_now="yes"), rosa)
    dead = row_of(slow).line

    def send(parcel):
        if parcel.reach.line == dead:
            answers.wait(SOON)
        return Arrived(reference="R-1")

    channel.send = send
    other = released(make_case(danger_now="yes", child={"country": "GB", "place": "G1 1AA"}), rosa)
    until(lambda: again(other).state == "acknowledged")
    assert again(slow).state == "released"
    senders.stopped.set()
    answers.set()
    until(lambda: again(slow).state == "acknowledged")


def test_nothing_more_is_begun_once_it_is_stopped(committed, channel, on_its_way):
    own = Senders(pause=0.02)
    own.stopped.set()
    own.run()
    assert channel.sent == []
    assert row_of(on_its_way).attempts == 0


def test_eight_workers_at_once_send_each_referral_once(committed, channel, ways, make_case, rosa):
    rows = [released(make_case(danger_now="yes"), rosa) for _ in range(4)]
    together(lambda _: dispatch.send_due(now=timezone.now()), 8)
    assert sorted(parcel.number for parcel in channel.sent) == sorted(row.number for row in rows)
    assert Delivery.objects.count() == 4
    assert {row.state for row in Dispatch.objects.all()} == {"arrived"}


def test_the_other_jobs_never_wait_for_an_authority_or_a_service():
    beside = [job.__name__ for job in JOBS if job not in IN_TURN]
    assert beside == ["reports_into_cases", "make_orders", "send_referrals", "send_orders", "read_contacts"]


WORKER = "import signal, sys, time; signal.signal(15, lambda *_: sys.exit(0)); time.sleep(60)"


def test_a_worker_of_a_crew_that_ends_is_started_again_and_all_end_with_it():
    crew = Crew(2, command=(sys.executable, "-c", WORKER), rest=0.0)
    crew.workers = [crew._start() for _ in range(2)]
    first = crew.workers[0].pid
    crew.workers[0].kill()
    crew.workers[0].wait(SOON)
    crew._look()
    assert crew.workers[0].pid != first
    time.sleep(0.5)  # A worker that is stopped before it listens ends all the same, with another code.
    crew._end()
    assert all(worker.poll() is not None for worker in crew.workers)


def test_a_crew_of_real_workers_stops_with_one_word(committed, organisation):
    environment = os.environ | committed.environment
    command = [sys.executable, "-c", "from belisha.jobs.cli import main; main()", "work", "--workers", "2"]
    crew = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        assert crew.stderr is not None
        assert "2 workers run" in crew.stderr.readline()
        assert "The worker runs as process" in crew.stderr.readline() + crew.stderr.readline()
        crew.send_signal(signal.SIGTERM)
        assert crew.wait(60) == 0
    finally:
        crew.kill()
