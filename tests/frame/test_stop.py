"""The server as a person starts and stops it in a terminal."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

BELISHA = Path(sys.executable).with_name("belisha")
PATIENCE = 60


@pytest.fixture
def server(request, committed):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [BELISHA, "serve", "--port", str(port), "--workers", str(getattr(request, "param", 1))],
        env=os.environ | committed.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    process.port = port
    wait_until(lambda: answers(port) or process.poll() is not None)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def wait_until(seen):
    give_up = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < give_up
        time.sleep(0.1)


def answers(port):
    try:
        return urlopen(f"http://127.0.0.1:{port}/livez", timeout=5).status == 200
    except OSError:
        return False


@pytest.mark.page
def test_ctrl_c_ends_the_server_at_once_and_without_a_word(server):
    assert answers(server.port)
    begun = time.monotonic()
    # A terminal sends it to every process of the group.
    os.killpg(server.pid, signal.SIGINT)
    said, _ = server.communicate(timeout=PATIENCE)
    assert server.returncode == 0
    assert time.monotonic() - begun < PATIENCE / 2
    assert not answers(server.port)
    assert "Traceback" not in said
    assert "rror" not in said


@pytest.mark.page
def test_a_server_that_is_killed_leaves_no_process_behind(server):
    server.kill()
    wait_until(lambda: not answers(server.port))


@pytest.mark.parametrize("server", [4], indirect=True, ids=["four processes"])
def test_several_processes_start_on_a_desk_that_nobody_is_on_yet_each_with_a_connection_of_its_own(server):
    assert answers(server.port)
    assert {answers(server.port) for _ in range(20)} == {True}
    server.terminate()
    said, _ = server.communicate(timeout=PATIENCE)
    assert "exit" not in said
    assert "Belisha does not start" not in said
