"""`GET preserved` and `POST preserved/{id}/destroyed`: what the service keeps, and may destroy."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router
from ninja.decorators import decorate_view
from pydantic import BaseModel, Field

from belisha.api.auth import ApiRequest, BearerKey
from belisha.api.body import json_body
from belisha.api.problems import documented
from belisha.enforcement import preserve, preserve_read
from belisha.intake.incoming import Shape
from belisha.intake.values import Checked, Slug, Time
from belisha.people.keys import Scope

router = Router(tags=["orders"])


class State(StrEnum):
    """`released` is what the service may destroy now."""

    KEPT = "kept"
    RELEASED = "released"
    DESTROYED = "destroyed"


class PreservedAnswer(BaseModel):
    """One thing that the service keeps. `order` is null once its case is erased; `until` until let go."""

    id: UUID
    order: UUID | None
    state: State
    service: str | None
    what: str
    locator: str
    sha256: str | None
    until: datetime | None
    destroyed_at: datetime | None


class PreservedList(BaseModel):
    """Some of them, by id. `next` goes into `after` for those after them; null: no more."""

    preserved: list[PreservedAnswer]
    next: UUID | None


class Asked(Shape):
    """Which things are asked for."""

    state: State = State.RELEASED
    service: Slug | None = None
    limit: Annotated[int, Field(ge=1, le=preserve_read.MOST)] = preserve_read.PAGE
    after: UUID | None = None


class Destroyed(Shape):
    """The proof: when a thing was destroyed, by whom, and what the service wants to add."""

    at: Time
    by: Annotated[str, Checked(200, str)]
    detail: Annotated[str, Checked(2000, str)] | None = None


@router.get(
    "/preserved",
    auth=BearerKey(Scope.ORDERS),
    response={200: PreservedList},
    url_name="preserved",
    operation_id="preserved",
    summary="Ask what may be destroyed, or must be kept",
    openapi_extra=documented(401, 403, 404, 405, 422, 429, 500, 503),
)
def preserved(request: ApiRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Return what the service keeps because it was ordered to. Destroy nothing that isn't `released`."""
    rows = preserve_read.for_service(
        by=request.auth,
        state=asked.state,
        service=asked.service or "",
        after=asked.after,
        limit=asked.limit + 1,
    )
    shown = rows[: asked.limit]
    return {"preserved": shown, "next": shown[-1]["id"] if len(rows) > asked.limit else None}


@router.post(
    "/preserved/{preserved_id}/destroyed",
    auth=BearerKey(Scope.ORDERS),
    response={200: PreservedAnswer},
    url_name="preserved_destroyed",
    operation_id="preserved_destroyed",
    summary="Prove that a preserved thing is destroyed",
    openapi_extra=documented(400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503),
)
@decorate_view(json_body)
def preserved_destroyed(request: ApiRequest, preserved_id: UUID, proof: Destroyed) -> dict[str, Any]:
    """Keep the proof. The same again is 200, another one for the same thing 409.

    What nobody had let go is noted too, and a person at the desk is asked at once what happened.
    """
    row = preserve.note_destroyed(
        preserved_id=preserved_id, at=proof.at, by_whom=proof.by, detail=proof.detail or "", by=request.auth
    )
    return preserve_read.as_told(row)
