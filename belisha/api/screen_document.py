"""What the OpenAPI document says of the doors of screening, whose bodies are read by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from belisha.api.problems import documented as problems
from belisha.api.screen_rows import SentHashesBatch, SentUrlsBatch
from belisha.intake.uploads import SentHashes, SentUrl

REF = "#/components/schemas/{model}"
SHAPES: tuple[type[BaseModel], ...] = (SentHashes, SentHashesBatch, SentUrl, SentUrlsBatch)
SAID = {
    400: "The body can't be read, or ended too early.",
    413: "The body is larger than 64 MB.",
    415: "The body is of another type.",
    503: "Too much is being screened, or the desk can't answer now. Nothing was screened: keep the content"
    " back, wait for Retry-After and send it again.",
}


def documented(
    parameters: Sequence[Mapping[str, Any]], bodies: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """What an operation says of its parameters, its body by media type, and its errors."""
    said = problems(400, 401, 403, 404, 405, 413, 415, 422, 429, 500, 503)
    for status, sentence in SAID.items():
        said["responses"][status]["description"] = sentence
    content = {media_type: {"schema": dict(schema)} for media_type, schema in bodies.items()}
    return {
        **said,
        "parameters": [dict(one) for one in parameters],
        "requestBody": {"required": True, "content": content},
    }


def binary(said: str) -> dict[str, Any]:
    """Bytes."""
    return {"type": "string", "format": "binary", "description": said}


def reference(shape: type[BaseModel]) -> dict[str, Any]:
    """A shape that `schemas` puts into the document."""
    return {"$ref": REF.format(model=shape.__name__)}


def schemas() -> dict[str, Any]:
    """The shapes of the bodies."""
    found: dict[str, Any] = {}
    for shape in SHAPES:
        schema = shape.model_json_schema(ref_template=REF)
        found |= schema.pop("$defs", {}) | {shape.__name__: schema}
    return found
