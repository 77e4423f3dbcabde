"""Contacts with children: which warnings were shown and what followed, and which accounts were raised."""

from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from belisha.contact import pattern_read, pattern_switch
from belisha.contact.patterns.rules import HIGHEST, THRESHOLD, WINDOW_DAYS
from belisha.organisation.profile import profile
from belisha.refusal import Refusal
from belisha.triage.lines import CaseLine
from belisha.triage.of_reports import cases_of_reports
from belisha.web.desk.decision_forms import prose
from belisha.web.desk.door import DeskRequest, desk_page, when_acting
from belisha.web.desk.refusals import shown_or_raised
from belisha.web.navigation import address
from belisha.web.parts import Cell

SEE, CHANGE = "contact.view_contact", "contact.change_policy"
COLOURS = {"confirmed": "red", "refuted": "green"}


class ProposeForm(forms.Form):
    """From where on accounts are reported, and why."""

    threshold = forms.IntegerField(
        label="Report from how many points on?",
        min_value=pattern_switch.LOWEST,
        max_value=HIGHEST,
        initial=THRESHOLD,
        help_text="The lower, the sooner somebody is found, and the more honest people are looked at.",
    )
    window_days = forms.IntegerField(
        label="Over how many days?",
        min_value=1,
        max_value=30,
        initial=WINDOW_DAYS,
        help_text="An account is reported once in so many days.",
    )
    reason = prose("Why?", rows=2)


@require_safe
@desk_page(SEE)
def contact(request: DeskRequest) -> HttpResponse:
    """Warnings, accounts that were raised, and whether they are reported."""
    return _page(request, ProposeForm(auto_id="propose_%s"), 200)


@require_POST
@desk_page(CHANGE)
def propose(request: DeskRequest) -> HttpResponse:
    """Propose that accounts are reported; what that would have raised here is counted next."""
    form = ProposeForm(request.POST, auto_id="propose_%s")
    if form.is_valid():
        try:
            pattern_switch.propose(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, "Proposed. What it would have raised here is being counted.")
            return redirect("contact")
    return _page(request, form, 422)


@require_POST
@desk_page(CHANGE, fresh=when_acting)
def confirm(request: DeskRequest, switch_id: UUID) -> HttpResponse:
    """Switch reports on, as the second person."""
    pattern_switch.confirm(switch_id=switch_id, by=request.user)
    messages.success(request, "Accounts are reported from now on.")
    return redirect("contact")


@require_POST
@desk_page(CHANGE)
def withdraw(request: DeskRequest, switch_id: UUID) -> HttpResponse:
    """Take the proposal back."""
    pattern_switch.withdraw(switch_id=switch_id, by=request.user)
    messages.success(request, "The proposal is withdrawn.")
    return redirect("contact")


@require_POST
@desk_page(CHANGE)
def switch_off(request: DeskRequest) -> HttpResponse:
    """Observe only, from now on."""
    pattern_switch.switch_off(by=request.user)
    messages.success(request, "Accounts are observed only. What was reported goes on as a case.")
    return redirect("contact")


def _page(request: DeskRequest, form: ProposeForm, status: int) -> HttpResponse:
    switch, weeks = pattern_read.switch(request.user), pattern_read.warnings_by_week()
    number = [Cell(text=words, number=True) for words in ("Shown", "Blocked or reported", "Left unanswered")]
    context = {
        "switch": switch,
        "form": form,
        "may_change": request.user.has_perm(CHANGE),
        "alone": profile().one_person_mode,
        "counts": pattern_read.raised_counts(),
        "raised_headers": ["When", "Points", "Why", "Stands"],
        "raised": _raised(request),
        "week_headers": ["Week of", *number, *_more()],
        "weeks": _by_week(weeks),
        "warning_headers": ["Week of", "Kind", "Age", *number, *_more()],
        "warnings": [_warnings(one) for one in weeks],
        "shown": sum(one.shown for one in weeks),
        "heeded": sum(one.heeded for one in weeks),
        "ignored": sum(one.accepted for one in weeks),
        "threshold_headers": ["From points", Cell(text="Accounts", number=True)],
        "by_threshold": list(switch.proposal.by_threshold) if switch.proposal else [],
        "policy_url": address("contact_policy"),
    }
    return render(request, "desk/contact.html", context, status=status)


def _more() -> list[Cell]:
    return [Cell(text="Accepted", number=True), Cell(text="Not told", number=True)]


def _by_week(rows: list[pattern_read.WarningsView]) -> list[list[object]]:
    """One row for each week, the newest first as they come: on a telephone all of them fill many screens."""
    sums: dict[date, list[int]] = {}
    for one in rows:
        before = sums.get(one.week, [0] * len(_counts(one)))
        sums[one.week] = [sum(both) for both in zip(before, _counts(one), strict=True)]
    return [[_week(week), *counts] for week, counts in sums.items()]


def _warnings(one: pattern_read.WarningsView) -> list[object]:
    return [_week(one.week), one.kind, one.band, *_counts(one)]


def _counts(one: pattern_read.WarningsView) -> list[int]:
    return [one.shown, one.refused, one.left, one.accepted, one.not_told]


def _week(begins: date) -> str:
    return f"{begins.day} {begins:%B %Y}"


def _raised(request: DeskRequest) -> list[list[object]]:
    rows = pattern_read.raised()
    cases = cases_of_reports([row.report_id for row in rows if row.report_id], request.user)
    return [
        [
            Cell(moment=one.at),
            f"{one.points} of {HIGHEST}",
            " ".join(f"{words.removesuffix('.')} ({points:+d})." for points, words in one.parts),
            _stands(one, cases.get(one.report_id) if one.report_id else None),
        ]
        for one in rows
    ]


def _stands(one: pattern_read.RaisedView, case: CaseLine | None) -> Cell:
    if one.observed:
        return Cell(text="Observed only", tag="grey")
    colour = COLOURS.get(one.outcome, "blue")
    if case is not None and not case.closed_to_you:
        words = f"{case.label}: {one.outcome_words or 'waits for a decision'}"
        return Cell(text=words, tag=colour, url=reverse("case", args=[case.id]))
    return Cell(text=one.outcome_words or "Reported, waits for a decision", tag=colour)
