"""The socket under a request: to a checked address alone, read no further and no longer than was said."""

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import httpcore

from belisha.outbound.pinned import CONNECT, connected
from belisha.outbound.problem import NotSent

HEADERS = 128 * 1024  # bytes that an answer may have besides its body: headers, and the marks of its parts
PART = 64 * 1024


class Wire(httpcore.NetworkBackend):
    """One connection, with one clock and one measure for all of it."""

    def __init__(self, *, within: float, longest: int) -> None:
        self._until = time.monotonic() + within
        self.longest, self._left_to_read = longest, longest + HEADERS
        self.status = 0
        self.has_spoken = False
        """Has a byte of the request left?"""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        line = connected(host, port, within=min(CONNECT, self.left()))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return Stream(line, self)

    def left(self) -> float:
        """How many seconds are left; raises NotSent where none is."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise NotSent("too_slow")
        return left

    def was_read(self, count: int) -> None:
        """Take what was read off the measure; raises NotSent where it is full."""
        self._left_to_read -= count
        if self._left_to_read < 0:
            raise NotSent("too_long")


class Stream(httpcore.NetworkStream):
    """One end of it. One clock for all steps, not a time for each."""

    def __init__(self, line: socket.socket, wire: Wire) -> None:
        self._line, self._wire = line, wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        got: bytes = self._tried(lambda: self._line.recv(min(max_bytes, PART)), httpcore.ReadError)
        self._wire.was_read(len(got))
        return got

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = memoryview(buffer)
        while left:
            self._wire.has_spoken = True
            left = left[self._tried(partial(self._line.send, left[:PART]), httpcore.WriteError) :]

    def close(self) -> None:
        self._line.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        # The name that was configured, not the address it was pinned to, is what the certificate is for.
        try:
            wrapped = self._tried(
                lambda: ssl_context.wrap_socket(self._line, server_hostname=server_hostname),
                httpcore.ConnectError,
            )
        except BaseException:
            self.close()
            raise
        return Stream(wrapped, self._wire)

    def get_extra_info(self, info: str) -> Any:
        return self._line if info == "ssl_object" and isinstance(self._line, ssl.SSLSocket) else None

    def _tried(self, step: Callable[[], Any], failed: type[Exception]) -> Any:
        self._line.settimeout(self._wire.left())
        try:
            return step()
        except TimeoutError:
            raise NotSent("too_slow") from None
        except OSError as problem:
            raise failed() from problem
