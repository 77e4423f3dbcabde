"""The directory's pages: what is to be confirmed, by two people at their browsers, and what waits."""

import html
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from belisha.ledger.models import Entry
from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_profile
from belisha.organisation.directory import directory
from belisha.organisation.models import AddressClaim
from belisha.people.models import Staff
from belisha.people.roles import Role
from belisha.routing import SHIPPED
from tests.desk_cases import one_person, organisation

__all__ = ["one_person", "organisation"]

LIST = "/desk/settings/directory/"
AUSTRIA = f"{LIST}AT:stopline/"
NEW_URL = "https://www.stopline.at/en/report"


def today(days=0):
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def reading(**changed):
    known = {"source_title": "Stopline", "source_url": "https://www.stopline.at/en/", "read_on": today()}
    return known | changed


def change(**changed):
    return reading(url=NEW_URL, phone="", email="", reason="It moved.") | changed


def text(answer):
    return " ".join(html.unescape(answer.content.decode()).split())


@pytest.fixture
def browser():
    def sign_in(person):
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def tomas(person):
    return person("Tomas", Role.SENIOR)


def claim(**known):
    return AddressClaim.objects.get(ended_at=None, **known)


def row():
    return directory().row("AT:stopline")


def confirms(client, **changed):
    answers = {"read_on": today(), "read_it": "on"} | changed
    return client.post(f"{AUSTRIA}{claim(confirmed_at=None).id}/confirm/", answers)


def test_the_list_counts_and_filters(client, rosa):
    client.force_login(rosa)
    page = text(client.get(LIST))
    assert "to confirm first" in page
    assert f"{len(SHIPPED.mechanisms)} of {len(SHIPPED.mechanisms)} rows" in page
    for query, there, missing in (
        ("text=austria", "AT:stopline", "DE:bka"),
        ("text=BUNDES", "DE:bka", "AT:stopline"),
        ("state=confirm_first", "AT:stopline", "DE:bka"),
        ("state=sure", "DE:bka", "AT:stopline"),
    ):
        page = text(client.get(f"{LIST}?{query}"))
        assert there in page, query
        assert missing not in page, query
    assert "No row is like that." in text(client.get(f"{LIST}?text=nowhere"))
    assert client.get(f"{LIST}?state=nonsense").status_code == 200


def test_two_people_at_two_browsers_confirm_an_address(browser, rosa, omar):
    first, second = browser(rosa), browser(omar)
    assert "I have read it: it is right" in text(first.get(AUSTRIA))
    assert first.post(f"{AUSTRIA}propose/", reading()).status_code == 302
    assert "Somebody else opens the page and confirms it." in text(first.get(AUSTRIA))
    assert "Confirm this address" in text(second.get(AUSTRIA))
    assert confirms(second).status_code == 302
    assert row().confirmed
    page = text(second.get(AUSTRIA))
    assert "Confirmed here" in page
    assert "Confirmed by Omar" in page
    assert "Stopline" in page


def test_neither_another_browser_nor_a_forged_form_makes_a_second_person(browser, rosa, omar):
    browser(rosa).post(f"{AUSTRIA}propose/", reading())
    for forged in ({}, {"by": str(omar.id), "confirmed_by": str(omar.id), "one_person_mode": "on"}):
        answer = confirms(browser(rosa), **forged)
        assert answer.status_code == 409
        assert "a second person who has read the page confirms it" in text(answer)
    assert not row().confirmed


def test_the_second_person_says_that_they_read_it_and_when(browser, rosa, omar):
    browser(rosa).post(f"{AUSTRIA}propose/", reading())
    second = browser(omar)
    for wrong in ({"read_it": ""}, {"read_on": ""}, {"read_on": today(-1)}, {"read_on": today(181)}):
        assert confirms(second, **wrong).status_code == 422
    assert not row().confirmed


def test_a_button_pressed_twice_and_two_confirmers_at_once_count_once(browser, rosa, omar, sana):
    first = browser(rosa)
    assert [first.post(f"{AUSTRIA}propose/", reading()).status_code for _ in range(2)] == [302, 409]
    path = f"{AUSTRIA}{claim().id}/confirm/"
    answers = [
        browser(person).post(path, {"read_on": today(), "read_it": "on"}).status_code
        for person in (omar, omar, sana)
    ]
    assert answers == [302, 409, 409]
    assert Entry.objects.filter(event="directory.confirmed").count() == 1


