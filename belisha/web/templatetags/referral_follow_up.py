"""What an authority asked, what followed, and whether nobody may be told: a part of a referral's page."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("desk/referral/_follow_up.html", takes_context=True)
def referral_follow_up(context: dict[str, Any]) -> dict[str, Any]:
    """What an authority asked, what followed, and whether nobody may be told."""
    return {"line": context["line"], "perms": context["perms"]}
