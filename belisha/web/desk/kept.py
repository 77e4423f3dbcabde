"""What must be kept of one case: added, lifted with a reason; or the case destroyed, as an authority asks."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.enforcement import destroy, keep, read
from belisha.organisation.profile import profile
from belisha.refusal import Refusal
from belisha.web.desk.decision_forms import prose
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.refusals import in_form, shown_or_raised
from belisha.web.forms import DateInput

SEE, KEEP, DESTROY = "enforcement.view_clocks", "enforcement.add_clock", "enforcement.destroy_case"
WHO = {"required": "Say which authority asks for it."}


class KeepForm(forms.Form):
    """An authority's request to keep the case."""

    authority = forms.CharField(label="Which authority asks", max_length=200, error_messages=WHO)
    reference = forms.CharField(label="Its reference", required=False, max_length=200)
    until = forms.DateField(
        label="Keep until the end of",
        required=False,
        widget=DateInput(),
        help_text="Left empty, it is kept until somebody lifts this.",
        error_messages={"invalid": "Give the day."},
    )

    def clean_until(self) -> datetime | None:
        day = self.cleaned_data["until"]
        return timezone.make_aware(datetime.combine(day, time.max)) if day else None


class LiftForm(forms.Form):
    """Why something need not be kept any more."""

    reason = prose("Why it need not be kept any more", rows=2)


class DestroyForm(forms.Form):
    """An authority's request to destroy the case."""

    authority = forms.CharField(label="Which authority asks", max_length=200, error_messages=WHO)
    reference = forms.CharField(label="Its reference", required=False, max_length=200)
    reason = prose("What it asks for, and why", rows=3)


@require_safe
@desk_page(SEE)
def kept(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """The clocks of a case, and the forms to add and lift them."""
    return _page(request, case_id)


@require_POST
@desk_page(KEEP)
def add(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Keep the case for an authority. Nothing waits for a password: what is kept can't be lost by it."""
    form = KeepForm(request.POST)
    if form.is_valid():
        try:
            keep.keep(case_id=case_id, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, "It is kept.")
            return redirect("kept", case_id=case_id)
    return _page(request, case_id, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(KEEP, fresh=True)
def lift(request: DeskRequest, case_id: UUID, clock_id: UUID) -> HttpResponse:
    """Lift one clock, with a reason."""
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keep.lift(case_id=case_id, clock_id=clock_id, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, "It is lifted.")
            return redirect("kept", case_id=case_id)
    shown = read.kept(case_id)
    clock = read.clock_in(shown, clock_id)
    context = {"shown": shown, "clock": clock, "form": form}
    return render(request, "desk/lift.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(DESTROY, fresh=True)
def ask_to_destroy(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Note that an authority asks for the case to be destroyed."""
    form = DestroyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            order = destroy.ask(case_id=case_id, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            in_form(form, refusal)
        else:
            said = (
                "It is erased within a minute."
                if order.state == "confirmed"
                else "It waits for a second person."
            )
            messages.success(request, said)
            return redirect("kept", case_id=case_id)
    context = {"shown": read.kept(case_id), "form": form, "alone": profile().one_person_mode}
    return render(request, "desk/destroy.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@desk_page(DESTROY, fresh=True)
def confirm_destruction(request: DeskRequest, case_id: UUID, order_id: UUID) -> HttpResponse:
    """Confirm it as the second person."""
    destroy.confirm(case_id=case_id, order_id=order_id, by=request.user)
    messages.success(request, "Confirmed. It is erased within a minute.")
    return redirect("retention")


@require_POST
@desk_page(DESTROY)
def withdraw_destruction(request: DeskRequest, case_id: UUID, order_id: UUID) -> HttpResponse:
    """Say that it is not to be destroyed after all."""
    destroy.withdraw(case_id=case_id, order_id=order_id, by=request.user)
    messages.success(request, "Withdrawn. Nothing is destroyed.")
    return redirect("kept", case_id=case_id)


def _page(
    request: DeskRequest, case_id: UUID, form: KeepForm | None = None, status: int = 200
) -> HttpResponse:
    shown = read.kept(case_id)
    context: dict[str, Any] = {
        "shown": shown,
        "form": form or (KeepForm() if request.user.has_perm(KEEP) else None),
        "may_lift": request.user.has_perm(DESTROY),
        "may_destroy": request.user.has_perm(DESTROY),
        "may_confirm": read.may_confirm(shown.order, request.user),
    }
    return render(request, "desk/kept.html", context, status=status)
