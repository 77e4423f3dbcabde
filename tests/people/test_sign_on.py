"""Signing in through the organisation's own provider: groups give roles, nothing is believed unchecked."""

import html
import time

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.db import connection
from django.test import Client
from pydantic import ValidationError

from belisha.ledger.models import Entry
from belisha.options import ROLES, Settings
from belisha.people.models import DeskSession, ExternalIdentity, Staff
from belisha.people.roles import Role
from belisha.people.staff import shut_out
from tests.people.provider import CLIENT, comes, provider
from tests.staff import stale

__all__ = ["provider"]

NIA = {
    "sub": "7c1f-nia",
    "email": "nia@desk.example",
    "email_verified": True,
    "name": "Nia",
    "groups": ["safety"],
}


def text(answer):
    return html.unescape(answer.content.decode())


def events():
    return [entry.event for entry in Entry.objects.order_by("seq") if entry.event.startswith("staff.")]


@pytest.fixture
def at_provider(provider):
    """Nia is signed in at the provider."""
    provider.person = dict(NIA)
    return provider


@pytest.fixture
def trusted(at_provider, settings):
    """The provider asks everybody for a second factor itself."""
    settings.BELISHA = settings.BELISHA.model_copy(update={"oidc_second_factor": True})
    return at_provider


def test_somebody_whose_group_has_a_role_comes_in_for_the_first_time(at_provider, client):
    assert "Sign in with Harbour" in text(client.get("/account/login/"))
    assert comes(client, at_provider).status_code == 302
    nia = Staff.objects.get()
    assert (nia.email, nia.name, nia.roles) == ("nia@desk.example", "Nia", ["moderator"])
    assert not nia.has_usable_password()
    assert client.get("/account/").status_code == 200
    assert events() == ["staff.added", "staff.linked"]
    assert {entry.actor for entry in Entry.objects.filter(event__startswith="staff.")} == {"sign-on"}


def test_a_stranger_without_such_a_group_stays_out_and_is_not_kept(at_provider, client):
    at_provider.person["groups"] = ["everybody"]
    answer = comes(client, at_provider)
    assert answer.status_code == 403
    assert "none of your groups" in text(answer)
    assert not Staff.objects.exists()
    assert not Entry.objects.exists()


def test_a_second_factor_is_needed_here_unless_the_provider_asks_for_one(at_provider, client, settings):
    comes(client, at_provider)
    assert client.get("/desk/").url == "/account/2fa/"
    settings.BELISHA = settings.BELISHA.model_copy(update={"oidc_second_factor": True})
    assert client.get("/desk/").status_code == 200


def test_roles_follow_the_groups_at_each_sign_in_and_are_recorded(trusted, client, alex):
    comes(client, trusted)
    assert client.get("/desk/settings/").status_code == 403
    trusted.person["groups"] = ["it", "safety-leads"]
    comes(client, trusted)
    assert set(Staff.objects.get(name="Nia").roles) == {"senior", "administrator"}
    assert client.get("/desk/settings/").status_code == 200
    entry = Entry.objects.filter(event="staff.roles_changed").get()
    assert (entry.actor, entry.content["before"]) == ("sign-on", ["moderator"])


def test_whoever_lost_all_groups_loses_roles_and_sessions(trusted, client, alex):
    comes(client, trusted)
    trusted.person["groups"] = []
    assert comes(Client(), trusted).status_code == 403
    assert Staff.objects.get(name="Nia").roles == []
    assert client.get("/desk/").url.startswith("/account/login/")


def test_the_last_administrator_stays_one_and_it_is_on_record(trusted, client):
    trusted.person["groups"] = ["it"]
    comes(client, trusted)
    trusted.person["groups"] = ["safety"]
    assert comes(Client(), trusted).status_code == 302
    assert set(Staff.objects.get().roles) == {"moderator", "administrator"}
    assert "staff.last_administrator_kept" in events()


