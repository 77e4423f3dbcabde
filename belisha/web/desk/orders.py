"""What the service is told to do: given from a case's page, looked at, reversed and given up."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.enforcement import act, order_read
from belisha.enforcement.act import may_go_further
from belisha.enforcement.order_decisions import settle_reopened
from belisha.enforcement.order_read import Choice, Full, Line
from belisha.enforcement.order_things import thing_in
from belisha.people.fresh import is_fresh
from belisha.people.models import Staff
from belisha.refusal import Refusal
from belisha.triage.hide import mask_for
from belisha.web.desk.again import way_back_to
from belisha.web.desk.decision_forms import ReasonForm, prose
from belisha.web.desk.door import DeskRequest, desk_page, page_number, unless_immediate
from belisha.web.desk.refusals import shown_or_raised
from belisha.web.forms import Radios
from belisha.web.navigation import COUNTS
from belisha.web.parts import Cell

GIVE, SEE = "enforcement.give_order", "triage.view_case"
COLOURS = {
    "planned": "purple",
    "due": "blue",
    "delivered": "blue",
    "done": "green",
    "failed": "red",
    "reversed": "grey",
    "withdrawn": "grey",
}
STATES = {
    "": "What waits, and what needs a person",
    "failed": "Failed",
    "planned": "Planned",
    "due": "Due",
    "delivered": "Delivered",
    "done": "Done",
    "reversed": "Reversed",
    "withdrawn": "Withdrawn",
    "all": "All",
}
EMPTY = {
    "": "Nothing waits, and nothing needs a person. Orders come from matches, decisions and a case’s page.",
    "failed": "No order has failed.",
}


BEFORE = [("hold", "Hold it: out of sight, and kept"), ("preserve", "Preserve it, whatever its user does")]
GRAVER = [
    ("remove", "Remove the item"),
    ("restrict", "Restrict the account"),
    ("suspend", "Suspend the account"),
    ("warn", "Warn the account’s holder"),
]


class OrderForm(forms.Form):
    """What the service is to do about something of a case, and why."""

    kind = forms.ChoiceField(
        label="What is to be done?",
        widget=Radios(),
        error_messages={"required": "Choose what is to be done."},
    )
    thing = forms.ChoiceField(label="About what?", error_messages={"required": "Choose what it is about."})
    reason = prose("Why?", rows=2)

    def __init__(self, *args: Any, graver: bool, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [*BEFORE, *GRAVER] if graver else BEFORE  # type: ignore[attr-defined]
        self.fields["thing"].choices = [(one.key, one.words) for one in choices]  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """Whether the orders of a reopened decision are reversed."""

    reverse = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda word: word == "yes"
    )
    reason = prose("Why?", rows=2)


@require_safe
@desk_page(GIVE)
def orders(request: DeskRequest) -> HttpResponse:
    """The orders to the service: what failed first, then what has waited longest."""
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    number = page_number(request)
    found = order_read.listed(state=state, viewer=request.user, page=number)
    context = {
        "words": STATES[state],
        "states": [(name, words) for name, words in STATES.items() if name != state],
        "headers": ["Order", "About", "Stands", "Since", "By"],
        "rows": [_row(line) for line in found.lines],
        "empty": EMPTY.get(state, "None is like that."),
        "pages": Paginator(range(found.total), order_read.PAGE).get_page(number),
    }
    return render(request, "desk/orders.html", context)


def when_graver(request: DeskRequest, parts: Mapping[str, Any]) -> bool:
    """Ask again who it is before an order that does more than hold or preserve; not where it is immediate."""
    if request.method != "POST" or request.POST.get("kind") in dict(BEFORE):
        return False
    return unless_immediate(request, parts)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(GIVE, fresh=when_graver)
def give(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Order the service to do something about an item or an account of a case."""
    choices = order_read.choices_of(case_id, mask_for(case_id, request.user))
    graver = may_go_further(case_id)
    asks = graver and unless_immediate(request, {"case_id": case_id}) and not is_fresh(request)
    initial = {name: request.GET.get(name, "") for name in ("kind", "thing")}
    form = OrderForm(request.POST or None, initial=initial, graver=graver and not asks, choices=choices)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        seen = thing_in(case_id, clean["thing"])
        try:
            act.order(
                case_id=case_id,
                kind=clean["kind"],
                thing=seen.thing,
                service=seen.service,
                by=request.user,
                reason=clean["reason"],
            )
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, "The service is told.")
            return _to_card(case_id)
    context = {"form": form, "case_id": case_id, "choices": choices, "graver": graver}
    context["again"] = way_back_to(request.get_full_path()) if asks else ""
    return render(request, "desk/order_give.html", context, status=422 if form.errors else 200)


