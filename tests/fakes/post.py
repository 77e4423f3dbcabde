"""A mail server on this machine that remembers what it took, also over its own crash, and fails on command.

    python -m tests.fakes.post PORT FILE

keeps each letter as a line of FILE. A real mailbox shows two letters with one Message-ID once: `shown`.
"""

import json
import logging
import sys
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

logging.getLogger("mail.log").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Kept:
    """A letter as it came, and what was said of it."""

    sender: str
    to: tuple[str, ...]
    data: bytes
    tls: bool
    options: tuple[str, ...]

    @property
    def letter(self) -> EmailMessage:
        return cast(EmailMessage, message_from_bytes(self.data, policy=default))


@dataclass
class Post:
    """What it keeps, and how it fails: `fails` has an answer, or "cut" or "cut_after", by step.

    The steps are MAIL, RCPT and DATA; an answer is used as often as `times` says.
    """

    file: Path | None = None
    receipts: bool = True
    fails: dict[str, str] = field(default_factory=dict)
    times: int = 1_000_000
    kept: list[Kept] = field(default_factory=list)
    port: int = 0

    @property
    def shown(self) -> list[Kept]:
        """One for each Message-ID: what a person finds in the mailbox."""
        return list({one.letter["Message-ID"]: one for one in reversed(self.kept)}.values())[::-1]

    def answer(self, step: str) -> str:
        """What to say at a step instead of yes."""
        if self.times < 1 or step not in self.fails:
            return ""
        self.times -= 1
        return self.fails[step]

    def keep(self, one: Kept) -> None:
        self.kept.append(one)
        if self.file:
            line = {"to": one.to, "data": one.data.decode("latin-1"), "options": one.options}
            with self.file.open("a", encoding="utf-8") as kept:
                kept.write(json.dumps(line) + "\n")


class Handler:
    """What happens at each step."""

    def __init__(self, post: Post) -> None:
        self.post = post

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, host: str, said: Any) -> Any:
        session.host_name = host
        return [*said[:-1], *(["250-DSN"] if self.post.receipts else []), said[-1]]

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, sender: str, options: Any) -> str:
        if said := self.post.answer("MAIL"):
            return said
        envelope.mail_from = sender
        return "250 2.1.0 ok"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, to: str, options: Any) -> str:
        if said := self.post.answer("RCPT"):
            return said
        envelope.rcpt_tos.append(to)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        said = self.post.answer("DATA")
        if said and said != "cut_after":
            return said
        to = tuple(envelope.rcpt_tos)
        tls, said_of = session.ssl is not None or server.over_tls, tuple(server.options)
        self.post.keep(Kept(envelope.mail_from, to, envelope.content, tls, said_of))
        if said == "cut_after":
            server.transport.abort()
        return "250 2.6.0 kept"


class Server(SMTP):
    """aiosmtpd's, with delivery receipts (RFC 3461), which it doesn't know."""

    over_tls = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.options: list[str] = []

    async def smtp_MAIL(self, arg: str | None) -> None:
        self.options = []
        await super().smtp_MAIL(self._without_receipts(arg))

    async def smtp_RCPT(self, arg: str | None) -> None:
        await super().smtp_RCPT(self._without_receipts(arg))

    async def smtp_DATA(self, arg: str) -> None:
        handler = cast(Handler, self.event_handler)
        if handler.post.fails.get("DATA") == "cut" and handler.post.answer("DATA"):
            await self.push("354 go on")
            self.transport.abort()  # type: ignore[union-attr]
            return
        await super().smtp_DATA(arg)

    def _without_receipts(self, arg: str | None) -> str | None:
        words = (arg or "").split()
        known = [one for one in words if one.upper().startswith(("RET=", "ENVID=", "NOTIFY=", "ORCPT="))]
        self.options += known
        return " ".join(one for one in words if one not in known) if arg else arg


class Office(Controller):
    """Runs it in a thread."""

    def __init__(self, post: Post, **options: Any) -> None:
        self.post, self.with_tls = post, "ssl_context" in options
        super().__init__(Handler(post), **options)

    def factory(self) -> Server:
        made = Server(self.handler, **self.SMTP_kwargs)
        made.over_tls = self.with_tls
        return made


def main(port: int, file: Path) -> None:
    post = Post(file=file)
    Office(post, hostname="127.0.0.1", port=port).start()
    threading.Event().wait()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
