"""What the guard stopped, and whether it was a false alarm: a part of a referral's page."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("desk/referral/_held.html", takes_context=True)
def referral_held(context: dict[str, Any]) -> dict[str, Any]:
    """What the guard stopped, and whether it was a false alarm."""
    return {"line": context["line"], "perms": context["perms"]}
