"""`GET orders`, `GET orders/{id}`, `POST orders/{id}/done` and `/failed`: what the service is to do."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router
from ninja.decorators import decorate_view
from ninja.errors import ValidationError
from pydantic import BaseModel, ConfigDict, Field

from belisha.api.auth import ApiRequest, BearerKey
from belisha.api.body import json_body
from belisha.api.problems import documented
from belisha.enforcement import order_answers
from belisha.enforcement.order_told import MOST, USUAL, Told
from belisha.enforcement.preserve import MOST_KEPT, Kept
from belisha.intake.incoming import Shape
from belisha.intake.values import Checked, Hex64, Locator, Slug, Time
from belisha.people.keys import Scope

LONGEST = 2000  # characters of what the service says
PATH = "/orders/{order_id}"
Kind = Literal["hold", "remove", "restore", "restrict", "suspend", "warn", "preserve", "release"]
Words = Annotated[str, Checked(LONGEST, str)]

router = Router(tags=["orders"])


Language = Annotated[str, Field(max_length=35, description="Of the notice, such as de or de-AT.")]


class State(StrEnum):
    """`due` asks for all that wait for the service's answer, whether it has seen them or not."""

    DUE = "due"
    DELIVERED = "delivered"
    DONE = "done"
    FAILED = "failed"
    REVERSED = "reversed"


class Target(BaseModel):
    """What an order is about, by the service's own id."""

    kind: Literal["item", "account"]
    id: str
    locator: str | None


class OrderAnswer(BaseModel):
    """What the service is told to do. `id` is its idempotency key: the same order is carried out once.

    `undoes` is the order that this one takes back. `reference` is what a screening door answered about the
    same content. `until` and `law`: how long something is preserved, and why. `notice`: what its user may be
    told now; null while nobody may be told.
    """

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: Kind
    state: State
    target: Target
    service: str | None
    undoes: UUID | None
    reference: str | None
    until: str | None
    law: str | None
    due_at: datetime | None
    delivered_at: datetime | None
    answered_at: datetime | None
    notice: dict[str, Any] | None


class OrdersAnswer(BaseModel):
    """Some orders, the longest due first. `next` goes into `cursor` for those after them; null: no more."""

    model_config = ConfigDict(from_attributes=True)

    orders: list[OrderAnswer]
    next: str | None


class Asked(Shape):
    """Which orders are asked for."""

    state: State = State.DUE
    service: Slug | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = USUAL
    cursor: Annotated[str, Field(max_length=200)] = ""
    language: Language = ""


class KeptThing(Shape):
    """One thing that the service keeps. `locator` is its own, and means nothing to anybody else."""

    what: Annotated[str, Checked(500, str)] = ""
    locator: Locator
    sha256: Hex64 | None = None
    until: Time | None = None


class Done(Shape):
    """That an order was carried out: when, and what the service wants to add for the desk's people.

    `kept`: what an order to preserve keeps; left out, it is what the order names.
    """

    at: Time | None = None
    detail: Words | None = None
    kept: Annotated[list[KeptThing], Field(max_length=MOST_KEPT)] = []


class Failed(Shape):
    """That an order could not be carried out, and why."""

    at: Time | None = None
    reason: Words


@router.get(
    "/orders",
    auth=BearerKey(Scope.ORDERS),
    response={200: OrdersAnswer},
    url_name="orders",
    operation_id="orders",
    summary="Ask for the orders that wait",
    openapi_extra=documented(401, 403, 404, 405, 422, 429, 500, 503),
)
def orders(request: ApiRequest, asked: Query[Asked]) -> Any:
    """Return the orders that wait, the longest due first. Carry them out in this order."""
    _refuse_unknown(request)
    return order_answers.hand_out(
        state=asked.state,
        service=asked.service or "",
        limit=asked.limit,
        cursor=asked.cursor,
        by=request.auth,
        language=asked.language,
    )


@router.get(
    PATH,
    auth=BearerKey(Scope.ORDERS),
    response={200: OrderAnswer},
    url_name="order",
    operation_id="order",
    summary="Ask for one order",
    openapi_extra=documented(401, 403, 404, 405, 422, 429, 500, 503),
)
def order(
    request: ApiRequest,
    order_id: UUID,
    language: Annotated[str, Query(max_length=35, description="Of its notice, such as de.")] = "",
) -> Told:
    """Return one order in full: what a webhook's event points to. `language`: that of its notice."""
    return order_answers.hand_over(order_id=order_id, by=request.auth, language=language)


@router.post(
    PATH + "/done",
    auth=BearerKey(Scope.ORDERS),
    response={200: OrderAnswer},
    url_name="order_done",
    operation_id="order_done",
    summary="Say that an order is carried out",
    openapi_extra=documented(400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503),
)
@decorate_view(json_body)
def order_done(request: ApiRequest, order_id: UUID, said: Done) -> Told:
    """Note that it is done. The same answer again is 200; another answer to an answered order is 409."""
    kept = [
        Kept(what=one.what, locator=one.locator, sha256=one.sha256 or "", until=one.until)
        for one in said.kept
    ]
    return order_answers.say_done(
        order_id=order_id, by=request.auth, at=said.at, detail=said.detail or "", kept=kept
    )


@router.post(
    PATH + "/failed",
    auth=BearerKey(Scope.ORDERS),
    response={200: OrderAnswer},
    url_name="order_failed",
    operation_id="order_failed",
    summary="Say that an order could not be carried out",
    openapi_extra=documented(400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503),
)
@decorate_view(json_body)
def order_failed(request: ApiRequest, order_id: UUID, said: Failed) -> Told:
    """Note why it could not be done; a person at the desk is asked at once."""
    return order_answers.say_failed(order_id=order_id, by=request.auth, at=said.at, reason=said.reason)


def _refuse_unknown(request: ApiRequest) -> None:
    # Ninja reads what it knows of a query, and says nothing of the rest.
    if unknown := sorted(set(request.GET) - set(Asked.model_fields)):
        raise ValidationError([{"type": "extra_forbidden", "loc": ("query", name)} for name in unknown])
