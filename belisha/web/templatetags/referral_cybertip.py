"""What a CyberTip says besides, and in which environment: a part of a referral's page."""

from typing import Any

from django import template

from belisha.referrals.tip_page import tip_page

register = template.Library()


@register.inclusion_tag("desk/referral/_cybertip.html", takes_context=True)
def referral_cybertip(context: dict[str, Any]) -> dict[str, Any]:
    """What a CyberTip says besides, and in which environment; nothing for another authority."""
    line = context["line"]
    tip = tip_page(line.id, context["request"].user) if line.authority == "ncmec" else None
    return {"line": line, "perms": context["perms"], "tip": tip}
