"""The next key of a program: made while the old one still works, so that nothing is lost in between."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from belisha.people.keys import rotate_key
from belisha.people.read import KeyRow, key_row
from belisha.web.desk.door import DeskRequest, desk_page

OVERLAPS = {
    "1": "An hour",
    "24": "A day",
    "72": "Three days",
    "168": "A week",
    "0": "Not at all: it ends now",
}


class OverlapForm(forms.Form):
    """For how long the old key works on."""

    hours = forms.ChoiceField(
        label="For how long does the old key still work?",
        choices=list(OVERLAPS.items()),
        initial="24",
        widget=forms.RadioSelect,
        help_text="As long as it takes to give the program its new key. If somebody may have stolen the old"
        " one: not at all.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("people.manage_keys", fresh=True)
def rotate(request: DeskRequest, key_id: UUID) -> HttpResponse:
    """Ask for the overlap; a POST makes the next key and shows its secret, this once."""
    old = key_row(key_id)
    if request.method != "POST":
        return _page(request, old, OverlapForm(), 200)
    form = OverlapForm(request.POST)
    if not form.is_valid():
        return _page(request, old, form, 422)
    overlap = timedelta(hours=int(form.cleaned_data["hours"]))
    made = rotate_key(key_id=key_id, overlap=overlap, by=request.user)
    context = {"name": old.name, "secret": made.secret, "old_ends": key_row(key_id).expires_at}
    return render(request, "desk/settings/key.html", context)


def _page(request: DeskRequest, old: KeyRow, form: OverlapForm, status: int) -> HttpResponse:
    return render(request, "desk/settings/key_rotate.html", {"key": old, "form": form}, status=status)
