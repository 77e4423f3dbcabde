"""A visitor of the public form: reads the page that came, fills in fields, presses a button. No cookies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django.test import Client

REPORT = "/report/"
STATUS = "/report/status/"
FORM = "application/x-www-form-urlencoded"
WORDS = "Message 1 of the reported conversation."

_STATE = re.compile(r'name="state" value="([^"]+)"')
_RECEIPT = re.compile(r'<strong class="b-receipt"[^>]*>([^<]+)</strong>')
_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def harbour(**fields: object) -> Any:
    """Set the desk up for Harbour Chat, an invented service in the United Kingdom."""
    from belisha.organisation.models import Organisation

    return Organisation.objects.create(**{"legal_name": "Harbour Chat", "country": "GB"} | fields)


def heading(answer: Any) -> str:
    """The first heading of a page, as it is read."""
    found = _HEADING.search(answer.content.decode())
    return unescape(_TAG.sub("", found[1])).strip() if found else ""


def receipt_on(answer: Any) -> str | None:
    """The receipt that a page shows, or None."""
    found = _RECEIPT.search(answer.content.decode())
    return found[1].replace("\u00a0", " ") if found else None


def post(client: Client, path: str, fields: dict[str, Any]) -> Any:
    """Send a form as a browser does when it holds no file."""
    return client.post(path, urlencode(fields, doseq=True), content_type=FORM)


@dataclass
class Visitor:
    """Somebody with a browser; `page` is the answer that they look at."""

    client: Client = field(default_factory=Client)
    page: Any = None

    def open(self, path: str = REPORT) -> Visitor:
        self.page = self.client.get(path)
        return self

    @property
    def state(self) -> str:
        found = _STATE.search(self.text)
        assert found, self.text
        return found[1]

    @property
    def text(self) -> str:
        return unescape(self.page.content.decode())

    @property
    def heading(self) -> str:
        return heading(self.page)

    @property
    def receipt(self) -> str:
        found = receipt_on(self.page)
        assert found, self.text
        return found

    def press(self, go: str = "next", **fields: Any) -> Visitor:
        self.page = post(self.client, REPORT, {"state": self.state, "go": go, **fields})
        return self

    def to_check(self, **fields: Any) -> Visitor:
        """Answer the four steps, with these fields besides the least that is needed."""
        what = {"concerns": ["grooming"], "what_happened": WORDS}
        who = ("child_age", "child_country", "child_place", "accounts", "suspect_is_child", "suspect_country")
        when = ("suspect_place", "day", "time", "zone")
        you = ("reporter_kind", "may_contact", "name", "email", "phone")
        self.open().press(danger_now=fields.get("danger_now", "no"))
        self.press(**what | {name: fields[name] for name in (*what, "items", "service") if name in fields})
        self.press(**{name: fields[name] for name in (*who, *when) if name in fields})
        return self.press(**{name: fields[name] for name in you if name in fields})

    def send(self) -> Visitor:
        return self.press("send")
