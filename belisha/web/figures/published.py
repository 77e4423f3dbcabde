"""The pages and files of what was published, in the frame of the public pages."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from belisha.figures.desk import publishing
from belisha.figures.site.shelf import Kept
from belisha.web.public.frame import page

FRONT = "index.html"
EMBEDDED, CHARTS = "embed/", "charts/"
TO_SAVE = (".csv", ".json", ".xlsx")
# Whoever embeds a chart shows this one page within theirs. It has no form, no cookie and no script.
FRAMED = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors *"
)


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """The first page; where nothing is published, a page that says so."""
    found = publishing.public_file(FRONT, now=timezone.now())
    if found is None:
        return page(request, "figures/none")
    return answer(request, found)


@require_safe
def published(request: HttpRequest, address: str) -> HttpResponse:
    """Any other page or file, at the address that it has in the folder."""
    if address == FRONT:
        return redirect("figures", permanent=True)
    found = publishing.public_file(address, now=timezone.now())
    if found is None:
        return page(request, "figures/not_here", status=404)
    return answer(request, found)


def answer(request: HttpRequest, found: Kept) -> HttpResponse:
    """A page in its frame, or a file; a browser that has it already is told so."""
    made = page(request, "figures/page", {"shown": found.page()}) if found.is_page else file(found)
    # Of the whole answer: the frame can change while what was published doesn't.
    made.headers["ETag"] = f'"{hashlib.sha256(made.content).hexdigest()}"'
    # To be kept, but asked for again each time: an embargo or a withdrawal holds from its moment on.
    made.headers["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=made.headers["ETag"], response=made) or made


def file(found: Kept) -> HttpResponse:
    """A file with the headers of its kind."""
    made = HttpResponse(found.body, content_type=found.kind)
    if found.address.startswith(EMBEDDED):
        made.headers["Content-Security-Policy"] = FRAMED
    if found.address.startswith(CHARTS):
        made.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if found.address.endswith(TO_SAVE):
        name = found.address.rpartition("/")[2]
        made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return made
