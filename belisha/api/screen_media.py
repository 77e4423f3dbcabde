"""`POST screen/media`: one file, screened in memory and gone when it is answered."""

import re
from time import perf_counter

from django.http import HttpRequest, HttpResponse
from ninja import Router

from belisha.api import screen_answer
from belisha.api.auth import ApiRequest, BearerKey
from belisha.api.screen_about import SAID, about_of, parameters
from belisha.api.screen_answer import MediaOutcome
from belisha.api.screen_body import FORM, WrongType, read_body, read_form
from belisha.api.screen_document import binary, documented
from belisha.api.screen_room import Share, share
from belisha.api.screen_told import tell
from belisha.intake.receive_upload import Upload, receive_upload
from belisha.people.keys import Scope

OCTETS = "application/octet-stream"
COPIES = 3  # of a file in memory at once: as it came, joined, and on its way to a worker
_MEDIA = re.compile(r"(image|video)/[a-z0-9][a-z0-9.+-]{0,60}")

router = Router(tags=["screening"])
_FILE = binary("The file itself.")
_PART = {"type": "object", "required": ["file"], "properties": {"file": _FILE}}


@router.post(
    "/screen/media",
    auth=BearerKey(Scope.SCREEN),
    response={200: MediaOutcome},
    url_name="screen_media",
    operation_id="screen_media",
    summary="Screen a file",
    openapi_extra=documented(
        parameters(*SAID), {OCTETS: _FILE, "image/*": _FILE, "video/*": _FILE, FORM: _PART}
    ),
)
def screen_media(request: ApiRequest) -> HttpResponse:
    """Compare a picture or video with the lists. `hold`: keep it, out of sight, until a person decided."""
    began = perf_counter()
    about = about_of(request)
    with share(COPIES) as room:
        data, content_type = _file(request, room)
        upload = Upload(data=data, about=about, service=about.service, content_type=content_type)
        answer = receive_upload(upload=upload, by=request.auth)
    tell("media", 1, {} if answer.action == "none" else {0: answer}, began=began)
    return screen_answer.one(answer)


def _file(request: HttpRequest, room: Share) -> tuple[bytes, str]:
    """The file and its media type; "" where the type says nothing."""
    said = request.content_type or ""
    if said == FORM:
        data, said = read_form(request, room)
    elif said in ("", OCTETS) or _MEDIA.fullmatch(said):
        data = read_body(request, room)
    else:
        raise WrongType(types=f"{OCTETS}, image/..., video/... or {FORM}")
    return data, said if _MEDIA.fullmatch(said) else ""
