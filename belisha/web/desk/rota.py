"""Who is on call: seen by everybody who works on cases, changed by those who keep the rota."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from belisha.refusal import Refusal
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.forms import DateAndTime
from belisha.work import read
from belisha.work.rota import add_turn, everybody, remove_turn

PLACES = [("0", "First"), ("1", "Second"), ("2", "Third"), ("3", "Fourth"), ("4", "Fifth")]


class TurnForm(forms.Form):
    """Somebody's turn."""

    person_id = forms.TypedChoiceField(label="Who", coerce=UUID)
    place = forms.TypedChoiceField(label="Woken", choices=PLACES, coerce=int)
    starts_at = forms.SplitDateTimeField(label="From", widget=DateAndTime())
    ends_at = forms.SplitDateTimeField(label="Until", widget=DateAndTime())

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        people = self.fields["person_id"]
        if isinstance(people, forms.ChoiceField):
            people.choices = [(str(person.id), person.name) for person in everybody("triage.view_case")]


@require_safe
@desk_page("work.view_task", "work.change_rota", any_of=True)
def rota(request: DeskRequest) -> HttpResponse:
    """The turns that have not ended."""
    return _page(request, TurnForm())


@require_POST
@desk_page("work.change_rota")
def add(request: DeskRequest) -> HttpResponse:
    """Put somebody on call."""
    form = TurnForm(request.POST)
    if form.is_valid():
        try:
            add_turn(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("rota")
    return _page(request, form, 422)


@require_POST
@desk_page("work.change_rota")
def remove(request: DeskRequest, turn_id: UUID) -> HttpResponse:
    """Take a turn off the rota."""
    remove_turn(turn_id=turn_id, by=request.user)
    return redirect("rota")


def _page(request: DeskRequest, form: TurnForm, status: int = 200) -> HttpResponse:
    changes = request.user.has_perm("work.change_rota")
    context = {"turns": read.turns(timezone.now()), "form": form if changes else None}
    return render(request, "desk/rota.html", context, status=status)
