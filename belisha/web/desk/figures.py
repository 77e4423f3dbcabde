"""The figures at the desk: what the book holds, its answers, and where each figure stands."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from belisha.figures.cells import ALL
from belisha.figures.desk import acts, publishing, read
from belisha.refusal import Refusal
from belisha.web.desk.door import DeskRequest, desk_page, page_number
from belisha.web.desk.refusals import shown_or_raised
from belisha.web.navigation import address

SEE, CHANGE = "figures.view_figures", "figures.change_figures"
ROWS = 50


class ConfirmForm(forms.Form):
    """Why a finding of the gate is right."""

    source = forms.IntegerField(min_value=0, max_value=2**53, widget=forms.HiddenInput())
    code = forms.CharField(max_length=300, widget=forms.HiddenInput())
    reason = forms.CharField(
        label="Why is it right?",
        help_text="Who says so, and where: a letter of the force, its page, a telephone call.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why it is right."},
    )


@require_safe
@desk_page(SEE)
def landing(request: DeskRequest) -> HttpResponse:
    """What is in the book, what came last, what waits to be looked at."""
    urls = {"imports_url": address("figures_imports"), "publish_url": address("publications")}
    newest = next(iter(publishing.lines(now=timezone.now())), None)
    facts = {"shown": read.landing(), "areas": read.areas_with_figures(), "published": newest, **urls}
    return render(request, "desk/figures/landing.html", facts)


@require_POST
@desk_page(CHANGE)
def begin(request: DeskRequest) -> HttpResponse:
    """Take the figures that come with Belisha into the book."""
    taken = acts.begin_with_shipped(by=request.user)
    messages.success(request, f"{taken} sources were taken in. What the gate found in them waits for you.")
    return redirect("figures_findings")


@require_safe
@desk_page(SEE)
def sources(request: DeskRequest) -> HttpResponse:
    """Every answer and page that the figures stand on, the newest first."""
    pages = Paginator(list(reversed(read.shown().dataset.sources)), ROWS)
    return render(request, "desk/figures/sources.html", {"page": pages.get_page(page_number(request))})


@require_safe
@desk_page(SEE)
def source(request: DeskRequest, number: int) -> HttpResponse:
    """One answer: where it is from, its sheets, what was found in it."""
    now = read.shown()
    facts = {"source": now.source(number), "sheets": now.sheets(number), "findings": now.findings(number)}
    return render(request, "desk/figures/source.html", facts)


@require_safe
@desk_page(SEE)
def sheet(request: DeskRequest, number: int, place: int) -> HttpResponse:
    """The text of a sheet as it was read."""
    now = read.shown()
    name, rows = now.sheet(number, place)
    pages = Paginator(list(enumerate(rows, 1)), ROWS)
    facts = {"source": now.source(number), "name": name, "page": pages.get_page(page_number(request))}
    return render(request, "desk/figures/sheet.html", facts)


@require_safe
@desk_page(SEE)
def area(request: DeskRequest) -> HttpResponse:
    """Every figure of an area, each with its source."""
    found, figures = read.figures_of(request.GET.get("area", ""))
    page = Paginator(figures, ROWS).get_page(page_number(request))
    return render(request, "desk/figures/area.html", {"area": found, "page": page, "all": ALL})


@require_safe
@desk_page(SEE)
def figure(request: DeskRequest) -> HttpResponse:
    """One figure: every source that told it, and the place in the answer."""
    key = {name: request.GET.get(name, "") for name in ("series", "area", "year")}
    parts = {name: request.GET.get(name) or ALL for name in ("offence", "platform")}
    found, vintages = read.figure(**key, **parts)
    facts = {
        **key,
        **parts,
        "area": found,
        "vintages": vintages,
        "series_title": read.title_of(key["series"]),
    }
    return render(request, "desk/figures/figure.html", facts)


@require_safe
@desk_page(SEE)
def findings(request: DeskRequest) -> HttpResponse:
    """What the gate found and nobody has confirmed; what was confirmed, by whom and why."""
    return _findings(request, None)


@require_POST
@desk_page(CHANGE)
def confirm(request: DeskRequest) -> HttpResponse:
    """Say why a finding is right."""
    form = ConfirmForm(request.POST)
    if form.is_valid():
        try:
            acts.confirm(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, "It is confirmed, with your reason.")
            return redirect("figures_findings")
    return _findings(request, form)


@require_safe
@desk_page(SEE)
def corrected(request: DeskRequest) -> HttpResponse:
    """Figures that a later source tells otherwise, and what was done to the book."""
    now = read.shown()
    events = list(reversed(now.book.log())) if now.book else []
    page = Paginator(events, ROWS).get_page(page_number(request))
    return render(request, "desk/figures/corrected.html", {"corrections": read.corrected(), "page": page})


def _findings(request: DeskRequest, form: ConfirmForm | None) -> HttpResponse:
    every = read.shown().findings()
    waiting = [
        {"kept": kept, "form": form if form and _is_of(form, kept) else ConfirmForm(auto_id=f"f{place}_%s")}
        for place, kept in enumerate(kept for kept in every if kept.open)
    ]
    facts: dict[str, Any] = {"waiting": waiting, "done": [kept for kept in every if not kept.open]}
    return render(request, "desk/figures/findings.html", {**facts, "form": form}, status=422 if form else 200)


def _is_of(form: ConfirmForm, kept: Any) -> bool:
    return form.data.get("source") == str(kept.source) and form.data.get("code") == kept.finding.code
