"""What the service says of content beside its bytes: in the query, or in headers, which proxies don't log."""

from typing import Any

from django.http import HttpRequest
from ninja.errors import ValidationError
from pydantic import ValidationError as Invalid

from belisha.intake.uploads import AboutUpload

HEADERS = {name: f"Belisha-{name.replace('_', '-').title()}" for name in AboutUpload.model_fields}
SAID = {
    "id": "The service's own id of the content. What was held under it is held again for 24 hours.",
    "account": "The service's own id of the account that put it there.",
    "locator": "Where it lies on the service.",
    "uploaded_at": "When it was put there: ISO 8601 with a zone.",
    "ip": "The address from which it came.",
    "port": "The port from which it came.",
    "service": "The short name of one of the desk's services.",
}


def about_of(request: HttpRequest) -> AboutUpload:
    """What is said of the content. Raises ninja's ValidationError, each field named."""
    return _read(_query(request) | _headers(request))


def service_of(request: HttpRequest) -> str | None:
    """The service whose content it all is. Raises ninja's ValidationError."""
    if not request.META.get("QUERY_STRING"):
        return None
    given = _query(request)
    if unknown := given.keys() - {"service"}:
        raise ValidationError([{"type": "extra_forbidden", "loc": ("query", name)} for name in unknown])
    return _read(given).service


def parameters(*names: str) -> list[dict[str, Any]]:
    """These parameters for the OpenAPI document, each in the query; those of a file in a header too."""
    properties = AboutUpload.model_json_schema()["properties"]
    places = [(name, "query", name) for name in names]
    if len(names) > 1:
        places += [(name, "header", HEADERS[name]) for name in names]
    return [
        {"name": shown, "in": place, "schema": _schema(properties[name]), "description": SAID[name]}
        for name, place, shown in places
    ]


def _schema(of_field: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in of_field["anyOf"] if one.get("type") != "null")


def _query(request: HttpRequest) -> dict[str, str]:
    if several := [name for name, values in request.GET.lists() if len(values) > 1]:
        raise ValidationError([_said(name, "must be there once") for name in several])
    return {name: str(value) for name, value in request.GET.items() if value}


def _headers(request: HttpRequest) -> dict[str, str]:
    given = {name: request.headers.get(header, "") for name, header in HEADERS.items()}
    if odd := [name for name, value in given.items() if not value.isascii()]:
        raise ValidationError([_said(HEADERS[name], "must be ASCII: send it in the query") for name in odd])
    return {name: value for name, value in given.items() if value}


def _read(given: dict[str, Any]) -> AboutUpload:
    if given.get("port", "").isdecimal():
        given |= {"port": int(given["port"])}
    try:
        return AboutUpload.model_validate(given)
    except Invalid as invalid:
        errors = invalid.errors(include_url=False, include_input=False)
        raise ValidationError([{**error, "loc": ("query", *error["loc"])} for error in errors]) from None


def _said(name: str, sentence: str) -> dict[str, Any]:
    return {"type": "belisha", "loc": ("query", name), "ctx": {"sentence": sentence}}
