"""Rounds at the desk: which there are, a new one, and the board of all its forces."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.figures.ask.board import GROUPS, Board
from belisha.figures.ask.export import as_csv, as_json
from belisha.figures.desk import rounds as verbs
from belisha.figures.desk import rounds_read as read
from belisha.refusal import NotFound, Refusal
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.figures import CHANGE, SEE
from belisha.web.desk.figures_round_forms import ChangeRoundForm, NewRoundForm, SentForm, WordsForm
from belisha.web.desk.refusals import in_form

_KINDS = {"csv": ("text/csv; charset=utf-8", as_csv), "json": ("application/json", as_json)}
COLOURS = {
    "late": "red",
    "yours": "amber",
    "waiting": "blue",
    "challenged": "purple",
    "not_sent": "grey",
    "answered": "green",
    "ended": "grey",
}


@require_safe
@desk_page(SEE)
def rounds(request: DeskRequest) -> HttpResponse:
    """Every round, the newest first."""
    return render(request, "desk/figures/rounds.html", {"boards": read.all_boards()})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(CHANGE)
def new(request: DeskRequest) -> HttpResponse:
    """Begin a round."""
    if request.method != "POST":
        return render(request, "desk/figures/round_form.html", {"form": NewRoundForm.of()})
    form = NewRoundForm(request.POST)
    if form.is_valid():
        given = {key: value for key, value in form.cleaned_data.items() if key not in {"only", "also"}}
        try:
            round = verbs.begin_round(by=request.user, **given)
        except Refusal as refusal:
            in_form(form, refusal)
        else:
            messages.success(request, "The round is begun. Send the requests, then note the day.")
            return redirect("round", round.name)
    return render(request, "desk/figures/round_form.html", {"form": form}, status=422)


@require_safe
@desk_page(SEE)
def board(request: DeskRequest, round_name: str) -> HttpResponse:
    """Where each force stands; `only` in the address leaves one group."""
    return _board(request, round_name, SentForm(initial={"day": read.today()}))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(CHANGE)
def change(request: DeskRequest, round_name: str) -> HttpResponse:
    """Write other words of a round, or ask other forces."""
    now = read.board(round_name)
    form: forms.Form = ChangeRoundForm.of(now.round)
    if request.method == "POST":
        form = ChangeRoundForm(request.POST)
        if form.is_valid():
            try:
                verbs.change_round(by=request.user, name=round_name, **_changed(form, now))
            except Refusal as refusal:
                in_form(form, refusal)
            else:
                messages.success(request, "The round is changed.")
                return redirect("round", round_name)
    context = {"form": form, "board": now}
    return render(request, "desk/figures/round_form.html", context, status=422 if form.errors else 200)


@require_POST
@desk_page(CHANGE)
def sent(request: DeskRequest, round_name: str) -> HttpResponse:
    """Note that the requests went out."""
    form = SentForm(request.POST)
    if form.is_valid():
        try:
            noted = verbs.note_sent_to_all(by=request.user, round=round_name, day=form.cleaned_data["day"])
        except NotFound:
            raise
        except Refusal as refusal:
            in_form(form, refusal)
        else:
            times = "1 force" if len(noted) == 1 else f"{len(noted)} forces"
            messages.success(request, f"Noted: the request went to {times}.")
            return redirect("round", round_name)
    return _board(request, round_name, form, 422)


@require_safe
@desk_page(SEE)
def download(request: DeskRequest, round_name: str, kind: str) -> HttpResponse:
    """The board as a table or as JSON."""
    if kind not in _KINDS:
        raise NotFound(what="download")
    media_type, write = _KINDS[kind]
    answer = HttpResponse(write(read.board(round_name)), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{round_name}.{kind}"'
    return answer


def _changed(form: forms.Form, now: Board) -> dict[str, Any]:
    """What differs, and which forces: words that stay the same are no change."""
    given = form.cleaned_data
    words = {name: given[name] for name in WordsForm.base_fields}
    differs = {
        name: text
        for name, text in words.items()
        if text.replace("\r\n", "\n").strip() != getattr(now.round, name).strip()
    }
    return differs | {"also": given["also"], "leave_out": given["leave_out"]}


def _board(request: DeskRequest, name: str, form: forms.Form, status: int = 200) -> HttpResponse:
    found = read.board(name)
    only = request.GET.get("only", "")
    only = only if only in GROUPS else ""
    groups = [(group, GROUPS[group], count) for group, count in found.counts.items() if count]
    context = {
        "board": found,
        "groups": groups,
        "only": only,
        "only_words": GROUPS.get(only, ""),
        "rows": [(row, COLOURS[row.group]) for row in found.only(*filter(None, [only]))],
        "form": form if found.counts["not_sent"] else None,
    }
    return render(request, "desk/figures/round.html", context, status=status)
