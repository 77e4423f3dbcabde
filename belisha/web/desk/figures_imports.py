"""Answers at the desk: an upload, how it is read beside its source, corrections, and taking it in."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.figures.collate.collate import NeedsLooking
from belisha.figures.desk import collating
from belisha.figures.desk import rounds_read as rounds
from belisha.figures.desk.collating import Shown
from belisha.refusal import NotFound, Refusal
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.figures import CHANGE, SEE
from belisha.web.desk.figures_import_forms import AnswerForm, ReadingForm, TakeInForm
from belisha.web.desk.figures_sheet import tables
from belisha.web.desk.figures_uploads import checked_within, with_file
from belisha.web.desk.refusals import in_form


@require_safe
@desk_page(SEE)
def waiting(request: DeskRequest) -> HttpResponse:
    """Answers that somebody began to look at."""
    return render(request, "desk/figures/imports.html", {"waiting": collating.all_waiting()})


@checked_within
@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(CHANGE)
@with_file
def new(request: DeskRequest) -> HttpResponse:
    """Send an answer in."""
    known = [(board.round.name, board.round.title) for board in rounds.all_boards()]
    if request.method != "POST":
        form = AnswerForm(rounds=known, initial={"round": request.GET.get("round", "")})
        return render(request, "desk/figures/import_new.html", {"form": form})
    form = AnswerForm(request.POST, request.FILES, rounds=known)
    if form.is_valid():
        data, name = form.answer()
        try:
            kept = collating.read_answer(by=request.user, data=data, name=name, told=form.told())
        except Refusal as refusal:
            in_form(form, refusal)
        else:
            return redirect("figures_import", kept.id)
    return render(request, "desk/figures/import_new.html", {"form": form}, status=422)


@require_safe
@desk_page(SEE)
def one(request: DeskRequest, import_id: UUID) -> HttpResponse:
    """An answer beside how it is read."""
    return _page(request, collating.shown(str(import_id)))


@require_POST
@desk_page(CHANGE)
def correct(request: DeskRequest, import_id: UUID) -> HttpResponse:
    """Read it in another way."""
    shown = collating.shown(str(import_id))
    form = ReadingForm(request.POST, mapping=shown.pending.mapping)
    if form.is_valid():
        try:
            collating.correct(by=request.user, id=str(import_id), said=form.said())
        except NotFound:
            raise
        except Refusal as refusal:
            in_form(form, refusal)
        else:
            messages.success(request, "It is read as you said. Nothing is in the book yet.")
            return redirect("figures_import", import_id)
    return _page(request, shown, reading=form, status=422)


@require_POST
@desk_page(CHANGE)
def take_in(request: DeskRequest, import_id: UUID) -> HttpResponse:
    """Take it into the book."""
    shown = collating.shown(str(import_id))
    form = TakeInForm(request.POST, findings=_asked(shown))
    if form.is_valid():
        try:
            done = collating.take_in(by=request.user, id=str(import_id), **form.cleaned_data)
        except NeedsLooking as refusal:
            in_form(form, refusal)
        except NotFound:
            raise
        except Refusal as refusal:
            in_form(form, refusal)
        else:
            figures = "1 figure" if done.cells == 1 else f"{done.cells:,} figures"
            messages.success(request, f"Taken in as source {done.source}: {figures}.")
            return redirect("figures_source", done.source)
    return _page(request, shown, taking=form, status=422)


@require_POST
@desk_page(CHANGE)
def put_away(request: DeskRequest, import_id: UUID) -> HttpResponse:
    """Put it away: nothing of it comes into the book."""
    collating.put_away(by=request.user, id=str(import_id))
    messages.success(request, "It is put away. Nothing of it is in the book.")
    return redirect("figures_imports")


def _asked(shown: Shown) -> list[Any]:
    return [finding for finding in shown.findings if finding.needs_confirming]


def _page(
    request: DeskRequest,
    shown: Shown,
    *,
    reading: forms.Form | None = None,
    taking: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    may = request.user.has_perm(CHANGE)
    mapping = shown.pending.mapping
    ready = not shown.missing and not shown.wrong
    context = {
        "shown": shown,
        "tables": tables(shown.pending.sheets, mapping),
        "reasons": [guess for guess in shown.guesses if guess.because],
        "told": [finding for finding in shown.findings if not finding.needs_confirming],
        "reading": (reading or ReadingForm(mapping=mapping)) if may else None,
        "taking": (taking or TakeInForm(findings=_asked(shown))) if may and ready else None,
        "wrong": reading if reading and reading.errors else taking if taking and taking.errors else None,
    }
    return render(request, "desk/figures/import.html", context, status=status)
