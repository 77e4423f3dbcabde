"""`/metrics`: off until there is a token, and sums of nothing that would name a list."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pydantic import SecretStr, ValidationError

from belisha.options import Settings
from belisha.screening import probing
from belisha.screening.metrics import answered
from belisha.screening.models import HashList, ListVersion
from belisha.screening.watch.keys import Thresholds, Watch
from tests.api.screening import HASHES

OCTETS = "application/octet-stream"
TOKEN = "a token for the monitoring"


@pytest.fixture
def on(monkeypatch):
    """The metrics, switched on: answers to a token."""
    monkeypatch.setattr(settings.BELISHA, "metrics_token", SecretStr(TOKEN))
    return lambda token=TOKEN: Client().get("/metrics", headers={"Authorization": f"Bearer {token}"})


def value(answer, line):
    """The number that a line of the answer has, 0 where there is no such line."""
    found = [row.rpartition(" ")[2] for row in answer.text.splitlines() if row.rpartition(" ")[0] == line]
    return float(found[0]) if found else 0.0


def a_list(name, *, state="in_force", checked_days_ago=0, **fields):
    """A list with one version."""
    now = timezone.now()
    made = HashList.objects.create(name=name, checked_at=now - timedelta(days=checked_days_ago), **fields)
    version = ListVersion.objects.create(hash_list=made, number=1, state=state, made_at=now)
    if state == "in_force":
        made.in_force = version
        made.save()
    return made


def test_without_a_token_in_the_settings_there_is_nothing(person, client):
    client.force_login(person("Lee", "list_officer"))
    answers = [client.get("/metrics"), client.get("/metrics", headers={"Authorization": "Bearer None"})]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_only_the_token_opens_the_metrics(on, person, client):
    client.force_login(person("Lee", "list_officer"))
    assert client.get("/metrics").status_code == 401
    wrong = [on(TOKEN[:-1]).status_code, on("").status_code, on("é" * 16).status_code]
    assert (wrong, on().status_code) == ([401] * 3, 200)
    assert on().headers["Content-Type"].startswith("text/plain")
    assert on().headers["Cache-Control"] == "no-store"


def test_what_was_screened_is_counted_by_door_and_verdict_and_why_it_was_not(on):
    screened = 'belisha_screened_total{door="hashes",verdict="match"}'
    refused, slow = (
        'belisha_not_screened_total{reason="damaged"}',
        'belisha_screen_seconds_count{door="hashes"}',
    )
    before = [value(on(), line) for line in (screened, refused, slow)]
    answered("hashes", verdicts={"match": 2, "no_match": 40}, seconds=0.01)
    answered("hashes", verdicts=["not_screened"], seconds=0.01, reasons=["damaged"])
    assert [value(on(), line) for line in (screened, refused, slow)] == [
        before[0] + 2,
        before[1] + 1,
        before[2] + 2,
    ]


def test_a_word_that_is_no_verdict_or_reason_of_ours_never_becomes_a_label(on):
    answered("media", verdicts=["zqcanary"], seconds=0.1, reasons=["zqcanary"])
    assert "zqcanary" not in on().text
    assert 'reason="other"' in on().text


def test_the_lists_are_counted_all_together_and_none_is_named(on):
    a_list("zqone", checked_days_ago=3)
    a_list("zqtwo", state="refused", checked_days_ago=9)
    a_list("zqown", checked_days_ago=400, kind="own", source="desk")
    text = on()
    lines = ("belisha_lists_in_force", "belisha_lists_refused", "belisha_lists_old")
    assert [value(text, line) for line in lines] == [2, 1, 1]
    assert 9 * 86_400 <= value(text, "belisha_lists_oldest_seconds") < 10 * 86_400
    assert "zq" not in text.text


def test_what_was_told_to_come_back_later_is_counted(on, caller, monkeypatch):
    monkeypatch.setattr(settings.BELISHA, "screen_budget_stops", True)
    monkeypatch.setattr(probing, "watch", Watch(Thresholds(distinct=1)))
    line, shop = 'belisha_turned_away_total{code="budget_spent"}', caller("screen")
    before = value(on(), line)
    statuses = [shop.post(bytes(range(n, n + 64)), HASHES, content_type=OCTETS).status_code for n in (0, 64)]
    assert (statuses, value(on(), line)) == ([200, 429], before + 1)


def test_a_desk_without_lists_says_so(on):
    assert (value(on(), "belisha_lists_in_force"), value(on(), "belisha_lists_oldest_seconds")) == (0, 0)


def test_a_short_token_stops_the_start_and_an_empty_one_is_none():
    with pytest.raises(ValidationError, match="at least 16"):
        Settings(metrics_token="short")
    assert Settings(metrics_token="").metrics_token is None