def test_a_proposal_is_confirmed_on_its_own_page_alone(browser, rosa, omar):
    browser(rosa).post(f"{AUSTRIA}propose/", reading())
    for act, answers in (
        ("confirm", {"read_on": today(), "read_it": "on"}),
        ("withdraw", {"reason": "So."}),
    ):
        other = f"{LIST}BE:child-focus/{claim().id}/{act}/"
        assert browser(omar).post(other, answers).status_code == 404
    assert claim().confirmed_at is None


def test_a_proposal_keeps_what_was_read_not_what_a_form_says(browser, sana, tomas):
    browser(sana).post(f"{AUSTRIA}change/", change())
    confirms(browser(tomas), url="https://other.example.org/", holds_from=today(), kind="as_shipped")
    waiting = claim()
    assert (waiting.url, waiting.kind) == (NEW_URL, "changed")
    assert waiting.holds_from > timezone.now() + timedelta(hours=23)
    assert row() == SHIPPED.row("AT:stopline")


def test_a_changed_address_waits_and_says_until_when_and_can_be_withdrawn(browser, rosa, sana, tomas):
    assert browser(sana).post(f"{AUSTRIA}change/", change()).status_code == 302
    confirms(browser(tomas))
    page = text(browser(rosa).get(AUSTRIA))
    assert "A change waits" in page
    assert "Withdraw this change" in page
    for path, answers in (
        ("propose/", reading()),
        (f"{claim().id}/confirm/", {"read_on": today(), "read_it": "on"}),
    ):
        assert browser(rosa).post(AUSTRIA + path, answers).status_code == 409
    assert browser(sana).post(f"{AUSTRIA}change/", change()).status_code == 409
    assert browser(rosa).post(f"{AUSTRIA}{claim().id}/withdraw/", {"reason": ""}).status_code == 422
    assert (
        browser(rosa).post(f"{AUSTRIA}{claim().id}/withdraw/", {"reason": "Not theirs."}).status_code == 302
    )
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert row() == SHIPPED.row("AT:stopline")


def test_a_moderator_neither_changes_an_address_nor_confirms_a_change(browser, rosa, sana):
    assert browser(rosa).post(f"{AUSTRIA}change/", change()).status_code == 403
    assert browser(rosa).post(f"{LIST}add/", change()).status_code == 403
    browser(sana).post(f"{AUSTRIA}change/", change())
    assert "A senior or an administrator confirms a change." in text(browser(rosa).get(AUSTRIA))
    assert confirms(browser(rosa)).status_code == 403


def test_somebody_shut_out_confirms_nothing_with_an_old_session(browser, rosa, omar):
    browser(rosa).post(f"{AUSTRIA}propose/", reading())
    second = browser(omar)
    Staff.objects.filter(id=omar.id).update(is_active=False)
    assert confirms(second).status_code == 302
    assert not row().confirmed


def test_what_is_odd_about_a_change_is_said_to_the_second_person(browser, sana, tomas):
    browser(sana).post(f"{AUSTRIA}change/", change(url="https://www.st0pline.at/"))
    page = text(browser(tomas).get(AUSTRIA))
    assert "Look twice" in page
    assert "st0pline.at instead of stopline.at" in page


def test_a_change_without_a_page_and_one_of_an_added_authority_are_looked_at_twice_too(browser, sana, tomas):
    browser(sana).post(f"{AUSTRIA}change/", change(url="", phone="110", email="desk@other.example.org"))
    page = text(browser(tomas).get(AUSTRIA))
    assert "It leaves out the page so far: stopline.at." in page
    assert "The e-mail address belongs to example.org" in page
    form = change(country="VA", name="Invented Hotline", url="https://hotline.example.org/")
    added = browser(sana).post(f"{LIST}add/", form).url
    browser(tomas).post(f"{added}{claim(country='VA').id}/confirm/", {"read_on": today(), "read_it": "on"})
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        browser(sana).post(f"{added}change/", change(url="https://hotline.exarnple.org/"))
        assert "exarnple.org instead of example.org" in text(browser(tomas).get(added))


