"""Three receivers on this machine that remember, each a process of its own, and a desk that sends to them."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.fakes.cybertip import PASSWORD, USER, Memory

PARTNER, FORCE, NCMEC = "partner:bench", "police:E23000023", "ncmec"
MODULES = {"ncmec": "cybertip", "post": "post", "hook": "hook"}
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()


@dataclass(frozen=True)
class Receivers:
    """Where they listen, and where they keep what they were told."""

    folder: Path
    ports: dict[str, int]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def come(self, name: str) -> None:
        """Have one of them listen, as it was before."""
        command = [sys.executable, "-m", f"tests.fakes.{MODULES[name]}"]
        command += [str(self.ports[name]), str(self.folder / name)]
        self.running[name] = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _wait(self.ports[name])

    def go(self, name: str) -> None:
        """Have one of them be away."""
        _end(self.running[name])

    def told(self) -> dict[str, Counter[str]]:
        """How often each of them was told of a referral, in effect, by its number."""
        return {"ncmec": self._filed(), "webhook": self._posted(), "email": self._mailed()}

    def repeats(self) -> int:
        """How often a webhook or a letter came again, and was known for a repeat."""
        calls = len(self._lines("hook")) + len(self._lines("post"))
        return calls - sum(self._posted().values()) - sum(self._mailed().values())

    def left_open(self) -> int:
        """Reports that were opened at NCMEC and never filed: they end there by themselves."""
        return len(Memory(self.folder / "ncmec").open)

    def _filed(self) -> Counter[str]:
        return Counter(report.reference for report in Memory(self.folder / "ncmec").finished)

    def _posted(self) -> Counter[str]:
        ids = {(line["id"], json.loads(line["body"])["data"]["number"]) for line in self._lines("hook")}
        return Counter(number for _, number in ids)

    def _mailed(self) -> Counter[str]:
        """One for each Message-ID and each different text: a repeat is the same letter byte for byte."""
        letters = {line["data"] for line in self._lines("post")}
        return Counter(_number(data) for data in letters)

    def _lines(self, name: str) -> list[dict[str, Any]]:
        file = self.folder / name
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        return [json.loads(line) for line in text.splitlines()]


def _number(data: str) -> str:
    subject = str(message_from_bytes(data.encode("latin-1"))["Subject"])
    return next(word.strip(".,:;()") for word in subject.split() if word.startswith("K-"))


@contextmanager
def receivers(folder: Path) -> Iterator[Receivers]:
    """Start them, and end them afterwards."""
    there = Receivers(folder, {name: _free_port() for name in MODULES})
    with ExitStack() as stack:
        for name in MODULES:
            there.come(name)
            stack.callback(there.go, name)
        yield there


def connect(to: Receivers) -> None:
    """Let the desk of this process send to them: NCMEC, a partner, and a police force by mail."""
    from django.conf import settings
    from pydantic import AnyUrl, SecretStr

    from belisha.organisation.mailboxes import Mailbox
    from belisha.organisation.partners import Partner
    from belisha.outbound import destinations
    from belisha.referrals import reach

    base = "127.0.0.1:{}"
    hook = f"http://{base.format(to.ports['hook'])}/hook"
    settings.BELISHA = settings.BELISHA.model_copy(
        update={
            "cybertip_user": USER,
            "cybertip_password": SecretStr(PASSWORD),
            "cybertip_url": AnyUrl(f"http://{base.format(to.ports['ncmec'])}/ispws"),
            "smtp_url": SecretStr(f"smtp://{base.format(to.ports['post'])}"),
            "referrals_from": "desk@lantern.example",
            "private_hosts": ("127.0.0.1",),
        }
    )
    claim = uuid4()
    partner = Partner(
        authority=PARTNER, name="A partner", url=hook, signing="hmac", claim=claim, secret=SECRET
    )
    mailbox = Mailbox(authority=FORCE, email="desk@force.example", key="", plain_allowed=True, claim=claim)
    # Two people and a day to cool off are other tests' matter.
    given = {
        "partner_of": lambda authority: partner if authority == PARTNER else None,
        "mailbox_of": lambda authority: mailbox if authority == FORCE else None,
    }
    vars(reach).update(given)
    destinations.provide(lambda: (hook,))


class Supply:
    """Makes referrals that were released a moment ago, one to each of them from a case of its own."""

    def __init__(self) -> None:
        from belisha.referrals.pack import render_pdf

        self.numbers: dict[str, list[str]] = defaultdict(list)
        self.pdf = render_pdf(_message(FORCE, "K-0"))

    def make(self, cases: int) -> None:
        """So many cases."""
        from django.utils import timezone

        from belisha.triage.models import Case

        now = timezone.now()
        for _ in range(cases):
            number = 10_000_000 + sum(map(len, self.numbers.values()))
            case = Case.objects.create(number=number, priority=3, opened_at=now, due_at=now)
            for authority in (NCMEC, PARTNER, FORCE):
                self._release(case, authority)

    def _release(self, case: Any, authority: str) -> None:
        from django.db import transaction
        from django.utils import timezone

        from belisha.people.models import Staff
        from belisha.referrals import dispatch
        from belisha.referrals.models import Referral
        from belisha.referrals.reach import reach_of
        from belisha.referrals.recipients.channels import channel_for
        from belisha.referrals.refer import _pack

        now, way = timezone.now(), reach_of(authority)
        assert way is not None
        carrier = channel_for(way.channel)
        assert carrier is not None
        number = f"K-{case.number}-{(NCMEC, PARTNER, FORCE).index(authority) + 1}"
        message = _message(authority, number)
        with transaction.atomic():
            referral = Referral.objects.create(
                number=number,
                case=case,
                authority=authority,
                authority_name=authority,
                how_fast="promptly",
                confirmed_address=True,
                state="released",
                message=message.as_json(),
                drafted_at=now,
                composed_at=now,
                released_by=Staff.objects.first(),
                released_at=now,
            )
            documents = {"json": b"{}", "pdf": self.pdf} | dict(carrier.documents(message, way))
            for kind, document in documents.items():
                _pack(referral, kind, document)
            dispatch.begin(referral, way, now=now)
        self.numbers[way.channel].append(number)


def _message(authority: str, number: str) -> Any:
    from belisha.referrals.message import Addressee
    from tests.referrals.tips import usual_tip

    to = Addressee(authority=authority, name=authority, confirmed=True)
    return replace(usual_tip(), reference=number, recipient=to)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("a receiver did not start")
