"""Appeals against what was decided here: a part of a case's page."""

from typing import Any

from django import template

from belisha.enforcement.appeal_read import of_case

register = template.Library()


@register.inclusion_tag("desk/case/_appeals.html", takes_context=True)
def case_appeals(context: dict[str, Any]) -> dict[str, Any]:
    """Appeals against what was decided here."""
    case, request = context["case"], context["request"]
    lines = of_case(case.id, request.user)
    return {"case": case, "perms": context["perms"], "request": request, "lines": lines}