def test_a_form_says_what_it_wants_to_know_in_its_own_words(browser, rosa, omar):
    browser(rosa).post(f"{AUSTRIA}propose/", reading())
    path = f"{AUSTRIA}{claim().id}/"
    answers = [browser(omar).post(f"{path}{act}/", {"read_on": today()}) for act in ("confirm", "withdraw")]
    answers.append(browser(omar).post(f"{AUSTRIA}wrong/", {}))
    for answer, words in zip(
        answers,
        (
            "Open the page yourself, and tick the box",
            "Answer “Why you withdraw it”",
            "Answer “What is wrong”",
        ),
        strict=True,
    ):
        assert answer.status_code == 422
        assert words in text(answer)


def test_the_day_that_a_form_offers_is_that_of_the_desk(client, rosa, organisation):
    save_profile(by=CONSOLE, time_zone="America/Los_Angeles")
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False):
        client.force_login(rosa)
        assert 'value="2026-11-22"' in client.get(AUSTRIA).content.decode()


def test_days_are_written_out_and_the_row_leads_to_its_page(client, rosa):
    client.force_login(rosa)
    for path in (LIST, f"{LIST}DE:bka/", f"{LIST}review/DE:bka/"):
        assert "22 November 2026" in text(client.get(path)), path
    assert f'href="{SHIPPED.row("AT:stopline").url}" rel="noopener' in text(client.get(AUSTRIA))
    assert "Yes: a law names it" in text(client.get(f"{LIST}nca/"))
    unheard_of = (f"a%00b/{one}" for one in ("", "change/"))
    assert [client.get(f"{LIST}{path}").status_code for path in unheard_of] == [404, 403]
    acts = ("propose/", "wrong/", f"{uuid4()}/confirm/", f"{uuid4()}/withdraw/")
    answers = [client.post(f"{LIST}a%00b/{act}", reading(reason="So.", read_it="on")) for act in acts]
    assert [answer.status_code for answer in answers] == [404] * 4


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"url": "http://www.stopline.at/x"}, "must begin with https://"),
        ({"url": "https://user@stopline.at/"}, "names a user"),
        ({"url": "https://stopline.at:8443/"}, "names a port"),
        ({"url": "https://xn--stpline-q4a.at/"}, "another alphabet"),
        ({"url": "https://192.0.2.1/"}, "is a number"),
        ({"url": ""}, "Give the address of a page or a telephone number"),
        ({"phone": "ring me"}, "3 to 15 digits"),
        ({"email": "desk"}, "not an e-mail address"),
        ({"source_url": "http://a.at/"}, "must begin with https://"),
        ({"read_on": "2999-01-01"}, "lies in the future"),
        ({"reason": ""}, "Error: Change the address"),
    ],
)
def test_a_wrong_address_is_said_in_the_form(client, sana, changed, words):
    client.force_login(sana)
    answer = client.post(f"{AUSTRIA}change/", change(**changed))
    assert answer.status_code == 422
    assert words in text(answer)
    assert not AddressClaim.objects.exists()


def test_one_person_says_that_an_address_is_wrong(client, rosa):
    client.force_login(rosa)
    path = f"{LIST}DE:bka/"
    assert client.post(f"{path}wrong/", {"reason": ""}).status_code == 422
    assert client.post(f"{path}wrong/", {"reason": "The page is gone."}).status_code == 302
    assert not directory().row("DE:bka").confirmed
    assert "Said to be wrong" in text(client.get(path))
    assert "The page is gone." in text(client.get(path))


def test_the_united_kingdoms_rows_say_that_they_are_not_changed_here(client, sana):
    client.force_login(sana)
    for authority in ("iwf", "ceop", "police:local"):
        page = text(client.get(f"{LIST}{authority}/"))
        assert "comes with Belisha and isn’t changed here" in page
        assert "This address is wrong" not in page
        assert client.post(f"{LIST}{authority}/change/", change()).status_code == 409
        assert client.post(f"{LIST}{authority}/wrong/", {"reason": "So."}).status_code == 409
    assert client.get(f"{LIST}emergency/").status_code == 404


