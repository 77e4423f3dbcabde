"""The guard that lets no test dial out bites."""

import multiprocessing
import os
import smtplib
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests import sockets

pytestmark = pytest.mark.pure


@pytest.fixture
def allowed_to_try():
    before = len(sockets.dialled)
    yield
    del sockets.dialled[before:]


@pytest.mark.parametrize(
    "dial",
    [
        lambda: socket.create_connection(("192.0.2.1", 443), timeout=1),
        lambda: socket.create_connection(("2001:db8::1", 443), timeout=1),
        lambda: socket.getaddrinfo("desk.example", 443),
        lambda: smtplib.SMTP("mail.example", timeout=1),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"", ("192.0.2.1", 53)),
    ],
    ids=["ipv4", "ipv6", "name", "mail", "datagram"],
)
def test_whatever_dials_out_is_refused_and_counted(dial, allowed_to_try):
    before = len(sockets.dialled)
    with pytest.raises(sockets.Dialled):
        dial()
    assert len(sockets.dialled) == before + 1


def test_a_thread_that_dials_out_is_counted(allowed_to_try):
    before = len(sockets.dialled)

    def dial():
        with pytest.raises(sockets.Dialled):
            socket.create_connection(("192.0.2.1", 443), timeout=1)

    thread = threading.Thread(target=dial)
    thread.start()
    thread.join()
    assert sockets.dialled[before:] == ["192.0.2.1"]


def test_this_machine_may_be_dialled():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()


@pytest.fixture
def here(request):
    """The name of this test in the book, from which what it dials on purpose is struck."""
    yield request.node.nodeid
    sockets.forget(request.node.nodeid)


DIALS = """
import socket
try:
    socket.create_connection(("192.0.2.1", 443), timeout=1)
except OSError as refused:
    print(type(refused).__name__)
"""


@pytest.mark.parametrize(
    "environment",
    [None, {}, {"PATH": "/usr/bin"}, {"PYTHONPATH": "/nowhere"}],
    ids=["inherited", "empty", "own", "own path"],
)
def test_a_process_that_dials_out_is_refused_and_counted(environment, here):
    said = subprocess.run([sys.executable, "-c", DIALS], env=environment, capture_output=True, text=True)
    assert said.stdout == "Dialled\n"
    assert sockets.in_book(here) == ["192.0.2.1"]


def test_our_own_command_line_is_watched():
    belisha = Path(sys.executable).with_name("belisha")
    command = [sys.executable, "-X", "importtime", belisha, "--version"]
    said = subprocess.run(command, capture_output=True, text=True)
    assert said.returncode == 0
    assert "sitecustomize" in said.stderr


def _dial():
    try:
        socket.create_connection(("192.0.2.1", 443), timeout=1)
    except OSError:
        os._exit(3)


@pytest.mark.parametrize("way", ["fork", "spawn"])
def test_a_child_of_a_test_that_dials_out_is_refused_and_counted(way, here):
    child = multiprocessing.get_context(way).Process(target=_dial)
    child.start()
    child.join()
    assert (child.exitcode, sockets.in_book(here)) == (3, ["192.0.2.1"])


def test_what_a_process_dialled_fails_its_test(here, request):
    subprocess.run([sys.executable, "-c", DIALS], capture_output=True)
    guard = sockets._nothing_is_dialled.__wrapped__(request)
    next(guard)
    with pytest.raises(pytest.fail.Exception, match=r"Dialled outside this machine: 192\.0\.2\.1"):
        next(guard)


def test_the_summary_says_how_often(here):
    class Reporter:
        def write_line(self, line, red):
            said.append((line, red))

    said = []
    sockets.pytest_terminal_summary(Reporter())
    before = len(sockets.dialled) + len(sockets.in_book())
    subprocess.run([sys.executable, "-c", DIALS], capture_output=True)
    sockets.pytest_terminal_summary(Reporter())
    assert said[0][0].startswith(f"dialled outside this machine: {before}")
    assert said[1] == (f"dialled outside this machine: {before + 1}: 192.0.2.1", True)
