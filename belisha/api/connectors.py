"""`POST connectors/{id}`: what another tool sends by a webhook of its own, signed as that tool signs."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status
from ninja.decorators import decorate_view
from pydantic import BaseModel, Field

from belisha.api.body import json_body
from belisha.api.problems import documented
from belisha.intake.arrive import Taken, arrive

router = Router(tags=["connectors"])

LONGEST_HEADERS = 4096  # characters of one header that are looked at


class ConnectorAnswer(BaseModel):
    """What became of an event."""

    made: bool = Field(description="A report is kept.")
    again: bool = Field(description="The same event had come before; nothing was doubled.")
    event: str = Field(description="The tool's name for it.")
    receipt: str = Field(default="", examples=["4821 0937 5516 2046"])
    why: str = Field(default="", description="Why no report was made.")
    would_make: dict[str, Any] | None = Field(
        default=None, description="In test: the report that would have been made."
    )
    left_out: list[str] = Field(default=[], description="What could not be used, or isn't read.")
    missing: list[str] = Field(default=[], description="What the mapping looked for in vain.")


@router.post(
    "/connectors/{connector_id}",
    auth=None,
    response={200: ConnectorAnswer, 201: ConnectorAnswer},
    url_name="connectors",
    operation_id="connector",
    summary="Take a report from another tool",
    openapi_extra=documented(400, 401, 403, 404, 405, 413, 415, 422, 429, 500, 503),
)
@decorate_view(json_body)
def connector(request: HttpRequest, connector_id: UUID) -> Status[ConnectorAnswer]:
    """Keep the report that an event makes. 201 means that it is durable; the same event again is 200.

    Events of which no report is made are answered with 200 and the reason, so that the tool doesn't go on
    sending them; a connector in test answers with the report that it would have made.
    """
    headers = {name.lower(): value[:LONGEST_HEADERS] for name, value in request.headers.items()}
    taken = arrive(connector_id=connector_id, body=request.body, headers=headers, now=timezone.now())
    return Status(201 if taken.made and not taken.again else 200, _answer(taken))


def _answer(taken: Taken) -> ConnectorAnswer:
    return ConnectorAnswer(
        made=taken.made,
        again=taken.again,
        event=taken.event,
        receipt=taken.receipt,
        why=taken.why,
        would_make=dict(taken.would_make) if taken.would_make is not None else None,
        left_out=list(taken.left_out),
        missing=list(taken.missing),
    )
