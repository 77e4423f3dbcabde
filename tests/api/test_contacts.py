"""`POST contacts/assess`: what is advised, what is refused, and that nothing is half done."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pydantic import SecretStr

from belisha.contact.models import Contact, NamedAccount, Shown, Watched
from belisha.contact.pattern_read import unread
from belisha.jobs.patterns import read_contacts
from tests.desk_cases import organisation

__all__ = ["organisation"]

PATH = "/api/v1/contacts/assess"


def told(by="account-1", to="account-2", ages=("adult", "13_15"), **changes):
    """A first message between two accounts whom nothing ties: by an adult to a child of 13 to 15."""
    return {
        "event": "first_message",
        "at": timezone.now().isoformat(),
        "actor": {"id": by, "age_band": ages[0], "account_age_days": 40},
        "recipient": {"id": to, "age_band": ages[1], "language": "en"},
        "relation": {"connected": False, "mutual_connections": 0},
        **changes,
    }


@pytest.fixture
def service(caller):
    return caller("contact")


def errors(answer):
    return {error["field"]: error["message"] for error in answer.json()["errors"]}


def test_a_stranger_who_writes_to_a_child_is_warned_of(service):
    answer = service.post(told(), PATH)
    said = answer.json()
    assert answer.status_code == 200
    assert said["advice"] != "allow"
    assert {action["action"] for action in said["message"]["actions"]} >= {"block", "report", "talk"}
    assert said["message"]["help"][0]["name"]
    assert said["reasons"]


def test_an_unknown_age_is_a_child_where_somebody_is_reached(service):
    advice = [
        service.post(told(ages=("adult", band)), PATH).json()["advice"] for band in ("unknown", "adult")
    ]
    assert advice[0] != "allow"
    assert advice[1] == "allow"


def test_a_batch_is_answered_in_its_order(service):
    events = [told(), told(ages=("adult", "adult")), told(by="account-3")]
    results = service.post({"events": events}, PATH).json()["results"]
    assert [result["advice"] != "allow" for result in results] == [True, False, True]
    assert results[0] == results[2]


def test_a_contact_told_again_is_answered_as_before_and_counted_once(service):
    first = told()
    answers = [service.post(first, PATH).json() for _ in range(2)]
    answers += service.post({"events": [first, first]}, PATH).json()["results"]
    assert all(answer == answers[0] for answer in answers)
    assert Contact.objects.count() == 1
    assert set(Shown.objects.values_list("count", flat=True)) == {1}


def test_a_pair_that_was_warned_of_lately_is_left_in_peace_and_told_so_again(service):
    peers = ("16_17", "13_15")
    an_hour_ago = (timezone.now() - timedelta(hours=1)).isoformat()
    first, again = told(ages=peers, at=an_hour_ago), told(ages=peers)
    results = service.post({"events": [first, again, again]}, PATH).json()["results"]
    assert [bool(result["message"]) for result in results] == [True, False, False]
    assert service.post(again, PATH).json() == results[1]
    assert list(Contact.objects.order_by("id").values_list("shown", flat=True)) == [True, False]


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"event": "wave"}, "event", "first_message"),
        ({"actor": {"id": "a", "age_band": "toddler"}}, "actor.age_band", "under_13"),
        ({"recipient": {"age_band": "adult"}}, "recipient.id", "missing"),
        ({"recipient": {"id": "b", "age_band": "adult", "name": "x"}}, "recipient.name", "no field"),
        ({"recipient": {"id": "b", "age_band": "adult", "language": "?"}}, "recipient.language", "de-AT"),
        ({"actor": {"id": " ", "age_band": "adult"}}, "actor.id", "not blank"),
        ({"actor": {"id": "a\u0000", "age_band": "adult"}}, "actor.id", "control"),
        ({"actor": {"id": "a", "age_band": "adult", "verified": "yes"}}, "actor.verified", "true or false"),
        ({"relation": {"mutual_connections": -1}}, "relation.mutual_connections", "at least 0"),
        ({"text": "message 1 of the reported conversation"}, "text", "no field"),
        ({"at": "yesterday"}, "at", "ISO 8601"),
        ({"at": "2026-11-22T10:00:00"}, "at", "zone"),
    ],
)
def test_what_can_not_be_used_is_named_with_what_is_asked_for(service, changed, field, words):
    one, several = told(**changed), {"events": [told(), told(**changed)]}
    for body, where in ((one, field), (several, f"events[1].{field}")):
        answer = service.post(body, PATH)
        assert answer.status_code == 422
        assert words in errors(answer)[where], errors(answer)
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("ago", "words"), [(timedelta(minutes=-6), "future"), (timedelta(days=30, minutes=1), "30 days ago")]
)
def test_a_time_that_can_not_be_right_is_refused_with_the_reason(service, ago, words):
    answer = service.post({"events": [told(), told(at=(timezone.now() - ago).isoformat())]}, PATH)
    assert words in errors(answer)["events[1].at"]
    assert not Contact.objects.exists()


def test_clocks_that_differ_by_some_minutes_do_no_harm(service):
    for ago in (timedelta(minutes=-4), timedelta(days=29)):
        assert service.post(told(at=(timezone.now() - ago).isoformat()), PATH).status_code == 200


def test_too_many_at_once_are_refused_with_the_bound_and_none_of_them_is_kept(service):
    answer = service.post({"events": [{"event": "block"}] * 2001}, PATH)
    assert errors(answer) == {"events": "must have at most 2000 entries"}
    answer = service.post({"events": [told() for _ in range(100_000 // 25)] * 25}, PATH)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "2,000 contacts" in answer.json()["detail"]
    assert not Contact.objects.exists()


@pytest.mark.slow
def test_100_000_at_once_are_taken_in_batches_once_each_and_all_are_looked_at(service):
    at = timezone.now().isoformat()
    parts = [
        [told(by=f"stranger-{part}-{n % 100}", to=f"child-{part}-{n}", at=at) for n in range(2000)]
        for part in range(50)
    ]
    for part in (*parts, parts[0]):
        answer = service.post({"events": part}, PATH)
        assert (answer.status_code, len(answer.json()["results"])) == (200, 2000)
    assert Contact.objects.count() == 100_000
    while read_contacts():
        pass
    assert (unread(), Watched.objects.count()) == (0, 5000)


def test_a_body_that_is_neither_one_nor_several_is_refused_with_what_is_wrong(service):
    assert errors(service.post([], PATH)) == {"body": "must be an object with named fields"}
    assert errors(service.post({"events": {}}, PATH)) == {"events": "must be a list"}
    assert errors(service.post({"events": [], "at": "now"}, PATH)) == {"at": "is no field here"}
    assert service.post(b'{"event": ', PATH).json()["code"] == "not_json"
    assert service.post({"events": []}, PATH).json() == {"results": []}


def test_only_a_key_for_contacts_may_ask(caller):
    answer = caller("report", "read").post(told(), PATH)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


def test_ids_of_two_services_are_two_accounts(service, organisation):
    answers = [service.post(told(), path) for path in (PATH, f"{PATH}?service=lantern")]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len({bytes(one) for one in Contact.objects.values_list("actor", flat=True)}) == 2
    assert NamedAccount.objects.filter(service__slug="lantern").exists()
    refused = service.post(told(), f"{PATH}?service=nowhere")
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_service")


def test_the_monitoring_counts_advice_and_names_nobody(service, client, settings):
    settings.BELISHA = settings.BELISHA.model_copy(update={"metrics_token": SecretStr("monitoring-token-1")})
    ask = {"headers": {"Authorization": "Bearer monitoring-token-1"}}
    before = client.get("/metrics", **ask).content.decode()
    service.post({"events": [told(), told(ages=("adult", "adult"))]}, PATH)
    after = client.get("/metrics", **ask).content.decode()
    for advice in ("allow", "ask_first"):
        name = f'belisha_contacts_total{{advice="{advice}"}} '
        count = [float(text.partition(name)[2].split()[0]) for text in (before, after)]
        assert count[1] - count[0] == 1
    assert "account-1" not in after
