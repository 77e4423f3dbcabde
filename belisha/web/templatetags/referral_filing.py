"""Filing by hand, field by field: a part of a referral's page."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("desk/referral/_filing.html", takes_context=True)
def referral_filing(context: dict[str, Any]) -> dict[str, Any]:
    """Filing by hand, field by field."""
    return {"line": context["line"], "perms": context["perms"]}
