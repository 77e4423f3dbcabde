"""What the service is told to do about this case: a part of a case's page."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("desk/case/_orders.html", takes_context=True)
def case_orders(context: dict[str, Any]) -> dict[str, Any]:
    """What the service is told to do about this case."""
    return {"case": context["case"], "perms": context["perms"], "request": context["request"]}
