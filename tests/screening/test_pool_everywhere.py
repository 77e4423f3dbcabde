"""The pool works wherever Belisha runs, and leaves nothing behind: no process, no file."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

from belisha.screening.pool import default_pool
from tests.work.channels import free_port

pytestmark = pytest.mark.pure
ROOT = Path(__file__).parents[2]
USE = """
from belisha.screening.pool import default_pool
from tests.screening import misbehave
pool = default_pool()
pool._modules = ("belisha.screening.confine", "tests.screening.misbehave")
print(pool.run(misbehave.count, b"123"), [one.pid for one in pool._free if one], flush=True)
"""


def workers_of(pid: int) -> set[int]:
    """The processes that a process started, by what the kernel says."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, rest = entry.read_text().split(" ", 1)
        except (FileNotFoundError, ProcessLookupError):
            continue
        if rest.rpartition(")")[2].split()[1] == str(pid):
            found.add(int(number))
    return found


def until_gone(pids: set[int]) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("way", ["-c", "-m", "a file"])
def test_it_works_however_python_was_started_and_ends_with_it(way, tmp_path):
    (tmp_path / "use_pool.py").write_text(USE + "import sys\nassert __name__ == '__main__'\n")
    how = {"-c": ["-c", USE], "-m": ["-m", "use_pool"], "a file": [str(tmp_path / "use_pool.py")]}[way]
    ran = subprocess.run(
        [sys.executable, *how],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=tmp_path if way == "-m" else ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    answer, pids = ran.stdout.split(" ", 1)
    assert (answer, ran.stderr) == ("3", "")
    assert until_gone(set(json.loads(pids)))


@pytest.mark.parametrize("busy", ["idle", "reading"])
def test_no_worker_outlives_a_process_that_is_killed(busy):
    more = "pool.run(misbehave.loop, b'')" if busy == "reading" else "import time; time.sleep(60)"
    process = subprocess.Popen(
        [sys.executable, "-c", USE + more], stdout=subprocess.PIPE, cwd=ROOT, env=os.environ.copy()
    )
    process.stdout.readline()
    started = workers_of(process.pid)
    assert len(started) == 1
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert until_gone(started)


def test_a_forked_process_has_a_pool_of_its_own():
    pool = default_pool()
    child = os.fork()
    if child == 0:
        os._exit(0 if default_pool() is not pool else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert default_pool() is pool


def test_nothing_is_left_in_the_folders_for_passing_things():
    before = scratch()
    more = "\nfor _ in range(3):\n    pool.run(misbehave.count, bytes(30_000_000))"
    subprocess.run(
        [sys.executable, "-c", USE + more], cwd=ROOT, check=True, timeout=60, stdout=subprocess.DEVNULL
    )
    assert not {path for path in scratch() - before if "belisha" in path.name or "mp-" in path.name}


def scratch() -> set[Path]:
    return {path for folder in ("/dev/shm", tempfile.gettempdir()) for path in Path(folder).iterdir()}


SERVER = """
import sys
from granian.constants import Interfaces
from granian.server import Server
from granian.log import LogLevels
Server("tests.screening.served:application", address="127.0.0.1", port=int(sys.argv[1]),
       interface=Interfaces.WSGI, workers=1, blocking_threads=4, log_level=LogLevels.error).serve()
"""


def test_it_works_in_the_threads_of_the_server():
    port = free_port("127.0.0.1")
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(port)], cwd=ROOT, env=os.environ.copy())
    try:
        assert [answer(port) for _ in range(6)] == ["3"] * 6
        (process,) = workers_of(server.pid) - {server.pid} or {0}
        started = workers_of(process)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(120)
    assert started
    assert until_gone(started)


def answer(port: int) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=120)
            connection.request("POST", "/", b"123")
            return connection.getresponse().read().decode()
        except OSError:
            time.sleep(0.02)
    raise AssertionError("the server doesn't answer")
