"""The administrator adds people, changes what they may do, shuts them out and helps them back in."""

import html
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from belisha.ledger.models import Entry
from belisha.people.models import Staff
from belisha.people.roles import IN_WORDS, PERMISSIONS

STAFF = "/desk/settings/staff/"


@pytest.fixture
def as_alex(client, alex):
    client.force_login(alex)
    return client


@pytest.fixture
def as_rosa(rosa):
    client = Client()
    client.force_login(rosa)
    return client


def text(answer):
    return html.unescape(answer.content.decode())


def last_entry():
    return Entry.objects.order_by("-seq").first()


def shown_password(answer):
    return re.search(r'class="b-receipt"[^>]*>([^<]+)<', text(answer)).group(1)


def page_of(person, act=""):
    return f"{STAFF}{person.id}/{act}"


def test_everybody_is_listed_with_roles_and_second_factor(as_alex, rosa, person):
    person("Nila", "analyst", second_factor=False)
    shown = text(as_alex.get(STAFF))
    assert all(name in shown for name in ("Alex", "Rosa", "Nila", "Moderator", "Analyst", "Not set up"))


def test_a_person_is_added_and_signs_in_with_the_password_that_was_shown_once(as_alex, alex):
    new = {"name": "Nila", "email": "nila@desk.example", "roles": ["moderator", "senior"]}
    answer = as_alex.post(f"{STAFF}add/", new)
    password = shown_password(answer)
    nila = Staff.objects.get(email="nila@desk.example")
    assert nila.roles == ["moderator", "senior"]
    assert nila.check_password(password)
    entry = last_entry()
    assert (entry.event, entry.actor, entry.about_id) == ("staff.added", alex.ledger_name, str(nila.id))
    assert entry.content == {"roles": ["moderator", "senior"]}
    signed_in = Client().post("/account/login/", {"login": nila.email, "password": password})
    assert signed_in.status_code == 302


def test_a_first_password_is_never_shown_again_nor_kept_anywhere(as_alex):
    answer = as_alex.post(f"{STAFF}add/", {"name": "Nila", "email": "nila@desk.example"})
    password = shown_password(answer)
    assert len(password) >= 20
    assert "no-store" in answer["Cache-Control"]
    assert password not in str(dict(as_alex.session))
    nila = Staff.objects.get(email="nila@desk.example")
    pages = [as_alex.get(path) for path in (STAFF, page_of(nila), "/desk/start/")]
    assert [page for page in pages if password in text(page)] == []


def test_the_tick_boxes_say_in_words_what_each_role_may_do(as_alex):
    shown = text(as_alex.get(f"{STAFF}add/"))
    assert "decide cases in which the suspect is a child" in shown
    assert "read and check the ledger, without the content of cases" in shown


def test_every_permission_of_every_role_has_words():
    assert set().union(*PERMISSIONS.values()) == set(IN_WORDS)


def test_a_second_person_with_the_same_address_is_refused(as_alex, rosa):
    answer = as_alex.post(f"{STAFF}add/", {"name": "Rosa", "email": "ROSA@desk.example"})
    assert answer.status_code == 422
    assert "already somebody" in text(answer)
    assert Staff.objects.count() == 2
    assert not Entry.objects.exists()


@pytest.mark.parametrize("wrong", [{"email": "nowhere"}, {"name": ""}, {"roles": ["emperor"]}])
def test_a_wrong_answer_adds_nobody(as_alex, wrong):
    answer = as_alex.post(f"{STAFF}add/", {"name": "Nila", "email": "nila@desk.example"} | wrong)
    assert answer.status_code == 422
    assert Staff.objects.count() == 1
    assert not Entry.objects.exists()


def test_a_change_of_roles_holds_from_the_next_request(as_alex, as_rosa, rosa, alex):
    assert as_rosa.get("/desk/ledger/").status_code == 403
    as_alex.post(page_of(rosa), {"roles": ["auditor"]})
    assert as_rosa.get("/desk/ledger/").status_code == 200
    assert as_rosa.get("/desk/").url == "/desk/start/"
    entry = last_entry()
    assert (entry.event, entry.actor) == ("staff.roles_changed", alex.ledger_name)
    assert entry.content == {"before": ["moderator"], "after": ["auditor"]}


