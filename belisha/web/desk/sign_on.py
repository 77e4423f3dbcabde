"""Signing in through the organisation’s own provider (OpenID Connect), and showing it again there."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from belisha.people import provider
from belisha.people.models import Staff
from belisha.people.session_store import CAME_BY
from belisha.people.sign_on import admit
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.refusals import refusals

KEPT = "sign_on"


@require_safe
@refusals
def begin(request: HttpRequest) -> HttpResponse:
    """Off to the provider."""
    return _off(request, again=False)


@require_safe
@desk_page()
def again(request: DeskRequest) -> HttpResponse:
    """Off to the provider, which asks anew who it is."""
    return _off(request, again=True)


@require_safe
@refusals
def callback(request: HttpRequest) -> HttpResponse:
    """Back from the provider."""
    kept: dict[str, Any] = request.session.pop(KEPT, {})
    claims = provider.complete(
        kept=kept,
        state=request.GET.get("state", ""),
        code=request.GET.get("code", ""),
        callback=_callback(),
    )
    person = admit(claims)
    if kept["again"]:
        return _shown_again(request, person, claims.shown_at, kept["next"])
    if request.user == person:
        # Nothing was asked there: who is signed in stays so, no fresher and no younger than before.
        return redirect(kept["next"] or "start")
    return _signed_in(request, person, claims.shown_at, kept["next"])


def _off(request: HttpRequest, *, again: bool) -> HttpResponse:
    if not provider.configured():
        raise Http404
    address, kept = provider.begin(callback=_callback(), again=again)
    request.session[KEPT] = kept | {"next": _next(request)}
    return redirect(address)


def _signed_in(request: HttpRequest, person: Staff, at: float, onwards: str) -> HttpResponse:
    if request.user.is_authenticated:
        logout(request)
    request.session[CAME_BY] = True
    # Fresh is who showed it there just now, not whoever the provider still remembers.
    record_authentication(request, person, "sign_on", at=at)
    return perform_login(request, Login(user=person, redirect_url=onwards or None))  # type: ignore[no-any-return]


def _shown_again(request: HttpRequest, person: Staff, at: float, onwards: str) -> HttpResponse:
    if person != request.user:
        raise provider.NotBelieved(name=settings.BELISHA.oidc_name)
    record_authentication(request, person, "sign_on", reauthenticated=True, at=at)
    return redirect(onwards or "start")


def _callback() -> str:
    return f"{settings.BASE_URL}{reverse('sign_on_callback')}"


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else ""
