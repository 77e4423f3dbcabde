"""What must be kept of a case, as a panel of its page."""

from typing import Any
from uuid import UUID

from django import template

from belisha.enforcement.read import kept

register = template.Library()


@register.inclusion_tag("desk/_kept.html")
def kept_panel(case_id: UUID) -> dict[str, Any]:
    """The clocks of a case, and the way to the page where they are changed."""
    return {"kept_panel": kept(case_id)}
