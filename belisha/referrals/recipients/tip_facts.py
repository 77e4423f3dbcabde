"""What a person entered of a CyberTip, as short texts: for the pack, and for who fills in NCMEC's page."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from belisha.referrals.cybertip import Agency, CyberTip, TipAccount
from belisha.referrals.message import ReferralMessage
from belisha.referrals.part import Part, kinds_of
from belisha.referrals.recipients import facts
from belisha.referrals.recipients.recipient import Asked, asked
from belisha.referrals.words import moment

LABELS = {
    "batched": "One report for many alike",
    "when_described": "What is known of the time besides",
    "annotations": "What it also is",
    "third_party_hosted": "On somebody else's servers",
    "chat_client": "Program of the chat",
    "chat_room": "Room of the chat",
    "game": "Game",
    "console": "Console",
    "terms_url": "Terms of service",
    "legal_url": "Page for law enforcement",
    "prior_reports": "Earlier CyberTipline reports",
}
KNOWN_ELSEWHERE = ("id", "place")


def happened_at(message: ReferralMessage) -> str:
    """When it happened, as a person entered it or the reports give it."""
    entered = message.cybertip.incident_at if message.cybertip else None
    return moment(entered) if entered else facts.happened_at(message)


def besides(message: ReferralMessage) -> Iterator[Asked]:
    """What was entered, an entry each; nothing for what nobody knows."""
    tip = message.cybertip or CyberTip()
    for name, label in LABELS.items():
        if said := _said(getattr(tip, name)):
            yield asked(label, said)
    for agency in tip.told:
        yield asked("Law enforcement told", _agency(agency))
    for account in tip.accounts:
        yield asked("An account, besides", f"{account.id}: {_account(account)}")


def _agency(agency: Agency) -> str:
    return ", ".join(_pairs(agency))


def _account(account: TipAccount) -> str:
    stands = f"stands as {account.place.replace('_', ' ')}" if account.place else ""
    return "; ".join(one for one in (stands, *_pairs(account)) if one)


def _pairs(part: Part) -> Iterator[str]:
    """Each known field of a part with its name."""
    for name in kinds_of(type(part)):
        said = _said(getattr(part, name))
        if said and name not in KNOWN_ELSEWHERE:
            yield f"{name.replace('_', ' ')}: {said}"


def _said(value: Any) -> str:
    if value in (None, "", (), "unknown"):
        return ""
    if isinstance(value, tuple):
        return " / ".join(_said(one) for one in value)
    if isinstance(value, Part):
        return ", ".join(_pairs(value))
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else str(value)