def test_a_person_whom_an_administrator_added_is_linked_by_a_verified_address_alone(
    at_provider, client, person
):
    nia = person("Nia", "moderator", second_factor=False)
    at_provider.person["email_verified"] = False
    assert comes(client, at_provider).status_code == 403
    at_provider.person["email_verified"] = "true"
    assert comes(client, at_provider).status_code == 403
    assert not ExternalIdentity.objects.exists()
    at_provider.person["email_verified"] = True
    assert comes(client, at_provider).status_code == 302
    assert ExternalIdentity.objects.get().person == nia
    # Another account of the provider with the same address is not the same person.
    at_provider.person["sub"] = "another"
    assert comes(Client(), at_provider).status_code == 403


def test_nobody_new_comes_in_by_an_address_that_is_not_verified(at_provider, client):
    at_provider.person["email_verified"] = False
    assert comes(client, at_provider).status_code == 403
    assert not Staff.objects.exists()


def test_somebody_shut_out_stays_out_whatever_the_groups_say(trusted, client, alex):
    comes(client, trusted)
    shut_out(person_id=Staff.objects.get(name="Nia").id, by=alex)
    assert client.get("/desk/").url.startswith("/account/login/")
    trusted.person["groups"] = ["safety-leads"]
    assert comes(client, trusted).status_code == 403
    nia = Staff.objects.get(name="Nia")
    assert (nia.is_active, nia.roles) == (False, ["moderator"])


def test_a_factor_of_ones_own_is_asked_for_after_the_provider(at_provider, client, rosa):
    at_provider.person["email"] = rosa.email
    assert comes(client, at_provider).url == "/account/2fa/authenticate/"
    assert client.get("/desk/").url.startswith("/account/login/")


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": "another"},
        {"iss": "https://elsewhere.example"},
        {"aud": "another-desk"},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"exp": int(time.time()) - 3600},
        {"sub": None},
    ],
    ids=["nonce", "issuer", "audience", "authorised party", "too old", "no subject"],
)
def test_a_token_that_does_not_answer_what_was_asked_is_not_believed(at_provider, client, changes):
    at_provider.changes = changes
    assert comes(client, at_provider).status_code == 409
    assert not Staff.objects.exists()


@pytest.mark.parametrize("how", ["another key", "none", "the public key as a secret"])
def test_a_token_that_the_provider_did_not_sign_is_not_believed(at_provider, client, how):
    if how == "another key":
        at_provider.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    else:
        at_provider.algorithm, at_provider.key = {"none": ("none", "")}.get(how, ("HS256", "n" * 64))
    assert comes(client, at_provider).status_code == 409
    assert not Staff.objects.exists()


def test_an_answer_that_nobody_asked_for_or_that_comes_twice_is_not_believed(at_provider, client):
    assert comes(client, at_provider, state="another").status_code == 409
    brought = at_provider.authorize(Client().get("/account/sign-on/").url)
    assert client.get("/account/sign-on/callback/", brought).status_code == 409
    assert comes(client, at_provider, code="").status_code == 409
    comes(client, at_provider)
    last = at_provider.asked[-1]["state"]
    assert client.get("/account/sign-on/callback/", {"state": last, "code": "code-1"}).status_code == 409


def test_state_nonce_and_pkce_are_new_each_time(at_provider):
    for _ in range(3):
        comes(Client(), at_provider)
    for name in ("state", "nonce", "code_challenge"):
        assert len({asked[name] for asked in at_provider.asked}) == 3
    assert {asked["code_challenge_method"] for asked in at_provider.asked} == {"S256"}


@pytest.mark.parametrize("name", ["token_endpoint", "jwks_uri", "issuer"])
def test_a_provider_that_points_elsewhere_is_not_followed(at_provider, client, name):
    at_provider.about = {name: "http://elsewhere.example/token"}
    # Nothing outside this machine is dialled: tests/sockets.py would fail the test.
    path = client.get("/account/sign-on/")
    if path.status_code == 302:
        brought = at_provider.authorize(path.url)
        path = client.get("/account/sign-on/callback/", brought)
    assert path.status_code == 409
    assert not Staff.objects.exists()


def test_groups_may_come_by_userinfo(at_provider, client):
    del at_provider.person["groups"]
    at_provider.in_userinfo = {"groups": ["safety"]}
    assert comes(client, at_provider).status_code == 302


def test_a_provider_that_is_away_is_a_sentence(at_provider, client):
    at_provider.down = True
    answer = client.get("/account/sign-on/")
    assert answer.status_code == 409
    assert "does not answer now" in text(answer)


