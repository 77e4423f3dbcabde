"""A worker may do what it likes: its file is named as not screened, and the next one is read."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from belisha.screening import confine
from belisha.screening.limits import MAX_BYTES, Limits, time_left
from belisha.screening.pool import Pool, workers_that_fit
from belisha.screening.pool_process import Gone, Process
from belisha.screening.seen import NotScreened
from bench.hostile import at_once
from tests.screening import misbehave

pytestmark = pytest.mark.pure
MODULES = ("belisha.screening.confine", "tests.screening.misbehave")


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(2, modules=MODULES)
    yield made
    made.close()


@pytest.fixture
def hurried() -> Iterator[Pool]:
    """One worker, and two seconds for a file."""
    made = Pool(1, seconds=2.0, modules=MODULES)
    made.warm()
    yield made
    made.close()


def reason(pool: Pool, function, *arguments, data: bytes = b"x") -> str:
    """Why a file wasn't screened, and that the next one was."""
    with pytest.raises(NotScreened) as refused:
        pool.run(function, data, *arguments)
    pool.warm()
    assert pool.run(misbehave.count, b"the next") == 8
    return refused.value.reason


@contextmanager
def being_read(pool: Pool, data: bytes) -> Iterator[None]:
    """While a worker reads a file for as long as it may."""
    with ThreadPoolExecutor(1) as callers:
        first = callers.submit(pool.run, misbehave.rest, data)
        while not pool._held:
            time.sleep(0.001)
        yield
        assert first.exception().reason == "too_slow"


@pytest.mark.parametrize(
    ("function", "named"),
    [
        (misbehave.segfault, "worker_died"),
        (misbehave.leave, "worker_died"),
        (misbehave.quit_politely, "worker_died"),
        (misbehave.abort, "worker_died"),
        (misbehave.crowd_the_pipe, "worker_died"),
        (misbehave.lie, "worker_died"),
        (misbehave.talk_too_much, "worker_died"),
        (misbehave.allocate, "too_much_memory"),
        (misbehave.allocate_little_by_little, "too_much_memory"),
        (misbehave.raise_something, "damaged"),
        (misbehave.refuse, "encrypted"),
    ],
)
def test_whatever_happens_has_its_name_and_the_next_file_is_screened(pool, function, named):
    assert reason(pool, function) == named


@pytest.mark.parametrize("function", [misbehave.loop, misbehave.rest])
def test_what_takes_too_long_is_ended(hurried, function):
    assert reason(hurried, function) == "too_slow"


def test_a_worker_that_the_kernel_kills_for_its_memory_is_named_so(hurried):
    (process,) = hurried._free
    threading.Timer(0.2, os.kill, (process.pid, signal.SIGKILL)).start()
    assert reason(hurried, misbehave.rest) == "too_much_memory"


def test_the_kernel_ends_what_the_clock_does_not():
    limits = Limits(seconds=0.2)
    process = Process(MODULES, limits)
    process.wait_until_ready(time.monotonic() + 30)
    with pytest.raises(Gone):
        process.ask("tests.screening.misbehave:loop", [], b"", time.monotonic() + 30)
    assert process.end(going=True) == -signal.SIGXCPU


def test_what_a_file_said_is_not_in_the_reason(pool, caplog):
    with pytest.raises(NotScreened) as refused:
        pool.run(misbehave.raise_something, b"x")
    assert "KeyError at misbehave.py" in str(refused.value.__cause__)
    assert "what the file said" not in f"{refused.value.__cause__} {caplog.text}"


def test_a_worker_can_do_nothing_but_compute(pool, tmp_path):
    kept = tmp_path / "file"
    kept.write_bytes(b"before")
    places = [str(kept), "/etc/passwd", f"/proc/{os.getpid()}/environ", "/dev/shm/kept", "/proc/self/mem"]
    found = pool.run(misbehave.try_everything, b"", places)
    assert {what: how for what, how in found.items() if how == "done"} == {}
    assert kept.read_bytes() == b"before"
    assert not Path("/tmp/belisha-kept").exists()


def test_a_worker_may_use_threads(pool):
    assert pool.run(misbehave.threads, b"") == 4


def test_a_worker_says_which_bounds_hold(pool):
    found = pool.run(confine.in_force, b"")
    wanted = {confine.MEMORY, confine.PROCESSOR, confine.WRITING, confine.DESCRIPTORS, confine.UNPRIVILEGED}
    assert wanted <= set(found)
    assert confine.CALLS in found or confine.NAMESPACE in found


def test_no_bound_is_claimed_where_none_is_set():
    assert {
        confine.MEMORY,
        confine.WRITING,
        confine.DESCRIPTORS,
        confine.CALLS,
        confine.NAMESPACE,
    }.isdisjoint(confine.in_force())


