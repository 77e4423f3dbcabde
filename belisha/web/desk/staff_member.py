"""One member of staff: roles, access, password and second factor."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from belisha.organisation.profile import profile
from belisha.people import staff as verbs
from belisha.people.lockout import locks_of
from belisha.people.read import person, with_second_factor, works_alone
from belisha.refusal import Refusal
from belisha.web.desk.door import DeskRequest, desk_page, when_acting
from belisha.web.desk.refusals import in_form
from belisha.web.desk.staff import RolesForm


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("people.manage_staff", fresh=when_acting)
def member(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Show one person; a POST gives them other roles, from their next request on."""
    shown = person(person_id)
    if request.method != "POST":
        return _page(request, person_id, RolesForm(initial={"roles": shown.roles}), 200)
    form = RolesForm(request.POST)
    if form.is_valid():
        try:
            changed = verbs.change_roles(
                person_id=person_id,
                by=request.user,
                one_person_mode=profile().one_person_mode,
                **form.cleaned_data,
            )
        except Refusal as refusal:
            in_form(form, refusal)
        else:
            messages.success(
                request, f"{changed.name} is now: {', '.join(changed.role_names()) or 'no role'}."
            )
            return redirect("staff")
    return _page(request, person_id, form, 422)


@require_POST
@desk_page("people.manage_staff", fresh=True)
def shut_out(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """End a person's access: their next request asks them to sign in, and they can't."""
    shut = verbs.shut_out(person_id=person_id, by=request.user)
    messages.success(request, f"{shut.name} is shut out.")
    return redirect("staff_member", person_id)


@require_POST
@desk_page("people.manage_staff", fresh=True)
def let_in(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Give a person their access back."""
    back = verbs.let_in(person_id=person_id, by=request.user)
    messages.success(request, f"{back.name} may sign in again.")
    return redirect("staff_member", person_id)


@require_POST
@desk_page("people.manage_staff", fresh=True)
def new_password(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Set a new password and show it, this once: it is in no address and no session."""
    password = verbs.made_up_password()
    changed = verbs.set_password(person_id=person_id, password=password, by=request.user)
    context = {"person": changed, "password": password, "added": False}
    return render(request, "desk/settings/password.html", context)


@require_POST
@desk_page("people.manage_staff", fresh=True)
def reset_second_factor(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Take a person's second factor away, such as after a lost telephone."""
    reset = verbs.reset_second_factor(person_id=person_id, by=request.user)
    messages.success(request, f"{reset.name} sets up a new second factor when they next sign in.")
    return redirect("staff_member", person_id)


def _page(request: DeskRequest, person_id: UUID, form: RolesForm, status: int) -> HttpResponse:
    shown = person(person_id)
    context = {
        "form": form,
        "person": shown,
        "second_factor": shown.id in with_second_factor(),
        "locks": locks_of(shown),
        "own": shown == request.user and not (profile().one_person_mode and works_alone(shown)),
    }
    return render(request, "desk/settings/staff_member.html", context, status=status)
