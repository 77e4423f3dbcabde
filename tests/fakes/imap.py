"""An IMAP server on this machine with one mailbox, that remembers marks and moves, and fails on command."""

from __future__ import annotations

import re
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "reports", "a password of these tests"


@dataclass
class Message:
    """One message, and what was marked of it."""

    number: int
    data: bytes
    flags: set[str] = field(default_factory=set)


@dataclass
class Box:
    """What the server holds. `cut_at`: the line is cut at this command; `says`: instead of its answer."""

    validity: int = 7
    messages: list[Message] = field(default_factory=list)
    moved: dict[str, list[bytes]] = field(default_factory=dict)
    can_move: bool = True
    cut_at: str = ""
    says: dict[str, str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    port: int = 0
    last: int = 0

    def add(self, data: bytes) -> Message:
        # A number is never given twice, also when its message is gone.
        self.last += 1
        self.messages.append(Message(self.last, data))
        return self.messages[-1]


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self._line("* OK ready")
        while line := self.rfile.readline(10_000).decode("latin-1").rstrip("\r\n"):
            tag, _, words = line.partition(" ")
            box = self.server.box
            verb = words.removeprefix("UID ").partition(" ")[0].upper()
            box.heard.append(verb)
            if verb == box.cut_at:
                return
            if verb in box.says:
                self._line(box.says[verb].format(tag=tag))
                continue
            getattr(self, f"do_{verb}", self._unknown)(tag, words)
            if verb == "LOGOUT":
                return

    def _line(self, line: str) -> None:
        self.wfile.write(line.encode("latin-1") + b"\r\n")

    def _unknown(self, tag: str, words: str) -> None:
        self._line(f"{tag} BAD unknown")

    def do_CAPABILITY(self, tag: str, words: str) -> None:
        self._line("* CAPABILITY IMAP4rev1" + (" MOVE" if self.server.box.can_move else ""))
        self._line(f"{tag} OK done")

    def do_LOGIN(self, tag: str, words: str) -> None:
        right = USER in words and PASSWORD in words
        self._line(f"{tag} OK done" if right else f"{tag} NO [AUTHENTICATIONFAILED] no")

    def do_SELECT(self, tag: str, words: str) -> None:
        if "INBOX" not in words:
            self._line(f"{tag} NO no such mailbox")
            return
        self._line(f"* {len(self.server.box.messages)} EXISTS")
        self._line(f"* OK [UIDVALIDITY {self.server.box.validity}] valid")
        self._line(f"{tag} OK [READ-WRITE] done")

    def do_SEARCH(self, tag: str, words: str) -> None:
        first = int(re.findall(r"(\d+):\*", words)[0])
        numbers = [one.number for one in self.server.box.messages]
        # As RFC 9051 has it, N:* names the last message also where it is before N.
        found = [one for one in numbers if one >= first] or numbers[-1:]
        self._line("* SEARCH " + " ".join(map(str, found)))
        self._line(f"{tag} OK done")

    def _message(self, words: str) -> Message | None:
        number = int(words.split()[2])
        return next((one for one in self.server.box.messages if one.number == number), None)

    def do_FETCH(self, tag: str, words: str) -> None:
        if message := self._message(words):
            longest = int(re.findall(r"<0\.(\d+)>", words)[0])
            data = message.data[:longest]
            self._line(f"* 1 FETCH (UID {message.number} BODY[]<0> {{{len(data)}}}")
            self.wfile.write(data + b")\r\n")
        self._line(f"{tag} OK done")

    def do_STORE(self, tag: str, words: str) -> None:
        if message := self._message(words):
            message.flags |= set(re.findall(r"\\\w+", words))
        self._line(f"{tag} OK done")

    def do_MOVE(self, tag: str, words: str) -> None:
        if message := self._message(words):
            folder = words.split()[3].strip('"')
            self.server.box.moved.setdefault(folder, []).append(message.data)
            self.server.box.messages.remove(message)
        self._line(f"{tag} OK done")

    def do_LOGOUT(self, tag: str, words: str) -> None:
        self._line("* BYE bye")
        self._line(f"{tag} OK done")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, box: Box, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.box, self.tls = box, tls
        box.port = self.server_address[1]

    def get_request(self) -> tuple[socket.socket, object]:
        line, address = super().get_request()
        return (self.tls.wrap_socket(line, server_side=True) if self.tls else line), address

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that goes away is what these tests are about."""


@contextmanager
def mailbox(tls: ssl.SSLContext | None = None) -> Iterator[Box]:
    """A mailbox on this machine for a while; with `tls`, over TLS from the first byte."""
    server = _Server(Box(), tls)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    try:
        yield server.box
    finally:
        server.shutdown()
        server.server_close()
