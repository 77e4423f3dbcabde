"""One force in a round: where it stands, what happened, what comes next, and the letters."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from belisha.figures.ask.letters import LETTERS
from belisha.figures.ask.sections import in_words
from belisha.figures.ask.steps import OUTCOMES, STEPS, Event
from belisha.figures.desk import rounds as verbs
from belisha.figures.desk import rounds_read as read
from belisha.figures.desk.rounds_read import ForcePage
from belisha.refusal import NotFound, Refusal
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.figures import CHANGE, SEE
from belisha.web.desk.figures_round_forms import NoteForm, StrikeForm
from belisha.web.desk.figures_rounds import COLOURS
from belisha.web.desk.refusals import in_form


@require_safe
@desk_page(SEE)
def force(request: DeskRequest, round_name: str, force: str) -> HttpResponse:
    """Where the force stands, with its history."""
    page = read.force_page(round_name, force)
    return _page(request, page, NoteForm(page=page))


@require_POST
@desk_page(CHANGE)
def note(request: DeskRequest, round_name: str, force: str) -> HttpResponse:
    """Note what happened."""
    page = read.force_page(round_name, force)
    form = NoteForm(request.POST, page=page)
    if form.is_valid():
        try:
            verbs.note_step(by=request.user, round=round_name, force=page.row.asked.id, **form.cleaned_data)
        except Refusal as refusal:
            in_form(form, refusal)
        else:
            messages.success(request, "Noted.")
            return redirect("round_force", round_name, page.row.asked.id)
    return _page(request, page, form, 422)


@require_POST
@desk_page(CHANGE)
def strike(request: DeskRequest, round_name: str, force: str) -> HttpResponse:
    """Strike a wrong entry out."""
    page = read.force_page(round_name, force)
    form = StrikeForm(request.POST)
    if form.is_valid() and form.cleaned_data["event"] not in {event.id for event in page.events}:
        raise NotFound(what="entry")
    if form.is_valid():
        try:
            verbs.strike(by=request.user, round=round_name, **form.cleaned_data)
        except Refusal as refusal:
            in_form(form, refusal)
        else:
            messages.success(request, "The entry is struck out. It stays readable, and counts no longer.")
            return redirect("round_force", round_name, page.row.asked.id)
    return _page(request, page, form, 422)


@require_safe
@desk_page(SEE)
def letter(request: DeskRequest, round_name: str, force: str, kind: str) -> HttpResponse:
    """A letter, to be copied, finished and sent by whoever reads it."""
    board, row, drafted = read.letter(round_name, force, kind)
    context = {"board": board, "row": row, "letter": drafted, "title": LETTERS[kind][0]}
    return render(request, "desk/figures/round_letter.html", context)


def _page(request: DeskRequest, page: ForcePage, form: forms.Form, status: int = 200) -> HttpResponse:
    asks = form if isinstance(form, NoteForm) else NoteForm(page=page)
    context = {
        "page": page,
        "board": page.board,
        "row": page.row,
        "colour": COLOURS[page.row.group],
        "facts": _facts(page),
        "history": [(event, _told(event, page), STEPS[event.step].words) for event in page.events],
        "letters": [(kind, LETTERS[kind][0]) for kind in page.letters],
        "form": asks,
        "wrong": form if form is not asks else None,
    }
    return render(request, "desk/figures/round_force.html", context, status=status)


def _facts(page: ForcePage) -> list[tuple[str, object]]:
    now, law = page.row.now, page.row.asked.law
    days = [
        ("Sent", now.sent),
        ("Received", now.received),
        ("Acknowledged", now.acknowledged),
        ("Due", now.due),
        ("Answered", now.answered),
    ]
    facts: list[tuple[str, object]] = [("Law", f"{law.title} ({law.short})")]
    return facts + [(name, f"{day.day} {day:%B %Y}") for name, day in days if day]


def _told(event: Event, page: ForcePage) -> str:
    parts = [
        OUTCOMES.get(event.outcome, "").capitalize(),
        in_words(event.sections, page.row.asked.law),
        f"until {event.until.day} {event.until:%B %Y}" if event.until else "",
        event.words,
    ]
    return ". ".join(filter(None, parts))
