"""To whom a case opens: its holder, those who serve its service, seniors; and danger now to everybody."""

import pytest
from django.urls import reverse

from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_service, save_team
from belisha.organisation.served import while_reading
from belisha.triage.access import may_open
from belisha.triage.models import Case, CaseState, Priority
from tests.desk_cases import case, danger, make_case, organisation

__all__ = ["case", "danger", "make_case", "organisation"]


@pytest.fixture
def team(organisation):
    """A maker of teams: team("Chat", ["lantern"], rosa)."""
    from belisha.organisation.models import Service

    def make(name, services, *members):
        ids = Service.objects.filter(slug__in=services).values_list("id", flat=True)
        return save_team(name=name, services=ids, members=[person.id for person in members], by=CONSOLE)

    return make


def status(client, person, case) -> int:
    client.force_login(person)
    return client.get(reverse("case", args=[case.id])).status_code


def test_without_any_team_every_case_worker_opens_every_case(client, case, rosa, omar):
    assert [status(client, person, case) for person in (rosa, omar)] == [200, 200]


def test_a_case_opens_to_the_team_that_serves_its_service_and_to_seniors(
    client, team, case, rosa, omar, sana
):
    save_service(name="Other", slug="other", by=CONSOLE)
    team("Chat", ["lantern"], rosa)
    team("Other", ["other"], omar)
    assert [status(client, person, case) for person in (rosa, omar, sana)] == [200, 403, 200]


def test_a_team_without_services_serves_all_of_them(client, team, case, rosa, omar):
    team("Everything", [], rosa)
    assert [status(client, person, case) for person in (rosa, omar)] == [200, 403]


def test_whoever_took_a_case_in_danger_goes_on_with_it_when_the_danger_is_over(
    client, team, danger, rosa, omar
):
    team("Chat", ["lantern"], rosa)
    client.force_login(omar)
    client.post(reverse("claim_case", args=[danger.id]))
    Case.objects.filter(id=danger.id).update(priority=Priority.STANDARD)
    assert status(client, omar, danger) == 200
    Case.objects.filter(id=danger.id).update(owner=rosa)
    assert status(client, omar, danger) == 403


def test_an_immediate_case_opens_to_every_case_worker_until_it_is_over(client, team, danger, rosa, omar, ada):
    team("Chat", ["lantern"], rosa)
    assert [status(client, person, danger) for person in (omar, ada)] == [200, 403]
    Case.objects.filter(id=danger.id).update(state=CaseState.CLOSED)
    assert status(client, omar, danger) == 403


def test_an_unclaimed_case_of_a_service_that_no_team_serves_opens_to_everybody(
    client, team, case, rosa, omar
):
    save_service(name="Other", slug="other", by=CONSOLE)
    team("Other", ["other"], rosa)
    assert status(client, omar, case) == 200
    Case.objects.filter(id=case.id).update(owner=rosa)
    assert status(client, omar, case) == 403


def test_a_case_without_a_service_that_no_team_serves_is_lost_to_nobody(client, team, make_case, rosa, omar):
    team("Chat", ["lantern"], rosa)
    nowhere = make_case()
    Case.objects.filter(id=nowhere.id).update(service=None, priority=Priority.STANDARD)
    assert status(client, omar, nowhere) == 200


def test_a_team_of_which_nobody_is_left_shuts_nobody_out(client, team, case, rosa, omar):
    team("Chat", ["lantern"], rosa)
    rosa.is_active = False
    rosa.save()
    assert status(client, omar, case) == 200


def test_what_a_page_remembers_of_one_person_is_never_anothers(team, case, rosa, omar):
    team("Chat", [case.service.slug], rosa)
    with while_reading():
        assert [may_open(case=case, person=person) for person in (rosa, omar, rosa)] == [True, False, True]
