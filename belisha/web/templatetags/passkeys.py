"""What a page tells the browser of a passkey, as an attribute: there are no scripts in our pages."""

import json
from typing import Any

from django import template

register = template.Library()


@register.filter
def as_json(options: Any) -> str:
    """The options of a passkey as JSON; the template escapes it."""
    return json.dumps(options, default=dict, separators=(",", ":"))
