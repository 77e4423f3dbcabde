"""Other tools that report here: added, tried, turned on and off, and what came from them."""

import json
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from belisha.intake import connect, mailbox
from belisha.intake.connect import NameTaken, NewConnector, ShortSecret
from belisha.intake.connector_read import ArrivalRow, ConnectorRow, arrivals, connector, connectors
from belisha.intake.connectors.tools import WrongMapping
from belisha.intake.connectors.trying import Tried, attempt
from belisha.refusal import Refusal
from belisha.web.desk.connector_forms import ConnectorForm, NewConnectorForm, SecretForm, TryForm
from belisha.web.desk.door import DeskRequest, desk_page, when_acting

CHANGE = "organisation.change_endpoint"
COLOURS = {"on": "green", "test": "amber", "off": "grey"}
OUTCOMES = {"made": "green", "shown": "blue", "left": "grey", "refused": "red"}
IN_FORM = {WrongMapping: "mapping", NameTaken: "name", ShortSecret: "secret"}
SAID = {
    "on": "It is on: what this tool sends becomes a report.",
    "test": "It is in test: it shows what it would make, and keeps no report.",
    "off": "It is off: whatever this tool sends is refused.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(CHANGE, fresh=when_acting)
def all_connectors(request: DeskRequest) -> HttpResponse:
    """All connectors; a POST adds one, and shows its secret this once."""
    if request.method != "POST":
        return _list(request, NewConnectorForm(), 200)
    form = NewConnectorForm(request.POST)
    if not form.is_valid():
        return _list(request, form, 422)
    try:
        made = connect.add_connector(by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        _in_form(form, refusal)
        return _list(request, form, 422)
    return _secret(request, made)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(CHANGE, fresh=when_acting)
def one_connector(request: DeskRequest, connector_id: UUID) -> HttpResponse:
    """One connector and what came; a POST changes what its words mean."""
    one = connector(connector_id)
    if request.method != "POST":
        return _one(request, one, _kept(one), 200)
    form = ConnectorForm(request.POST)
    if not form.is_valid():
        return _one(request, one, form, 422)
    try:
        connect.change_connector(connector_id=connector_id, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        _in_form(form, refusal)
        return _one(request, one, form, 422)
    messages.success(request, "Saved. Have the tool send a test, then turn it on.")
    return redirect("connector", connector_id)


@require_POST
@desk_page(CHANGE, fresh=True)
def set_state(request: DeskRequest, connector_id: UUID, state: str) -> HttpResponse:
    """Turn it on, off or into test."""
    row = connect.set_state(connector_id=connector_id, state=state, by=request.user)
    messages.success(request, SAID[row.state])
    return redirect("connector", connector_id)


@require_POST
@desk_page(CHANGE, fresh=True)
def change_secret(request: DeskRequest, connector_id: UUID) -> HttpResponse:
    """Take another secret; the one before counts for two more days."""
    form, one = SecretForm(request.POST, auto_id="new_%s"), connector(connector_id)
    if not form.is_valid():
        return _one(request, one, _kept(one), 422, secret_form=form)
    try:
        made = connect.change_secret(connector_id=connector_id, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        _in_form(form, refusal)
        return _one(request, one, _kept(one), 422, secret_form=form)
    return _secret(request, made, again=True)


@require_POST
@desk_page(CHANGE)
def try_event(request: DeskRequest, connector_id: UUID) -> HttpResponse:
    """Show the report that a pasted event would make; nothing is stored."""
    one, form = connector(connector_id), TryForm(request.POST)
    if not form.is_valid():
        return _one(request, one, _kept(one), 422, trying=form)
    tried = attempt(kind=one.kind, event=form.cleaned_data["event"], mapping=one.mapping)
    return _one(request, one, _kept(one), 200, trying=form, tried=tried)


@require_POST
@desk_page(CHANGE, fresh=True)
def remove(request: DeskRequest, connector_id: UUID) -> HttpResponse:
    """Remove one by which nothing has come."""
    connect.remove_connector(connector_id=connector_id, by=request.user)
    messages.success(request, "The connector is removed.")
    return redirect("connectors")


def _in_form(form: forms.Form, refusal: Refusal) -> None:
    field = IN_FORM.get(type(refusal))
    if field is None:
        raise refusal
    form.add_error(field, refusal.sentence)


def _kept(one: ConnectorRow) -> ConnectorForm:
    mapping = json.dumps(one.mapping, ensure_ascii=False, indent=2) if one.mapping else ""
    return ConnectorForm(initial={"service_id": str(one.service_id or ""), "mapping": mapping})


def _list(request: DeskRequest, form: NewConnectorForm, status: int) -> HttpResponse:
    rows = [(one, COLOURS[one.state]) for one in connectors()]
    context = {"form": form, "rows": rows, "mailbox": mailbox.state(), "has_mailbox": bool(mailbox.address())}
    return render(request, "desk/settings/connectors.html", context, status=status)


def _one(
    request: DeskRequest,
    one: ConnectorRow,
    form: ConnectorForm,
    status: int,
    *,
    trying: TryForm | None = None,
    tried: Tried | None = None,
    secret_form: SecretForm | None = None,
) -> HttpResponse:
    context = {
        "one": one,
        "colour": COLOURS[one.state],
        "said": SAID[one.state],
        "form": form,
        "trying": trying or TryForm(auto_id="try_%s"),
        "tried": tried,
        "tried_report": _written(tried.as_json()["report"]) if tried and tried.report else "",
        "secret_form": secret_form or SecretForm(auto_id="new_%s"),
        "url": _address(request, one.id),
        "arrivals": [(row, OUTCOMES[row.outcome], _shown(row)) for row in arrivals(one.id)],
    }
    return render(request, "desk/settings/connector.html", context, status=status)


def _shown(row: ArrivalRow) -> str:
    return _written(row.shown) if row.shown else ""


def _written(report: Any) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2)


def _secret(request: DeskRequest, made: NewConnector, *, again: bool = False) -> HttpResponse:
    context = {"made": made, "url": _address(request, made.id), "again": again}
    return render(request, "desk/settings/connector_secret.html", context)


def _address(request: DeskRequest, connector_id: UUID) -> str:
    return request.build_absolute_uri(reverse("api:connectors", args=[connector_id]))
