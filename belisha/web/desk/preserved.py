"""What the service keeps as ordered: the inventory, what is let go, and the proof that it is destroyed."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.enforcement import preserve, preserve_read
from belisha.refusal import Refusal
from belisha.web.desk.decision_forms import prose
from belisha.web.desk.door import DeskRequest, desk_page, page_number, when_acting
from belisha.web.desk.refusals import shown_or_raised
from belisha.web.forms import DateAndTime

SEE, ACT, EXPORT = "enforcement.view_clocks", "enforcement.give_order", "referrals.export_case"


class LetGoForm(forms.Form):
    """Why something need not be kept any more."""

    reason = prose("Why it need not be kept any more", rows=2)


class DestroyedForm(forms.Form):
    """What the service said, in a letter or on the telephone, of something that it destroyed."""

    at = forms.SplitDateTimeField(
        label="When it was destroyed",
        widget=DateAndTime(),
        error_messages={"required": "Give the day and the time.", "invalid": "Give the day and the time."},
    )
    by_whom = forms.CharField(
        label="Who destroyed it, at the service",
        max_length=200,
        error_messages={"required": "Say who destroyed it."},
    )
    detail = prose("How, and how you know", rows=2)


@require_safe
@desk_page(SEE)
def preserved(request: DeskRequest) -> HttpResponse:
    """What the service keeps, until when, under which law; what is to be destroyed, and what is."""
    now, kind = timezone.now(), request.GET.get("kind", "kept")
    kind = kind if kind in preserve_read.KINDS else "kept"
    rows = preserve_read.rows_of(kind, now=now)
    pages = Paginator(rows, preserve_read.PAGE).get_page(page_number(request))
    counts = preserve_read.counts(now=now)
    context: dict[str, Any] = {
        "lines": preserve_read.lines(pages.object_list, request.user, now=now),
        "kind": kind,
        "kinds": [(code, words, counts[code]) for code, words in preserve_read.KINDS.items()],
        "heading": preserve_read.KINDS[kind],
        "pages": pages,
        "may_act": request.user.has_perm(ACT),
        "may_export": request.user.has_perm(EXPORT) and counts["all"],
    }
    return render(request, "desk/preserved.html", context)


@require_http_methods(["GET", "POST"])
@desk_page(ACT, fresh=when_acting)
def let_go(request: DeskRequest, preserved_id: UUID) -> HttpResponse:
    """Say that something of an erased case may be destroyed, with the reason."""
    line = preserve_read.one(preserved_id, request.user, now=timezone.now())
    form = LetGoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            preserve.let_go(preserved_id=preserved_id, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, "The service is told that it may be destroyed when it next asks.")
            return redirect("preserved")
    return _one(request, line, form, "let_go")


@require_http_methods(["GET", "POST"])
@desk_page(ACT, fresh=when_acting)
def destroyed(request: DeskRequest, preserved_id: UUID) -> HttpResponse:
    """Note by hand what the service said of something that it destroyed."""
    line = preserve_read.one(preserved_id, request.user, now=timezone.now())
    form = DestroyedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            preserve.note_destroyed(preserved_id=preserved_id, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, "The proof is kept.")
            return redirect("preserved")
    return _one(request, line, form, "destroyed")


@require_POST
@desk_page(EXPORT, fresh=True)
def export(request: DeskRequest) -> HttpResponse:
    """The whole inventory as a table; who took it out is recorded."""
    text = preserve_read.export(by=request.user, now=timezone.now())
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="preserved.csv"'
    answer["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return answer


def _one(request: DeskRequest, line: preserve_read.Line, form: forms.Form, act: str) -> HttpResponse:
    context = {"line": line, "form": form, "act": act, "door": f"preserved_{act}"}
    return render(request, "desk/preserved_one.html", context, status=422 if form.errors else 200)
