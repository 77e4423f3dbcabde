"""What could not be screened: held until a person says that there is nothing against it, or reports it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from belisha.decisions.unscreened import HIDDEN, open_unscreened, refuse_unless_served, reveal_unscreened
from belisha.intake.report_unscreened import report_unscreened
from belisha.organisation.emergency import number_to_call
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal
from belisha.screening import answers
from belisha.screening import read_unscreened as read
from belisha.triage.triage import triage
from belisha.web.desk.door import DeskRequest, desk_page, page_number
from belisha.web.desk.refusals import shown_or_raised
from belisha.web.desk.unscreened_forms import FilterForm, ReleaseForm, ReportForm, SeveralForm
from belisha.web.navigation import COUNTS

SEE, ANSWER = "triage.view_case", "decisions.add_decision"


@require_safe
@desk_page(SEE)
def unscreened(request: DeskRequest) -> HttpResponse:
    """Everything that could not be screened and waits for a person, the longest first."""
    return _list(request, None, 200)


@require_POST
@desk_page(ANSWER)
def release_several(request: DeskRequest) -> HttpResponse:
    """Say that there is nothing against the ticked ones, with one reason."""
    form = SeveralForm(request.POST)
    if form.is_valid():
        refuse_unless_served(ids=form.cleaned_data["ids"], person=request.user)
        try:
            count = answers.release(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, f"Noted: nothing against {count}. The service is told to show them.")
            return redirect("unscreened")
    return _list(request, form, 422)


@require_safe
@desk_page(SEE)
def one(request: DeskRequest, unscreened_id: UUID) -> HttpResponse:
    """One of them, with what may be done about it."""
    return _one(request, unscreened_id)


@require_POST
@desk_page(SEE)
def open_one(request: DeskRequest, unscreened_id: UUID) -> HttpResponse:
    """Record the view, then send the person to the service's own restricted viewer."""
    address = open_unscreened(unscreened_id=unscreened_id, by=request.user)
    answer = render(request, "desk/viewer.html", {"unscreened_id": unscreened_id, "address": address})
    # Not a redirect: our policy lets a form go to ourselves alone, and a browser counts redirects in.
    answer["Refresh"] = f"0; url={address}"
    return answer


@require_POST
@desk_page(SEE, fresh=True)
def show_one(request: DeskRequest, unscreened_id: UUID) -> HttpResponse:
    """Show what names somebody, once, with a reason that is recorded first."""
    fields, reason = request.POST.getlist("fields"), str(request.POST.get("reason", ""))[:500]
    reveal_unscreened(unscreened_id=unscreened_id, fields=fields, reason=reason, by=request.user)
    return _one(request, unscreened_id, shown=fields)


@require_POST
@desk_page(ANSWER)
def release_one(request: DeskRequest, unscreened_id: UUID) -> HttpResponse:
    """Say that there is nothing against one of them."""
    form = ReleaseForm(request.POST, auto_id="release_%s")
    if form.is_valid():
        answers.release(ids=[unscreened_id], by=request.user, **form.cleaned_data)
        messages.success(request, "Noted: nothing against it. The service is told to show it again.")
        return redirect("unscreened")
    return _one(request, unscreened_id, release=form)


@require_POST
@desk_page(ANSWER)
def report_one(request: DeskRequest, unscreened_id: UUID) -> HttpResponse:
    """Report one of them, and open its case."""
    form = ReportForm(request.POST, auto_id="report_%s")
    if form.is_valid():
        received = report_unscreened(unscreened_id=unscreened_id, by=request.user, **form.cleaned_data)
        # The worker would, a moment later: whoever reported it may have to act at once.
        case = triage(report_id=received.report_id)
        messages.success(request, "Reported. It stays held, and this is its case.")
        return redirect("case", case.id)
    return _one(request, unscreened_id, report=form)


def _list(request: DeskRequest, form: SeveralForm | None, status: int) -> HttpResponse:
    asked = FilterForm(request.GET)
    filters, number = asked.filters(), page_number(request)
    shown = read.page_of(filters, request.user, number)
    context: dict[str, Any] = {
        "filters": asked,
        "filtered": filters != read.Filters(),
        "waiting": filters.state == read.WAITING,
        "shown": shown,
        "pages": Paginator(range(shown.total), read.PAGE).get_page(number),
        "form": form or SeveralForm(),
        "ticked": set(request.POST.getlist("ids")),
        "answers": request.user.has_perm(ANSWER),
    }
    return render(request, "desk/unscreened.html", context, status=status)


def _one(
    request: DeskRequest, unscreened_id: UUID, *, shown: Collection[str] = (), **given: forms.Form
) -> HttpResponse:
    row = read.one(unscreened_id)
    if row is None:
        raise NotFound(what="upload")
    context: dict[str, Any] = {
        "row": row,
        "release": given.get("release") or ReleaseForm(auto_id="release_%s"),
        "report": given.get("report") or ReportForm(auto_id="report_%s"),
        "form": next(iter(given.values()), None),
        "answers": request.user.has_perm(ANSWER) and not row.answer,
        "emergency_number": number_to_call(),
        "shown": shown,
        "hidden": {name: words for name, words in HIDDEN.items() if getattr(row, name) and name not in shown},
    }
    return render(request, "desk/unscreened_one.html", context, status=422 if given else 200)


def _waiting(request: HttpRequest) -> int:
    return read.waiting(request.user) if isinstance(request.user, Staff) else 0


COUNTS["unscreened"] = _waiting
