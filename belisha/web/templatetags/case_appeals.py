"""What users were told of this case, and the appeals against it: a part of a case's page."""

from typing import Any

from django import template

from belisha.enforcement import appeal_read, notice_read

register = template.Library()


@register.inclusion_tag("desk/case/_appeals.html", takes_context=True)
def case_appeals(context: dict[str, Any]) -> dict[str, Any]:
    """What users were told, and the appeals against what was decided here."""
    case, request = context["case"], context["request"]
    return {
        "case": case,
        "perms": context["perms"],
        "request": request,
        "lines": appeal_read.of_case(case.id, request.user),
        "notices": notice_read.of_case(case.id),
    }
