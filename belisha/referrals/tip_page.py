"""What the page of a CyberTip's details shows: what was entered, what is suggested, what is missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from belisha.people.models import Staff
from belisha.referrals.cybertip import CyberTip
from belisha.referrals.hidden import HiddenPage, hidden_in, page_for
from belisha.referrals.kinds import NotSendable
from belisha.referrals.message import Account, ReferralMessage
from belisha.referrals.ncmec import Environment, environment
from belisha.referrals.read import ReferralLine
from belisha.referrals.recipients.cybertip.report import escalation, report
from belisha.referrals.recipients.ncmec import INCIDENTS
from belisha.referrals.tip import NCMEC
from belisha.referrals.wire import decode, encode

MOST_ACCOUNTS = 20
"""Accounts whose details are entered on the page; a case of more names the rest in the report's text."""
NO_EMAIL = (
    "Our own contact has no e-mail address; NCMEC's documentation asks for one. Add it in the settings."
)


@dataclass(frozen=True, kw_only=True)
class TipPage:
    """The details of one CyberTip. `closed`: a text in it is hidden from this person, so it can't be changed.

    `accounts` are empty while anything that names somebody is hidden.
    """

    line: ReferralLine
    tip: CyberTip
    environment: Environment
    suggested: tuple[str, ...]
    escalation: str
    missing: tuple[str, ...]
    accounts: tuple[Account, ...]
    more_accounts: int
    hidden: bool
    closed: bool
    unsent: bool


def tip_page(referral_id: UUID, viewer: Staff) -> TipPage | None:
    """The details of a CyberTip as this person may see them; None where it is none."""
    seen = page_for(referral_id, viewer)
    if seen is None or seen.page.line.authority != NCMEC:
        return None
    return _made(seen, viewer)


def _made(seen: HiddenPage, viewer: Staff) -> TipPage:
    message, line = seen.page.message, seen.page.line
    tip = entered(seen.page.edited)
    mask = hidden_in(line.case_id, viewer)
    hidden = bool(mask.hidden)
    accounts = message.accounts if message and not hidden else ()
    return TipPage(
        line=line,
        tip=tip,
        environment=environment(),
        suggested=suggested(message) if message else (),
        escalation=mask.text(escalation(message, tip)) if message else "",
        missing=tuple(missing(message)) if message else (),
        accounts=accounts[:MOST_ACCOUNTS],
        more_accounts=max(len(accounts) - MOST_ACCOUNTS, 0),
        hidden=hidden,
        closed=any(mask.hides(text) for text in _texts(encode(replace(tip, accounts=())))),
        unsent=seen.page.unsent,
    )


def entered(edits: dict[str, Any]) -> CyberTip:
    """What a person entered; nothing where it can't be read any more."""
    try:
        return decode(CyberTip, edits.get("cybertip") or {}, "cybertip")
    except NotSendable:
        return CyberTip()


def suggested(message: ReferralMessage) -> tuple[str, ...]:
    """The kinds of incident that the concerns suggest."""
    return tuple(dict.fromkeys(INCIDENTS[one] for one in message.concerns if one in INCIDENTS))


def missing(message: ReferralMessage) -> Iterator[str]:
    """What NCMEC can't do without, and what it asks for besides."""
    try:
        report(message).element("report")
    except NotSendable as problem:
        yield f"{problem.words}."
    if not message.organisation.contact_email:
        yield NO_EMAIL


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []
