"""HTTP to the configured provider of sign-on: its own origin, no redirect, short answers."""

import json
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings

from belisha.outbound.call import call
from belisha.outbound.origin import origin
from belisha.outbound.problem import NotSent

WITHIN = 16.0  # seconds for all of it
LONGEST = 256 * 1024  # bytes; a set of keys has a few thousand
FORM = {"content-type": "application/x-www-form-urlencoded"}


def get_json(url: str, *, bearer: str = "") -> dict[str, Any]:
    """What the provider says at one of its addresses; raises NotSent."""
    return _asked("GET", url, headers={"authorization": f"Bearer {bearer}"} if bearer else {})


def post_form(url: str, fields: Mapping[str, str], login: tuple[str, str] | None) -> dict[str, Any]:
    """The provider's answer to a form; raises NotSent."""
    return _asked("POST", url, headers=FORM, body=urlencode(fields).encode(), login=login)


def _asked(method: str, url: str, **how: Any) -> dict[str, Any]:
    issuer = settings.BELISHA.oidc_issuer
    if settings.BELISHA.demo or issuer is None or origin(url) != origin(str(issuer)):
        raise NotSent("not_configured")
    answer = call(method, url, longest=LONGEST, within=WITHIN, **how).require_success()
    try:
        said = json.loads(answer.body)
    except ValueError as problem:
        raise NotSent("not_understood") from problem
    if not isinstance(said, dict):
        raise NotSent("not_understood")
    return cast(dict[str, Any], said)
