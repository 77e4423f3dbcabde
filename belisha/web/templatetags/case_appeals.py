"""Appeals against what was decided here: a part of a case's page."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("desk/case/_appeals.html", takes_context=True)
def case_appeals(context: dict[str, Any]) -> dict[str, Any]:
    """Appeals against what was decided here."""
    return {"case": context["case"], "perms": context["perms"], "request": context["request"]}
