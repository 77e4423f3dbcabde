"""`POST appeals` and `GET appeals/{receipt}`: a service that builds in the way to say "this was wrong"."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Router, Status
from ninja.decorators import decorate_view
from pydantic import BaseModel, Field

from belisha.api.auth import ApiRequest, BearerKey
from belisha.api.body import json_body
from belisha.api.guessing import note_miss, refuse_guessing
from belisha.api.problems import documented
from belisha.api.reports import IdempotencyKey
from belisha.enforcement.appeal import appeal
from belisha.enforcement.appeal_refusals import UnknownCode
from belisha.enforcement.appeal_status import status_of
from belisha.intake.incoming import Shape
from belisha.intake.values import Checked, Email, Slug
from belisha.people.keys import Scope
from belisha.refusal import NotFound

LONGEST = 5000
Words = Annotated[str, Checked(LONGEST, str)]

router = Router(tags=["appeals"])


class IncomingAppeal(Shape):
    """That something was wrong. `code`: of a notice, or the receipt of a report.

    `about` "tool": a complaint about what works by itself, such as screening or a warning; it needs no code.
    `service`: what a complaint without a code is about.
    """

    text: Words
    code: Annotated[str | None, Field(max_length=100)] = None
    about: Literal["decision", "tool"] = "decision"
    contact: Email | None = None
    service: Slug | None = None


class AppealAnswer(BaseModel):
    """The receipt of an appeal that is kept, and by when it is to be answered."""

    receipt: str = Field(examples=["4821 0937 5516 2046"])
    received_at: datetime
    due_at: datetime


class AppealStatus(BaseModel):
    """Where an appeal stands, in words for whoever made it; `answer` is empty until they may read it."""

    receipt: str
    state: Literal["received", "decided"]
    sentence: str
    answer: str
    received_at: datetime
    due_at: datetime


@router.post(
    "/appeals",
    auth=BearerKey(Scope.REPORT),
    response={201: AppealAnswer},
    url_name="appeals",
    operation_id="appeal",
    summary="Send an appeal or a complaint",
    openapi_extra=documented(400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503),
)
@decorate_view(json_body)
def send(
    request: ApiRequest, appeal: IncomingAppeal, idempotency_key: IdempotencyKey = None
) -> Status[AppealAnswer]:
    """Keep an appeal, and ask a person who had no part in the decision. There is one to each code."""
    refuse_guessing(request.auth)
    try:
        kept = _kept(request, appeal, idempotency_key)
    except UnknownCode:
        note_miss(request.auth)
        raise
    return Status(201, kept)


def _kept(request: ApiRequest, sent: IncomingAppeal, idempotency_key: str | None) -> AppealAnswer:
    kept = appeal(
        text=sent.text,
        code=sent.code or "",
        tool=sent.about == "tool",
        contact=sent.contact or "",
        service=sent.service or "",
        retry=idempotency_key or "",
        by=request.auth,
    )
    return AppealAnswer(receipt=kept.receipt, received_at=kept.received_at, due_at=kept.due_at)


@router.get(
    "/appeals/{receipt}",
    auth=BearerKey(Scope.REPORT, Scope.READ),
    response={200: AppealStatus},
    url_name="appeal_status",
    operation_id="appeal_status",
    summary="Ask where an appeal stands",
    openapi_extra=documented(401, 403, 404, 405, 422, 429, 500, 503),
)
def status(request: ApiRequest, receipt: str) -> AppealStatus:
    """Say where an appeal stands, by its receipt or the code. Unknown and malformed ones look the same."""
    refuse_guessing(request.auth)
    found = status_of(receipt, request.auth)
    if found is None:
        note_miss(request.auth)
        raise NotFound(what="appeal")
    return AppealStatus.model_validate(found, from_attributes=True)
