"""Teams: who works on the cases of which services."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from belisha.organisation import read
from belisha.organisation.arrange import WrongProfile, remove_team, save_team
from belisha.organisation.widened import OwnReach
from belisha.people.models import Staff
from belisha.people.read import staff
from belisha.web.desk.door import DeskRequest, desk_page, when_acting
from belisha.web.desk.refusals import in_form
from belisha.web.forms import Checkboxes


class TeamForm(forms.Form):
    """One team."""

    name = forms.CharField(label="Name", max_length=100)
    members = forms.TypedMultipleChoiceField(
        label="Members", coerce=UUID, required=False, widget=Checkboxes()
    )
    services = forms.TypedMultipleChoiceField(
        label="Services",
        coerce=UUID,
        required=False,
        widget=Checkboxes(),
        help_text="None ticked means all of them.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        people = [(str(person.id), _name(person)) for person in staff()]
        brands = [(str(row.id), row.name) for row in read.services()]
        for name, choices in (("members", people), ("services", brands)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices


def _name(person: Staff) -> str:
    return person.name if person.is_active else f"{person.name} (shut out)"


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("organisation.change_organisation", fresh=when_acting)
def teams(request: DeskRequest) -> HttpResponse:
    """All teams; add one."""
    if request.method != "POST":
        return _list(request, TeamForm(), 200)
    form = TeamForm(request.POST)
    return redirect("teams") if _saved(request, form, None) else _list(request, form, 422)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("organisation.change_organisation", fresh=when_acting)
def team(request: DeskRequest, team_id: UUID) -> HttpResponse:
    """Change one team."""
    row = read.team(team_id)
    if request.method != "POST":
        kept = {
            "name": row.name,
            "members": [str(person.id) for person in row.members.all()],
            "services": [str(service.id) for service in row.services.all()],
        }
        return _one(request, row.name, team_id, TeamForm(initial=kept), 200)
    form = TeamForm(request.POST)
    if _saved(request, form, team_id):
        return redirect("teams")
    return _one(request, row.name, team_id, form, 422)


@require_POST
@desk_page("organisation.change_organisation", fresh=True)
def remove(request: DeskRequest, team_id: UUID) -> HttpResponse:
    """Take a team away."""
    remove_team(team_id=team_id, by=request.user)
    messages.success(request, "The team is removed.")
    return redirect("teams")


def _saved(request: DeskRequest, form: TeamForm, team_id: UUID | None) -> bool:
    if not form.is_valid():
        return False
    try:
        save_team(by=request.user, team_id=team_id, **form.cleaned_data)
    except (WrongProfile, OwnReach) as wrong:
        in_form(form, wrong)
        return False
    messages.success(request, f"{form.cleaned_data['name']} is saved.")
    return True


def _list(request: DeskRequest, form: TeamForm, status: int) -> HttpResponse:
    context = {"form": form, "teams": read.teams()}
    return render(request, "desk/settings/teams.html", context, status=status)


def _one(request: DeskRequest, name: str, team_id: UUID, form: TeamForm, status: int) -> HttpResponse:
    context = {"form": form, "name": name, "team_id": team_id}
    return render(request, "desk/settings/team.html", context, status=status)
