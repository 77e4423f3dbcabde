"""A message as the plain blocks that the template lays out: headings, facts, tables, texts; all of it.

A block is an object with a `kind`. Cells are text, `{"mono": ...}` for what is compared digit by digit, or
`{"pairs": [[label, cell], ...]}`.
"""

from typing import Any

from belisha.referrals.message import ReferralMessage
from belisha.referrals.recipients import recipient_for
from belisha.referrals.sections import HEADINGS, SECTIONS
from belisha.referrals.words import (
    DANGER,
    NO_IMAGES,
    NOT_KNOWN,
    PRIORITIES,
    concerns,
    counted,
    country,
    listed,
    moment,
)

Block = dict[str, Any]
Sheet = dict[str, Any]


def sheet(message: ReferralMessage) -> Sheet:
    """Return the whole pack: front page first, then each section in the recipient's order."""
    order = recipient_for(message.recipient.authority).sections
    return {
        "title": f"Referral {message.reference} to {message.recipient.name}",
        "reference": message.reference,
        "tone": message.priority,
        "banner": f"Priority: {PRIORITIES[message.priority]}",
        "danger": DANGER[message.danger_now],
        "reasons": list(message.priority_reasons),
        "front": _front(message),
        "story": message.what_happened or "No description of what happened is known to us.",
        "sections": [{"heading": HEADINGS[name], "blocks": SECTIONS[name](message)} for name in order],
        "statement": NO_IMAGES,
    }


def _front(message: ReferralMessage) -> list[list[str]]:
    rule = message.rule
    return [
        ["For", _reached(message)],
        ["From", _sender(message)],
        ["Reach us", _reach(message)],
        ["Our reference", message.reference],
        ["Written", moment(message.created_at)],
        ["About", concerns(message.concerns)],
        ["Happened", moment(message.occurred_at)],
        ["Enclosed", _enclosed(message)],
        ["Why you", rule.why or rule.title],
    ]


def _reached(message: ReferralMessage) -> str:
    to = message.recipient
    ways = [one for one in (to.phone, to.email, to.address, to.url) if one]
    by = f" ({'; '.join(ways)})" if ways else ""
    return f"{to.name}{by}"


def _sender(message: ReferralMessage) -> str:
    org = message.organisation
    service = f"for its service {org.service}" if org.service else ""
    parts = (org.legal_name, service, org.address, country(org.country))
    return ", ".join(part for part in parts if part)


def _reach(message: ReferralMessage) -> str:
    org = message.organisation
    return (
        ", ".join(one for one in (org.contact_name, org.contact_phone, org.contact_email) if one) or NOT_KNOWN
    )


def _enclosed(message: ReferralMessage) -> str:
    counts = (
        (len(message.accounts), "account", ""),
        (len(message.items), "item by reference", "items by reference"),
        (len(message.conversation), "line of conversation", "lines of conversation"),
    )
    parts = [counted(number, one, many) for number, one, many in counts if number]
    return f"{listed(parts) or 'Text alone'}. {NO_IMAGES}"
