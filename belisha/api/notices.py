"""`GET notices` and `POST notices/{order_id}/told`: what users may be told now, after it was held back."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router, Status
from ninja.decorators import decorate_view
from pydantic import BaseModel, ConfigDict

from belisha.api.auth import ApiRequest, BearerKey
from belisha.api.body import json_body
from belisha.api.problems import documented
from belisha.enforcement import notices
from belisha.intake.incoming import Shape
from belisha.people.keys import Scope

router = Router(tags=["orders"])


class WaitingNotice(BaseModel):
    """A notice, and the order that it is about."""

    model_config = ConfigDict(from_attributes=True)

    order: UUID
    notice: dict[str, Any]


class NoticesAnswer(BaseModel):
    """The notices that nobody has told yet, at most 100, the longest waiting first."""

    notices: list[WaitingNotice]


class Told(Shape):
    """That the user was told; there is nothing to add."""


@router.get(
    "/notices",
    auth=BearerKey(Scope.ORDERS),
    response={200: NoticesAnswer},
    url_name="notices",
    operation_id="notices",
    summary="Ask what users may be told now",
    openapi_extra=documented(401, 403, 404, 405, 422, 429, 500, 503),
)
def waiting(
    request: ApiRequest,
    language: Annotated[str, Query(max_length=35, description="Of the notices, such as de.")] = "",
) -> Any:
    """Return the notices of orders that the service had while their users could not be told."""
    return {"notices": notices.let_go(by=request.auth, language=language)}


@router.post(
    "/notices/{order_id}/told",
    auth=BearerKey(Scope.ORDERS),
    response={204: None},
    url_name="notice_told",
    operation_id="notice_told",
    summary="Say that a user was told",
    openapi_extra=documented(400, 401, 403, 404, 405, 413, 415, 422, 429, 500, 503),
)
@decorate_view(json_body)
def told(request: ApiRequest, order_id: UUID, said: Told) -> Status[None]:
    """Note that the service has told its user. Again, it is 204 again; 404 where nothing may be told."""
    notices.told(order_id=order_id, by=request.auth)
    return Status(204, None)
