"""One-person mode: for a desk with a single person, switched on knowingly."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from belisha.organisation.arrange import switch_one_person_mode
from belisha.organisation.profile import profile
from belisha.organisation.read import last_switch
from belisha.refusal import Refusal
from belisha.web.desk.door import DeskRequest, desk_page, when_acting
from belisha.web.desk.refusals import in_form


class SwitchForm(forms.Form):
    """Why the mode is switched."""

    reason = forms.CharField(
        label="Why",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In a few words. It is kept sealed, and the ledger notes that the mode was switched.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("organisation.change_organisation", fresh=when_acting)
def one_person_mode(request: DeskRequest) -> HttpResponse:
    """Say what the mode does; switch it to what the button said, even if somebody else was quicker."""
    if request.method != "POST":
        return _page(request, SwitchForm(), 200)
    form, on = SwitchForm(request.POST), request.POST.get("switch") == "on"
    if form.is_valid():
        try:
            switch_one_person_mode(on=on, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            in_form(form, refusal)
        else:
            messages.success(request, f"One-person mode is {'on' if on else 'off'}.")
            return redirect("one_person_mode")
    return _page(request, form, 422)


def _page(request: DeskRequest, form: SwitchForm, status: int) -> HttpResponse:
    context = {"form": form, "now": profile(), "last": last_switch()}
    return render(request, "desk/settings/one_person.html", context, status=status)
