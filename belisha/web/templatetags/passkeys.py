"""What the pages of signing in need: a passkey’s options as an attribute, the name of the provider."""

import json
from typing import Any

from django import template
from django.conf import settings

from belisha.people.provider import configured

register = template.Library()


@register.filter
def as_json(options: Any) -> str:
    """The options of a passkey as JSON; the template escapes it."""
    return json.dumps(options, default=dict, separators=(",", ":"))


@register.simple_tag
def sign_on_name() -> str:
    """What people call the provider through which they may sign in; empty where there is none."""
    return settings.BELISHA.oidc_name if configured() else ""
