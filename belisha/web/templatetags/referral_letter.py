"""A letter that may have come back: a part of a referral's page."""

from typing import Any

from django import template

from belisha.referrals.letters import may_come_back
from belisha.web.desk.decision_forms import ReasonForm

register = template.Library()


@register.inclusion_tag("desk/referral/_letter.html", takes_context=True)
def referral_letter(context: dict[str, Any]) -> dict[str, Any]:
    """Where a letter was handed in: the form to say that it came back."""
    line = context["line"]
    may = context["perms"]["referrals"]["release_referral"] and may_come_back(line.id)
    form = ReasonForm(auto_id="came_back_%s") if may else None
    return {"line": line, "form": form, "csrf_token": context.get("csrf_token")}
