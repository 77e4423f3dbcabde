"""What the OpenAPI document says of the door of contacts, whose body is read by hand."""

from typing import Any

from belisha.api.body import MEDIA_TYPE
from belisha.api.contact_rows import MOST, SHAPES
from belisha.api.problems import documented as problems
from belisha.api.screen_about import parameters

REF = "#/components/schemas/{model}"
SAID = {
    413: f"The body is larger than 1 MB. Send at most {MOST:,} contacts at once.",
    422: "Something in the request can't be used; `errors` names each field. Nothing of it was assessed.",
    503: "The desk can't answer now. Nothing was acknowledged: wait for Retry-After and send it again.",
}


def documented() -> dict[str, Any]:
    """What the operation says of its parameters, its body and its errors."""
    said = problems(400, 401, 403, 404, 405, 413, 415, 422, 429, 500, 503)
    for status, sentence in SAID.items():
        said["responses"][status]["description"] = sentence
    shapes = [{"$ref": REF.format(model=name)} for name in SHAPES]
    body = {"required": True, "content": {MEDIA_TYPE: {"schema": {"anyOf": shapes}}}}
    return {**said, "parameters": parameters("service"), "requestBody": body}


def schemas() -> dict[str, Any]:
    """The shapes of the body."""
    found: dict[str, Any] = {}
    for name, shape in SHAPES.items():
        schema = shape.json_schema(ref_template=REF)
        found |= schema.pop("$defs", {}) | {name: schema}
    return found
