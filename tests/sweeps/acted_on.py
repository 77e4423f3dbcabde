"""What acting on a case brings in: orders and their answers, a thing kept, an endpoint, a complaint, and
events of another tool. A canary stands wherever somebody writes."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client
from django.utils import timezone

from belisha.enforcement import act, endpoints
from belisha.enforcement.appeal import appeal
from belisha.enforcement.appeal_decide import decide_appeal
from belisha.enforcement.models import Appeal
from belisha.enforcement.notice_facts import may_be_told
from belisha.enforcement.order_add import Thing
from belisha.intake import connect
from belisha.ledger.record import CONSOLE, PUBLIC
from belisha.people.keys import add_key
from belisha.referrals.dont_tell import lift
from belisha.referrals.drafting import UNSENT
from belisha.referrals.follow_models import DontTell
from belisha.referrals.models import Referral
from belisha.referrals.refer import withdraw
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


def tell_and_appeal(case: Any, rosa: Any, sana: Any, sing: Canaries) -> None:
    """Nobody forbids it: the service reads the notice with its code and tells its user, who appeals."""
    for referral in Referral.objects.filter(case=case, state__in=UNSENT):
        withdraw(referral_id=referral.id, by=rosa, reason=f"Not them, says {sing.word()}")
    for row in DontTell.objects.filter(referral__case=case, lifted_at=None):
        lift(referral_id=row.referral_id, silence_id=row.id, by=rosa, reason=f"Over, says {sing.word()}")
    thing = Thing(kind="item", id=sing.word(), locator=f"https://files.example/{sing.word()}")
    made = act.order(case_id=case.id, kind="remove", thing=thing, by=rosa, reason=f"Since {sing.word()}")
    key = add_key(name="notices", scopes=["orders", "report"], by=CONSOLE).secret
    service = Client(HTTP_AUTHORIZATION=f"Bearer {key}")
    notice = service.get(f"/api/v1/orders/{made.id}").json()["notice"]
    assert notice, may_be_told(made)
    code = notice["appeal"]["code"]
    assert code in notice["appeal"]["text"]
    _sings(code, sing)
    told = service.post(f"/api/v1/notices/{made.id}/told", {}, "application/json")
    assert told.status_code == 204, told.content
    # Without an address: else the answer would leave by mail, as it is meant to.
    body = {"text": f"message {sing.word()}", "code": code}
    sent = service.post("/api/v1/appeals", body, "application/json")
    assert sent.status_code == 201, sent.content
    _sings(sent.json()["receipt"], sing)
    said = {"reasons": f"As {sing.word()} says", "answer": f"We looked at {sing.word()} again."}
    decide_appeal(appeal_id=Appeal.objects.get(notice__order=made).id, outcome="rejected", by=sana, **said)
    for number in (code, sent.json()["receipt"]):
        assert service.get(f"/api/v1/appeals/{number.replace(' ', '')}").json()["answer"] == said["answer"]


def _sings(number: str, sing: Canaries) -> None:
    """A number that opens something is as good as a word, with its blanks and without."""
    sing.words += [number, number.replace(" ", "")]


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
