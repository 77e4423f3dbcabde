"""Sessions of staff on their way in: use is noted, and whoever was signed out by time is told so."""

from collections.abc import Callable
from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from belisha.people.fresh import is_fresh
from belisha.people.models import Staff
from belisha.people.session_store import TOO_OLD, SessionStore
from belisha.web.desk.again import ask_again

OURS = ("/desk/", "/account/")
SET_UP = (
    "/account/2fa/totp/",
    "/account/2fa/webauthn/add/",
    "/account/2fa/recovery-codes/",
    "/account/password/set/",
)


def sessions(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Tell whoever comes back too late; note the use of what is live."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # The public pages say nothing of it, and set no cookie.
        if request.path.startswith(OURS) and settings.SESSION_COOKIE_NAME in request.COOKIES:
            _look_at(request, cast(SessionStore, request.session))
        return get_response(request)

    return middleware


def fresh_before_a_first_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Who came through the provider and has nothing of their own here shows it anew before they set it up.

    allauth takes somebody with neither password nor factor for fresh for ever.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        sets_up = request.path.startswith(SET_UP)
        if sets_up and request.user.is_authenticated and _has_nothing(request.user) and not is_fresh(request):
            return ask_again(request)
        return get_response(request)

    return middleware


def _has_nothing(person: Staff) -> bool:
    return not person.has_usable_password() and not is_mfa_enabled(person)


def _look_at(request: HttpRequest, session: SessionStore) -> None:
    if SESSION_KEY in session:
        if _by_hand(request):
            session.touch()
    elif session.ended:
        messages.info(request, _words(session.ended))


def _by_hand(request: HttpRequest) -> bool:
    """A page that looks by itself whether there is anything new isn't in use."""
    return request.headers.get("Sec-Fetch-Dest") != "empty"


def _words(ended: str) -> str:
    if ended == TOO_OLD:
        hours = settings.BELISHA.session_hours
        return f"You were signed out: after {hours} hour{'' if hours == 1 else 's'} everybody signs in anew."
    minutes = settings.BELISHA.session_idle_minutes
    return f"You were signed out after {'an hour' if minutes == 60 else f'{minutes} minutes'} without use."
