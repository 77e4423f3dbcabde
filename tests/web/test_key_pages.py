"""The administrator makes and revokes keys of programs."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from belisha.ledger.models import Entry
from belisha.organisation.arrange import save_profile, save_service
from belisha.people.keys import key_of
from belisha.people.models import ApiKey

KEYS = "/desk/settings/keys/"
REPORT = {"source": "moderator", "concerns": ["grooming"], "danger_now": "no", "what_happened": "Message 1."}


@pytest.fixture
def as_alex(client, alex):
    client.force_login(alex)
    return client


def text(answer):
    return html.unescape(answer.content.decode())


def shown_secret(answer):
    return re.search(r"belisha_[0-9a-f]{12}_[\w-]{43}", text(answer)).group(0)


def sends(client, secret):
    headers = {"Authorization": f"Bearer {secret}"}
    return client.post("/api/v1/reports", REPORT, content_type="application/json", headers=headers)


def events():
    return [entry.event for entry in Entry.objects.order_by("seq")]


def test_a_key_is_made_shown_once_and_opens_the_api(as_alex, alex):
    answer = as_alex.post(KEYS, {"name": "upload service", "scopes": ["report"]})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    secret, key = shown_secret(answer), ApiKey.objects.get()
    assert (key.name, key.scopes, key.created_by, key.expires_at) == (
        "upload service",
        ["report"],
        alex,
        None,
    )
    assert events() == ["key.added"]
    assert Entry.objects.get().actor == alex.ledger_name
    assert sends(as_alex, secret).status_code == 201


def test_a_secret_is_in_no_session_no_later_page_and_no_ledger_entry(as_alex):
    secret = shown_secret(as_alex.post(KEYS, {"name": "upload service", "scopes": ["report"]}))
    shown = text(as_alex.get(KEYS))
    assert ApiKey.objects.get().prefix in shown
    assert secret not in shown
    assert secret not in str(dict(as_alex.session))
    assert secret not in str([entry.content for entry in Entry.objects.all()])


def test_a_revoked_key_opens_nothing_at_once(as_alex, alex):
    secret = shown_secret(as_alex.post(KEYS, {"name": "upload service", "scopes": ["report"]}))
    assert as_alex.post(f"{KEYS}{ApiKey.objects.get().id}/revoke/").url == KEYS
    assert sends(as_alex, secret).status_code == 401
    assert "Revoked" in text(as_alex.get(KEYS))
    assert events() == ["key.added", "key.revoked"]


def test_a_key_works_until_its_last_day_ends_where_the_organisation_is(as_alex, alex):
    save_profile(by=alex, legal_name="Example Forum Limited", time_zone="Europe/Paris")
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        as_alex.force_login(alex)
        answer = as_alex.post(KEYS, {"name": "trial", "scopes": ["read"], "last_day": "2026-11-24"})
    secret = shown_secret(answer)
    assert ApiKey.objects.get().expires_at == datetime(2026, 11, 24, 23, tzinfo=UTC)
    with time_machine.travel("2026-11-24T22:59:00Z", tick=False):
        assert key_of(secret)
    with time_machine.travel("2026-11-24T23:01:00Z", tick=False):
        assert key_of(secret) is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "id_name"),
        ({"scopes": []}, "id_scopes_0"),
        ({"scopes": ["everything"]}, "id_scopes_0"),
        ({"last_day": "2020-01-01"}, "id_last_day"),
    ],
)
def test_a_wrong_answer_makes_no_key(as_alex, wrong, field):
    answer = as_alex.post(KEYS, {"name": "upload service", "scopes": ["report"]} | wrong)
    assert answer.status_code == 422
    assert f'href="#{field}"' in text(answer)
    assert not ApiKey.objects.exists()
    assert events() == []


def test_the_page_proposes_that_a_key_ends_in_a_year(as_alex):
    shown = text(as_alex.get(KEYS))
    day = timezone.localdate() + timedelta(days=365)
    assert f'name="last_day" value="{day:%Y-%m-%d}"' in shown


def test_a_key_is_rotated_with_an_overlap_and_both_work_until_then(as_alex):
    old = shown_secret(as_alex.post(KEYS, {"name": "upload service", "scopes": ["report"]}))
    key = ApiKey.objects.get()
    page = f"{KEYS}{key.id}/rotate/"
    assert page in text(as_alex.get(KEYS))
    assert "upload service" in text(as_alex.get(page))
    answer = as_alex.post(page, {"hours": "24"})
    new = shown_secret(answer)
    assert "The old key works until" in text(answer)
    assert [sends(as_alex, secret).status_code for secret in (old, new)] == [201, 201]
    assert events()[:3] == ["key.added", "key.added", "key.rotated"]
    shown = text(as_alex.get(KEYS))
    assert "Being replaced" in shown
    assert page not in shown
    assert as_alex.post(page, {"hours": "24"}).status_code == 409


def test_a_wrong_overlap_makes_no_key(as_alex):
    as_alex.post(KEYS, {"name": "upload service", "scopes": ["report"]})
    page = f"{KEYS}{ApiKey.objects.get().id}/rotate/"
    assert as_alex.post(page, {"hours": "9999"}).status_code == 422
    assert ApiKey.objects.count() == 1
    assert as_alex.get(page.replace(page[-44:-8], "00000000-0000-4000-8000-000000000000")).status_code == 404


@pytest.fixture
def two_services(alex):
    return [save_service(name=name, slug=name.lower(), by=alex) for name in ("Chat", "Arena")]


def test_a_key_is_bound_to_the_services_that_are_ticked_and_its_successor_too(as_alex, two_services):
    chat, _ = two_services
    said = {"name": "chat vendor", "scopes": ["report"], "services": [str(chat.id)]}
    secret = shown_secret(as_alex.post(KEYS, said))
    answers = [
        as_alex.post(
            "/api/v1/reports",
            REPORT | {"service": slug},
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        ).status_code
        for slug in ("chat", "arena")
    ]
    assert answers == [201, 403]
    as_alex.post(f"{KEYS}{ApiKey.objects.get().id}/rotate/", {"hours": "24"})
    assert [key.services for key in ApiKey.objects.all()] == [[str(chat.id)]] * 2
    page = text(as_alex.get(KEYS))
    assert "Chat</span>" in page
    assert "All services in reach" not in page


def test_the_page_says_which_keys_reach_every_service(as_alex, two_services):
    as_alex.post(KEYS, {"name": "back end", "scopes": ["orders"]})
    page = text(as_alex.get(KEYS))
    assert "1 live key is bound to no service: it reads and answers for all 2 services" in page
    assert "All services</span>" in page


@pytest.mark.parametrize("wrong", ["chat", "00000000-0000-4000-8000-000000000000"])
def test_a_service_that_is_none_makes_no_key(as_alex, two_services, wrong):
    answer = as_alex.post(KEYS, {"name": "back end", "scopes": ["orders"], "services": [wrong]})
    assert answer.status_code == 422
    assert not ApiKey.objects.exists()