def test_an_authority_is_added_for_a_country_that_has_none(browser, sana, tomas):
    form = change(country="VA", name="Invented Hotline", for_public="on")
    assert "Vatican City" in text(browser(sana).get(f"{LIST}add/"))
    assert browser(sana).post(f"{LIST}add/", form | {"country": "AT"}).status_code == 422
    answer = browser(sana).post(f"{LIST}add/", form)
    assert answer.url == f"{LIST}VA:invented-hotline/"
    assert "None yet." in text(browser(tomas).get(answer.url))
    path = f"{answer.url}{claim().id}/confirm/"
    assert browser(tomas).post(path, {"read_on": today(), "read_it": "on"}).status_code == 302
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert "Added here" in text(browser(tomas).get(answer.url))


def test_one_person_mode_says_what_it_does_and_is_marked(client, one_person, solo):
    client.force_login(solo)
    assert "In one-person mode you may confirm it yourself" in text(client.get(f"{AUSTRIA}change/"))
    noted = text(client.post(f"{AUSTRIA}propose/", reading(), follow=True))
    assert "You or a second person confirms it now." in noted
    assert "In one-person mode you confirm this alone." in noted
    assert confirms(client).status_code == 302
    assert "One-person mode" in text(client.get(AUSTRIA))


def test_what_is_to_be_read_again_is_listed_and_ticked_off(client, rosa):
    client.force_login(rosa)
    assert "Nothing is older than 180 days." in text(client.get(f"{LIST}review/"))
    with time_machine.travel("2027-06-01T12:00:00Z"):
        client.force_login(rosa)
        assert "older than 180 days, the oldest first" in text(client.get(f"{LIST}review/"))
        path = f"{LIST}review/help:childline/"
        assert "0800 1111" in text(client.get(path))
        assert client.post(path, reading(read_on="2020-01-01")).status_code == 422
        assert client.post(path, reading()).status_code == 302
        assert "help:childline/" not in text(client.get(f"{LIST}review/"))
        assert "Old" in text(client.get(f"{LIST}DE:bka/"))
    assert client.post(f"{LIST}review/AT:stopline/", reading()).status_code == 409


def test_a_row_that_a_release_has_changed_says_so_and_is_confirmed_again(browser, monkeypatch, rosa, omar):
    browser(rosa).post(f"{AUSTRIA}propose/", reading())
    confirms(browser(omar))
    assert "A release of Belisha says something else" not in text(browser(rosa).get(AUSTRIA))
    later = SHIPPED.with_rows([replace(SHIPPED.row("AT:stopline"), phone="110")])
    monkeypatch.setattr("belisha.organisation.directory.SHIPPED", later)
    page = text(browser(rosa).get(AUSTRIA))
    assert "A release of Belisha says something else" in page
    assert "I have read it: it is right" in page


@time_machine.travel("2027-06-01T12:00:00Z")
def test_several_rows_are_ticked_off_at_once_and_only_those_that_are_old(client, rosa):
    client.force_login(rosa)
    path = f"{LIST}review/"
    for wrong in (
        {"row_ids": []},
        {"row_ids": ["AT:stopline"]},
        {"row_ids": ["help:childline"], "read_on": "2999-01-01"},
        {"row_ids": ["help:childline"], "read_on": "2026-11-22"},
    ):
        assert client.post(path, {"read_on": today()} | wrong).status_code == 422, wrong
    page = client.post(path, {"read_on": today()}).content.decode()
    assert 'href="#id_row_ids"' in page
    assert page.index('id="id_row_ids"') < page.index('class="govuk-error-message"') < page.index("<caption")
    assert 'href="https://www.childline.org.uk/" rel="noopener' in page
    ticked = ["help:childline", "DE:bka", "force:E23000023"]
    assert client.post(path, {"row_ids": ticked, "read_on": today()}).status_code == 302
    page = client.get(path).content.decode()
    assert [one for one in ticked if f'value="{one}"' in page] == []
    assert 'value="help:nspcc"' in page
    assert Entry.objects.filter(event="directory.read_again").count() == 3


def test_a_picture_gets_no_further_than_the_form(client, sana):
    client.force_login(sana)
    picture = "data:image/gif;base64,R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs="
    answer = client.post(f"{AUSTRIA}change/", change(source_title=picture))
    assert (answer.status_code, "encoded file" in text(answer)) == (422, True)


def test_the_settings_and_the_navigation_lead_here(client, alex, rosa):
    client.force_login(alex)
    assert f'href="{LIST}"' in client.get("/desk/settings/").content.decode()
    client.force_login(rosa)
    assert f'href="{LIST}"' in client.get("/desk/").content.decode()
