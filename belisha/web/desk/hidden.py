"""Showing what is hidden of a case: some fields with a reason, or all at once for the emergency call."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from belisha.people.fresh import is_fresh
from belisha.referrals.hidden import hidden_in
from belisha.triage import reveal
from belisha.triage.leave import label_of
from belisha.triage.mask import Hidden
from belisha.web.desk.door import DeskRequest, desk_page, unless_immediate
from belisha.web.forms import Checkboxes, Radios

WHY = {
    "same": "To see whether reports are about the same account, item or person",
    "route": "To find out who is to be told",
    "tell": "To write, check or deliver a referral",
    "reach": "To reach the person who reported",
    "look": "For the second look at a decision",
    "other": "Another reason",
}
USUAL = {"place": "route", "name": "reach", "email": "reach", "phone": "reach", "reference": "tell"}
"""The usual reason by the kind of the field; the first of WHY for all others."""
AT_ONCE = 300


class ShowForm(forms.Form):
    """Which fields, and why."""

    fields_ = forms.MultipleChoiceField(
        label="What is to be shown?",
        widget=Checkboxes(),
        error_messages={"required": "Choose at least one field."},
    )
    why = forms.ChoiceField(label="Why?", choices=list(WHY.items()), widget=Radios())
    words = forms.CharField(
        label="In your own words",
        required=False,
        max_length=500,
        help_text="Only for another reason, or where more is to be said. Name nobody.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, asked: Any = None, *, hidden: Collection[Hidden], **kwargs: Any) -> None:
        super().__init__(asked, **kwargs)
        choices = self.fields["fields_"]
        assert isinstance(choices, forms.MultipleChoiceField)  # noqa: S101 - tells mypy what the class says
        choices.choices = [(field.key, f"{field[:1].upper()}{field[1:]}") for field in hidden]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("why") == "other" and not said.get("words", "").strip():
            self.add_error("words", "Say why. The reason is kept.")
        return said

    @property
    def reason(self) -> str:
        """The reason as it is kept."""
        words = self.cleaned_data["words"].strip()
        if self.cleaned_data["why"] == "other":
            return str(words)
        return f"{WHY[self.cleaned_data['why']]}. {words}".strip()


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("triage.view_case", fresh=unless_immediate)
def show_hidden(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Show hidden fields of a case, to this person and for some minutes."""
    mask, back = hidden_in(case_id, request.user), _back(request, case_id)
    if request.method != "POST":
        hidden = _chosen_first(mask.hidden, request.GET.get("field", ""))
        return _page(request, case_id, ShowForm(hidden=hidden, initial=_initial(request)), back)
    # What is shown already may be asked for again: a button pressed twice is no error.
    form = ShowForm(request.POST, hidden=mask.fields.values())
    if not form.is_valid():
        return _page(request, case_id, form, back, 422)
    fields = form.cleaned_data["fields_"]
    asked = is_fresh(request)
    reveal.reveal(case_id=case_id, fields=fields, reason=form.reason, by=request.user, fresh=asked)
    messages.success(request, f"Shown to you alone, and recorded: {_count(len(fields))}.")
    return redirect(back)


@require_POST
@desk_page("triage.view_case")
def show_for_emergency(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Show all that the call needs. One click: no reason, no password, nobody's leave."""
    reveal.show_for_emergency(case_id=case_id, by=request.user)
    messages.success(request, "Everything is shown to you now. It is recorded, and looked at afterwards.")
    return redirect(_back(request, case_id))


@require_POST
@desk_page("decisions.confirm_decision")
def look_at_shown(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """The second look at what was shown for a call."""
    reveal.look_at_shown(case_id=case_id, by=request.user)
    messages.success(request, "Your second look is noted.")
    return redirect("case", case_id)


def _page(request: DeskRequest, case_id: UUID, form: ShowForm, back: str, status: int = 200) -> HttpResponse:
    context = {"form": form, "case_id": case_id, "label": label_of(case_id), "back": back}
    context["immediate"] = not unless_immediate(request, {"case_id": case_id})
    context["minutes"] = settings.BELISHA.reveal_minutes
    context["empty"] = not form["fields_"].field.choices  # type: ignore[attr-defined]
    return render(request, "desk/show_hidden.html", context, status=status)


def _chosen_first(hidden: list[Hidden], chosen: str) -> list[Hidden]:
    return sorted(hidden, key=lambda field: field.key != chosen)[:AT_ONCE]


def _initial(request: DeskRequest) -> dict[str, Any]:
    chosen = request.GET.get("field", "")
    back = request.GET.get("back", "")
    usual = "tell" if "/referrals/" in back else "look" if "/decisions/" in back else "same"
    return {"fields_": [chosen], "why": USUAL.get(chosen.partition(".")[0], usual)}


def _back(request: DeskRequest, case_id: UUID) -> str:
    """The page from which somebody came, where it is one of the desk's; else the case's."""
    asked = request.POST.get("back") or request.GET.get("back", "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith(reverse("queue"))
    return asked if ours else reverse("case", args=[case_id])


def _count(number: int) -> str:
    return "1 field" if number == 1 else f"{number} fields"
