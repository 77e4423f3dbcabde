"""`POST screen/hashes`: fingerprints that the service computed, up to 100,000 at once."""

from collections.abc import Sequence
from time import perf_counter

from django.http import HttpResponse
from ninja import Router

from belisha.api import screen_answer
from belisha.api.auth import ApiRequest, BearerKey
from belisha.api.body import MEDIA_TYPE
from belisha.api.screen_about import parameters, service_of
from belisha.api.screen_answer import Outcomes
from belisha.api.screen_body import WrongType, read_body
from belisha.api.screen_document import binary, documented, reference
from belisha.api.screen_room import share
from belisha.api.screen_rows import PDQ, SentHashesBatch, hashes_of, hashes_of_lines, octets_of
from belisha.api.screen_told import tell
from belisha.intake.batches import Answers, receive_hashes, receive_octets
from belisha.intake.uploads import SentHashes
from belisha.people.keys import Scope

LINES, OCTETS = "application/x-ndjson", "application/octet-stream"
COPIES = {MEDIA_TYPE: 8, LINES: 8, OCTETS: 16}  # a text and its values in memory; hashes and their answers

router = Router(tags=["screening"])


@router.post(
    "/screen/hashes",
    auth=BearerKey(Scope.SCREEN),
    response={200: Outcomes},
    url_name="screen_hashes",
    operation_id="screen_hashes",
    summary="Screen fingerprints",
    openapi_extra=documented(
        parameters("service"),
        {
            MEDIA_TYPE: reference(SentHashesBatch),
            LINES: reference(SentHashes),
            OCTETS: binary("PDQ hashes of 32 bytes each."),
        },
    ),
)
def screen_hashes(request: ApiRequest) -> HttpResponse:
    """Compare fingerprints with the lists. The answers come in the order of the questions."""
    began = perf_counter()
    if request.content_type not in COPIES:
        raise WrongType(types=f"{MEDIA_TYPE}, {LINES} or {OCTETS}")
    service = service_of(request)
    with share(COPIES[request.content_type]) as room:
        body = read_body(request, room)
        ids, answers = _screened(request, body, service)
        made = screen_answer.several(ids, answers)
    tell("hashes", len(ids), answers, began=began)
    return made


def _screened(request: ApiRequest, body: bytes, service: str | None) -> tuple[Sequence[str | None], Answers]:
    if request.content_type == OCTETS:
        octets = octets_of(body)
        ids = [str(place) for place in range(len(octets) // PDQ)]
        return ids, receive_octets(octets=octets, service=service, by=request.auth)
    rows = hashes_of(body) if request.content_type == MEDIA_TYPE else hashes_of_lines(body)
    return [row.get("id") for row in rows], receive_hashes(rows=rows, service=service, by=request.auth)
