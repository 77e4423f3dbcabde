"""No socket opens to a host outside this machine: what a test dials is refused, and fails it."""

import ipaddress
import sys
from collections.abc import Iterator
from typing import Any

import pytest

WATCHED = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}
LOCAL_NAMES = {"", "localhost", "localhost.localdomain"}

dialled: list[str] = []


class Dialled(OSError):
    """A test dialled a host outside this machine."""


def is_local(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or host in LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(str(host).strip("[]"))
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _host_of(event: str, arguments: tuple[Any, ...]) -> object:
    """The host that an audit event of a socket names; None for a Unix socket."""
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        return None if _is_literal(arguments[0]) else arguments[0]
    address = arguments[1]
    return address[0] if isinstance(address, tuple) else None


def _is_literal(host: object) -> bool:
    # To parse an address opens nothing; to look a name up asks a server.
    try:
        ipaddress.ip_address(str(host))
    except ValueError:
        return False
    return True


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in WATCHED and not is_local(host := _host_of(event, arguments)):
        dialled.append(str(host))
        raise Dialled(f"A test dialled {host}.")


# An audit hook sees every socket of this process, also those that a library opens in C.
sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def _nothing_is_dialled() -> Iterator[None]:
    before = len(dialled)
    yield
    if hosts := dialled[before:]:
        pytest.fail(f"Dialled outside this machine: {', '.join(hosts)}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    # What a thread dialled after its test had ended is found here.
    if dialled:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
