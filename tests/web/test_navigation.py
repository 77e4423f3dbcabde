"""Each person is offered the parts of the desk that their roles open, and no other."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from belisha.people.models import Staff
from belisha.people.roles import Role
from belisha.web import navigation

pytestmark = pytest.mark.pure


@pytest.fixture(autouse=True)
def _no_counts(monkeypatch):
    reverse("queue")  # the addresses are loaded now: their modules write down what they count
    monkeypatch.setattr(navigation, "COUNTS", {})


def offered(*roles, path="/desk/"):
    request = RequestFactory().get(path)
    request.user = Staff(email="rosa@desk.example", name="Rosa", roles=[str(role) for role in roles])
    return navigation.navigation(request)


def labels(entries):
    return [entry.label for entry in entries]


def test_a_moderator_is_offered_cases_and_tasks_but_no_ledger_and_no_settings():
    seen = labels(offered(Role.MODERATOR))
    assert {"Queue", "Next case", "Tasks", "Search"} <= set(seen)
    assert not {"Ledger", "Settings"} & set(seen)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.ANALYST])
def test_no_one_else_is_offered_a_case(role):
    assert not {"Queue", "Next case", "Search"} & set(labels(offered(role)))


def test_nobody_signed_in_is_offered_nothing():
    request = RequestFactory().get("/")
    assert navigation.navigation(request) == []
    request.user = AnonymousUser()
    assert navigation.navigation(request) == []


def test_what_changes_something_is_a_button_and_never_the_place_one_is_in():
    entries = {entry.label: entry for entry in offered(Role.MODERATOR, path="/desk/next/")}
    assert entries["Next case"].post
    assert not entries["Next case"].current
    assert entries["Queue"].current


def test_the_nearest_place_is_the_current_one():
    assert labels(e for e in offered(Role.MODERATOR, path="/desk/tasks/") if e.current) == ["Tasks"]
    assert labels(e for e in offered(Role.MODERATOR, path="/desk/cases/1/") if e.current) == ["Queue"]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("deliveries/", "Deliveries"),
        ("questions/", "Questions"),
        ("register/nca/", "Register"),
        ("referrals/1/follow-up/", "Queue"),
        ("settings/destinations/police/", "Directory"),
    ],
)
def test_a_page_of_another_place_is_not_called_the_queue(path, place):
    entries = offered(Role.MODERATOR, path=f"/desk/{path}")
    assert labels(e for e in entries if e.current) == [place]


def test_where_referrals_go_is_part_of_the_directory_in_the_settings_too():
    request = RequestFactory().get("/desk/settings/destinations/")
    request.user = Staff(email="adam@desk.example", name="Adam", roles=[str(Role.ADMINISTRATOR)])
    assert labels(e for e in navigation.settings_navigation(request) if e.current) == ["Directory"]


def test_a_page_of_no_place_marks_none():
    assert [e for e in offered(Role.MODERATOR, path="/desk/viewing/1/") if e.current] == []


def test_a_place_can_say_how_much_waits_there(monkeypatch):
    monkeypatch.setitem(navigation.COUNTS, "tasks", lambda request: 7)
    assert [entry.count for entry in offered(Role.MODERATOR) if entry.label == "Tasks"] == [7]


def test_a_page_that_this_desk_lacks_is_not_offered(monkeypatch):
    lacking = navigation.Place(label="Elsewhere", name="elsewhere", permissions=("triage.view_case",))
    monkeypatch.setattr(navigation, "PLACES", (lacking,))
    assert offered(Role.MODERATOR) == []


def test_who_is_offered_many_places_finds_the_seldom_ones_below_more():
    everything = (Role.MODERATOR, Role.LIST_OFFICER, Role.ADMINISTRATOR, Role.ANALYST, Role.AUDITOR)
    shown = [entry for entry in offered(*everything) if not entry.more]
    assert {"Queue", "Tasks", "Orders", "Appeals", "Contact"} <= set(labels(shown))
    assert len(shown) <= 11
    assert {"Register", "Ledger", "Settings"} <= set(labels(e for e in offered(*everything) if e.more))


def test_what_one_is_in_and_where_something_waits_is_not_below_more(monkeypatch):
    monkeypatch.setitem(navigation.COUNTS, "retention", lambda request: 1)
    seen = {entry.label: entry.more for entry in offered(Role.MODERATOR, path="/desk/register/")}
    assert (seen["Register"], seen["Keeping"], seen["Rota"]) == (False, False, True)


def test_who_is_offered_few_places_has_no_more():
    assert not any(entry.more for entry in offered(Role.ADMINISTRATOR))