def test_nobody_is_led_elsewhere_afterwards(trusted, client):
    assert comes(client, trusted, "/account/sign-on/?next=https://elsewhere.example/").url == "/desk/start/"
    assert comes(Client(), trusted, "/account/sign-on/?next=/desk/tasks/").url == "/desk/tasks/"


def test_after_a_while_the_provider_asks_again_and_only_a_fresh_answer_of_the_same_person_counts(
    trusted, client
):
    comes(client, trusted)
    stale(client)
    path = client.get("/account/reauthenticate/?next=/account/").url
    assert path.startswith("/account/sign-on/again/")
    trusted.changes = {"auth_time": int(time.time()) - 3600}
    assert comes(client, trusted, path).status_code == 409
    trusted.changes = {"sub": "somebody-else", "email": "else@desk.example"}
    assert comes(client, trusted, path).status_code == 409
    trusted.changes = {}
    assert comes(client, trusted, path).url == "/account/"
    assert trusted.asked[-1]["prompt"] == "login"
    assert client.session["account_authentication_methods"][-1]["reauthenticated"]


@pytest.mark.parametrize("ago", [8 * 3600, None], ids=["hours ago", "not said"])
def test_coming_in_without_being_asked_by_the_provider_makes_nobody_fresh(trusted, client, alex, ago):
    trusted.person["groups"] = ["it"]
    trusted.changes = {"auth_time": ago and int(time.time()) - ago}
    assert comes(client, trusted).status_code == 302
    assert client.get("/desk/settings/").status_code == 200
    assert client.get("/desk/settings/staff/add/").url.startswith("/account/reauthenticate/")
    trusted.changes = {}
    comes(Client(), trusted)
    assert client.get("/desk/settings/staff/add/").status_code == 302
    assert comes(client, trusted, "/account/sign-on/again/").status_code == 302
    assert client.get("/desk/settings/staff/add/").status_code == 200


def test_whoever_just_signed_in_at_the_provider_is_fresh(trusted, client, alex):
    trusted.person["groups"] = ["it"]
    comes(client, trusted)
    assert client.get("/desk/settings/staff/add/").status_code == 200


def test_coming_in_once_more_makes_a_session_no_younger_and_no_fresher(trusted, client, alex):
    trusted.person["groups"] = ["it"]
    comes(client, trusted)
    stale(client)
    before = DeskSession.objects.values("id", "since", "ends_at").get()
    assert comes(client, trusted, "/account/sign-on/?next=/desk/tasks/").url == "/desk/tasks/"
    assert DeskSession.objects.values("id", "since", "ends_at").get() == before
    assert client.get("/desk/settings/staff/add/").status_code == 302


@pytest.mark.parametrize("path", ["/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"])
def test_whoever_left_a_browser_open_gives_nobody_a_factor(at_provider, client, path):
    comes(client, at_provider)
    assert client.get(path).status_code == 200
    stale(client)
    assert client.get(path).url.startswith("/account/reauthenticate/")


def test_neither_the_subject_nor_a_token_is_kept(at_provider, client):
    comes(client, at_provider)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_externalidentity")
        row = cursor.fetchone()
    kept = b"|".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)
    assert b"7c1f-nia" not in kept
    assert "access" not in str(dict(client.session))


def test_without_a_provider_there_is_no_such_door(client):
    assert client.get("/account/sign-on/").status_code == 404
    assert "Sign in with your organisation" not in text(client.get("/account/login/"))
    assert client.get("/account/sign-on/callback/?code=a&state=b").status_code in (404, 409)


@pytest.mark.pure
def test_settings_of_a_provider_are_whole_and_name_our_roles():
    whole = {"oidc_issuer": "https://id.example", "oidc_client_id": "desk", "oidc_client_secret": "secret"}
    assert Settings(**whole, oidc_roles="a=b=senior, x = moderator").oidc_roles == {
        "a=b": "senior",
        "x": "moderator",
    }
    for wrong in ({"oidc_roles": ""}, {"oidc_roles": "a=emperor"}, {"oidc_issuer": "http://id.example"}):
        with pytest.raises(ValidationError):
            Settings(**whole | {"oidc_roles": "a=senior"} | wrong)
    assert set(ROLES) == set(Role.values)
