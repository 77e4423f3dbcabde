"""Whoever sends a body slowly holds no turn of anybody, and only for a while."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure
ROOT = Path(__file__).parents[2]
DANGER = json.dumps({"danger_now": "yes", "what_happened": "message 1"})


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@contextmanager
def served(in_time):
    """The port of a server that gives a body so many seconds."""
    port = free_port()
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "belisha.settings")
    }
    command = [sys.executable, "-m", "tests.jobs.lanes_server", str(port), str(in_time)]
    process = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(120)


def wait_for(port):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if asked(port, "/livez") == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server doesn't answer")


def asked(port, path, body=None, headers=None, address="127.0.0.9"):
    connection = HTTPConnection("127.0.0.1", port, timeout=5, source_address=(address, 0))
    try:
        connection.request("POST" if body else "GET", path, body, headers or {})
        return connection.getresponse().status
    except TimeoutError:
        return None
    finally:
        connection.close()


def slow(port, path, address, length="Content-Length: 1000"):
    """A request whose body never ends."""
    connection = socket.create_connection(("127.0.0.1", port), 5, (address, 0))
    connection.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{length}\r\n\r\n".encode())
    return connection


def ended(connection):
    """Whether the server answers it or ends it."""
    connection.settimeout(10)
    try:
        connection.recv(1000)
    except ConnectionResetError:
        pass
    except TimeoutError:
        return False
    finally:
        connection.close()
    return True


def test_slow_bodies_at_ordinary_doors_close_no_other_door():
    with served(in_time=60) as port:
        paths = ("/account/login/", "/account/login/", "/account/login/", "/desk/", "/desk/", "/readyz")
        held = [slow(port, path, "127.0.0.2") for path in paths]
        time.sleep(0.3)
        answers = [asked(port, path) for path in ("/", "/desk/", "/readyz", "/livez", "/report/")]
        for one in held:
            one.close()
    assert answers == [200] * 5


def test_slow_bodies_from_many_networks_are_ended_and_danger_now_is_heard():
    with served(in_time=1) as port:
        held = [slow(port, "/api/v1/reports", f"127.0.0.{net}") for net in range(2, 8) for _ in range(10)]
        assert [asked(port, path) for path in ("/livez", "/readyz", "/")] == [200] * 3
        assert all(ended(one) for one in held)
        assert asked(port, "/api/v1/reports", DANGER) == 200
