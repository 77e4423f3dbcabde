"""The calendar of what is kept and what is due, and the certificates of what was erased."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from belisha.enforcement import read
from belisha.enforcement.references import show
from belisha.enforcement.watch import confirm_date
from belisha.people.models import Staff
from belisha.refusal import Refusal
from belisha.triage.access import opens
from belisha.web.desk.door import DeskRequest, desk_page, page_number
from belisha.web.desk.refusals import shown_or_raised
from belisha.web.forms import DateInput
from belisha.web.navigation import COUNTS

SEE, KEEP = "enforcement.view_clocks", "enforcement.add_clock"


class DayForm(forms.Form):
    """The day that it is, typed by a person who looked elsewhere."""

    day = forms.DateField(
        label="What day is it today?",
        help_text="Look at another clock, not at this computer’s.",
        widget=DateInput(),
        error_messages={"required": "Give the day.", "invalid": "Give the day."},
    )


@require_safe
@desk_page(SEE)
def retention(request: DeskRequest) -> HttpResponse:
    """What is due, what is kept by what until when, and what was erased."""
    return _page(request, DayForm())


@require_POST
@desk_page(KEEP, fresh=True)
def confirm_day(request: DeskRequest) -> HttpResponse:
    """Say that the clock is right after it jumped, so that erasure goes on."""
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            confirm_date(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, "The date is confirmed. What is due is erased from now on.")
            return redirect("retention")
    return _page(request, form, 422)


@require_safe
@desk_page(SEE)
def certificate(request: DeskRequest, erasure_id: UUID) -> HttpResponse:
    """What is left of an erased case: when it went, by which rule, and what went."""
    shown = read.certificate(erasure_id)
    return render(request, "desk/certificate.html", {"shown": shown, "erasure_id": erasure_id})


@require_POST
@desk_page(KEEP, fresh=True)
def show_references(request: DeskRequest, erasure_id: UUID) -> HttpResponse:
    """Show the authorities' references that outlive their case; recorded."""
    found = show(erasure_id=erasure_id, by=request.user)
    facts = {"shown": read.certificate(erasure_id), "erasure_id": erasure_id, "references": found}
    return render(request, "desk/certificate.html", facts)


@require_safe
@desk_page(SEE)
def certificate_json(request: DeskRequest, erasure_id: UUID) -> HttpResponse:
    """The same as JSON, to be kept elsewhere."""
    shown = read.certificate(erasure_id)
    answer = JsonResponse(shown.json, json_dumps_params={"indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="erasure-{shown.label}.json"'
    return answer


def _page(request: DeskRequest, form: DayForm, status: int = 200) -> HttpResponse:
    now, kind = timezone.now(), request.GET.get("kind", "soon")
    kind = kind if kind in read.KINDS else "soon"
    pages = Paginator(read.calendar(kind, now=now), read.PAGE).get_page(page_number(request))
    lines, counts = read.lines(pages.object_list, now), read.counts(now=now)
    context: dict[str, Any] = {
        "lines": lines,
        "kind": kind,
        "kinds": [(code, words, counts[code]) for code, words in read.KINDS.items()],
        "heading": read.KINDS[kind],
        "pages": pages,
        "open_to_me": opens([line.case_id for line in lines], request.user),
        "stopped": read.stopped(),
        "form": form if request.user.has_perm(KEEP) else None,
        "erased": read.erased(),
        "now": now,
    }
    return render(request, "desk/retention.html", context, status=status)


def _collisions(request: HttpRequest) -> int:
    return read.waiting() if isinstance(request.user, Staff) else 0


COUNTS["retention"] = _collisions