def test_a_person_who_is_shut_out_is_out_at_the_next_request(as_alex, as_rosa, rosa):
    assert as_rosa.get("/account/").status_code == 200
    as_alex.post(page_of(rosa, "shut-out/"))
    assert as_rosa.get("/account/").url.startswith("/account/login/")
    assert last_entry().event == "staff.shut_out"
    again = Client().post("/account/login/", {"login": rosa.email, "password": rosa.email})
    assert again.status_code != 302 or again.url == "/account/inactive/"


def test_a_person_who_is_let_in_again_can_sign_in(as_alex, rosa):
    as_alex.post(page_of(rosa, "shut-out/"))
    assert "Let in again" in text(as_alex.get(page_of(rosa)))
    as_alex.post(page_of(rosa, "let-in/"))
    rosa.refresh_from_db()
    assert rosa.is_active
    assert last_entry().event == "staff.let_in"


def test_the_last_administrator_can_neither_be_shut_out_nor_lose_the_role(as_alex, alex, one_person):
    before = Entry.objects.count()
    assert as_alex.post(page_of(alex, "shut-out/")).status_code == 409
    answer = as_alex.post(page_of(alex), {"roles": ["auditor"]})
    assert answer.status_code == 422
    assert "last administrator" in text(answer)
    alex.refresh_from_db()
    assert alex.is_active
    assert alex.roles == ["administrator"]
    assert Entry.objects.count() == before


def test_a_new_password_is_shown_once_and_ends_the_sessions_under_the_old_one(as_alex, as_rosa, rosa):
    password = shown_password(as_alex.post(page_of(rosa, "password/")))
    rosa.refresh_from_db()
    assert rosa.check_password(password)
    assert as_rosa.get("/account/").url.startswith("/account/login/")
    assert last_entry().event == "staff.password_set"
    assert password not in str(last_entry().content)


def test_whose_second_factor_is_reset_is_signed_out_everywhere(as_alex, as_rosa, rosa):
    as_alex.post(page_of(rosa, "second-factor/"))
    assert as_rosa.get("/account/").url.startswith("/account/login/")
    assert not rosa.sessions.exists()


def test_a_reset_second_factor_is_gone_on_record_and_must_be_set_up_again(as_alex, as_rosa, rosa, alex):
    assert as_rosa.get("/desk/").status_code == 200
    as_alex.post(page_of(rosa, "second-factor/"))
    assert not Authenticator.objects.filter(user=rosa).exists()
    assert Authenticator.objects.filter(user=alex).exists()
    as_rosa.force_login(rosa)
    assert as_rosa.get("/desk/").url == "/account/2fa/"
    entry = last_entry()
    assert (entry.event, entry.actor, entry.about_id) == (
        "staff.second_factor_reset",
        alex.ledger_name,
        str(rosa.id),
    )


def test_a_person_who_is_nobody_is_not_found(as_alex):
    page = f"{STAFF}00000000-0000-4000-8000-000000000000/"
    answers = [as_alex.get(page), *(as_alex.post(f"{page}{act}") for act in ("shut-out/", "password/"))]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_persons_own_page_says_what_they_may_do(as_rosa):
    shown = text(as_rosa.get("/account/"))
    assert "Rosa" in shown
    assert "decide cases" in shown
    assert "make and revoke keys" not in shown


def test_signing_out_everywhere_else_keeps_this_session_alone(as_rosa, rosa, client, alex):
    other = Client()
    other.force_login(rosa)
    client.force_login(alex)
    assert "1 other device." in text(as_rosa.post("/account/sign-out-others/", follow=True))
    assert as_rosa.get("/account/").status_code == 200
    assert other.get("/account/").url.startswith("/account/login/")
    assert client.get("/account/").status_code == 200
    assert last_entry().event == "staff.signed_out_elsewhere"


def test_nobody_gives_themselves_a_further_address_to_sign_in_with(as_rosa, rosa):
    answer = as_rosa.post("/account/email/", {"email": "another@desk.example", "action_add": ""})
    assert answer.url == "/account/"
    assert not rosa.emailaddress_set.exists()
