"""Where referrals go, at two people's browsers: proposed, confirmed, waiting, in force, closed."""

import html
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from belisha.ledger.models import Entry
from belisha.organisation.mailboxes import mailbox_of
from belisha.organisation.models import Destination
from belisha.organisation.partners import partner_of
from tests.desk_cases import organisation
from tests.organisation.conftest import tomas
from tests.organisation.said import mailbox, partner, propose_mailbox_of, public_key

__all__ = ["organisation", "tomas"]

LIST = "/desk/settings/destinations/"
FORCE = "police:E23000001"
PAGE = f"{LIST}{FORCE}/"
EMAIL = "referrals@met.police.uk"


def day():
    return timezone.localdate().isoformat()


def given(**changed):
    known = {"source_title": "Contact", "source_url": "https://www.met.police.uk/contact", "read_on": day()}
    return known | {"email": EMAIL, "key": public_key(f"Desk <{EMAIL}>"), "reason": "They rang."} | changed


def text(answer):
    return " ".join(html.unescape(answer.content.decode()).split())


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time), tick=False)


@pytest.fixture
def sanas(sana):
    client = Client()
    client.force_login(sana)
    return client


@pytest.fixture
def tomass(tomas):
    client = Client()
    client.force_login(tomas)
    return client


def test_two_people_give_a_force_a_mailbox(sanas, tomass, tomas, organisation):
    assert sanas.post(f"{PAGE}mailbox/", given()).status_code == 302
    row = Destination.objects.get()
    page = text(tomass.get(PAGE))
    assert "Waits for a second person" in page
    assert " ".join(row.fingerprint[at : at + 4].upper() for at in range(0, 40, 4)) in page
    confirmed = tomass.post(f"{PAGE}{row.id}/confirm/", {"read_on": day(), "read_it": "on"})
    assert confirmed.status_code == 302
    assert "Waits before it counts" in text(sanas.get(LIST))
    with later(hours=25):
        assert mailbox_of(FORCE).email == EMAIL
        tomass.force_login(tomas)
        assert "Sana and Tomas" in text(tomass.get(PAGE))
        tomass.post(f"{PAGE}{row.id}/close/", {"reason": "They rang: it is not theirs."})
        assert mailbox_of(FORCE) is None
    events = list(Entry.objects.filter(event__startswith="destination.").values_list("event", flat=True))
    assert events == ["destination.proposed", "destination.confirmed", "destination.closed"]


def test_what_is_odd_is_said_to_the_second_person(sanas, tomass, sana, organisation):
    propose_mailbox_of(
        FORCE, sana, email="referrals@rnet.police.uk", key=public_key("Somebody <a@b.example>")
    )
    page = text(tomass.get(PAGE))
    assert "It is another domain" in page or "looks much like" in page
    assert "The key says that it is for Somebody <a@b.example>, not for this address." in page


def test_a_mailbox_needs_a_key_or_a_knowing_word(sanas, organisation):
    answer = sanas.post(f"{PAGE}mailbox/", given(key=""))
    assert (answer.status_code, Destination.objects.count()) == (422, 0)
    assert "Give their public key, or say that letters may go to them unencrypted." in text(answer)
    both = sanas.post(f"{PAGE}mailbox/", given(plain_allowed="on"))
    assert both.status_code == 422
    assert sanas.post(f"{PAGE}mailbox/", given(key="", plain_allowed="on")).status_code == 302


def test_a_partners_secret_is_shown_to_whoever_takes_it_and_written_down(sanas, sana, tomas, organisation):
    row = partner(sana, tomas)
    with later(hours=25):
        secret = partner_of("partner:other-desk").secret
    page = f"{LIST}partner:other-desk/"
    assert secret not in text(sanas.get(page))
    answer = sanas.post(f"{page}{row.id}/secret/")
    assert secret in text(answer)
    assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.filter(event="destination.secret_shown").count() == 1


def test_of_a_key_of_this_desk_only_the_public_half_is_shown(sanas, sana, tomas, organisation):
    row = partner(sana, tomas, signing="ed25519")
    page = text(sanas.post(f"{LIST}partner:other-desk/{row.id}/secret/"))
    assert "whpk_" in page
    assert "whsk_" not in page


def test_a_destination_gets_old_and_is_read_again_by_one_person(sanas, sana, tomas, organisation):
    row = mailbox(sana, tomas, authority=FORCE, email=EMAIL, plain_allowed=True)
    with later(days=200):
        sanas.force_login(sana)
        assert "Old" in text(sanas.get(PAGE))
        assert sanas.post(f"{PAGE}{row.id}/looked/", {"read_on": day()}).status_code == 302
        assert "Old" not in text(sanas.get(PAGE))


def test_nobody_is_given_a_mailbox_whom_the_law_reaches_otherwise(sanas, organisation):
    for authority in ("nca", "ncmec", "emergency", "police:local"):
        assert sanas.get(f"{LIST}{authority}/").status_code in (404, 409)
        assert sanas.post(f"{LIST}{authority}/mailbox/", given()).status_code in (404, 409)
    assert not Destination.objects.exists()


def test_an_authority_is_found_by_its_name(sanas, organisation):
    answer = sanas.get(LIST, {"authority": FORCE})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert "Nothing goes anywhere without a person yet." in text(sanas.get(LIST))
