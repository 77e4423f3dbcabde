"""The list officer's pages: which lists there are, how they stand, and who seems to feel for their edge."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from belisha.people.models import Staff
from belisha.refusal import NotFound
from belisha.screening import probing, tell_source
from belisha.screening import read_lists as read
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.lists_forms import UntilForm, settings_form
from belisha.web.navigation import COUNTS

OFFICER = "screening.manage_lists"
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_safe
@desk_page(OFFICER)
def lists(request: DeskRequest) -> HttpResponse:
    """Every list and its health, and what looks like probing."""
    context = {"lists": read.overview(), "probes": read.probes()}
    return render(request, "desk/lists/overview.html", context)


@require_safe
@desk_page(OFFICER)
def one(request: DeskRequest, list_id: UUID) -> HttpResponse:
    """One list: settings, versions, changes, matches, and feedback for its source."""
    return list_response(request, list_id)


@require_POST
@desk_page(OFFICER, fresh=True)
def feedback(request: DeskRequest, list_id: UUID) -> HttpResponse:
    """The feedback for the source of a list as a file; that it was written out is recorded."""
    form = UntilForm(request.POST)
    if not form.is_valid():
        return list_response(request, list_id, feedback=form)
    written = tell_source.write_out(list_id=list_id, by=request.user, **form.cleaned_data)
    kind = form.cleaned_data["format"]
    answer = HttpResponse(written, content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="feedback-{timezone.localdate()}.{kind}"'
    return answer


@require_POST
@desk_page(OFFICER)
def told(request: DeskRequest, list_id: UUID) -> HttpResponse:
    """Note that the source of a list was told."""
    form = UntilForm(request.POST)
    if not form.is_valid():
        return list_response(request, list_id, feedback=form)
    count = tell_source.mark_told(list_id=list_id, until=form.cleaned_data["until"], by=request.user)
    messages.success(request, f"Noted: the source was told {count} answer{'' if count == 1 else 's'}.")
    return redirect("list", list_id)


@require_POST
@desk_page(OFFICER)
def probe_seen(request: DeskRequest, probe_id: UUID) -> HttpResponse:
    """Note that one has looked at what seemed to be probing."""
    probing.look_at(probe_id=probe_id, by=request.user)
    messages.success(request, "Noted that you have looked at it.")
    return redirect("lists")


def list_response(request: DeskRequest, list_id: UUID, **given: forms.Form) -> HttpResponse:
    """The page of a list, with a form that may carry errors."""
    page = read.list_page(list_id, request.user)
    if page is None:
        raise NotFound(what="list")
    context: dict[str, Any] = {
        "page": page,
        "line": page.line,
        "settings_form": given.get("settings") or settings_form(None, page.settings),
        "put_back": given.get("put_back"),
        "form": next(iter(given.values()), None),
    }
    return render(request, "desk/lists/one.html", context, status=422 if given else 200)


def _probes(request: HttpRequest) -> int:
    return read.waiting() if isinstance(request.user, Staff) else 0


COUNTS["lists"] = _probes