def test_a_worker_has_nothing_of_ours_in_its_memory(monkeypatch):
    monkeypatch.setenv("BELISHA_MASTER_KEY", "a secret")
    pool = Pool(1)
    try:
        assert not {"django", "belisha.settings", "pytest"} & set(pool.run(misbehave.modules, b""))
        assert not any("BELISHA" in name for name in pool.run(misbehave.environment, b""))
        given = Path(f"/proc/{pool._free[0].pid}/environ").read_bytes()
        assert b"LANG" in given
        assert b"BELISHA" not in given
    finally:
        pool.close()


def test_a_worker_has_five_descriptors_its_two_pipes_and_nothing(pool):
    assert pool.run(misbehave.nothing_is_left_open, b"") == 5


def test_the_largest_file_passes_and_a_larger_one_does_not(pool):
    assert pool.run(misbehave.count, bytes(MAX_BYTES)) == MAX_BYTES
    assert reason(pool, misbehave.count, data=bytes(MAX_BYTES + 1)) == "too_large"


def test_sixty_four_files_at_once_are_read_by_two_workers(pool):
    with ThreadPoolExecutor(64) as callers:
        asked = [callers.submit(pool.run, misbehave.rest, bytes(n), 0.02) for n in range(64)]
        assert [one.result() for one in asked] == list(range(64))
    assert sum(process is not None for process in pool._free) == 2


@pytest.mark.slow
@pytest.mark.parametrize("count", [16, 64])
def test_many_files_at_once_that_take_all_memory_take_no_more_than_the_workers_may(count):
    _, figure, ok = at_once(count)
    assert ok, figure


def test_a_dying_worker_takes_no_other_file_with_it(pool):
    with ThreadPoolExecutor(16) as callers:
        bad = [callers.submit(pool.run, misbehave.segfault, b"x") for _ in range(4)]
        good = [callers.submit(pool.run, misbehave.rest, bytes(n), 0.05) for n in range(12)]
        assert [one.result() for one in good] == list(range(12))
        assert {one.exception().reason for one in bad} == {"worker_died"}


def test_a_file_that_finds_no_worker_is_told_so(hurried):
    with being_read(hurried, b"x"), pytest.raises(NotScreened, match="too many files"):
        hurried.run(misbehave.count, b"x")


def test_no_more_bytes_wait_than_are_allowed():
    pool = Pool(2, seconds=2.0, waiting=1000, modules=MODULES)
    try:
        pool.warm()
        with being_read(pool, bytes(900)), pytest.raises(NotScreened, match="too many files"):
            pool.run(misbehave.count, bytes(101))
        pool.warm()
        assert pool.run(misbehave.count, bytes(1000)) == 1000
    finally:
        pool.close()


def test_a_worker_is_replaced_before_it_grows_old(pool, monkeypatch):
    monkeypatch.setattr("belisha.screening.pool.TASKS", 3)
    own = Pool(1, modules=MODULES)
    try:
        pids = []
        for _ in range(6):
            own.run(misbehave.count, b"")
            pids.append(own._free[0].pid)
        assert len(set(pids)) == 2
    finally:
        own.close()


def test_a_function_of_a_module_that_was_not_loaded_gets_a_worker_that_has_it():
    own = Pool(1, modules=("belisha.screening.confine",))
    try:
        own.run(confine.in_force, b"")
        assert own.run(misbehave.count, b"123") == 3
        own.run(confine.in_force, b"")
        assert own._free[0].asked == 2
    finally:
        own.close()


def test_a_reader_knows_how_much_time_it_has_left(pool):
    assert 0 < pool.run(misbehave.seconds_left, b"") <= Limits.seconds
    assert time_left() == Limits.seconds


def test_a_closed_pool_reads_nothing_more():
    own = Pool(1, modules=MODULES)
    own.run(misbehave.count, b"")
    pid = own._free[0].pid
    own.close()
    assert not Path(f"/proc/{pid}").exists()
    with pytest.raises(NotScreened, match="too many files"):
        own.run(misbehave.count, b"")


def test_half_of_the_machines_memory_is_never_passed():
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    assert workers_that_fit(machine) == 1
    assert workers_that_fit(512 << 20) <= len(os.sched_getaffinity(0))


def test_a_containers_memory_is_counted_where_it_is_less(monkeypatch):
    monkeypatch.setattr("belisha.screening.pool._of_container", lambda: 1 << 30)
    assert workers_that_fit(512 << 20) == 1
    assert workers_that_fit(1) == len(os.sched_getaffinity(0))
