"""Unusual viewing: what somebody opened, for whoever looks into it. Administrators see numbers alone."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from belisha.triage import unusual
from belisha.web.desk.decision_forms import prose
from belisha.web.desk.door import DeskRequest, desk_page


class FoundForm(forms.Form):
    """What came of it."""

    found = prose("What did you find?", rows=3, hint="What they needed it for, in a sentence. It is kept.")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(unusual.SENIORS, unusual.ADMINISTRATORS, any_of=True)
def viewing(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """How somebody looked at cases of late, and what came of looking into it."""
    form = FoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        unusual.look_into(person_id=person_id, by=request.user, **form.cleaned_data)
        messages.success(request, "Noted. The task is done.")
        return redirect("tasks")
    context = {"shown": unusual.viewing_of(person_id, request.user), "form": form}
    return render(request, "desk/viewing.html", context, status=422 if request.method == "POST" else 200)
