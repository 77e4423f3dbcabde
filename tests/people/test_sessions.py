"""Where people are signed in: listed in words, ended by hand and by time, unreadable at rest."""

import html
import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from belisha.ledger.models import Entry
from belisha.people.browser import in_words
from belisha.people.models import DeskSession
from belisha.people.session_store import forget_ended, session_id
from tests.staff import expired

LOGIN = "/account/login/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0"


def text(answer):
    return html.unescape(answer.content.decode())


def signed_in(person, agent=FIREFOX):
    client = Client(headers={"User-Agent": agent})
    client.post(LOGIN, {"login": person.email, "password": person.email})
    return client


@pytest.fixture
def nia(person):
    return person("Nia", "moderator", second_factor=False)


def test_the_account_page_lists_each_browser_in_words_and_marks_this_one(nia):
    here, phone = signed_in(nia), signed_in(nia, SAFARI)
    shown = text(here.get("/account/"))
    assert shown.index("Firefox on Windows") < shown.index("This one") < shown.index("Safari on iPhone")
    assert "Mozilla" not in shown
    assert "127.0.0.1" not in shown
    assert "Safari on iPhone" in text(phone.get("/account/"))


def test_one_session_is_ended_and_its_browser_is_out_at_the_next_request(nia):
    here, phone = signed_in(nia), signed_in(nia, SAFARI)
    other = session_id(phone.session.session_key)
    assert here.post(f"/account/sessions/{other}/end/").url == "/account/"
    assert phone.get("/account/").url.startswith(LOGIN)
    assert here.get("/account/").status_code == 200
    entry = Entry.objects.order_by("seq").last()
    assert (entry.event, entry.actor) == ("staff.session_ended", nia.ledger_name)


def test_nobody_ends_the_session_of_somebody_else(nia, rosa, client):
    hers = signed_in(nia)
    client.force_login(rosa)
    answer = client.post(f"/account/sessions/{session_id(hers.session.session_key)}/end/")
    assert answer.status_code == 404
    assert hers.get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("by", "words"), [("idle", "after an hour without use"), ("too old", "after 12 hours everybody")]
)
def test_a_session_past_its_time_is_over_and_says_why(nia, by, words):
    client = signed_in(nia)
    expired(client, by=by)
    answer = client.get("/account/", follow=True)
    assert answer.redirect_chain[0][0].startswith(LOGIN)
    assert words in text(answer)
    assert not DeskSession.objects.filter(person=nia).exists()


def test_use_keeps_a_session_and_a_page_that_looks_by_itself_does_not(nia, time_machine):
    now = timezone.now()
    time_machine.move_to(now)
    used, left = signed_in(nia), signed_in(nia, SAFARI)
    for minutes in (50, 100):
        time_machine.move_to(now + timedelta(minutes=minutes))
        assert used.get("/account/").status_code == 200
        answer = left.get("/account/", headers={"Sec-Fetch-Dest": "empty"})
        assert answer.status_code == (200 if minutes == 50 else 302)


def test_no_use_keeps_a_session_for_longer_than_its_hours(nia, time_machine):
    now = timezone.now()
    time_machine.move_to(now)
    client = signed_in(nia)
    for half_hours in range(1, 24):
        time_machine.move_to(now + timedelta(minutes=30 * half_hours))
        assert client.get("/account/").status_code == 200
    time_machine.move_to(now + timedelta(hours=12, minutes=1))
    assert client.get("/account/").url.startswith(LOGIN)


def test_a_new_password_makes_no_session_young_again(nia, time_machine):
    now = timezone.now()
    time_machine.move_to(now)
    client = signed_in(nia)
    time_machine.move_to(now + timedelta(minutes=40))
    new = "a river under seven bridges"
    client.post("/account/password/change/", {"oldpassword": nia.email, "password1": new, "password2": new})
    assert client.get("/account/").status_code == 200
    assert DeskSession.objects.get(person=nia).since == DeskSession.objects.get().since
    assert abs(DeskSession.objects.get(person=nia).since - now) < timedelta(seconds=5)


def test_the_public_pages_say_nothing_of_a_session_that_is_over(nia):
    client = signed_in(nia)
    expired(client)
    answer = client.get("/report/")
    assert "signed out" not in text(answer)
    assert not answer.cookies


def test_neither_the_cookie_nor_what_a_session_holds_lies_readable(nia):
    client = signed_in(nia)
    client.post("/account/reauthenticate/", {"password": nia.email})
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_desksession")
        kept = b"|".join(
            bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in cursor.fetchone()
        )
    assert secret in json.dumps(dict(client.session))
    assert [word for word in (cookie, secret, nia.email) if word.encode() in kept] == []
    assert not Session.objects.exists()


def test_the_content_of_one_session_moved_to_another_signs_nobody_in(nia, alex):
    hers, his = signed_in(nia), Client()
    his.force_login(alex)
    DeskSession.objects.filter(person=nia).update(browser="moved")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_desksession SET data ="
            " (SELECT data FROM people_desksession WHERE browser != 'moved')"
            " WHERE browser = 'moved'"
        )
    assert hers.get("/account/").url.startswith(LOGIN)
    assert his.get("/account/").status_code == 200


def test_a_session_that_was_ended_while_a_request_ran_does_not_come_back(nia):
    client = signed_in(nia)
    session = client.session
    session["something"] = "new"
    DeskSession.objects.filter(person=nia).delete()
    with pytest.raises(UpdateError):
        session.save()
    assert not DeskSession.objects.exists()


def test_what_is_over_is_forgotten(nia):
    old, live = signed_in(nia), signed_in(nia, SAFARI)
    expired(old)
    assert forget_ended() == 1
    assert live.get("/account/").status_code == 200


@pytest.mark.pure
@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (SAFARI, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        ("curl/8.0", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_as_people_name_it(agent, words):
    assert in_words(agent) == words
