"""The API is answered here: sessions, cookies, messages and forms are nothing to a program."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

Next = Callable[[HttpRequest], HttpResponse]

PREFIX = "/api/v1/"
# JSON loads nothing, and stands in no frame.
POLICY = "default-src 'none'; frame-ancestors 'none'"


def middleware(get_response: Next) -> Next:
    """Stands behind what sets headers for every answer, and before everything that is for browsers."""
    resolver = get_resolver("belisha.api.urls")

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        request.get_host()  # Refuses a name that isn't this desk's, as it does for pages.
        request.resolver_match = match = resolver.resolve(request.path_info[len(PREFIX) - 1 :])
        given: HttpResponse = match.func(request, *match.args, **match.kwargs)
        given.headers.setdefault("Content-Security-Policy", POLICY)
        given.headers.setdefault("Content-Length", str(len(given.content)))
        return given

    return answer
