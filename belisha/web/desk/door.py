"""What every door of the desk shares: who comes in, and how a page of a list is read from the address."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import timezone

from belisha.decisions.unscreened import refuse_unless_served
from belisha.enforcement.read import refuse_erased
from belisha.organisation.profile import profile
from belisha.organisation.served import while_reading
from belisha.people.fresh import is_fresh
from belisha.people.models import Staff
from belisha.referrals.read import case_id_of
from belisha.refusal import NotFound
from belisha.triage.access import NotForYou, refuse_unless_open_to
from belisha.triage.danger import is_immediate
from belisha.triage.looking import looked_at, turned_away
from belisha.web.desk.again import ask_again
from belisha.web.desk.refusals import refusals

Rest = ParamSpec("Rest")


class DeskRequest(HttpRequest):
    """A request of a signed-in member of staff."""

    user: Staff


SAFE = ("GET", "HEAD")
Asked = bool | Callable[[DeskRequest, Mapping[str, Any]], bool]
View = Callable[Concatenate[DeskRequest, Rest], HttpResponse]
Served = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def desk_page(
    *permissions: str, any_of: bool = False, fresh: Asked = False, outsiders: bool = False
) -> Callable[[View[Rest]], Served[Rest]]:
    """A door of the desk: sign in first, hold all these permissions (or any), read a refusal as a page.

    `fresh`: whoever comes in has shown within minutes that it is they, or is asked to; a function says of a
    request and its address's parts whether that is needed (never where a child is in danger now).
    A door whose address names a case or a referral opens only to whom the case does, and is counted as a look
    at it, `outsiders` apart.
    """
    enough = any if any_of else all

    def guarded(view: View[Rest]) -> Served[Rest]:
        @wraps(view)
        @login_required
        @refusals
        def served(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            if not enough(request.user.has_perm(permission) for permission in permissions):
                raise PermissionDenied
            case_id = None
            if not outsiders and isinstance(request.user, Staff):
                case_id = _need_to_know(request.user, kwargs)
            if _asked(fresh, request, kwargs) and not is_fresh(request):
                return ask_again(request)
            if case_id and isinstance(request.user, Staff):
                looked_at(case_id, request.user)
            # Times are shown, and read from forms, by the clock of those who run the desk.
            reading = while_reading() if request.method in SAFE else nullcontext()
            with timezone.override(profile().zone), reading:
                return view(request, *args, **kwargs)  # type: ignore[arg-type]

        # Read by the sweep over who may open what.
        served.permissions, served.any_of = permissions, any_of  # type: ignore[attr-defined]
        served.fresh = fresh  # type: ignore[attr-defined]
        return served

    return guarded


def _need_to_know(person: Staff, parts: Mapping[str, Any]) -> UUID | None:
    case_id = parts.get("case_id") or ("referral_id" in parts and case_id_of(parts["referral_id"]))
    if "unscreened_id" in parts:
        refuse_unless_served(ids=[parts["unscreened_id"]], person=person)
    if case_id:
        try:
            refuse_unless_open_to(case_id=case_id, person=person)
        except NotForYou:
            turned_away(case_id, person)
            raise
        except NotFound:
            refuse_erased(case_id)
            raise
    return case_id or None


def _asked(fresh: Asked, request: HttpRequest, parts: Mapping[str, Any]) -> bool:
    return fresh(request, parts) if callable(fresh) else fresh  # type: ignore[arg-type]


def when_acting(request: HttpRequest, parts: Mapping[str, Any]) -> bool:
    """Ask again who it is before something is done; to read the page, nobody is asked."""
    return request.method == "POST"


def asks_first(request: HttpRequest, address: str) -> bool:
    """Would whoever sends the form to this address now be asked first who they are?"""
    door = resolve(address)
    fresh: Asked = getattr(door.func, "fresh", False)
    needed = fresh is when_acting or _asked(fresh, request, door.kwargs)
    return needed and not is_fresh(request)


def unless_immediate(request: HttpRequest, parts: Mapping[str, Any]) -> bool:
    """Ask again who it is, but never where the case, or the case of the referral, is immediate."""
    case_id = parts.get("case_id") or case_id_of(parts["referral_id"])
    return case_id is None or not is_immediate(case_id)


def page_number(request: HttpRequest) -> int:
    """The page that was asked for; the first where the address says nothing sensible."""
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else 1
