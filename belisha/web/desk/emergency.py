"""Danger now: the call, recorded by one click, and its second look."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from belisha.decisions import emergency
from belisha.organisation.emergency import number_to_call
from belisha.referrals.foresee import emergency_script
from belisha.referrals.hidden import instructions_for
from belisha.referrals.refer import prepare_now
from belisha.triage.shown import shown_panel
from belisha.web.desk.decision_forms import CallForm
from belisha.web.desk.door import DeskRequest, desk_page


@require_POST
@desk_page("triage.view_case")
def record_call(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Note that the emergency number was called. One click, no field, no leave to ask."""
    call = emergency.record_emergency_call(case_id=case_id, by=request.user)
    messages.success(request, f"Noted: you called {call.number}. Add the incident number when you have it.")
    return redirect("case", case_id)


@require_safe
@desk_page("triage.view_case")
def what_to_say(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """The call, sentence by sentence."""
    number = number_to_call()
    script = instructions_for(case_id, emergency_script(case_id, number), request.user)
    panel = shown_panel(case_id, request.user)
    context = {"case_id": case_id, "number": number, "script": script, "panel_shown": panel}
    return render(request, "desk/what_to_say.html", context)


@require_POST
@desk_page("triage.view_case")
def complete_call(request: DeskRequest, case_id: UUID, call_id: UUID) -> HttpResponse:
    """Add what the emergency service answered."""
    form = CallForm(request.POST)
    if form.is_valid():
        emergency.complete_call(case_id=case_id, call_id=call_id, by=request.user, **form.cleaned_data)
        messages.success(request, "The answer of the emergency service is kept.")
    else:
        messages.error(request, "That is too long to keep. Shorten it.")
    return redirect("case", case_id)


@require_POST
@desk_page("decisions.confirm_decision")
def look_at_call(request: DeskRequest, case_id: UUID, call_id: UUID) -> HttpResponse:
    """The second look at a call."""
    emergency.look_at(case_id=case_id, call_id=call_id, by=request.user)
    messages.success(request, "Your second look at the call is noted.")
    return redirect("case", case_id)


@require_POST
@desk_page("referrals.release_referral")
def tell_police_now(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Draft the police's referral of an immediate case before anybody has decided."""
    drafts = prepare_now(case_id=case_id, by=request.user)
    police = next((row for row in drafts if row.authority.startswith("police:")), None)
    if police is None:
        messages.warning(request, "The route names no police force. Call the emergency number.")
        return redirect("case", case_id)
    return redirect("referral", police.id)
