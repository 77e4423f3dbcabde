"""IMAP (RFC 9051) to the one mailbox that the operator named: messages are read and marked, never deleted.

To a checked address alone, with TLS wherever something crosses a wire, within bounds of size and time.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Timer
from typing import Any
from urllib.parse import unquote, urlsplit

from belisha.outbound import tls
from belisha.outbound.mail import THIS_MACHINE
from belisha.outbound.pinned import connected
from belisha.outbound.problem import NotSent

TIMEOUT = 15.0  # seconds for each step
WHOLE = 120.0  # seconds for all of it
LONGEST = 12 * 1024 * 1024 + 1  # bytes of one message that are asked for
MOST_AT_ONCE = 50
PORTS = {"imap": 143, "imaps": 993}
_NUMBER = re.compile(rb"\d{1,10}")


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """Where messages are read. `imaps` is TLS from the first byte, `imap` STARTTLS."""

    scheme: str
    host: str
    port: int
    user: str
    password: str = field(default="", repr=False)
    folder: str = "INBOX"


def mailbox_of(url: str) -> Mailbox:
    """Read imaps://user:password@host/FOLDER; raises NotSent."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or not parts.username:
        raise NotSent("wrong_mailbox_url")
    return Mailbox(
        scheme=parts.scheme,
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )


class _Bounded(imaplib.IMAP4):
    """As imaplib has it, but for where it connects to, and how much it takes at once."""

    def _create_socket(self, timeout: float | None) -> Any:
        line = connected(self.host, self.port, within=timeout or TIMEOUT)
        line.settimeout(timeout or TIMEOUT)
        return line

    def read(self, size: int) -> bytes:
        # The server says how long something is: whoever says too much is not believed.
        if size > LONGEST + 1024:
            raise NotSent("too_long")
        return super().read(size)


class _BoundedTls(imaplib.IMAP4_SSL, _Bounded):
    """The same with TLS from the first byte."""

    def _create_socket(self, timeout: float | None) -> Any:
        line = _Bounded._create_socket(self, timeout)
        return self.ssl_context.wrap_socket(line, server_hostname=self.host)


class Box:
    """A folder that is open. Its numbers (RFC 9051, 2.3.1) only grow while `validity` is the same."""

    def __init__(self, line: imaplib.IMAP4, validity: int) -> None:
        self._line, self.validity = line, validity

    def numbers(self, first: int) -> list[int]:
        """The next messages from this number on, the oldest first, so many at once."""
        found = _asked(self._line.uid("SEARCH", f"UID {first}:*"))
        numbers = sorted(int(one) for part in found for one in _NUMBER.findall(part or b""))
        return [one for one in numbers if one >= first][:MOST_AT_ONCE]

    def message(self, number: int) -> bytes:
        """The bytes of a message, up to a bound, without marking it as read; empty where it is gone."""
        found = _asked(self._line.uid("FETCH", str(number), f"(BODY.PEEK[]<0.{LONGEST}>)"))
        return next((part[1] for part in found if isinstance(part, tuple)), b"")

    def done(self, number: int, folder: str) -> None:
        """Mark a message as read and flagged, and move it where a folder is named and the server can."""
        _asked(self._line.uid("STORE", str(number), "+FLAGS.SILENT", r"(\Seen \Flagged)"))
        if folder and "MOVE" in self._line.capabilities:
            _asked(self._line.uid("MOVE", str(number), _quoted(folder)))


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[Box]:
    """Open a mailbox for a moment; raises NotSent with a short word for the reason."""
    line: imaplib.IMAP4 | None = None
    try:
        line = _connected(mailbox)
        clock = Timer(WHOLE, _cut, [line])
        clock.daemon = True
        clock.start()
        try:
            yield _selected(line, mailbox)
        finally:
            clock.cancel()
    except imaplib.IMAP4.abort as problem:
        raise NotSent("cut_off") from problem
    except imaplib.IMAP4.error as problem:
        raise NotSent("refused") from problem
    except ssl.SSLError as problem:
        raise NotSent("wrong_certificate" if line is None else "cut_off") from problem
    except TimeoutError as problem:
        raise NotSent("too_slow") from problem
    except OSError as problem:
        raise NotSent("unreachable" if line is None else "cut_off") from problem
    finally:
        if line is not None:
            with suppress(OSError, imaplib.IMAP4.error, NotSent):
                line.logout()


def _connected(mailbox: Mailbox) -> imaplib.IMAP4:
    if mailbox.scheme == "imaps":
        line: imaplib.IMAP4 = _BoundedTls(
            mailbox.host, mailbox.port, ssl_context=tls.context(), timeout=TIMEOUT
        )
    else:
        line = _Bounded(mailbox.host, mailbox.port, timeout=TIMEOUT)
        if mailbox.host not in THIS_MACHINE:
            line.starttls(ssl_context=tls.context())
    try:
        line.login(mailbox.user, mailbox.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        line.shutdown()
        raise NotSent("login_refused") from None
    return line


def _selected(line: imaplib.IMAP4, mailbox: Mailbox) -> Box:
    state, _ = line.select(_quoted(mailbox.folder))
    if state != "OK":
        raise NotSent("no_such_folder")
    said = line.response("UIDVALIDITY")[1] or [b""]
    found = _NUMBER.search(said[0] or b"")
    if found is None:
        raise NotSent("not_understood")
    return Box(line, int(found[0]))


def _asked(answer: tuple[str, list[Any]]) -> list[Any]:
    state, found = answer
    if state != "OK":
        raise NotSent("refused")
    return [one for one in found if one is not None]


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    if any(not letter.isprintable() or ord(letter) > 126 for letter in escaped):
        raise NotSent("wrong_folder")
    return f'"{escaped}"'


def _cut(line: imaplib.IMAP4) -> None:
    with suppress(OSError, AttributeError):
        line.sock.shutdown(2)  # both ways
