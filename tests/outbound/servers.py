"""Servers on this machine that answer whatever a test wants, byte by byte."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from belisha.outbound import destinations, pinned

NAME = "partner.example"


class Server:
    """Says the same to everybody. `heard` is what each request was."""

    def __init__(self, says: bytes | Callable[[socket.socket], None], tls=None, host="127.0.0.1") -> None:
        self.says, self.tls, self.heard, self.over = says, tls, [], threading.Event()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.socket = socket.create_server((host, 0), family=family)
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=[line], daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError):
            wrapped = self.tls.wrap_socket(line, server_side=True) if self.tls else line
            with wrapped:
                self.heard.append(_request(wrapped))
                if callable(self.says):
                    self.says(wrapped)
                else:
                    wrapped.sendall(self.says)

    def close(self) -> None:
        self.over.set()
        # Else accept() goes on holding the port.
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


def _request(line: socket.socket) -> bytes:
    heard = b""
    while not _is_whole(heard):
        part = line.recv(65536)
        if not part:
            return heard
        heard += part
    return heard


def _is_whole(heard: bytes) -> bool:
    # What is left unread when it closes is taken for a failure by the other side.
    head, end, body = heard.partition(b"\r\n\r\n")
    said = re.search(rb"(?i)content-length: ([0-9]+)", head)
    return bool(end) and len(body) >= int(said[1] if said else 0)


@pytest.fixture
def serving() -> Iterator[Callable[..., Server]]:
    """serving(b"HTTP/1.1 204 ...") starts a server."""
    running: list[Server] = []

    def start(says: bytes | Callable[[socket.socket], None], **how) -> Server:
        running.append(Server(says, **how))
        return running[-1]

    yield start
    for one in running:
        one.close()


@pytest.fixture
def confirmed(monkeypatch) -> Callable[..., None]:
    """confirmed(url) is what two people confirmed, in place of all others."""

    def these(*urls: str) -> None:
        monkeypatch.setattr(destinations, "_providers", [lambda: urls])

    these()
    return these


@pytest.fixture
def names(monkeypatch) -> dict[str, list[str]]:
    """The resolver: what each name leads to. `asked` in it counts the questions."""
    book: dict[str, list[str]] = {"asked": []}

    def look_up(host: str, port: int) -> list[str]:
        book["asked"].append(host)
        if host not in book:
            raise OSError("no such host")
        return book[host]

    monkeypatch.setattr(pinned, "look_up", look_up)
    return book


@pytest.fixture
def partner(configured, confirmed, names) -> Callable[[Server], str]:
    """partner(server) confirms NAME, a private host of this machine, and returns its address there."""

    def at(server: Server, *, path: str = "/hook") -> str:
        names[NAME] = ["127.0.0.1"]
        url = f"{'https' if server.tls else 'http'}://{NAME}:{server.port}{path}"
        configured(private_hosts=[NAME])
        confirmed(url)
        return url

    return at
