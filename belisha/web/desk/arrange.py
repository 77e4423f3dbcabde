"""What a person changes on a case's page. Every door here takes one form and comes back to the page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from belisha.refusal import NotFound
from belisha.triage import arrange, read
from belisha.triage.page import case_page
from belisha.web.desk import case_forms
from belisha.web.desk.case import case_response
from belisha.web.desk.case_forms import Forms
from belisha.web.desk.door import DeskRequest, desk_page, page_number


@require_POST
@desk_page("triage.change_case")
def note(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Keep a note."""
    form = case_forms.NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return case_response(request, case_id, Forms(note=form), 422)
    arrange.add_note(case_id=case_id, by=request.user, **form.cleaned_data)
    return _back(request, case_id, "The note is kept.")


@require_POST
@desk_page("triage.change_case")
def priority(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Set the priority by hand."""
    form = case_forms.PriorityForm(request.POST, auto_id="priority_%s")
    if not form.is_valid():
        return case_response(request, case_id, Forms(priority=form), 422)
    arrange.override_priority(case_id=case_id, by=request.user, **form.cleaned_data)
    return _back(request, case_id, "The priority is changed.")


@require_POST
@desk_page("triage.change_case")
def child_suspect(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Say whether a child may be the suspect."""
    form = case_forms.ChildSuspectForm(request.POST, auto_id="child_%s")
    if not form.is_valid():
        return case_response(request, case_id, Forms(child_suspect=form), 422)
    arrange.mark_child_suspect(case_id=case_id, by=request.user, **form.cleaned_data)
    return _back(request, case_id, "It is noted whether a child may be the suspect.")


@require_POST
@desk_page("triage.change_case")
def split_case(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Move reports into a new case, and open that."""
    choices = case_forms.report_choices(case_page(case_id, viewer=request.user, page=page_number(request)))
    form = case_forms.SplitForm(request.POST, reports=choices, auto_id="split_%s")
    if not form.is_valid():
        return case_response(request, case_id, Forms(split=form), 422)
    ids = [UUID(text) for text in form.cleaned_data["report_ids"]]
    new = arrange.split(case_id=case_id, report_ids=ids, reason=form.cleaned_data["reason"], by=request.user)
    return _back(request, new.id, f"The reports are in {new.label} now.")


@require_POST
@desk_page("triage.change_case")
def merge_case(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Merge this case into another, and open that."""
    form = case_forms.MergeForm(request.POST, auto_id="merge_%s")
    if not form.is_valid():
        return case_response(request, case_id, Forms(merge=form), 422)
    into_id = read.by_label(form.cleaned_data["into"])
    if into_id is None:
        raise NotFound(what="case")
    reason = form.cleaned_data["reason"]
    into = arrange.merge(case_id=case_id, into_id=into_id, reason=reason, by=request.user)
    return _back(request, into.id, f"The reports are in {into.label} now.")


def _back(request: DeskRequest, case_id: UUID, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("case", case_id)
