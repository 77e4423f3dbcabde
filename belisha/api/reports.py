"""`POST reports` and `GET reports/{receipt}`."""

from datetime import datetime
from typing import Annotated

from django.http import HttpResponse
from django.urls import reverse
from ninja import Header, Router, Status
from ninja.decorators import decorate_view
from pydantic import BaseModel, Field

from belisha.api.auth import ApiRequest, BearerKey
from belisha.api.body import json_body
from belisha.api.guessing import note_miss, refuse_guessing
from belisha.api.problems import documented
from belisha.intake.incoming import IncomingReport
from belisha.intake.read import status_of
from belisha.intake.receive import receive
from belisha.people.keys import Scope
from belisha.refusal import NotFound

StateWord = Annotated[str, Field(description="received, in_review, decided, referred or closed")]

router = Router(tags=["reports"])


IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="A new one for each new report, the same one when the same report is sent again.",
    ),
]


class ReportAnswer(BaseModel):
    """The receipt of a report that is kept."""

    receipt: str = Field(examples=["4821 0937 5516 2046"])
    state: StateWord
    status_url: str


class StatusAnswer(BaseModel):
    """Where a report stands. `sentence` is for whoever made the report, `state` for the service alone."""

    receipt: str
    state: StateWord
    sentence: str
    received_at: datetime


@router.post(
    "/reports",
    auth=BearerKey(Scope.REPORT, door_refuses=True),
    response={201: ReportAnswer},
    url_name="reports",
    operation_id="report",
    summary="Send a report",
    openapi_extra=documented(400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503),
)
@decorate_view(json_body)
def report(
    request: ApiRequest,
    response: HttpResponse,
    report: IncomingReport,
    idempotency_key: IdempotencyKey = None,
) -> Status[ReportAnswer]:
    """Keep a report. 201 means that it is durable. With an Idempotency-Key it can be sent again safely."""
    if request.beyond and report.danger_now != "yes":
        raise request.beyond
    received = receive(report=report, by=request.auth, idempotency_key=idempotency_key)
    path = reverse("api:report_status", args=[received.receipt.replace(" ", "")])
    response["Location"] = status_url = request.build_absolute_uri(path)
    return Status(201, ReportAnswer(receipt=received.receipt, state=received.state, status_url=status_url))


@router.get(
    "/reports/{receipt}",
    auth=BearerKey(Scope.REPORT, Scope.READ),
    response={200: StatusAnswer},
    url_name="report_status",
    operation_id="report_status",
    summary="Ask where a report stands",
    openapi_extra=documented(401, 403, 404, 405, 422, 429, 500, 503),
)
def report_status(request: ApiRequest, receipt: str) -> StatusAnswer:
    """Say in plain words where a report stands. Unknown and malformed receipts look the same."""
    refuse_guessing(request.auth)
    status = status_of(receipt, by=request.auth)
    if status is None:
        note_miss(request.auth)
        raise NotFound(what="report")
    return StatusAnswer(
        receipt=status.receipt,
        state=status.state,
        sentence=status.sentence,
        received_at=status.received_at,
    )
