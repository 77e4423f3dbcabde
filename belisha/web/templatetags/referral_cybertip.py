"""What a CyberTip says besides, and in which environment: a part of a referral's page."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("desk/referral/_cybertip.html", takes_context=True)
def referral_cybertip(context: dict[str, Any]) -> dict[str, Any]:
    """What a CyberTip says besides, and in which environment."""
    return {"line": context["line"], "perms": context["perms"]}
