"""How a referral is on its way over a channel of its own: a part of a referral's page."""

from typing import Any

from django import template

from belisha.referrals.how_told import how_told
from belisha.referrals.on_the_way import attempts_of, of_referral
from belisha.web.desk.decision_forms import ReasonForm
from belisha.web.parts import Cell

register = template.Library()


@register.inclusion_tag("desk/referral/_delivery.html", takes_context=True)
def referral_delivery(context: dict[str, Any]) -> dict[str, Any]:
    """How a referral is on its way over a channel of its own."""
    line = context["line"]
    return {
        "line": line,
        "perms": context["perms"],
        "csrf_token": context.get("csrf_token", ""),
        "request": context["request"],
        "way": of_referral(line.id),
        "headers": ["When", "How", "What came of it", "What came back", "SHA-256 of what was sent"],
        "attempts": [
            [
                Cell(moment=one.at),
                one.channel_words,
                one.outcome_words,
                one.answer_words,
                Cell(text=one.sent_sha256, code=True) if one.sent_sha256 else "Nothing",
            ]
            for one in attempts_of(line.id)
        ],
        "leave": ReasonForm(auto_id="leave_%s"),
    }


@register.inclusion_tag("desk/referral/_how_to.html", takes_context=True)
def referral_how_to(context: dict[str, Any]) -> dict[str, Any]:
    """How a person tells them; folded away where this desk does."""
    return {"page": context["page"], "told": how_told(context["line"].id)}
