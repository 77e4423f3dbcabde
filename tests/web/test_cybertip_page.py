"""What a CyberTip says besides: entered on a page, checked at once, and shown with the environment."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from belisha.ledger.models import Entry
from belisha.referrals.cybertip import CyberTip, TipAccount
from belisha.referrals.describe import NotForNcmec, describe
from belisha.referrals.models import Referral
from belisha.referrals.refusals import NotADraft
from belisha.referrals.tip_page import entered
from tests.desk_cases import make_case, organisation, show_everything
from tests.referrals.ncmec_desk import american, connected, draft_for_ncmec, ncmec
from tests.referrals.tips import ENTICEMENT, whole_tip

__all__ = ["american", "connected", "draft_for_ncmec", "make_case", "ncmec", "organisation"]


@pytest.fixture
def at_the_page(client, draft_for_ncmec):
    """Rosa, signed in, and the address of the details; every name is shown to her."""
    referral, rosa = draft_for_ncmec
    client.force_login(rosa)
    show_everything(referral.case, rosa)
    return client, reverse("cybertip", args=[referral.id]), referral


def kept(referral) -> CyberTip:
    return entered(Referral.objects.get(id=referral.id).edits)


def test_the_page_begins_with_what_is_known_and_suggests_a_kind(at_the_page):
    client, address, _ = at_the_page
    text = client.get(address).content.decode()
    assert f'<option value="{ENTICEMENT}" selected>' in text
    assert "The concerns suggest: Online Enticement" in text


def test_what_is_entered_is_kept_written_into_the_message_and_recorded(at_the_page):
    client, address, referral = at_the_page
    sent = {
        "incident_type": ENTICEMENT,
        "annotations": ["sextortion"],
        "chat_room": "Invented room",
        "police": "Invented Police",
        "police_reference": "A-1",
    }
    answer = client.post(address, sent)
    assert (answer.status_code, answer["Location"]) == (302, reverse("referral", args=[referral.id]))
    tip = kept(referral)
    assert (tip.annotations, tip.chat_room, tip.told[0].name) == (
        ("sextortion",),
        "Invented room",
        "Invented Police",
    )
    message = Referral.objects.get(id=referral.id).message
    assert message["cybertip"]["chat_room"] == "Invented room"
    entry = Entry.objects.filter(event="referral.described").latest("seq")
    assert "Invented room" not in str(entry.content)


def test_details_of_an_account_come_from_lines_and_go_back_into_them(at_the_page):
    client, address, referral = at_the_page
    sent = {
        "incident_type": ENTICEMENT,
        "account1-ip_events": "192.0.2.44, login, 2026-11-02 07:00, 50123\n2001:db8::1",
        "account1-devices": "IMEI, 000000000000000, Login",
        "account1-display_names": "Blue Kite\nKite",
        "account1-contacts": "kite@mail.example, recovery, Yes, 2026-10-01 09:00\n+44 20 7946 0002, Fax",
        "account1-associated": "parent/guardian, , u-77\nLinked, Other Chat, , kite2",
        "account1-prior_reports": "123456",
        "account1-place": "reported",
    }
    client.post(address, sent)
    first = kept(referral).accounts[0]
    assert [(one.ip, one.event, one.port) for one in first.ip_events] == [
        ("192.0.2.44", "Login", 50123),
        ("2001:db8::1", "Unknown", None),
    ]
    assert first.ip_events[0].at == datetime(2026, 11, 2, 7, tzinfo=UTC)
    text = client.get(address).content.decode()
    assert "192.0.2.44, Login, 2026-11-02 07:00, 50123\n2001:db8::1, Unknown" in text
    assert [(one.value, one.kind, one.verified) for one in first.contacts] == [
        ("kite@mail.example", "Recovery", "yes"),
        ("+44 20 7946 0002", "Fax", "unknown"),
    ]
    assert [(one.kind, one.platform, one.id, one.screen_name) for one in first.associated] == [
        ("Parent/Guardian", "", "u-77", ""),
        ("Linked", "Other Chat", "", "kite2"),
    ]
    assert "kite@mail.example, Recovery, yes, 2026-10-01 09:00\n+44 20 7946 0002, Fax" in text
    assert "Parent/Guardian, , u-77\nLinked, Other Chat, , kite2" in text
    assert (first.display_names, first.prior_reports, first.devices[0].kind) == (
        ("Blue Kite", "Kite"),
        ("123456",),
        "IMEI",
    )


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (
            "account1-contacts",
            "kite@mail.example, Fax",
            "Line 1: a use is one of Home, Work, Business, Recovery.",
        ),
        ("account1-contacts", "1234, Home, perhaps", "Line 1: whether it was verified is yes or no"),
        ("account1-associated", "Friend, Other Chat", "Line 1: a kind is one of Billing, Linked"),
        ("account1-associated", "Linked", "Line 1: give the kind, then the platform"),
        ("account1-ip_events", "300.1.1.1", "Line 1: must be an IPv4 or IPv6 address."),
        ("account1-ip_events", "192.0.2.1, Logged, 2026-11-02", "Line 1: an event is one of"),
        ("account1-ip_events", "192.0.2.1\n192.0.2.2, Login, yesterday", "Line 2: Give the day and the time"),
        (
            "account1-ip_events",
            "192.0.2.1, Login, , 99999",
            "Line 1: must be a whole number from 1 to 65535.",
        ),
        ("account1-devices", "IMEI", "Line 1: give the kind and the value"),
        ("account1-prior_reports", "A12", "A report&#x27;s number is digits alone"),
        ("account1-city", "Springfield", "Choose the country of this place."),
        ("incident_at_0", "2999-01-01", "Give a"),
        ("officer", "Jo Invented", "Name the agency that this belongs to."),
        ("incident_type", "Online Enticement of Children for Sexual Act", "Choose one of the answers to"),
        ("chat_room", "x" * 256, "it has room for 255 characters"),
    ],
)
def test_what_is_entered_wrongly_is_said_at_its_field(at_the_page, field, value, words):
    client, address, referral = at_the_page
    before = kept(referral)
    answer = client.post(address, {"incident_type": ENTICEMENT, "incident_at_1": "10:00"} | {field: value})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert kept(referral) == before


def test_while_names_are_hidden_accounts_can_not_be_entered_and_stay_as_they_are(client, draft_for_ncmec):
    referral, rosa = draft_for_ncmec
    name = referral.message["accounts"][0]["id"]
    tip = CyberTip(incident_type=ENTICEMENT, accounts=(TipAccount(id=name, bio="An invented bio."),))
    describe(referral_id=referral.id, by=rosa, tip=tip)
    client.force_login(rosa)
    address = reverse("cybertip", args=[referral.id])
    text = client.get(address).content.decode()
    assert name not in text
    assert "account1-" not in text
    client.post(address, {"incident_type": ENTICEMENT, "account1-bio": "Something else."})
    assert kept(referral).accounts == tip.accounts


def test_a_text_that_names_somebody_hidden_is_neither_shown_nor_changed(client, draft_for_ncmec):
    referral, rosa = draft_for_ncmec
    name = referral.message["accounts"][0]["id"]
    describe(
        referral_id=referral.id, by=rosa, tip=CyberTip(incident_type=ENTICEMENT, chat_room=f"Room of {name}")
    )
    client.force_login(rosa)
    address = reverse("cybertip", args=[referral.id])
    text = client.get(address).content.decode()
    assert name not in text
    assert "Something hidden stands here" in text
    assert client.post(address, {"incident_type": ENTICEMENT, "chat_room": "changed"}).status_code == 422
    assert kept(referral).chat_room == f"Room of {name}"


def test_what_was_entered_names_nobody_to_whom_names_are_hidden(client, draft_for_ncmec):
    referral, rosa = draft_for_ncmec
    name = referral.message["accounts"][0]["id"]
    more = replace(whole_tip().cybertip.accounts[0], id=name)
    tip = replace(whole_tip().cybertip, accounts=(more,))
    describe(referral_id=referral.id, by=rosa, tip=tip)
    client.force_login(rosa)
    secret = (
        name,
        "Invented Person",
        "1985-04-03",
        "Blue Kite",
        "An invented text about nobody",
        "192.0.2.44",
        "000000000000000",
        "A grey van",
        "Jo Invented",
        "officer@police.example",
        "35/1/26",
    )
    pages = [reverse("referral", args=[referral.id]), reverse("cybertip", args=[referral.id])]
    hidden = [client.get(one).content.decode() for one in pages]
    assert [word for word in secret if any(word in text for text in hidden)] == []
    show_everything(referral.case, rosa)
    reveal_all(referral.case, rosa)
    shown = client.get(pages[0]).content.decode()
    assert [word for word in secret if word not in shown and word != "Invented Person"] == []


def reveal_all(case, person) -> None:
    from belisha.referrals.hidden import hidden_in
    from belisha.triage.reveal import reveal

    fields = [one.key for one in hidden_in(case.id, person).hidden]
    reveal(case_id=case.id, fields=fields, reason="To tell an authority.", by=person)


def test_the_free_text_is_changed_without_losing_the_details(at_the_page):
    from belisha.referrals import refer

    client, _, referral = at_the_page
    rosa = client.get("/desk/").wsgi_request.user
    refer.edit(referral_id=referral.id, by=rosa, what_happened="Written anew.", note="")
    assert kept(referral).incident_type == ENTICEMENT


def test_another_authority_has_no_cybertip(client, american, make_case, person, sana):
    from belisha.people.roles import Role
    from tests.referrals.ncmec_desk import drafted

    rosa = person("Rosa", Role.MODERATOR)
    referral = drafted(make_case(), rosa, person("Omar", Role.MODERATOR))
    other = Referral.objects.filter(case=referral.case).exclude(authority="ncmec").first()
    client.force_login(rosa)
    assert client.get(reverse("cybertip", args=[other.id])).status_code == 404
    with pytest.raises(NotForNcmec):
        describe(referral_id=other.id, by=rosa, tip=CyberTip())


def test_what_was_released_is_not_described_any_more(at_the_page, connected):
    from belisha.referrals import refer

    client, address, referral = at_the_page
    rosa = client.get("/desk/").wsgi_request.user
    refer.release(referral_id=referral.id, by=rosa)
    assert "What was released stays as it is." in client.get(address).content.decode()
    with pytest.raises(NotADraft):
        describe(referral_id=referral.id, by=rosa, tip=CyberTip())


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "NCMEC: a stand-in on this machine"),
        ({"cybertip_url": None}, "NCMEC: test environment"),
        ({"cybertip_url": None, "cybertip_production": True}, "NCMEC: production"),
        ({"cybertip_user": ""}, ""),
    ],
)
def test_every_page_of_the_desk_says_where_reports_go(at_the_page, connected, settings, changed, words):
    client, _, referral = at_the_page
    settings.BELISHA = settings.BELISHA.model_copy(update=changed)
    for address in (reverse("queue"), reverse("tasks"), reverse("referral", args=[referral.id])):
        text = client.get(address).content.decode()
        found = re.findall(r'class="b-environment[^"]*">([^<]*)<', text)
        assert found == ([words] if words else [])


def test_the_password_stands_on_no_page(at_the_page, connected):
    from tests.fakes.cybertip import PASSWORD

    client, address, referral = at_the_page
    for one in (address, reverse("referral", args=[referral.id])):
        assert PASSWORD not in client.get(one).content.decode()


def test_it_only_counts_where_it_is_set_to_production(settings, connected):
    from belisha.referrals.reach import CYBERTIP_LIVE, CYBERTIP_TEST, reach_of

    def there(**changed):
        settings.BELISHA = settings.BELISHA.model_copy(update=changed)
        found = reach_of("ncmec")
        return (found.where, found.mode) if found else None

    assert there(cybertip_production=True)[1] == "test"
    assert there(cybertip_url=None) == (CYBERTIP_LIVE, "live")
    assert there(cybertip_production=False) == (CYBERTIP_TEST, "test")
    assert there(demo=True) is None
    assert there(demo=False, cybertip_password=None) is None
