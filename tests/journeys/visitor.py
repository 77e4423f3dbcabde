"""Somebody before a browser: reads the page that came, follows its links, presses its buttons.

What is sent is the form as the page holds it, forgery token included, so that a step works only where the
page offers it to this person.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin

from django.test import Client
from lxml import html

FORM = "application/x-www-form-urlencoded"


@dataclass
class Visitor:
    """Anybody; without an account, unless it is a Colleague."""

    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    answer: Any = None

    def goes_to(self, path: str, *, answered: int = 200) -> Visitor:
        """Open an address."""
        return self._sees(self.client.get(path, follow=True), answered)

    def follows(self, link: str) -> Visitor:
        """Follow the one link with these words."""
        return self.goes_to(urljoin(self.path, self._the_one("a", link).get("href")))

    def presses(self, button: str, *, answered: int = 200, **fields: Any) -> Visitor:
        """Fill these fields of the one form with this button, and press it."""
        found = self._the_one("button", button)
        form = next(one for one in found.iterancestors("form"))
        unknown = set(fields) - set(form.inputs.keys())
        assert not unknown, f"There is no field {unknown} beside “{button}”."
        sent = _values(form.form_values()) | {name: _list(value) for name, value in fields.items()}
        if found.get("name"):
            sent[found.get("name")] = [found.get("value", "")]
        return self._sends(form, sent, answered)

    def forces(self, path: str, *, answered: int, **fields: Any) -> Visitor:
        """Send a form that the page does not offer, with the token of one that it does."""
        [token, *_] = self.page.xpath("//input[@name='csrfmiddlewaretoken']/@value")
        fields["csrfmiddlewaretoken"] = token
        return self._sees(self.client.post(path, fields, follow=True), answered)

    def offered(self, button: str) -> bool:
        """Does the page offer this button or link?"""
        return any(words(one) == button for one in self.page.iter("a", "button"))

    @property
    def page(self) -> Any:
        return html.fromstring(self.answer.content.decode())

    @property
    def path(self) -> str:
        return str(self.answer.request["PATH_INFO"])

    @property
    def reads(self) -> str:
        """What the page says, in one line."""
        return words(self.page.get_element_by_id("main"))

    @property
    def heading(self) -> str:
        return words(self.page.xpath("//h1")[0])

    def _the_one(self, kind: str, name: str) -> Any:
        """The one link or button with these words; one in the page itself comes before the navigation's."""
        page = self.page
        for place in (page.get_element_by_id("main"), page):
            found = [one for one in place.iter(kind) if words(one) == name]
            if len({one.get("href") for one in found}) == 1 and (kind == "a" or len(found) == 1):
                return found[0]
        offers = sorted({words(one) for one in page.iter("a", "button")})
        raise AssertionError(f"{self.path} offers no one “{name}”, but {offers}.")

    def _sends(self, form: Any, sent: dict[str, list[str]], answered: int) -> Visitor:
        path = form.get("action") or self.path
        if form.method == "GET":
            return self.goes_to(f"{path}?{urlencode(sent, doseq=True)}", answered=answered)
        body = urlencode(sent, doseq=True)
        return self._sees(self.client.post(path, body, content_type=FORM, follow=True), answered)

    def _trouble(self) -> str:
        summary = self.page.xpath("//*[contains(@class, 'govuk-error-summary')]")
        return words(summary[0]) if summary else words(self.page)

    def _sees(self, answer: Any, answered: int) -> Visitor:
        self.answer = answer
        assert answer.status_code == answered, f"{self.path}: {answer.status_code}. {self._trouble()}"
        return self


@dataclass
class Colleague(Visitor):
    """A member of staff, who signs in with both factors."""

    person: Any = None
    secret: str = ""

    @property
    def name(self) -> str:
        return str(self.person.name)

    def gives_the_password(self) -> Colleague:
        """Half of signing in: the password of the tests is the address."""
        self.goes_to("/account/login/")
        self.presses("Sign in", login=self.person.email, password=self.person.email)
        return self

    def signs_in(self) -> Colleague:
        """Password, then the code of the second factor."""
        self.gives_the_password().presses("Sign in", code=code(self.secret))
        assert self.path.startswith("/desk/"), self.path
        return self

    def sets_up_a_second_factor(self) -> Colleague:
        """What the first sign-in leads to: the key is read from the page, and a code made from it."""
        self.secret = words(self.page.get_element_by_id("authenticator_secret"))
        self.presses("Switch on", code=code(self.secret))
        return self


PERIOD = 30  # seconds for which a code holds
A_REQUEST = 4  # seconds: a code that ends sooner may be refused when it arrives


def code(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    left = PERIOD - time.time() % PERIOD
    if left < A_REQUEST:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))


def words(element: Any) -> str:
    """The text of an element as it is read."""
    return " ".join(element.text_content().split())


def _values(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _list(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
