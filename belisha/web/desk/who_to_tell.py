"""Who to tell of a case, step by step, each with where its referral stands. There before any decision."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.urls import reverse

from belisha.decisions.read import CallView
from belisha.organisation.checks import never_doubted
from belisha.referrals.read import ReferralLine
from belisha.routing import SHIPPED, Help, Route, Step
from belisha.routing.answer import Fired, Source
from belisha.routing.review import is_old

EMERGENCY = "emergency"
WITHDRAWN = "withdrawn"
_DIALLED = re.compile(r"\+?[0-9][0-9 -]*")


@dataclass(frozen=True, kw_only=True)
class Reached:
    """A telephone number and a page, as links where they are safe to be one."""

    phone: str
    tel: str
    url: str
    email: str


@dataclass(frozen=True, kw_only=True)
class ReadFrom:
    """A source, and whether its reading is too long ago to be relied on."""

    source: Source
    url: str
    old: bool


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """One step with its contact, its sources and where our referral stands.

    `there`: the emergency number of the child's country, where whoever rings from here rings another.
    """

    step: Step
    reached: Reached
    there: str
    read_from: ReadFrom
    rule: Fired | None
    referral: ReferralLine | None
    calls: tuple[CallView, ...]
    directory_url: str

    @property
    def name(self) -> str:
        """The authority's name, without the candidates that are listed by themselves."""
        name = self.step.authority.name
        return name.partition(":")[0] if self.step.candidates else name

    @property
    def urgent(self) -> bool:
        """Is it the emergency number, which is rung at once and needs nobody's leave?"""
        return self.step.authority.id == EMERGENCY

    @property
    def at_once(self) -> str:
        """What to do about the emergency number, from here: not how it is rung in another country."""
        there, found, here = self.step.why.partition(" From ")
        if not self.there or not found:
            return self.step.why
        whether = there.partition(" ring ")[0].rstrip(":,")
        return f"{whether}: from {here} At once, before anything else."

    @property
    def look_up(self) -> bool:
        """Is nothing known here of how they are reached?"""
        return not (self.urgent or self.reached.phone or self.reached.url or self.reached.email)

    @property
    def confirm_first(self) -> bool:
        """Has nobody checked the address? An emergency number is never held up by that."""
        return not self.step.confirmed and not self.urgent


@dataclass(frozen=True, kw_only=True)
class HelpRow:
    """Somebody to talk to."""

    line: Help
    reached: Reached


@dataclass(frozen=True, kw_only=True)
class WhoToTell:
    """The whole answer for a page. `others`: our referrals to authorities that are no step (any more)."""

    rows: tuple[StepRow, ...]
    others: tuple[ReferralLine, ...]
    help: tuple[HelpRow, ...]
    changes: tuple[str, ...]


def who_to_tell(
    found: Route,
    today: date,
    *,
    referrals: Sequence[ReferralLine] = (),
    calls: Sequence[CallView] = (),
    own_number: str = "",
) -> WhoToTell:
    """Return an answer of the router as a page shows it, with what was done about each step so far.

    `own_number`: the emergency number here; the number of another country can't be rung from here.
    """
    live = {line.authority: line for line in referrals if line.state != WITHDRAWN}
    rules = {rule.id: rule for rule in found.rules}
    done = _Done(referrals=live, calls=tuple(calls), own_number=own_number)
    rows = tuple(_row(step, today, rules, done) for step in found.steps)
    shown = {row.referral.id for row in rows if row.referral}
    return WhoToTell(
        rows=rows,
        others=tuple(line for line in referrals if line.id not in shown),
        help=tuple(HelpRow(line=one, reached=_reached(one.phone, one.url)) for one in found.help),
        changes=found.would_change,
    )


@dataclass(frozen=True, kw_only=True)
class _Done:
    """What this desk has done so far, and the number that it rings."""

    referrals: dict[str, ReferralLine]
    calls: tuple[CallView, ...]
    own_number: str


def _row(step: Step, today: date, rules: dict[str, Fired], done: _Done) -> StepRow:
    source, urgent = step.source, step.authority.id == EMERGENCY
    there = step.contact.phone or ""
    rung = done.own_number if urgent and _DIALLED.fullmatch(done.own_number) else there
    return StepRow(
        step=step,
        reached=_reached(rung, step.contact.url, step.contact.email),
        there=there if rung != there else "",
        read_from=ReadFrom(source=source, url=_page(source.url), old=is_old(source.checked_on, today)),
        rule=rules.get(step.rule),
        referral=done.referrals.get(step.authority.id),
        calls=done.calls if urgent else (),
        directory_url=_directory_row(step.authority.id),
    )


def _reached(phone: str | None, url: str | None, email: str | None = None) -> Reached:
    number = phone or ""
    tel = re.sub("[^0-9+]", "", number) if _DIALLED.fullmatch(number) else ""
    return Reached(phone=number, tel=tel, url=_page(url), email=email or "")


def _page(url: str | None) -> str:
    """Return an address that may be a link, as the directory can be changed by hand; else nothing."""
    parts = urlsplit(url or "")
    return str(url) if parts.scheme in ("https", "http") and parts.hostname else ""


def _directory_row(authority: str) -> str:
    # A rule may bring an authority of its own. What this desk has added itself was confirmed by that; what
    # stands for many authorities at once isn't confirmed in the directory.
    row = SHIPPED.get(authority)
    return reverse("authority", args=[authority]) if row and not never_doubted(row) else ""
