"""The API is answered here: sessions, cookies, messages and forms are nothing to a program."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch, get_resolver

from belisha.api.body import declared, most, too_large
from belisha.api.problems import problem
from belisha.intake.pace import Pace, network_of

Next = Callable[[HttpRequest], HttpResponse]

WITHIN = 60  # seconds
VISITS = Pace(settings.BELISHA.visits_per_minute, WITHIN)
KEYLESS = (None, "openapi-json", "api-root")
PREFIX = "/api/v1/"
INSTEAD = {"contacts_assess": "Send at most 2,000 contacts at once."}
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
        given = _given(request, match)
        given.headers.setdefault("Content-Security-Policy", POLICY)
        given.headers.setdefault("Content-Length", str(len(given.content)))
        return given

    return answer


def _given(request: HttpRequest, match: ResolverMatch) -> HttpResponse:
    # What is screened has limits of its own (screen_body.py).
    if declared(request) > most() and not str(match.url_name).startswith("screen"):
        return too_large(INSTEAD.get(str(match.url_name), ""))
    given: HttpResponse = match.func(request, *match.args, **match.kwargs)
    # Whoever has a key is counted by the key; the others by the network they come from.
    named = "Authorization" in request.headers and given.status_code != 401 and match.url_name not in KEYLESS
    # A tool has no key, and shows by its signature who it is.
    named = named or (match.url_name == "connectors" and given.status_code in (200, 201))
    if not named and VISITS.is_over(network_of(request.META, behind_proxy=_behind_proxy())):
        detail = "Too much was asked for without a key. Wait a minute."
        return problem(429, "too_many_requests", detail, headers={"Retry-After": str(WITHIN)})
    return given


def _behind_proxy() -> bool:
    return bool(settings.SECURE_PROXY_SSL_HEADER)
