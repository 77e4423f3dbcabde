"""SMTP over a connection to a checked address alone, that ends when its time is over."""

import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer

from belisha.outbound.pinned import connected


class Line(smtplib.SMTP):
    """As smtplib has it, but for where it connects to. Raises NotSent where that is nowhere."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        line = connected(host, port, within=timeout)
        line.settimeout(timeout)
        return line


class TlsLine(smtplib.SMTP_SSL, Line):
    """The same with TLS from the first byte: the certificate is for the name, not for the address."""


@contextmanager
def ended_after(line: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """Cut the connection when its time is over: one word every few seconds would go on for ever."""
    clock = Timer(seconds, _cut, [line])
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


def _cut(line: smtplib.SMTP) -> None:
    with suppress(OSError, AttributeError):
        line.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]
