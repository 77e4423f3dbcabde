"""The policy on contacts with children, at two people's browsers: tried, proposed, confirmed, withdrawn."""

import html
import re

import pytest
from django.test import Client

from belisha.contact.assess import assess
from belisha.contact.in_force import policy_in_force
from belisha.contact.models import ContactPolicy
from belisha.contact.policy_file import preset_text
from belisha.ledger.models import Entry
from tests.contact.build import contact
from tests.organisation.conftest import tomas
from tests.staff import stale

__all__ = ["tomas"]

PAGE = "/desk/contact/policy/"
PROPOSE = f"{PAGE}propose/"
GAME = {"text": preset_text("game"), "reason": "We are a game."}


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def text(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


@pytest.fixture
def sanas(sana):
    return browser(sana)


@pytest.fixture
def tomass(tomas):
    return browser(tomas)


def test_a_desk_that_decided_nothing_says_what_holds_with_each_rule_and_its_source(sanas):
    shown = text(sanas.get(PAGE))
    assert "messenger , as it comes with Belisha" in shown or "messenger, as it comes with Belisha" in shown
    assert "message_from_stranger Ask first Warn Ofcom, F1" in shown


def test_a_policy_is_tried_on_what_was_recorded_and_nothing_is_proposed(sanas):
    assess(events=[contact("group_invitation"), contact("connection_request", recipient="16_17")])
    tried = sanas.post(PROPOSE, GAME | {"try": "yes", "reason": ""})
    shown = text(tried)
    assert tried.status_code == 200
    assert "Over all 2 contacts that this desk keeps, 1 would have been advised on differently" in shown
    assert "Invitation to a group adult 13 to 15 Ask first Warn Milder 1" in shown
    assert "A child is invited into a group by an adult without ties. Ask first Warn" in shown
    assert not ContactPolicy.objects.exists()


def test_two_people_put_a_policy_in_force(sanas, tomass):
    assert sanas.post(PROPOSE, GAME).status_code == 302
    row = ContactPolicy.objects.get()
    assert "You proposed this. Somebody else looks at it and confirms it." in text(sanas.get(PAGE))
    shown = text(tomass.get(PAGE))
    assert "“We are a game.”" in shown
    assert "This desk keeps no contacts yet" in shown
    assert tomass.post(f"{PAGE}{row.id}/confirm/").status_code == 302
    assert policy_in_force().name == "game"
    assert "game , activation 1" in text(tomass.get(PAGE)) or "game, activation 1" in text(tomass.get(PAGE))
    events = Entry.objects.filter(event__startswith="contact.policy").values_list("event", flat=True)
    assert list(events.order_by("seq")) == ["contact.policy_proposed", "contact.policy_confirmed"]


def test_the_one_who_proposed_it_is_told_that_another_confirms_it(sanas):
    sanas.post(PROPOSE, GAME)
    refused = sanas.post(f"{PAGE}{ContactPolicy.objects.get().id}/confirm/")
    assert (refused.status_code, policy_in_force().name) == (409, "messenger")
    assert "a second person" in text(refused)


def test_whoever_confirms_is_asked_again_who_they_are(sanas, tomass):
    sanas.post(PROPOSE, GAME)
    stale(tomass)
    asked = tomass.post(f"{PAGE}{ContactPolicy.objects.get().id}/confirm/")
    assert "/reauthenticate/" in asked.headers["Location"]
    assert policy_in_force().name == "messenger"


def test_a_proposal_is_withdrawn_and_what_held_stays(sanas, tomass):
    sanas.post(PROPOSE, GAME)
    row = ContactPolicy.objects.get()
    assert tomass.post(f"{PAGE}{row.id}/withdraw/").status_code == 302
    assert tomass.post(f"{PAGE}{row.id}/confirm/").status_code == 409
    assert policy_in_force().name == "messenger"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": 'name = "a"\n[rules]\nunder_13 = "allow"'}, "rules.under_13: must be 'ask_first'"),
        ({"text": 'name = "a"\nmood = 1'}, "mood: there is no such field"),
        ({"text": ""}, "There is a problem"),
        ({"reason": " "}, "Say in a few words"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(sanas, given, said):
    answer = sanas.post(PROPOSE, GAME | given)
    assert answer.status_code == 422
    assert said in text(answer)
    assert ContactPolicy.objects.count() == 0


def test_a_second_proposal_and_one_that_changes_nothing_are_refused(sanas, tomass):
    assert tomass.post(PROPOSE, GAME | {"text": preset_text("messenger")}).status_code == 409
    sanas.post(PROPOSE, GAME)
    assert "Sana has proposed a policy already" in text(tomass.post(PROPOSE, GAME))


def test_the_form_begins_with_what_holds_or_with_a_preset(sanas):
    assert 'name = "messenger"' in text(sanas.get(PROPOSE))
    assert "For forums and comment pages" in text(sanas.get(f"{PROPOSE}?preset=forum"))
    assert 'name = "messenger"' in text(sanas.get(f"{PROPOSE}?preset=../../etc"))


def test_a_moderator_reads_the_page_and_is_offered_nothing(rosa, sanas):
    sanas.post(PROPOSE, GAME)
    mine = browser(rosa)
    shown = mine.get(PAGE)
    assert "A senior or an administrator confirms it." in text(shown)
    assert "<form" not in shown.content.decode().split("<main", 1)[1]
    assert mine.get(PROPOSE).status_code == 403
