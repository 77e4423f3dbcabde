"""Referrals on their way without a person: what waits and what stopped, and what people do about one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from belisha.referrals import on_the_way, steer
from belisha.web.desk.decision_forms import ReasonForm
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.parts import Cell

COLOURS = {"waiting": "blue", "stopped": "red", "tested": "amber", "arrived": "green"}
STATES = {
    "": "What waits, and what needs a person",
    "waiting": "Waiting",
    "stopped": "Stopped",
    "tested": "Test environment only",
    "arrived": "Arrived",
    "by_hand": "Left to a person",
    "withdrawn": "Withdrawn",
}


@require_safe
@desk_page("referrals.view_referral")
def deliveries(request: DeskRequest) -> HttpResponse:
    """What is on its way, what stopped, and which lines are left alone."""
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    found = on_the_way.listed(state=state, viewer=request.user)
    lines = on_the_way.lines()
    context = {
        "state": state,
        "states": [(name, words) for name, words in STATES.items() if name != state],
        "words": STATES[state],
        "headers": ["Referral", "To", "Stands", "How it goes on"],
        "rows": [_row(one) for one in found],
        "line_headers": ["Line", "Failures in a row", "Why", "Left alone until"],
        "lines": [
            [one.words, one.failures, one.problem_words, Cell(moment=one.left_alone_until)]
            if one.left_alone_until
            else [one.words, one.failures, one.problem_words, "It is tried"]
            for one in lines
        ],
    }
    return render(request, "desk/deliveries.html", context)


def _row(one: on_the_way.DispatchView) -> list[object]:
    words = (
        one.state_words
        + (", late" if one.is_late else "")
        + (", test" if one.is_test and one.state != "tested" else "")
    )
    return [
        Cell(text=one.number, url=reverse("referral", args=[one.referral_id])),
        one.authority_name,
        Cell(text=words, tag="red" if one.is_late else COLOURS.get(one.state, "grey")),
        one.sentence,
    ]


@require_POST
@desk_page("referrals.release_referral")
def try_now(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """Have it tried at once."""
    steer.try_now(referral_id=referral_id, by=request.user)
    messages.success(request, "It is tried within seconds. Load this page again to see what came of it.")
    return redirect("referral", referral_id)


@require_POST
@desk_page("referrals.release_referral")
def leave(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """Leave it to a person."""
    form = ReasonForm(request.POST, auto_id="leave_%s")
    if not form.is_valid():
        messages.error(request, "Say why you tell them by hand.")
        return redirect("referral", referral_id)
    row = steer.by_hand_instead(referral_id=referral_id, by=request.user, reason=form.cleaned_data["reason"])
    if row.state == row.State.BY_HAND:
        messages.success(request, "It is left to a person, and sent no more: tell them, and note it below.")
    else:
        messages.success(request, "What may be open there is taken back first; then tell them by hand.")
    return redirect("referral", referral_id)
