"""Tags of the pages about decisions and referrals: states, checklists, how-to steps, the message as text."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.urls import reverse

from belisha.referrals.read import DeliveryView, ReferralLine
from belisha.referrals.recipients import Asked, Instruction
from belisha.web.parts import Cell

register = template.Library()

STATES = {
    "draft": "amber",
    "held": "red",
    "released": "blue",
    "sent": "blue",
    "acknowledged": "green",
    "closed": "grey",
    "failed": "red",
    "withdrawn": "grey",
}
STANDS = {
    "present": ("Here", "green"),
    "unknown": ("Not known", "amber"),
    "not_applicable": ("Not asked of us", "grey"),
}
HOW_FAST = {"now": "Now", "promptly": "Promptly", "in_time": "In time"}
URGENCY = {"now": "danger", "promptly": "blue"}
_DIALLED = re.compile(r"\+?[0-9][0-9 -]*")


@register.inclusion_tag("belisha/parts/tag.html")
def referral_tag(line: ReferralLine) -> dict[str, Any]:
    """Where a referral stands."""
    return {"text": line.state_words, "colour": STATES.get(line.state, "grey")}


@register.inclusion_tag("belisha/parts/tag.html")
def how_fast(word: str) -> dict[str, Any]:
    """How fast an authority is told."""
    return {"text": HOW_FAST.get(word, word), "colour": URGENCY.get(word, "grey")}


@register.filter
def share(part: float) -> str:
    """A share of the postcodes of a place: "54%", "under 1%"."""
    return "under 1%" if 0 < part < 0.01 else f"{part:.0%}"


@register.filter
def day(date_: str) -> str:
    """A day as it is written elsewhere: "22 November 2026"."""
    when = date.fromisoformat(date_)
    return f"{when.day} {when:%B %Y}"


@register.inclusion_tag("desk/_referral_table.html")
def referral_table(lines: Sequence[ReferralLine]) -> dict[str, Any]:
    """Referrals of a case to authorities that are no step of its route (any more)."""
    return {
        "headers": ["Authority", "How fast", "Stands", "Their reference"],
        "rows": [
            [
                Cell(text=line.authority_name, url=reverse("referral", args=[line.id])),
                HOW_FAST.get(line.how_fast, line.how_fast),
                Cell(text=line.state_words, tag=STATES.get(line.state, "grey")),
                line.reference or "None yet",
            ]
            for line in lines
        ],
    }


@register.inclusion_tag("desk/_checklist_table.html")
def checklist_table(checklist: Iterable[Asked]) -> dict[str, Any]:
    """What an authority asks for: whether it is here, and what."""
    return {
        "headers": ["Asked for", "Stands", "What we have"],
        "rows": [
            [one.asked, Cell(text=STANDS[one.stand][0], tag=STANDS[one.stand][1]), one.text]
            for one in checklist
        ],
    }


@register.inclusion_tag("desk/_delivery_table.html")
def delivery_table(deliveries: Iterable[DeliveryView]) -> dict[str, Any]:
    """Every attempt to tell an authority."""
    return {
        "headers": ["When", "How", "By", "What came of it", "Reference", "Contact and note"],
        "rows": [
            [
                Cell(moment=one.at),
                one.channel_words,
                one.by,
                one.outcome_words,
                one.reference or "None",
                " ".join(part for part in (one.contact, one.note) if part) or "None",
            ]
            for one in deliveries
        ],
    }


@register.inclusion_tag("desk/_target.html")
def target(step: Instruction) -> dict[str, Any]:
    """The number, page or address of an instruction, as a link where it is safe to be one."""
    return {"text": step.target, "url": _link(step)}


def _link(step: Instruction) -> str:
    if step.action == "call" and _DIALLED.fullmatch(step.target):
        return f"tel:{re.sub('[^0-9+]', '', step.target)}"
    parts = urlsplit(step.target)
    return step.target if parts.scheme == "https" and parts.hostname else ""
