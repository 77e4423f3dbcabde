"""What holds for every answer: nothing is cached on a shared device; staff have a second factor."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from belisha.people.second_factor import FACTORS
from belisha.people.session_store import CAME_BY
from belisha.web.headers import complete

Next = Callable[[HttpRequest], HttpResponse]

WITHOUT_SECOND_FACTOR = (
    "/account/",
    "/static/",
    "/report/",
    "/appeal/",
    "/where-to-report/",
    "/figures/",
    "/welcome/",
    "/api/",
    "/livez",
    "/readyz",
    "/metrics",
)


def answer_headers(get_response: Next) -> Next:
    """Set the headers that every answer carries, errors included."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        complete(answer.headers, request.path, answer.status_code)
        return answer

    return middleware


def second_factor(get_response: Next) -> Next:
    """Outside the demo a signed-in person without a second factor can only set one up."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _needs_second_factor(request):
            return redirect("mfa_index")
        return get_response(request)

    return middleware


def _needs_second_factor(request: HttpRequest) -> bool:
    # The landing page says where help is and where to report: nobody is kept from it.
    if settings.BELISHA.demo or request.path == "/" or request.path.startswith(WITHOUT_SECOND_FACTOR):
        return False
    if not request.user.is_authenticated or is_mfa_enabled(request.user, FACTORS):
        return False
    # The provider asked for one, where the operator says that it does.
    return not (settings.BELISHA.oidc_second_factor and request.session.get(CAME_BY))
