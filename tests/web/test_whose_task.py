"""Whose a task is: of those who may do it, to whom its case opens, and who didn't do what is looked at."""

import pytest
from django.urls import reverse

from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_service, save_team
from belisha.organisation.models import Service
from belisha.people import staff
from belisha.people.models import StaffChange
from belisha.people.roles import Role
from belisha.triage.unusual import ABOUT, KIND
from belisha.work.assign import open_task
from belisha.work.look import ask_to_look
from belisha.work.models import Task

TASKS = "/desk/tasks/"


def takes(client, person, task):
    client.force_login(person)
    listed = f"/desk/tasks/{task.id}/take/" in client.get(TASKS).content.decode()
    status = client.post(reverse("take_task", args=[task.id])).status_code
    Task.objects.filter(id=task.id).update(owner=None)
    return listed, status


def test_a_task_is_taken_by_those_whose_role_does_it(client, danger, person, rosa):
    task = Task.objects.filter(about_id=danger.id).first()
    assert takes(client, person("Lou", Role.LIST_OFFICER), task) == (False, 403)
    assert takes(client, rosa, task) == (True, 302)


def test_a_task_about_a_case_of_another_team_is_taken_by_those_to_whom_it_opens(
    client, make_case, rosa, omar
):
    save_service(name="Beacon", slug="beacon", by=CONSOLE)
    for slug, person in (("lantern", rosa), ("beacon", omar)):
        service = Service.objects.get(slug=slug)
        save_team(name=slug, services=[service.id], members=[person.id], by=CONSOLE)
    task = open_task(kind="case.call", about=make_case(), reason="Call back.", wake=True)
    assert takes(client, omar, task) == (False, 403)
    assert takes(client, rosa, task) == (True, 302)


def test_a_task_about_danger_now_is_anybodys_at_once(client, danger, omar):
    assert takes(client, omar, Task.objects.filter(about_id=danger.id).first()) == (True, 302)


def test_nobody_takes_the_task_to_look_at_what_they_were_shown(client, danger, rosa, omar):
    client.force_login(rosa)
    client.post(reverse("show_for_emergency", args=[danger.id]))
    task = Task.objects.get(kind="shown_look")
    assert takes(client, rosa, task) == (False, 409)
    assert takes(client, omar, task) == (True, 302)


def test_nobody_takes_the_task_to_look_at_what_they_viewed(client, sana, person):
    task = open_task(
        kind=KIND, about=(ABOUT, sana.id), label="Sana", reason="Much.", permission="triage.open_any_case"
    )
    assert takes(client, sana, task) == (False, 409)
    assert takes(client, person("Sue", Role.SENIOR), task) == (True, 302)


@pytest.fixture
def made_up(alex, sana):
    """Two seniors whom one administrator made, beside Sana."""
    return [
        staff.add_staff(email=f"{name}@desk.example", name=name, roles=["senior"], password=None, by=alex)
        for name in ("one", "two")
    ]


def test_two_made_up_seniors_do_not_look_at_each_other(client, made_up, sana, settings):
    settings.BELISHA = settings.BELISHA.model_copy(update={"demo": True})
    ask_to_look()
    change = StaffChange.objects.get(person=made_up[1])
    task = Task.objects.get(about_id=change.id)
    assert takes(client, made_up[0], task) == (False, 409)
    assert client.post(reverse("look_at_staff_change", args=[change.id])).status_code == 409
    assert takes(client, sana, task) == (True, 302)
    assert client.post(reverse("look_at_staff_change", args=[change.id])).status_code == 302


def test_the_first_two_seniors_of_a_desk_look_at_each_other(client, alex, settings):
    settings.BELISHA = settings.BELISHA.model_copy(update={"demo": True})
    both = [
        staff.add_staff(email=f"{name}@desk.example", name=name, roles=["senior"], password=None, by=alex)
        for name in ("one", "two")
    ]
    client.force_login(both[0])
    change = StaffChange.objects.get(person=both[1])
    assert client.post(reverse("look_at_staff_change", args=[change.id])).status_code == 302
