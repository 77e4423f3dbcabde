"""A partner is told little, beside the authorities, when a person says so, and once in effect."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest
import time_machine
from django.utils import timezone
from standardwebhooks import Webhook as Verifier

from belisha.decisions.decide import confirm, decide, reopen
from belisha.ledger.models import Entry
from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_profile
from belisha.referrals.dispatch import send_due
from belisha.referrals.models import Delivery, Dispatch, Referral
from belisha.referrals.partners import (
    DecideFirst,
    NoSuchPartner,
    PartnerOnTheWay,
    partners_to_tell,
    tell_partner,
)
from belisha.referrals.refer import edit, prepare, refresh, release
from belisha.referrals.refusals import ConfirmAddressFirst, ReasonMissing
from tests.desk_cases import events, report
from tests.organisation.conftest import tomas
from tests.organisation.said import partner as confirmed_partner
from tests.outbound.servers import names, serving
from tests.work.channels import configured

__all__ = ["configured", "names", "serving", "tomas"]
OTHER, NAME = "partner:other-desk", "partner.example"
TAKEN = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"


def said(status, *headers, body=b""):
    head = "\r\n".join([f"HTTP/1.1 {status} X", *headers, f"Content-Length: {len(body)}", "", ""])
    return head.encode() + body


@pytest.fixture
def partner(sana, tomas, serving, names, configured):
    """A partner in force, whose server says what `partner.says` is."""

    def make(says=TAKEN):
        server = serving(says)
        names[NAME] = ["127.0.0.1"]
        configured(private_hosts=[NAME])
        with time_machine.travel(timezone.now() - timedelta(hours=26)):
            server.row = confirmed_partner(sana, tomas, url=f"http://{NAME}:{server.port}/hook")
        return server

    return make


@pytest.fixture
def to_refer(case, rosa, omar):
    """A case that is decided to be referred, with its drafts."""
    decision = decide(
        case_id=case.id, by=rosa, outcome="refer", category="grooming", reasons="Both accounts."
    )
    confirm(decision_id=decision.id, by=omar)
    prepare(case_id=case.id)
    return case


def tell(case, by, **changed):
    return tell_partner(
        **{"case_id": case.id, "authority": OTHER, "reason": "The account is on theirs too.", "by": by}
        | changed
    )


def sent(case, by, edits=None):
    referral = tell(case, by)
    if edits:
        edit(referral_id=referral.id, by=by, what_happened=edits)
    release(referral_id=referral.id, by=by)
    return Referral.objects.get(id=referral.id)


def again(now=None):
    Dispatch.objects.filter(state="waiting").update(next_at=timezone.now())
    return send_due(now=timezone.now())


def parts(heard):
    head, _, body = heard.partition(b"\r\n\r\n")
    lines = [line.split(": ", 1) for line in head.decode().split("\r\n")[1:]]
    return {name.lower(): value for name, value in lines}, body


def test_a_partner_gets_a_signed_message_that_says_little(partner, to_refer, rosa):
    server = partner(said(200, body=b'{"reference": "OD-2026/17"}'))
    referral = sent(to_refer, rosa, edits="Ask us about the account that we both know.")
    assert send_due(now=timezone.now()) == 1
    headers, body = parts(server.heard[0])
    whole = Verifier(server.row.secret).verify(body, headers)
    assert whole["type"] == "referral.released"
    assert whole["data"] == {
        "number": referral.number,
        "to": OTHER,
        "priority": "urgent",
        "danger_now": "no",
        "concerns": ["grooming"],
        "pack_sha256": sha256(bytes(referral.pack_rows.get(kind="json").document)).hexdigest(),
        "from": {
            "name": "Lantern Chat Ltd",
            "country": "GB",
            "service": "Lantern Chat",
            "contact_name": "Duty desk",
            "contact_email": "desk@lantern.example",
            "contact_phone": "01223 496 000",
        },
    }
    row = Dispatch.objects.get()
    assert headers["webhook-id"] == str(row.id)
    referral.refresh_from_db()
    assert (referral.state, referral.reference, row.state) == ("acknowledged", "OD-2026/17", "arrived")
    delivery = Delivery.objects.get()
    assert (delivery.channel, delivery.sent_sha256) == ("webhook", sha256(body).hexdigest())


def test_neither_message_nor_pack_says_anything_of_people_or_content(partner, make_case, rosa, omar):
    case = make_case(**report(what_happened="Words of the report."))
    decision = decide(case_id=case.id, by=rosa, outcome="refer", category="grooming", reasons="Why.")
    confirm(decision_id=decision.id, by=omar)
    server = partner()
    referral = sent(case, rosa)
    send_due(now=timezone.now())
    leaves = server.heard[0].decode() + "".join(
        bytes(pack.document).decode() for pack in referral.pack_rows.exclude(kind="pdf")
    )
    of_people = ("account-", "child-", "192.0.2.17", "CB4", "Invented", "Rosa", "theirs too")
    for word in (*of_people, "item-", "Words of the report", "message 1 of"):
        assert word not in leaves


def test_a_repeat_carries_the_same_id_and_the_same_words(partner, to_refer, rosa):
    server = partner(said(503, "Retry-After: 7200"))
    sent(to_refer, rosa)
    before = timezone.now()
    send_due(now=before)
    row = Dispatch.objects.get()
    assert (row.state, row.problem) == ("waiting", "status_503")
    assert row.next_at >= before + timedelta(hours=2)
    server.says = TAKEN
    again()
    (first, words), (second, same) = map(parts, server.heard)
    assert (first["webhook-id"], words) == (second["webhook-id"], same)
    assert Dispatch.objects.get().state == "arrived"
    assert again() == 0


def test_what_nobody_decided_to_refer_is_told_to_no_partner(partner, case, rosa):
    partner()
    with pytest.raises(DecideFirst):
        tell(case, rosa)
    assert not Referral.objects.exists()


def test_a_partner_that_nobody_confirmed_is_told_nothing(to_refer, partner, rosa, sana, tomas):
    for authority in ("partner:nobody", "nca", "police:local", "partner:", ""):
        with pytest.raises(NoSuchPartner):
            tell(to_refer, rosa, authority=authority)
    confirmed_partner(sana, tomas, short="cooling-off")
    with pytest.raises(NoSuchPartner):
        tell(to_refer, rosa, authority="partner:cooling-off")


def test_a_reason_is_asked_for_and_kept_here(to_refer, partner, rosa):
    partner()
    with pytest.raises(ReasonMissing):
        tell(to_refer, rosa, reason=" ")
    referral = tell(to_refer, rosa)
    assert referral.step["why"] == "The account is on theirs too."
    assert "theirs too" not in json.dumps(referral.message)
    entry = Entry.objects.filter(event="referral.partner_added").get()
    assert entry.actor == rosa.ledger_name


def test_a_partner_has_one_referral_of_a_case_at_a_time(to_refer, partner, rosa):
    partner()
    tell(to_refer, rosa)
    with pytest.raises(PartnerOnTheWay):
        tell(to_refer, rosa)
    assert partners_to_tell(to_refer.id) == ()


def test_a_partner_stays_although_the_route_names_it_not(to_refer, partner, rosa):
    partner()
    told = tell(to_refer, rosa)
    edit(referral_id=told.id, by=rosa, what_happened="Ask us about the account.")
    rows = refresh(case_id=to_refer.id, by=rosa)
    assert OTHER not in {row.authority for row in rows}
    again = Referral.objects.get(authority=OTHER)
    assert (again.id, again.state, again.message["what_happened"]) == (
        told.id,
        "draft",
        "Ask us about the account.",
    )


def test_a_partners_draft_ends_with_the_decision(to_refer, partner, rosa, omar):
    partner()
    tell(to_refer, rosa)
    reopen(case_id=to_refer.id, by=rosa, reason="Looked at again.")
    prepare(case_id=to_refer.id)
    assert Referral.objects.get(authority=OTHER).state == "withdrawn"


def test_a_partner_that_was_closed_meanwhile_is_told_nothing(to_refer, partner, rosa):
    from belisha.organisation.destinations import close

    server = partner()
    referral = tell(to_refer, rosa)
    close(destination_id=server.row.id, reason="They rang.", by=rosa)
    with pytest.raises(ConfirmAddressFirst):
        release(referral_id=referral.id, by=rosa)
    assert server.heard == []


def test_whoever_told_a_partner_has_told_no_authority(to_refer, partner, rosa):
    partner()
    sent(to_refer, rosa)
    send_due(now=timezone.now())
    to_refer.refresh_from_db()
    assert to_refer.state == "decided"


def test_without_a_way_to_ask_us_nothing_is_released(to_refer, partner, rosa):
    from belisha.referrals.refusals import GuardRefused

    partner()
    referral = tell(to_refer, rosa)
    save_profile(by=CONSOLE, contact={"name": "Duty desk"})
    refresh(case_id=to_refer.id, by=rosa)
    with pytest.raises(GuardRefused, match="Contact's e-mail address” of our organisation must be known"):
        release(referral_id=referral.id, by=rosa)


def test_the_guard_looks_at_it_like_at_any_other(to_refer, partner, rosa):
    server = partner()
    referral = tell(to_refer, rosa)
    picture = "data:image/png;base64," + "iVBORw0KGgo" + "A" * 200
    Referral.objects.filter(id=referral.id).update(authority_name="x")
    changed = edit(referral_id=referral.id, by=rosa, what_happened=f"Look: {picture}")
    assert "iVBORw0KGgo" not in json.dumps(changed.message)
    assert server.heard == []


def test_a_person_adds_a_partner_on_the_cases_page(client, to_refer, partner, rosa):
    server = partner()
    client.force_login(rosa)
    page = client.get(f"/desk/cases/{to_refer.id}/").content.decode()
    assert f"/desk/cases/{to_refer.id}/partner/" in page
    there = f"/desk/cases/{to_refer.id}/partner/"
    assert "The other desk" in client.get(there).content.decode()
    assert client.post(there, {"reason": "They need it."}).status_code == 422
    assert client.post(there, {"authority": "partner:nobody", "reason": "x"}).status_code == 422
    answer = client.post(there, {"authority": OTHER, "reason": "They need it."})
    referral = Referral.objects.get(authority=OTHER)
    assert (answer.status_code, answer["location"]) == (302, f"/desk/referrals/{referral.id}/")
    assert "by the way that you agreed on" in client.get(answer["location"]).content.decode()
    assert "/partner/" not in client.get(f"/desk/cases/{to_refer.id}/").content.decode()
    assert server.heard == []
    assert "referral.partner_added" in events(to_refer)
