"""Where the service takes its orders without asking for them: endpoints, their health, and what is done."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from belisha.enforcement import endpoint_read, endpoints
from belisha.enforcement.endpoint_read import EndpointView
from belisha.enforcement.shipment_steer import send_again
from belisha.refusal import Refusal
from belisha.web.desk.door import DeskRequest, desk_page, when_acting
from belisha.web.desk.endpoint_forms import EndpointForm, NewEndpointForm, kept
from belisha.web.desk.refusals import shown_or_raised
from belisha.web.parts import Cell

CHANGE = "organisation.change_endpoint"
ADMINISTRATOR = desk_page(CHANGE, fresh=when_acting)
HEADERS = ["Name", "Address", "Takes the orders of", "State", "How it stands", "Waiting", "Stopped"]


@require_http_methods(["GET", "HEAD", "POST"])
@ADMINISTRATOR
def all_endpoints(request: DeskRequest) -> HttpResponse:
    """All endpoints; a POST adds one and shows its secret, this once."""
    if request.method != "POST":
        return _list(request, NewEndpointForm(), 200)
    form = NewEndpointForm(request.POST)
    if not form.is_valid():
        return _list(request, form, 422)
    try:
        made = endpoints.add(by=request.user, **form.facts)
    except Refusal as refusal:
        shown_or_raised(form, refusal)
        return _list(request, form, 422)
    if not made.verifies_with:
        messages.success(request, "The endpoint is added. Test it next.")
        return redirect("endpoint", made.endpoint.id)
    return _secret(request, made)


@require_http_methods(["GET", "HEAD", "POST"])
@ADMINISTRATOR
def endpoint(request: DeskRequest, endpoint_id: UUID) -> HttpResponse:
    """One endpoint with its attempts; a POST changes where it is."""
    one = endpoint_read.endpoint(endpoint_id)
    if request.method != "POST":
        return _one(request, one, EndpointForm(initial=kept(one), signed=bool(one.signing)), 200)
    form = EndpointForm(request.POST, signed=bool(one.signing))
    if not form.is_valid():
        return _one(request, one, form, 422)
    try:
        row = endpoints.change(endpoint_id=endpoint_id, by=request.user, **form.facts)
    except Refusal as refusal:
        shown_or_raised(form, refusal)
        return _one(request, one, form, 422)
    on = row.state == row.State.ON
    messages.success(request, "Saved." if on else "Saved. Test it, then turn it on.")
    return redirect("endpoint", endpoint_id)


@require_POST
@desk_page(CHANGE)
def test(request: DeskRequest, endpoint_id: UUID) -> HttpResponse:
    """Have a test event sent."""
    endpoints.test(endpoint_id=endpoint_id, by=request.user)
    messages.success(request, "A test event leaves within seconds. Load this page again to see the answer.")
    return redirect("endpoint", endpoint_id)


@require_POST
@desk_page(CHANGE, fresh=True)
def turn_on(request: DeskRequest, endpoint_id: UUID) -> HttpResponse:
    """Send orders there from now on, and those that are due."""
    count = endpoints.turn_on(endpoint_id=endpoint_id, by=request.user)
    due = {0: "No order was due.", 1: "One order that was due leaves now."}
    messages.success(request, f"It is on. {due.get(count, f'{count} orders that were due leave now.')}")
    return redirect("endpoint", endpoint_id)


@require_POST
@desk_page(CHANGE)
def turn_off(request: DeskRequest, endpoint_id: UUID) -> HttpResponse:
    """Send nothing there any more."""
    endpoints.turn_off(endpoint_id=endpoint_id, by=request.user)
    messages.success(request, "It is off. Orders wait to be polled.")
    return redirect("endpoint", endpoint_id)


@require_POST
@desk_page(CHANGE)
def again(request: DeskRequest, endpoint_id: UUID) -> HttpResponse:
    """Send again what stopped and what waits."""
    count = send_again(endpoint_id=endpoint_id, by=request.user)
    messages.success(request, "One event leaves now." if count == 1 else f"{count} events leave now.")
    return redirect("endpoint", endpoint_id)


@require_POST
@desk_page(CHANGE)
def again_one(request: DeskRequest, endpoint_id: UUID, shipment_id: UUID) -> HttpResponse:
    """Send one event again."""
    send_again(endpoint_id=endpoint_id, shipment_id=shipment_id, by=request.user)
    messages.success(request, "It leaves now.")
    return redirect("endpoint", endpoint_id)


@require_POST
@desk_page(CHANGE, fresh=True)
def rotate(request: DeskRequest, endpoint_id: UUID) -> HttpResponse:
    """Make a new key and show it, this once; the old one signs beside it for a day."""
    return _secret(request, endpoints.rotate(endpoint_id=endpoint_id, by=request.user))


@require_POST
@desk_page(CHANGE, fresh=True)
def remove(request: DeskRequest, endpoint_id: UUID) -> HttpResponse:
    """Forget it."""
    name = endpoints.remove(endpoint_id=endpoint_id, by=request.user)
    messages.success(request, f"{name} is removed.")
    return redirect("endpoints")


def _list(request: DeskRequest, form: NewEndpointForm, status: int) -> HttpResponse:
    rows = [_row(one) for one in endpoint_read.endpoints()]
    context = {"form": form, "headers": HEADERS, "rows": rows}
    return render(request, "desk/settings/endpoints.html", context, status=status)


def _row(one: EndpointView) -> list[object]:
    return [
        Cell(text=one.name, url=reverse("endpoint", args=[one.id])),
        one.url,
        one.service,
        Cell(text=one.state_words, tag=one.colour),
        one.sentence,
        one.waiting,
        one.stopped,
    ]


def _one(request: DeskRequest, one: EndpointView, form: EndpointForm, status: int) -> HttpResponse:
    context = {
        "one": one,
        "form": form,
        "facts": _facts(one),
        "moving": endpoint_read.on_their_way(one.id),
        "headers": ["When", "Event", "Order", "Answer", "Took"],
        "attempts": [
            [Cell(moment=row.at), row.event_words, row.order, row.answer_words, f"{row.milliseconds} ms"]
            for row in endpoint_read.attempts(one.id)
        ],
    }
    return render(request, "desk/settings/endpoint.html", context, status=status)


def _facts(one: EndpointView) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        ("Address", one.url),
        ("Kind", one.kind_words),
        ("Takes the orders of", one.service),
    ]
    if one.kind == "webhook":
        facts.append(("Signed with", one.signed_with))
    facts.append(("Waiting", one.waiting))
    facts.append(("Stopped", one.stopped))
    return facts


def _secret(request: DeskRequest, made: endpoints.Made) -> HttpResponse:
    one = endpoint_read.endpoint(made.endpoint.id)
    context = {"one": one, "secret": made.verifies_with, "old_until": one.old_key_until}
    return render(request, "desk/settings/endpoint_secret.html", context)
