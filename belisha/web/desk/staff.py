"""The people of the desk: everybody who may or could sign in, and adding one."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from belisha.people.lockout import locked_people
from belisha.people.read import staff, with_second_factor
from belisha.people.roles import Role, rights_of
from belisha.people.staff import add_staff, made_up_password
from belisha.refusal import Refusal
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.forms import Checkboxes


def rights_in_words(role: str) -> str:
    """What a role may do, as the hint beside its tick box."""
    return f"May {'; '.join(rights_of([role]))}."


class RolesForm(forms.Form):
    """Which roles a person holds."""

    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=Role.choices,
        required=False,
        widget=Checkboxes(hints={role: rights_in_words(role) for role in Role.values}),
        help_text="Several may be held by one person. Without a role, a person sees their own account alone.",
    )


class PersonForm(RolesForm):
    """A new member of staff."""

    name = forms.CharField(label="Name", max_length=100, help_text="As colleagues see it.")
    email = forms.EmailField(label="E-mail", help_text="They sign in with it.")
    field_order = ("name", "email", "roles")


@require_safe
@desk_page("people.manage_staff")
def people(request: DeskRequest) -> HttpResponse:
    """Everybody, by name."""
    context = {"people": staff(), "second_factors": with_second_factor(), "locked": locked_people()}
    return render(request, "desk/settings/staff.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("people.manage_staff", fresh=True)
def add(request: DeskRequest) -> HttpResponse:
    """Add a person. The answer shows their first password, this once: it is in no address and no session."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _form(request, form, 200)
    if not form.is_valid():
        return _form(request, form, 422)
    password = made_up_password()
    try:
        person = add_staff(by=request.user, password=password, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error("email", refusal.sentence)
        return _form(request, form, 422)
    context = {"person": person, "password": password, "added": True}
    return render(request, "desk/settings/password.html", context)


def _form(request: DeskRequest, form: PersonForm, status: int) -> HttpResponse:
    return render(request, "desk/settings/staff_add.html", {"form": form}, status=status)
