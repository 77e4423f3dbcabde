"""Appeals: what waits for a person who had no part, and one with its decision and what follows from it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.enforcement import appeal_read
from belisha.enforcement.appeal_decide import decide_appeal, look_at_decided
from belisha.enforcement.appeal_steps import Step
from belisha.refusal import Refusal
from belisha.web.desk.decision_forms import prose
from belisha.web.desk.door import DeskRequest, desk_page, when_acting
from belisha.web.desk.refusals import status_of
from belisha.web.forms import Radios
from belisha.web.navigation import COUNTS, address
from belisha.web.parts import Cell

MAY = "enforcement.decide_appeal"
COLOURS = {"done": "green", "waits": "blue", "person": "amber"}
HINTS = {
    "upheld": "All that rests on the decision is undone, and the decision is ended.",
    "partly": "What was done to this item or account is undone. The decision stands.",
    "rejected": "Nothing changes.",
}
# Nothing was done to anybody where a report was turned down: there is only the case to open again.
OF_A_REPORT = {"upheld": "The decision is ended. The case is open again, and goes to the queue."}
# What works by itself rests on no decision, so that nothing of these is undone.
OF_A_TOOL = {
    "upheld": ("Upheld: they are right", "Nothing is undone by itself. Say in the answer what you change."),
    "partly": ("Upheld in part", "Nothing is undone by itself. Say in the answer what you change."),
    "rejected": ("Rejected: it worked as it should", "Nothing changes."),
}


class AppealForm(forms.Form):
    """What comes of an appeal, why, and what the person reads."""

    outcome = forms.ChoiceField()
    match_wrong = forms.BooleanField(
        label="What matched a list was no match",
        help_text="Its entry is set aside, and the list’s source can be told.",
        required=False,
    )
    reasons = prose("Why, for this desk")
    answer = prose(
        "What the person reads",
        hint="Plain words. Name nobody, no list and no authority. They read it as soon as they may be told.",
    )

    def __init__(self, *args: object, view: appeal_read.View, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["answer"].error_messages["required"] = "Say what the person reads."
        words = OF_A_TOOL if view.line.case_id is None else {}
        own = {} if view.order else OF_A_REPORT
        hints = {**HINTS, **own, **{name: hint for name, (_, hint) in words.items()}}
        field = forms.ChoiceField(
            label="What comes of it?",
            choices=[(name, words[name][0] if name in words else said) for name, said in view.outcomes],
            widget=Radios(hints=hints),
            error_messages={"required": "Choose what comes of it."},
        )
        self.fields["outcome"] = field
        if not view.matched or not view.order:
            del self.fields["match_wrong"]


@require_safe
@desk_page(MAY)
def listed(request: DeskRequest) -> HttpResponse:
    """The appeals that wait, the first due first, or those that were decided."""
    state = request.GET.get("state", "")
    state = state if state in appeal_read.SHOWN else ""
    context = {
        "state": state,
        "words": appeal_read.SHOWN[state],
        "others": [(name, words) for name, words in appeal_read.SHOWN.items() if name != state],
        "headers": ["Appeal", "About", "Case", "Came in", "Decided" if state else "Answer by"],
        "rows": [_row(one) for one in appeal_read.listed(state=state, viewer=request.user)],
    }
    return render(request, "desk/appeals.html", context)


def _row(line: appeal_read.Line) -> list[object]:
    number = f"Appeal {line.number}"
    shown = Cell(text=number, url=reverse("appeal_one", args=[line.id])) if line.opens else number
    last = Cell(text=line.outcome, tag="grey") if line.decided_at else Cell(until=line.due_at)
    return [shown, line.kind, line.case_label or "None", Cell(moment=line.received_at), last]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(MAY, fresh=when_acting)
def one(request: DeskRequest, appeal_id: UUID) -> HttpResponse:
    """One appeal: what it says, the decision on it, and how far the undoing has come."""
    view = appeal_read.one(appeal_id, request.user)
    form = AppealForm(request.POST if request.method == "POST" else None, view=view)
    if request.method == "POST" and form.is_valid():
        try:
            decide_appeal(appeal_id=appeal_id, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            if status_of(refusal) != 422:
                raise
            form.add_error(getattr(refusal, "field", None), refusal.sentence)
        else:
            messages.success(request, "It is decided. See below what follows from it.")
            return redirect("appeal_one", appeal_id)
    context = {"view": view, "form": form, "steps": [_step(step) for step in view.steps]}
    context["headers"] = ["What follows", "Where it stands", "More"]
    return render(request, "desk/appeal.html", context, status=422 if form.errors else 200)


def _step(step: Step) -> list[object]:
    name = address(step.page) if step.page and not step.id else ""
    url = reverse(step.page, args=[step.id]) if step.id else name
    what = Cell(text=step.words, url=url) if url else step.words
    return [what, Cell(text=step.state_words, tag=COLOURS[step.state]), step.detail]


@require_POST
@desk_page(MAY)
def looked(request: DeskRequest, appeal_id: UUID) -> HttpResponse:
    """Note that another person looked at what one decided alone."""
    appeal_read.one(appeal_id, request.user)
    look_at_decided(appeal_id=appeal_id, by=request.user)
    messages.success(request, "It is noted that you looked at it.")
    return redirect("appeal_one", appeal_id)


def _waiting(request: HttpRequest) -> int:
    return appeal_read.waiting()


COUNTS["appeals"] = _waiting
