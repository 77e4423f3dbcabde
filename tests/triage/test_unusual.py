"""Unusual viewing raises a task for somebody else, and ordinary work raises none."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.jobs import carry
from belisha.people.roles import Role
from belisha.triage import unusual
from belisha.triage.looking import forget_old
from belisha.triage.looking_rules import OPENED, REVEALED, Look
from belisha.triage.looking_rules import unusual as found
from belisha.triage.models import Looking
from belisha.work.models import Task
from bench.viewing import rows
from tests.desk_cases import case, make_case, one_person, organisation

__all__ = ["case", "make_case", "one_person", "organisation"]

NOW = datetime(2026, 11, 18, 15, tzinfo=UTC)


def looks(count, *, hours_ago=0.0, **more):
    start = NOW - timedelta(hours=hours_ago)
    return [Look(start - timedelta(minutes=n % 50), f"{hours_ago}-{n}", **more) for n in range(count)]


def rules(rows, **more):
    return [one.rule for one in found(rows, now=NOW, zone=UTC, **more)]


@pytest.mark.pure
def test_many_cases_within_an_hour_are_unusual_but_not_for_whoever_opens_many_each_day():
    assert rules(looks(20)) == []
    assert rules(looks(21)) == ["many_cases"]
    busy = [look for days in range(1, 20) for look in looks(15, hours_ago=24 * days)]
    assert rules([*busy, *looks(40)]) == []
    assert rules([*busy, *looks(46)]) == ["many_cases"]


@pytest.mark.pure
def test_nobody_makes_everything_usual_by_doing_more_each_week():
    much = [look for days in range(1, 25) for look in looks(50, hours_ago=24 * days)]
    assert rules([*much, *looks(61)]) == ["many_cases"]


@pytest.mark.pure
@pytest.mark.parametrize(
    ("seen", "rule"),
    [
        (looks(9, kind=REVEALED, fields=5), "many_fields"),
        (looks(9, closed=True), "many_closed"),
        (looks(6, hours_ago=14), "at_night"),
        (looks(5, kind="refused"), "turned_away"),
    ],
)
def test_each_rule_finds_its_own(seen, rule):
    assert rules(seen) == [rule]
    assert rules(seen[: len(seen) - 1]) == []


@pytest.mark.pure
def test_whoever_is_on_call_opens_cases_at_night_and_the_same_case_counts_once():
    assert rules(looks(6, hours_ago=14, on_call=True)) == []
    assert rules([Look(NOW, "one", OPENED)] * 50) == []


@pytest.mark.pure
def test_what_was_looked_into_is_not_told_again():
    assert rules(looks(21), since=NOW) == []


def test_simulated_snoopers_are_noticed_and_ordinary_weeks_are_not():
    assert [name for name, _, good in rows(ordinary=4, snoopers=6) if not good] == []


@pytest.fixture
def snooped(make_case, rosa):
    """Rosa opened nine closed cases today."""
    cases = [make_case() for _ in range(9)]
    for one in cases:
        Looking.objects.create(person=rosa, case=one, kind=OPENED, closed=True, at=timezone.now())
    return cases


def test_a_senior_is_asked_to_look_into_it_and_says_what_they_found(client, snooped, rosa, sana):
    assert unusual.look_for_unusual(now=timezone.now()) == 1
    assert unusual.look_for_unusual(now=timezone.now()) == 0
    client.force_login(sana)
    page = reverse("viewing", args=[rosa.id])
    assert page in client.get(reverse("tasks")).content.decode()
    shown = client.get(page).content.decode()
    assert "Rosa opened 9 closed cases within a day (usual: 0)" in shown
    assert snooped[0].label in shown
    assert client.post(page, {"found": ""}).status_code == 422
    assert client.post(page, {"found": "An inspection of last year's cases."}).status_code == 302
    assert not Task.objects.filter(kind=unusual.KIND, done_at=None).exists()
    assert unusual.look_for_unusual(now=timezone.now()) == 0


def test_where_it_is_the_only_senior_an_administrator_looks_and_sees_numbers_alone(
    client, snooped, sana, alex
):
    Looking.objects.update(person=sana)
    unusual.look_for_unusual(now=timezone.now())
    assert Task.objects.get(kind=unusual.KIND).permission == "people.manage_staff"
    client.force_login(alex)
    page = client.get(reverse("viewing", args=[sana.id])).content.decode()
    assert "opened 9 closed cases" in page
    assert not any(one.label in page for one in snooped)
    client.force_login(sana)
    assert client.get(reverse("viewing", args=[sana.id])).status_code == 409


def test_where_a_senior_can_look_an_administrator_does_not_close_it(client, snooped, rosa, sana, alex):
    unusual.look_for_unusual(now=timezone.now())
    client.force_login(alex)
    page = reverse("viewing", args=[rosa.id])
    assert "Say what you found" not in client.get(page).content.decode()
    assert client.post(page, {"found": "It is fine."}).status_code == 403
    assert Task.objects.get(kind=unusual.KIND).done_at is None


def test_a_team_of_one_is_not_asked_about_itself(snooped, one_person):
    assert unusual.look_for_unusual(now=timezone.now()) == 0


def test_opening_a_case_is_counted_once_for_one_look(client, case, rosa):
    client.force_login(rosa)
    for _ in range(3):
        client.get(reverse("case", args=[case.id]))
    assert Looking.objects.filter(person=rosa, kind=OPENED).count() == 1


@pytest.mark.parametrize(
    ("method", "door"),
    [
        ("post", "add_note"),
        ("get", "what_to_say"),
        ("get", "show_hidden"),
        ("get", "decide"),
        ("get", "kept"),
    ],
)
def test_whatever_page_shows_a_case_it_is_counted(client, case, rosa, method, door):
    client.force_login(rosa)
    getattr(client, method)(reverse(door, args=[case.id]))
    assert Looking.objects.get().kind == OPENED


def test_the_worker_looks_and_forgets_what_is_old(case, rosa, person):
    person("Sana", Role.SENIOR)
    old = timezone.now() - timedelta(days=61)
    Looking.objects.create(person=rosa, case=case, kind=OPENED, at=old)
    assert forget_old() == 1
    assert carry.look_at_viewing() == 0
