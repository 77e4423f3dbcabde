"""Watches what a process of the tests dials. Python loads it at the start of each that a test starts.

It has this name, and its folder is on PYTHONPATH, for that reason alone. It loads nothing more than it needs:
other tests measure what a program of ours loads.
"""

import os
import sys

WATCHED = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}
LOCAL_NAMES = {"", "localhost", "localhost.localdomain"}
BOOK = "TESTS_DIALLED"
"""Names the file in which processes write down what they dialled, one line each: the test, the host."""


class Dialled(OSError):
    """A test dialled a host outside this machine."""


def is_local(host):
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or host in LOCAL_NAMES:
        return True
    address = _address(str(host).strip("[]"))
    return address is not None and (address.is_loopback or address.is_unspecified)


def _address(host):
    import ipaddress

    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _host_of(event, arguments):
    """The host that an audit event of a socket names; None for a Unix socket."""
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        # To parse an address opens nothing; to look a name up asks a server.
        return None if _address(str(arguments[0])) else arguments[0]
    address = arguments[1]
    return address[0] if isinstance(address, tuple) else None


def in_book(host):
    """Write it down where the tests find it."""
    if book := os.environ.get(BOOK):
        test = os.environ.get("PYTEST_CURRENT_TEST", "? (").rpartition(" (")[0]
        line = os.open(book, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(line, f"{test}\t{host}\n".encode())
        os.close(line)


noted = in_book


def watch(event, arguments):
    if event in WATCHED and not is_local(host := _host_of(event, arguments)):
        noted(host)
        raise Dialled(f"A test dialled {host}.")


# An audit hook sees every socket of this process, also those that a library opens in C.
sys.addaudithook(watch)
