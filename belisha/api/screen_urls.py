"""`POST screen/urls`: addresses that people shared, up to 100,000 at once."""

from time import perf_counter

from django.http import HttpResponse
from ninja import Router

from belisha.api import screen_answer
from belisha.api.auth import ApiRequest, BearerKey
from belisha.api.body import MEDIA_TYPE
from belisha.api.screen_about import parameters, service_of
from belisha.api.screen_answer import Outcomes
from belisha.api.screen_body import WrongType, read_body
from belisha.api.screen_document import documented, reference
from belisha.api.screen_room import share
from belisha.api.screen_rows import SentUrlsBatch, urls_of
from belisha.api.screen_told import tell
from belisha.intake.batches import receive_urls
from belisha.people.keys import Scope

COPIES = 8  # of a text in memory: its characters, its values, their answers

router = Router(tags=["screening"])


@router.post(
    "/screen/urls",
    auth=BearerKey(Scope.SCREEN),
    response={200: Outcomes},
    url_name="screen_urls",
    operation_id="screen_urls",
    summary="Screen addresses",
    openapi_extra=documented(parameters("service"), {MEDIA_TYPE: reference(SentUrlsBatch)}),
)
def screen_urls(request: ApiRequest) -> HttpResponse:
    """Compare addresses with the lists: as a whole, by path and by host. What is no address is held."""
    began = perf_counter()
    if request.content_type != MEDIA_TYPE:
        raise WrongType(types=MEDIA_TYPE)
    service = service_of(request)
    with share(COPIES) as room:
        rows = urls_of(read_body(request, room))
        answers = receive_urls(rows=rows, service=service, by=request.auth)
        made = screen_answer.several([row.get("id") for row in rows], answers)
    tell("urls", len(rows), answers, began=began)
    return made
