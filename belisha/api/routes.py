"""`POST routes`: who is to be told in a situation. Nothing of it is kept, and nothing of it is logged."""

from ninja import Router
from ninja.decorators import decorate_view

from belisha.api.auth import ApiRequest, BearerKey
from belisha.api.body import json_body
from belisha.api.facts import FactsBody
from belisha.api.problems import documented
from belisha.api.route_answer import RouteAnswer
from belisha.organisation.directory import directory
from belisha.people.keys import Scope
from belisha.routing import route as find_route
from belisha.routing.answer import RouteJson

router = Router(tags=["routes"])


@router.post(
    "/routes",
    # Who may report may ask whom to tell.
    auth=BearerKey(Scope.READ, Scope.REPORT),
    response={200: RouteAnswer},
    by_alias=True,
    url_name="routes",
    operation_id="route",
    summary="Ask who is to be told",
    openapi_extra=documented(400, 401, 403, 404, 405, 413, 415, 422, 429, 500, 503),
)
@decorate_view(json_body)
def route(request: ApiRequest, facts: FactsBody) -> RouteJson:
    """Return who is to be told, in order, by this desk's directory: the answer of `belisha route --json`."""
    return find_route(facts, directory()).as_json()
