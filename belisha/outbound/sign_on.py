"""HTTP to the configured provider of sign-on: its own origin, no redirect, short answers."""

import json
from collections.abc import Mapping
from typing import Any, cast

import httpx
from django.conf import settings

from belisha.outbound.http import origin
from belisha.outbound.problem import NotSent

TIMEOUT = httpx.Timeout(8.0)  # seconds: to connect, to write, to read
LONGEST = 256 * 1024  # bytes; a set of keys has a few thousand


def get_json(url: str, *, bearer: str = "") -> dict[str, Any]:
    """What the provider says at one of its addresses; raises NotSent."""
    return _asked("GET", url, headers={"Authorization": f"Bearer {bearer}"} if bearer else {})


def post_form(url: str, fields: Mapping[str, str], login: tuple[str, str] | None) -> dict[str, Any]:
    """The provider's answer to a form; raises NotSent."""
    return _asked("POST", url, data=dict(fields), auth=login)


def _asked(method: str, url: str, **how: Any) -> dict[str, Any]:
    issuer = settings.BELISHA.oidc_issuer
    if settings.BELISHA.demo or issuer is None or origin(url) != origin(str(issuer)):
        raise NotSent("not_configured")
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream(method, url, **how) as answer,
        ):
            body = _read(answer)
    except httpx.HTTPError as problem:
        raise NotSent("unreachable") from problem
    if not httpx.codes.is_success(answer.status_code):
        raise NotSent(f"status_{answer.status_code}")
    try:
        said = json.loads(body)
    except ValueError as problem:
        raise NotSent("not_understood") from problem
    if not isinstance(said, dict):
        raise NotSent("not_understood")
    return cast(dict[str, Any], said)


def _read(answer: httpx.Response) -> bytes:
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > LONGEST:
            raise NotSent("too_long")
    return bytes(body)
