"""How a referral is on its way over a channel of its own: a part of a referral's page."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("desk/referral/_delivery.html", takes_context=True)
def referral_delivery(context: dict[str, Any]) -> dict[str, Any]:
    """How a referral is on its way over a channel of its own."""
    return {"line": context["line"], "perms": context["perms"]}
