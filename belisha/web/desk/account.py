"""A person's own account: who they are here, what they may do, and where they are signed in."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from belisha.people.read import with_second_factor
from belisha.people.roles import Role, rights_of
from belisha.people.sessions import end_session, sessions_of, sign_out_elsewhere
from belisha.web.desk.door import DeskRequest, desk_page


@require_safe
@desk_page()
def account(request: DeskRequest) -> HttpResponse:
    """Name, roles with their rights in words, and the second factor's state."""
    roles = [(Role(role).label, rights_of([role])) for role in request.user.roles]
    second_factor = request.user.id in with_second_factor()
    context = {
        "roles": roles,
        "second_factor": second_factor,
        "needed": not settings.BELISHA.demo,
        "sessions": sessions_of(request.user, here=request.session.session_key),
        "hours": settings.BELISHA.session_hours,
        "minutes": settings.BELISHA.session_idle_minutes,
    }
    return render(request, "desk/account.html", context)


@require_POST
@desk_page()
def sign_out_others(request: DeskRequest) -> HttpResponse:
    """End this person's sessions on all other devices."""
    ended = sign_out_elsewhere(by=request.user, but=request.session.session_key)
    messages.success(request, f"Signed out on {ended} other device{'' if ended == 1 else 's'}.")
    return redirect("account")


@require_POST
@desk_page()
def sign_out_one(request: DeskRequest, session_id: UUID) -> HttpResponse:
    """End one of this person's sessions; of this one, that is to sign out."""
    end_session(session=session_id, by=request.user)
    messages.success(request, "Signed out there.")
    return redirect("account")
