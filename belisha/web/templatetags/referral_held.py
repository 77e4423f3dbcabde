"""What the guard stopped, and whether it was a false alarm: a part of a referral's page."""

from typing import Any

from django import template

from belisha.referrals.false_alarms import alarm_for
from belisha.web.desk.decision_forms import ReasonForm

register = template.Library()


@register.inclusion_tag("desk/referral/_held.html", takes_context=True)
def referral_held(context: dict[str, Any]) -> dict[str, Any]:
    """What the guard stopped, and whether it was a false alarm."""
    line = context["line"]
    alarm = alarm_for(line.id, context["request"].user.id) if line.state in ("draft", "held") else None
    form = ReasonForm(auto_id="alarm_%s")
    return {
        "line": line,
        "perms": context["perms"],
        "alarm": alarm,
        "form": form,
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }
