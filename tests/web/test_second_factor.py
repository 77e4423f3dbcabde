"""Outside the demo everybody signs in with a second factor; and nobody guesses a way in."""

import html
import json
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver

from belisha.ledger.models import Entry
from belisha.people.roles import Role
from tests.journeys.visitor import PERIOD, code
from tests.sweeps.doors import DOORS, address

CHOOSE = "/account/2fa/"
ACTIVATE = "/account/2fa/totp/activate/"
ASK_CODE = "/account/2fa/authenticate/"
LOGIN = "/account/login/"


@pytest.fixture
def newcomer(person):
    """Somebody with every role who was added today."""
    return person("Newcomer", *Role.values, second_factor=False)


@pytest.fixture
def in_demo(monkeypatch):
    monkeypatch.setattr(settings, "BELISHA", settings.BELISHA.model_copy(update={"demo": True}))


def text(answer):
    return html.unescape(answer.content.decode())


def signs_in(client, person, password=""):
    return client.post(LOGIN, {"login": person.email, "password": password or person.email})


def code_of(secret, seconds=0):
    if not seconds:
        return code(secret)
    return format_hotp_value(hotp_value(secret, int(time.time() + seconds) // PERIOD))


def set_up_by(client, person):
    """Set a second factor up as a person does; return its secret."""
    client.post("/account/reauthenticate/", {"password": person.email})
    secret = client.get(ACTIVATE).context["form"].secret
    client.post(ACTIVATE, {"code": code_of(secret)})
    return secret


def test_somebody_without_a_second_factor_is_sent_to_set_one_up_from_every_page_of_the_desk(newcomer, client):
    assert signs_in(client, newcomer).url == "/desk/start/"
    desk = {route: door for route, door in DOORS.items() if route.startswith("desk/")}
    for route, door in desk.items():
        for method in ("get", "post"):
            answer = getattr(client, method)(address(route, door))
            assert (answer.status_code, answer.url) == (302, CHOOSE), (method, route)
    assert len(desk) > 20
    assert not Entry.objects.exists()


def test_a_page_of_the_desk_that_is_not_there_tells_nothing_either(newcomer, client):
    signs_in(client, newcomer)
    assert client.get("/desk/nowhere/").url == CHOOSE


def test_the_way_to_help_and_to_the_report_form_stays_open(newcomer, client):
    signs_in(client, newcomer)
    assert [client.get(path).status_code for path in ("/", "/report/", "/report/status/")] == [200] * 3


def test_once_set_up_the_desk_opens_and_the_next_sign_in_asks_for_the_code(newcomer, client):
    signs_in(client, newcomer)
    secret = set_up_by(client, newcomer)
    assert client.get("/desk/").status_code == 200
    other = Client()
    assert signs_in(other, newcomer).url == ASK_CODE
    assert other.get("/desk/").url.startswith(LOGIN)
    wrong = code_of(secret, seconds=3000)
    assert "Incorrect code" in text(other.post(ASK_CODE, {"code": wrong}))
    assert other.get("/desk/").url.startswith(LOGIN)
    assert other.post(ASK_CODE, {"code": code_of(secret)}).url == "/desk/start/"
    assert other.get("/desk/").status_code == 200


def test_a_code_works_once(newcomer, client):
    signs_in(client, newcomer)
    secret = set_up_by(client, newcomer)
    first, second = Client(), Client()
    signs_in(first, newcomer)
    signs_in(second, newcomer)
    code = code_of(secret)
    assert first.post(ASK_CODE, {"code": code}).status_code == 302
    assert second.post(ASK_CODE, {"code": code}).status_code == 200
    assert second.get("/desk/").url.startswith(LOGIN)


def test_a_code_works_once_in_whichever_process(newcomer, client):
    signs_in(client, newcomer)
    secret = set_up_by(client, newcomer)
    code = code_of(secret)
    answers = []
    for _ in range(2):
        cache.clear()  # allauth's own memory of used codes is that of one process
        other = Client()
        signs_in(other, newcomer)
        answers.append(other.post(ASK_CODE, {"code": f" {code[:3]} {code[3:]}"}).status_code)
    assert answers == [302, 200]
    assert other.get("/desk/").url.startswith(LOGIN)


def test_the_secret_and_the_recovery_codes_lie_sealed(newcomer, client):
    signs_in(client, newcomer)
    secret = set_up_by(client, newcomer)
    rows = {row.type: row for row in Authenticator.objects.filter(user=newcomer)}
    kept = json.dumps([row.data for row in rows.values()])
    codes = rows["recovery_codes"].wrap().get_unused_codes()
    assert set(rows) == {"totp", "recovery_codes"}
    assert codes
    assert [word for word in (secret, *codes) if word in kept] == []
    assert secret not in json.dumps(dict(client.session))


def test_a_second_factor_that_is_switched_off_closes_the_desk_again(newcomer, client):
    signs_in(client, newcomer)
    set_up_by(client, newcomer)
    client.post("/account/2fa/totp/deactivate/")
    assert client.get("/desk/").url == CHOOSE


def test_the_demo_works_without_one(newcomer, client, in_demo):
    signs_in(client, newcomer)
    assert client.get("/desk/").status_code == 200
    assert "The demo works without one" in text(client.get("/account/"))


def test_whoever_knows_an_on_call_address_does_not_lock_its_owner_out_with_a_few_guesses(rosa):
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        for _ in range(9):
            signs_in(Client(REMOTE_ADDR="203.0.113.7"), rosa, "a wrong password")
        assert signs_in(Client(REMOTE_ADDR="198.51.100.9"), rosa).status_code == 302


def test_after_twenty_wrong_passwords_from_many_places_even_the_right_one_waits(rosa):
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False) as clock:
        for number in range(20):
            signs_in(Client(REMOTE_ADDR=f"203.0.113.{number}"), rosa, "a wrong password")
        # Each from another place: what counts is the address that is guessed at.
        locked = signs_in(Client(REMOTE_ADDR="198.51.100.9"), rosa)
        assert locked.status_code in (200, 429)
        assert "Too many wrong tries" in text(locked)
        clock.shift(901)
        assert signs_in(Client(), rosa).status_code == 302


def test_guessing_at_many_people_from_one_place_is_stopped_too(person):
    staff = [person(f"Person{number}") for number in range(12)]
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        answers = [signs_in(Client(), somebody, "a wrong password") for somebody in staff]
    stopped = [a for a in answers if a.status_code == 429 or "Too many wrong tries" in text(a)]
    assert len(stopped) == 2


def test_after_many_wrong_codes_even_the_right_one_waits(newcomer, client):
    signs_in(client, newcomer)
    secret = set_up_by(client, newcomer)
    other = Client()
    signs_in(other, newcomer)
    with time_machine.travel(time.time(), tick=False):
        for number in range(10):
            other.post(ASK_CODE, {"code": f"00000{number}"})
        answer = other.post(ASK_CODE, {"code": code_of(secret)})
    assert answer.status_code != 302
    assert other.get("/desk/").url.startswith(LOGIN)


def test_a_stranger_and_a_colleague_get_the_same_answer_to_a_wrong_password(rosa):
    known = text(signs_in(Client(), rosa, "a wrong password"))
    rosa.email = "nobody@desk.example"
    unknown = text(signs_in(Client(), rosa, "a wrong password"))
    message = "The email address and/or password you specified are not correct."
    assert message in known
    assert message in unknown


def test_a_password_that_people_change_themselves_is_on_record_and_signs_the_others_out(rosa, client):
    client.force_login(rosa)
    other = Client()
    other.force_login(rosa)
    new = "a river under seven bridges"
    given = {"oldpassword": rosa.email, "password1": new, "password2": new}
    assert client.post("/account/password/change/", given).status_code == 302
    rosa.refresh_from_db()
    assert rosa.check_password(new)
    entry = Entry.objects.get()
    assert (entry.event, entry.actor, entry.content) == ("staff.password_set", rosa.ledger_name, {})
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").url.startswith(LOGIN)


def test_the_resolver_serves_no_way_to_sign_oneself_up(client):
    assert get_resolver().reverse("account_signup") == "account/signup/"
    answer = client.post("/account/signup/", {"email": "kim@mail.example", "password1": "a long password"})
    assert "You need an invitation" in text(answer)
