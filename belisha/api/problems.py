"""Errors as problem+json (RFC 9457), with a stable `code`; nothing that was sent is repeated in them."""

import json
import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from pydantic import BaseModel, Field

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = 5  # seconds: a restarted database is back by then, most likely

# A name of ours or a plausible slip of it; anything else might be somebody's data in the place of a name.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")


class FieldError(BaseModel):
    """One thing that is wrong with what was sent."""

    field: str = Field(
        description='Where it stands, such as "items[3].sha256".', examples=["items[3].sha256"]
    )
    message: str = Field(description="What is asked for.", examples=["must be 64 hexadecimal digits"])


class Problem(BaseModel):
    """Why a request was not done (RFC 9457); `code` is stable, `detail` is for people."""

    type: str = Field(default="about:blank")
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldError] = []


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: Iterable[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return the answer for a request that was not done."""
    title = HTTPStatus(status).phrase
    body = Problem(title=title, status=status, detail=detail, code=code, errors=list(errors))
    return HttpResponse(
        json.dumps(body.model_dump()), status=status, content_type=MEDIA_TYPE, headers=dict(headers or {})
    )


def field_errors(errors: Iterable[Mapping[str, Any]]) -> list[FieldError]:
    """Return pydantic's errors as ours, each field named once."""
    found: dict[str, str] = {}
    for error in errors:
        found.setdefault(_path(error["loc"]), _sentence(error))
    return [FieldError(field=path, message=message) for path, message in found.items()]


def _path(place: tuple[str | int, ...]) -> str:
    # The first part says body, header or path; with a body the second is our own name for the whole of it.
    source, *parts = place
    path = ""
    for part in parts[1:] if source == "body" else parts:
        path += f"[{part}]" if isinstance(part, int) else f".{shown_name(part)}"
    return path.removeprefix(".") or str(source)


def shown_name(part: str) -> str:
    """Return a field's name if it is one of ours or a plausible slip of it, else how long it is."""
    if part == "[key]":
        return "(its name)"
    return part if _NAME.fullmatch(part) else f"(a name of {len(part)} characters)"


def shown_path(place: str) -> str:
    """Return where something stands, each part of it one of ours or a plausible slip of it."""
    return ".".join(
        f"{shown_name(name)}{mark}{number}"
        for name, mark, number in (one.partition("[") for one in place.split("."))
    )


def _sentence(error: Mapping[str, Any]) -> str:
    kind, limits = error["type"], error.get("ctx", {})
    if kind == "belisha":
        return str(limits["sentence"])
    return SENTENCES.get(kind, "can't be used").format_map(limits)


SENTENCES = {
    "missing": "is missing",
    "extra_forbidden": "is no field here",
    "enum": "must be one of {expected}",
    "literal_error": "must be one of {expected}",
    "string_type": "must be a text",
    "string_unicode": "must be text that UTF-8 can write",
    "string_too_long": "must have at most {max_length} characters",
    "string_too_short": "must have at least {min_length} characters",
    "too_long": "must have at most {max_length} entries",
    "too_short": "must have at least {min_length} entries",
    "list_type": "must be a list",
    "dict_type": "must be an object with named fields",
    "model_type": "must be an object with named fields",
    "model_attributes_type": "must be an object with named fields",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
}

DESCRIPTIONS = {
    400: "The body is not JSON.",
    401: "There is no key, or it is wrong, expired or revoked.",
    403: "The key is not for this.",
    404: "There is nothing here, or nothing that this key may see.",
    405: "There is no such method here.",
    409: "The Idempotency-Key was used for another report.",
    413: "The body is larger than 1 MB.",
    415: "The body is not application/json.",
    422: "Something in the request can't be used; `errors` names each field.",
    429: "Too many tries or requests; wait for Retry-After.",
    500: "An error of ours. Nothing was kept.",
    503: "The desk can't answer now. Nothing was acknowledged; send it again with the same Idempotency-Key.",
}


def documented(*statuses: int) -> dict[str, Any]:
    """Return what an operation says of its errors in the OpenAPI document."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "responses": {
            status: {"description": DESCRIPTIONS[status], "content": content} for status in statuses
        }
    }
