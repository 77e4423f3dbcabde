"""What acting on a case brings in: orders and their answers, a thing kept, an endpoint, a complaint, and
events of another tool. A canary stands wherever somebody writes."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client
from django.utils import timezone

from belisha.enforcement import act, endpoints
from belisha.enforcement.appeal import appeal
from belisha.enforcement.order_add import Thing
from belisha.intake import connect
from belisha.ledger.record import CONSOLE, PUBLIC
from belisha.people.keys import add_key
from tests.connectors.samples import mastodon, signature
from tests.sweeps.canaries import Canaries


def act_on(case: Any, rosa: Any, sing: Canaries) -> None:
    """Order, have the service answer by its door, and somebody complain."""
    key = add_key(name="orders", scopes=["orders"], by=CONSOLE).secret
    service = Client(HTTP_AUTHORIZATION=f"Bearer {key}")
    kept = [{"locator": sing.word(), "what": f"What {sing.word()} kept"}]
    more = {"remove": {}, "preserve": {"kept": kept}}
    for kind, told in more.items():
        thing = Thing(kind="item", id=sing.word(), locator=f"https://files.example/{sing.word()}")
        made = act.order(case_id=case.id, kind=kind, thing=thing, by=rosa, reason=f"Since {sing.word()}")
        body = {"at": timezone.now().isoformat(), "detail": f"Done by {sing.word()}", **told}
        answer = service.post(f"/api/v1/orders/{made.id}/done", body, "application/json")
        assert answer.status_code == 200, answer.content
    contact = f"{sing.word()}@mail.example"
    appeal(text=sing.word(), tool=True, contact=contact, by=PUBLIC)


def other_tools(by: Any, sing: Canaries) -> None:
    """An endpoint, and a connector with its secret: one event is taken, one is not."""
    endpoints.add(name="chat", url="https://service.example/orders", by=by)
    secret = sing.word() * 2
    row = connect.add_connector(
        name="Fediverse", kind="mastodon", service_id=None, secret=secret, mapping={}, by=by
    )
    shown = mastodon(id="7", comment=f"message {sing.word()}")
    # In test first: it keeps what it would have made.
    for state in ("test", "on"):
        connect.set_state(connector_id=row.id, state=state, by=by)
        for event in (shown, {"event": "report.created", "object": {sing.word(): sing.word()}}):
            body = json.dumps(event).encode()
            header = {"x-hub-signature": signature(event, secret)}
            answer = Client().post(f"/api/v1/connectors/{row.id}", body, "application/json", headers=header)
            assert answer.status_code in (200, 201, 422), answer.content
