"""Teams say who sees whose cases: they are changed by somebody known, for others, and seniors look at it."""

import pytest
from django.urls import reverse

from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_service, save_team
from belisha.organisation.models import Service, Team
from belisha.people.models import StaffChange
from belisha.people.roles import Role
from belisha.work.look import ask_to_look
from belisha.work.models import Task

TEAMS = "/desk/settings/teams/"


@pytest.fixture
def services(organisation):
    """Lantern and Beacon."""
    save_service(name="Beacon", slug="beacon", by=CONSOLE)
    return {row.slug: row.id for row in Service.objects.all()}


@pytest.fixture
def teams(services, rosa, omar):
    """Rosa serves Lantern, Omar Beacon."""
    for slug, person in (("lantern", rosa), ("beacon", omar)):
        save_team(name=slug, services=[services[slug]], members=[person.id], by=CONSOLE)
    return {team.name: f"{TEAMS}{team.id}/" for team in Team.objects.all()}


def widened():
    return [(change.person.name, change.by.name) for change in StaffChange.objects.filter(what="services")]


@pytest.mark.parametrize("how", ["a new team", "the other team", "no team"])
def test_an_administrator_who_works_on_cases_opens_no_more_services_to_themself(
    client, teams, services, person, make_case, how
):
    bo = person("Bo", Role.MODERATOR, Role.ADMINISTRATOR)
    theirs = make_case(service="beacon")
    client.force_login(bo)
    page, said = {
        "a new team": (TEAMS, {"name": "New", "members": [bo.id], "services": [services["beacon"]]}),
        "the other team": (teams["beacon"], {"name": "beacon", "members": [bo.id], "services": []}),
        "no team": (f"{teams['beacon']}remove/", {}),
    }[how]
    answer = client.post(page, said)
    assert answer.status_code in (409, 422)
    assert "more services to yourself" in answer.content.decode()
    assert client.get(reverse("case", args=[theirs.id])).status_code == 403
    assert (Team.objects.count(), widened()) == (2, [])


def test_whoever_comes_to_see_more_services_is_named_to_the_seniors(
    client, teams, services, alex, sana, rosa
):
    client.force_login(alex)
    both = {"name": "lantern", "members": [rosa.id], "services": list(services.values())}
    assert client.post(teams["lantern"], both).status_code == 302
    assert widened() == [("Rosa", "Alex")]
    ask_to_look()
    assert Task.objects.get().reason.startswith("May now see the cases of more services.")


def test_a_team_that_is_removed_opens_its_services_to_the_others_and_a_senior_hears_of_each(
    client, teams, alex, rosa, person
):
    person("Ida", Role.MODERATOR)
    client.force_login(alex)
    client.post(f"{teams['beacon']}remove/")
    assert sorted(widened()) == [("Ida", "Alex"), ("Rosa", "Alex")]


def test_a_change_that_opens_nothing_asks_nobody_to_look(client, services, alex, rosa, omar):
    client.force_login(alex)
    client.post(TEAMS, {"name": "All", "members": [rosa.id, omar.id]})
    assert (Team.objects.count(), StaffChange.objects.count()) == (1, 0)


def test_in_one_person_mode_one_person_makes_their_own_team(client, services, one_person, solo, rosa):
    save_team(name="Others", services=[services["beacon"]], members=[rosa.id], by=CONSOLE)
    solo.roles = [Role.MODERATOR, Role.ADMINISTRATOR]
    solo.save()
    client.force_login(solo)
    said = {"name": "Mine", "members": [solo.id], "services": list(services.values())}
    assert client.post(TEAMS, said).status_code == 302
    assert widened() == [("Solo", "Solo")]
