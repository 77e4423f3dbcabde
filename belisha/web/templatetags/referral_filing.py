"""Filing by hand, field by field: a part of a referral's page."""

from typing import Any

from django import template

from belisha.referrals.filing_page import Said, is_filed_by_hand, said_of
from belisha.web.desk.filing_forms import SaidForm

register = template.Library()


@register.inclusion_tag("desk/referral/_filing.html", takes_context=True)
def referral_filing(context: dict[str, Any]) -> dict[str, Any]:
    """Filing by hand, field by field, and what the IWF said of each address."""
    line = context["line"]
    said = said_of(line.id, context["request"].user)
    return {
        "line": line,
        "perms": context["perms"],
        "csrf_token": context.get("csrf_token"),
        "by_hand": is_filed_by_hand(line.authority),
        "said": [(one, _form(one)) for one in said],
    }


def _form(one: Said) -> SaidForm:
    before = {"address": one.id, "outcome": one.outcome, "category": one.category or "indecent_images"}
    day = {"said_on": one.said_on} if one.said_on else {}
    return SaidForm(initial=before | day, auto_id=f"said_{one.id}_%s")
