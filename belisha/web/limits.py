"""What stands before every page: no body that is too large is read, and nobody asks too fast."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from belisha.intake.pace import Pace, network_of

Next = Callable[[HttpRequest], HttpResponse]

# Answered by api/apart.py, in its own words.
API = "/api/v1/"
REPORT = "/report/"
TOO_OFTEN = "belisha.too_often"
# Whoever is signed in has shown who they are; what is counted for them is wrong passwords. A page of figures
# is one visit, however many charts it has.
UNCOUNTED = ("/static/", "/desk/", API, "/figures/charts/", "/figures/figures.css")
WITHIN = 60  # seconds
VISITS = Pace(settings.BELISHA.visits_per_minute, WITHIN)


def bodies(get_response: Next) -> Next:
    """Refuse a body that is too large before anything of it is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not _says_so_itself(request) and declared(request) > most():
            return too_large(request)
        return get_response(request)

    return middleware


def visits(get_response: Next) -> Next:
    """Ask whoever comes too often to wait a minute; the form for reports says so itself, danger apart."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(UNCOUNTED) and is_too_often(request):
            if request.path_info != REPORT:
                return wait(request)
            request.META[TOO_OFTEN] = True
        return get_response(request)

    return middleware


def _says_so_itself(request: HttpRequest) -> bool:
    # The form for reports shows the emergency number and the way back (public/frame.py).
    if request.path_info == REPORT:
        return request.method == "POST"
    return request.path_info.startswith(API)


def came_too_often(request: HttpRequest) -> bool:
    """Whether the form for reports has to ask this visitor to wait, danger now apart."""
    return bool(request.META.get(TOO_OFTEN))


def is_too_often(request: HttpRequest) -> bool:
    """Count a visit, and say whether it is one too many."""
    return VISITS.is_over(network(request))


def network(request: HttpRequest) -> str:
    """The network that a request comes from."""
    return network_of(request.META, behind_proxy=bool(settings.SECURE_PROXY_SSL_HEADER))


def wait(request: HttpRequest) -> HttpResponse:
    """The answer to one visit too many."""
    answer = render(request, "429.html", status=429)
    answer.headers["Retry-After"] = str(WITHIN)
    return answer


def too_large(request: HttpRequest) -> HttpResponse:
    """The answer to a body beyond the limit."""
    return render(request, "413.html", {"room": most() // 1000}, status=413)


def declared(request: HttpRequest) -> int:
    """The length that a body is said to have."""
    text = request.headers.get("Content-Length") or "0"
    return int(text) if text.isdecimal() else 0


def most() -> int:
    """The most that a body may hold, in bytes."""
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
