"""Secrets of second factors belong to one person: moved they open nothing. Each change is on record."""

import base64
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from belisha.ledger.models import Entry
from belisha.people import second_factor
from belisha.people.second_factor import BOUND, bind_old, is_vouched_for, vouch
from belisha.vault.keys import DESK_KEY, key_to_seal
from belisha.vault.seal import CannotOpen, seal

LOGIN, ASK_CODE, ACTIVATE = "/account/login/", "/account/2fa/authenticate/", "/account/2fa/totp/activate/"


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def signed_in(somebody):
    client = Client()
    client.post(LOGIN, {"login": somebody.email, "password": somebody.email})
    return client


def set_up(somebody):
    """Set the app up as a person does; return the secret."""
    client = signed_in(somebody)
    client.post("/account/reauthenticate/", {"password": somebody.email})
    secret = client.get(ACTIVATE).context["form"].secret
    client.post(ACTIVATE, {"code": code_of(secret)})
    return secret


def totp_of(somebody):
    return Authenticator.objects.get(user=somebody, type="totp")


def events(about):
    entries = Entry.objects.filter(about_id=str(about.id)).order_by("seq")
    return [(entry.event, entry.content) for entry in entries]


def put(row, **data):
    Authenticator.objects.filter(pk=row.pk).update(data={**row.data, **data})


@pytest.fixture
def nia(person):
    return person("Nia", "moderator", second_factor=False)


@pytest.fixture
def kim(person):
    return person("Kim", "administrator", second_factor=False)


@pytest.mark.parametrize("copied", [True, False], ids=["copied", "exchanged"])
def test_a_secret_moved_to_another_persons_row_lets_nobody_in(nia, kim, copied):
    secret = set_up(nia)
    set_up(kim)
    hers, his = totp_of(nia), totp_of(kim)
    put(his, secret=hers.data["secret"])
    if not copied:
        put(hers, secret=his.data["secret"])
    thief = signed_in(kim)
    assert "Incorrect code" in thief.post(ASK_CODE, {"code": code_of(secret)}).content.decode()
    assert thief.get("/desk/").url.startswith(LOGIN)


def test_a_secret_that_was_sealed_for_nobody_still_opens_and_is_bound_at_the_next_start(nia):
    secret = set_up(nia)
    version, key = key_to_seal(DESK_KEY)
    old = seal(key, version, secret.encode(), table="mfa_authenticator", column="data", row="")
    put(totp_of(nia), secret=base64.b64encode(old).decode())
    assert signed_in(nia).post(ASK_CODE, {"code": code_of(secret)}).url == "/desk/start/"
    assert bind_old() == 1
    assert totp_of(nia).data["secret"].startswith(BOUND)
    assert bind_old() == 0
    assert second_factor.SecondFactorAdapter().decrypt(totp_of(nia).data["secret"]) == secret


def test_a_secret_that_no_row_holds_does_not_open(nia):
    set_up(nia)
    kept = totp_of(nia).data["secret"]
    Authenticator.objects.all().delete()
    with pytest.raises(CannotOpen):
        second_factor.SecondFactorAdapter().decrypt(kept)


def passkey(somebody, credential):
    return Authenticator.objects.create(user=somebody, type="webauthn", data={"credential": credential})


def test_a_passkey_that_somebody_wrote_into_the_database_is_not_vouched_for(nia, kim):
    good, planted = passkey(nia, {"id": "one"}), passkey(kim, {"id": "two"})
    vouch(good)
    assert is_vouched_for(good)
    planted.data["belisha_seal"] = good.data["belisha_seal"]
    assert not is_vouched_for(planted)
    planted.data["credential"] = good.data["credential"]
    assert not is_vouched_for(planted)
    good.data["credential"] = {"id": "another"}
    assert not is_vouched_for(good)
    assert not is_vouched_for(passkey(kim, {"id": "three"}))


def test_what_happens_to_factors_and_recovery_codes_is_on_record(nia, django_capture_on_commit_callbacks):
    # allauth tells of some of it once it is durable.
    with django_capture_on_commit_callbacks(execute=True):
        set_up(nia)
    codes = Authenticator.objects.get(user=nia, type="recovery_codes").wrap().get_unused_codes()
    client = signed_in(nia)
    assert client.post(ASK_CODE, {"code": codes[0]}).url == "/desk/start/"
    client.post("/account/2fa/reauthenticate/", {"code": codes[1]})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/2fa/recovery-codes/generate/")
    client.post("/account/2fa/totp/deactivate/")
    assert events(nia) == [
        ("staff.second_factor_added", {"kind": "app"}),
        ("staff.second_factor_added", {"kind": "recovery codes"}),
        ("staff.recovery_code_used", {"left": 9}),
        ("staff.recovery_code_used", {"left": 8}),
        ("staff.recovery_codes_made", {}),
        ("staff.second_factor_removed", {"kind": "app"}),
        ("staff.second_factor_removed", {"kind": "recovery codes"}),
    ]
