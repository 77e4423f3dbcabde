"""What the service keeps of this case: a part of a case's page."""

from typing import Any

from django import template
from django.utils import timezone

from belisha.enforcement.preserve_read import of_case

register = template.Library()


@register.inclusion_tag("desk/case/_preserved.html", takes_context=True)
def case_preserved(context: dict[str, Any]) -> dict[str, Any]:
    """What the service keeps of this case."""
    case, request = context["case"], context["request"]
    lines = of_case(case.id, request.user, now=timezone.now())
    return {"case": case, "perms": context["perms"], "request": request, "lines": lines}