@require_safe
@desk_page(SEE)
def order(request: DeskRequest, case_id: UUID, order_id: UUID) -> HttpResponse:
    """One order of a case in full."""
    shown = order_read.full(order_id, case_id=case_id, mask=mask_for(case_id, request.user))
    return _page(request, shown, ReasonForm())


@require_POST
@desk_page(GIVE, fresh=unless_immediate)
def reverse_order(request: DeskRequest, case_id: UUID, order_id: UUID) -> HttpResponse:
    """Undo an order of a case."""
    shown = order_read.full(order_id, case_id=case_id, mask=mask_for(case_id, request.user))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, form, 422)
    act.reverse(order_id=order_id, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, "It is undone as soon as the service says so.")
    return _to_card(case_id)


@require_POST
@desk_page(GIVE)
def give_up(request: DeskRequest, case_id: UUID, order_id: UUID) -> HttpResponse:
    """Wait for an order of a case no longer."""
    shown = order_read.full(order_id, case_id=case_id, mask=mask_for(case_id, request.user))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, form, 422)
    act.give_up(order_id=order_id, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, "Nobody waits for it any more.")
    return _to_card(case_id)


@require_POST
@desk_page(GIVE, fresh=unless_immediate)
def settle(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Reverse what was ordered on a reopened decision, or say that it stays."""
    form = SettleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why what was ordered is reversed, or stays.")
        return _to_card(case_id)
    count = settle_reopened(case_id=case_id, by=request.user, **form.cleaned_data)
    undone = f"{count} order{pluralize(count)} reversed. The service is told." if count else ""
    messages.success(request, undone or "What was ordered stays as it is.")
    return _to_card(case_id)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(GIVE)
def order_without_case(request: DeskRequest, loose_id: UUID) -> HttpResponse:
    """An order about what could not be screened, or whose case is erased; wait for it no longer."""
    shown = order_read.full_without_case(loose_id, request.user)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act.give_up(order_id=loose_id, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Nobody waits for it any more.")
        return redirect("orders")
    return _page(request, shown, form, 422 if form.errors else 200)


def _page(request: DeskRequest, shown: Full, form: ReasonForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "order": shown,
        "line": shown.line,
        "colour": COLOURS[shown.line.state],
        "form": form,
        "acts": request.user.has_perm(GIVE),
    }
    return render(request, "desk/order.html", context, status=status)


def _to_card(case_id: UUID) -> HttpResponse:
    return redirect(f"{reverse('case', args=[case_id])}#orders")


def url_of(line: Line) -> str:
    """The page of one order."""
    if line.case_id is None:
        return reverse("order_without_case", args=[line.id])
    return reverse("case_order", args=[line.case_id, line.id])


def state_cell(line: Line) -> Cell:
    """Where an order stands, as a tag."""
    words = f"{line.state_words}, late" if line.late else line.state_words
    return Cell(text=words, tag="red" if line.late else COLOURS[line.state])


def _row(line: Line) -> list[object]:
    about = f"{line.target_kind} of {line.case_label}" if line.case_label else f"{line.target_kind}, no case"
    return [
        Cell(text=line.kind_words, url=url_of(line)),
        about[0].upper() + about[1:],
        state_cell(line),
        Cell(moment=line.answered_at or line.due_at or line.made_at),
        line.made_by or "Belisha",
    ]


def _failed(request: HttpRequest) -> int:
    user = request.user
    return order_read.waiting_for(user) if isinstance(user, Staff) and user.has_perm(GIVE) else 0


COUNTS["orders"] = _failed
