"""`/report/`: the public form. Nothing is kept, here or on the device, until it is sent."""

from hashlib import sha256
from typing import Any, cast

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from belisha.intake.incoming import IncomingReport
from belisha.intake.receive import Received, receive
from belisha.ledger.record import PUBLIC
from belisha.routing.facts import Concern, Reporter
from belisha.web.errors import AWAY, RETRY_AFTER
from belisha.web.limits import WITHIN, came_too_often, network
from belisha.web.public.answers import report_of, sections
from belisha.web.public.forms import StepForm
from belisha.web.public.frame import help_lines, page, text_form
from belisha.web.public.state import State, Unreadable, opened, sealed
from belisha.web.public.steps import (
    CHECK,
    FIELDS,
    STEPS,
    URGENT,
    USUAL,
    after,
    before,
    filled,
    shown,
    unfinished,
)

log = structlog.get_logger(__name__)

CHANGE = "change:"


@text_form
def report(request: HttpRequest) -> HttpResponse:
    """Show the first page, or take the answers of one and show the next."""
    busy = came_too_often(request)
    if request.method != "POST":
        return _wait(request, State()) if busy else _show(request, State())
    try:
        came = opened(request.POST.get("state", ""), timezone.now())
    except Unreadable:
        return _start_again(request)
    state = came.state.answered(request.POST, _fields_of(came.state.step))
    if came.expired:
        return _show(request, state, trouble="expired")
    if busy and state.first("danger_now") != "yes":
        return _wait(request, state)
    return _turn(request, state, request.POST.get("go", ""))


def _wait(request: HttpRequest, state: State) -> HttpResponse:
    """The page that they are at, with all that they wrote, to go on with in a minute; at once where a child
    is in danger now."""
    answer = _show(request, state, trouble="busy", status=429)
    answer.headers["Retry-After"] = str(WITHIN)
    return answer


def _turn(request: HttpRequest, state: State, go: str) -> HttpResponse:
    """One page back, a page to change, the last step, or the next page if this one is in order."""
    if go == "back":
        return _show(request, state.at(before(state)))
    if state.step == CHECK and go.removeprefix(CHANGE) in STEPS:
        return _show(request, state.at(go.removeprefix(CHANGE)))
    if state.step in (CHECK, URGENT.name):
        return _send(request, state)
    form = filled(STEPS[state.step], state)
    if not form.is_valid():
        return _show(request, state, form=form, status=422)
    return _show(request, state.at(after(state)))


def _send(request: HttpRequest, state: State) -> HttpResponse:
    if wrong := unfinished(state):
        return _show(request, state.at(wrong), form=filled(STEPS[wrong], state), status=422)
    sent = report_of(state)
    try:
        received = receive(
            report=sent,
            by=PUBLIC,
            idempotency_key=_key(state, sent),
            removed=state.removed,
            visitor=network(request),
        )
    except AWAY as problem:
        log.error("a report could not be kept; its sender was asked to try again", exc_info=problem)
        answer = _show(request, state, trouble="not_kept", status=503)
        answer.headers["Retry-After"] = str(RETRY_AFTER)
        return answer
    return page(request, "sent", _receipt(received, sent, state))


def _key(state: State, sent: IncomingReport) -> str:
    # Sent twice, it is one report; changed after it was sent and sent again, it is another, and none is lost.
    return f"{state.nonce}:{sha256(sent.model_dump_json().encode()).hexdigest()}"


def _start_again(request: HttpRequest) -> HttpResponse:
    """The page was changed on its way or is from another time: what was typed on it is still there."""
    state = State().answered(request.POST, [name for name in FIELDS if name in request.POST])
    return _show(request, state, trouble="unreadable", status=422)


def _fields_of(step: str) -> tuple[str, ...]:
    return tuple(STEPS[step].form.base_fields) if step in STEPS else ()


def _show(
    request: HttpRequest,
    state: State,
    *,
    form: StepForm | None = None,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page of the form with its state sealed into it."""
    context: dict[str, Any] = {"trouble": trouble, "state": sealed(state, timezone.now())}
    if state.step == CHECK:
        context["sections"] = sections(state)
    else:
        context["form"] = form or shown(STEPS[state.step], state)
    return page(request, state.step, context | _place(state), status=status)


def _place(state: State) -> dict[str, Any]:
    names = [step.name for step in USUAL]
    place = names.index(state.step) + 1 if state.step in names else None
    return {
        "place": place,
        "places": len(names),
        "danger": state.first("danger_now"),
        "changing": state.checking,
    }


def _receipt(received: Received, sent: IncomingReport, state: State) -> dict[str, Any]:
    kind = sent.reporter.kind if sent.reporter else None
    concerns = [cast("Concern", concern.value) for concern in sent.concerns]
    return {
        "receipt_shown": _two_and_two(received.receipt),
        "spoken": [(group, _spoken(group)) for group in received.receipt.split()],
        "removed": state.removed,
        "danger": sent.danger_now,
        "may_contact": bool(sent.reporter and sent.reporter.may_contact),
        "help": help_lines(cast("Reporter | None", kind.value if kind else None), concerns),
    }


DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def _two_and_two(receipt: str) -> str:
    # Where it doesn't fit on one line it breaks in the middle.
    first, second, third, fourth = receipt.split()
    return f"{first}\u00a0{second} {third}\u00a0{fourth}"


def _spoken(group: str) -> str:
    return " ".join(DIGITS[int(digit)] for digit in group)
