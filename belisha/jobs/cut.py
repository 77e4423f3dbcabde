"""Ending a connection whose sender takes too long. Linux only: elsewhere nothing is ended.

The server underneath waits for a body without limit and says of a request only the address it came from. So
what is ended are this address's connections on which nothing was answered for as long as a body may take:
those that send a body for ever, and those that are idle, which a client must expect to be closed.
"""

import os
import socket  # noqa: TID251  (ends connections that others opened to us; nothing is dialled)
import stat
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

OPEN_FILES = Path("/proc/self/fd")
# struct tcp_info of linux/tcp.h: eight octets and nine numbers, then milliseconds since something was sent.
_SENT_AGO = struct.Struct("=44xI")
_MAPPED = "::ffff:"


def end_silent(address: str, seconds: float) -> None:
    """End the connections from there that were answered nothing for so long."""
    for number in _sockets():
        with suppress(OSError, ValueError), socket.socket(fileno=os.dup(number)) as connection:
            if _is_from(connection, address) and _answered_ago(connection) >= seconds:
                connection.shutdown(socket.SHUT_RDWR)


def _sockets() -> Iterator[int]:
    names = os.listdir(OPEN_FILES) if OPEN_FILES.is_dir() else []
    for number in map(int, names):
        with suppress(OSError):
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                yield number


def _is_from(connection: socket.socket, address: str) -> bool:
    if connection.family not in (socket.AF_INET, socket.AF_INET6):
        return False
    return str(connection.getpeername()[0]).removeprefix(_MAPPED) == address.removeprefix(_MAPPED)


def _answered_ago(connection: socket.socket) -> float:
    told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _SENT_AGO.size)
    return float(_SENT_AGO.unpack(told)[0]) / 1000
