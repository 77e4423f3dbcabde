"""Asking to open a case of another team, and saying yes or no."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from belisha.triage import leave
from belisha.web.desk.case_forms import reason_field
from belisha.web.desk.door import DeskRequest, desk_page


class AskForm(forms.Form):
    """Why somebody outside needs to open a case."""

    reason = reason_field("Why do you need to open it?")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("triage.view_case", outsiders=True)
def ask_to_open(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Ask for a case that belongs to another team."""
    label, form = leave.label_of(case_id), AskForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "case_id": case_id, "label": label}
        status = 422 if request.method == "POST" else 200
        return render(request, "desk/ask_to_open.html", context, status=status)
    asked = leave.ask_to_open(case_id=case_id, by=request.user, **form.cleaned_data)
    if asked.until:
        messages.success(request, f"{label} opens to you now, as one person works here. It is recorded.")
        return redirect("case", case_id)
    messages.success(request, f"Somebody who works on {label} is asked. The answer stands among your tasks.")
    return redirect("tasks")


@require_POST
@desk_page("triage.view_case")
def answer_leave(request: DeskRequest, case_id: UUID, leave_id: UUID) -> HttpResponse:
    """Let somebody open a case for some hours, or not."""
    give = request.POST.get("answer") == "yes"
    given = leave.answer(case_id=case_id, leave_id=leave_id, give=give, by=request.user)
    said = "may open this case now" if give else "may not open this case"
    messages.success(request, f"{given.person.name} {said}. It is recorded.")
    return redirect("case", case_id)
