"""What the service keeps of this case: a part of a case's page."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("desk/case/_preserved.html", takes_context=True)
def case_preserved(context: dict[str, Any]) -> dict[str, Any]:
    """What the service keeps of this case."""
    return {"case": context["case"], "perms": context["perms"], "request": context["request"]}
