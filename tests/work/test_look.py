"""Whoever comes to see cases, or whose way of signing in another changed, doesn't do so in silence."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from belisha.ledger.models import Entry
from belisha.ledger.record import CONSOLE
from belisha.organisation.profile import profile
from belisha.people import staff
from belisha.people.models import StaffChange
from belisha.work.look import LEASE, ask_to_look, tell_by_mail
from belisha.work.models import Task

MODE = "/desk/settings/one-person-mode/"
STAFF, CHANGES = "/desk/settings/staff/", "/desk/staff-changes/"


@pytest.fixture
def at_desk():
    def sign_in(person):
        client = Client()
        client.force_login(person)
        return client

    return sign_in


def waiting_tasks():
    ask_to_look()
    rows = Task.objects.filter(kind="staff.change", done_at=None).order_by("opened_at")
    return [(task.label, task.reason, task.permission) for task in rows]


def looked(client, change):
    return client.post(f"{CHANGES}{change.id}/looked/")


def test_an_administrator_who_makes_a_second_account_a_moderator_is_seen_by_a_senior(at_desk, alex, sana):
    new = {"name": "Second", "email": "second@desk.example", "roles": ["moderator"]}
    at_desk(alex).post(f"{STAFF}add/", new)
    assert waiting_tasks() == [
        ("Second", "May now see cases. Look whether that is right.", "triage.open_any_case")
    ]
    shown = at_desk(sana).get("/desk/tasks/").content.decode()
    assert "Second" in shown
    assert f'href="{CHANGES}"' in shown
    assert "second@desk.example" in at_desk(sana).get(CHANGES).content.decode()


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (["analyst"], ["moderator"], "case_work"),
        (["moderator"], ["moderator", "senior"], "senior"),
        (["moderator"], ["moderator", "auditor"], None),
        (["senior"], ["moderator"], None),
        ([], ["administrator", "list_officer"], None),
    ],
)
def test_a_change_of_roles_that_shows_cases_waits_for_a_senior(
    at_desk, person, alex, sana, before, after, what
):
    nila = person("Nila", *before)
    at_desk(alex).post(f"{STAFF}{nila.id}/", {"roles": after})
    assert [change.what for change in StaffChange.objects.all()] == ([what] if what else [])
    assert len(waiting_tasks()) == bool(what)


def test_a_look_ends_the_task_and_is_recorded(at_desk, person, alex, sana):
    staff.change_roles(person_id=person("Nila").id, roles=["moderator"], by=alex)
    waiting_tasks()
    change = StaffChange.objects.get()
    assert looked(at_desk(sana), change).url == CHANGES
    change.refresh_from_db()
    assert (change.looked_by, waiting_tasks()) == (sana, [])
    entry = Entry.objects.get(event="staff.change_looked_at")
    assert (entry.actor, entry.about_id) == (sana.ledger_name, str(change.person_id))
    assert "Sana looked at it" in at_desk(sana).get(CHANGES).content.decode()


def test_nobody_looks_at_what_they_did_or_what_is_about_themselves(at_desk, person, sana):
    boss, other = person("Boss", "senior", "administrator"), person("Other", "senior")
    staff.change_roles(person_id=other.id, roles=["senior", "moderator"], by=boss)
    staff.set_password(person_id=other.id, password="a long new password 7", by=boss)
    change = StaffChange.objects.get(what="password")
    other.refresh_from_db()
    assert [looked(at_desk(one), change).status_code for one in (boss, other)] == [409, 409]
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffChange.objects.update(looked_at=timezone.now(), looked_by=boss)
    assert looked(at_desk(sana), change).status_code == 302


def test_where_no_other_senior_is_nothing_waits_for_ever(person, sana):
    boss = person("Boss", "administrator")
    staff.change_roles(person_id=sana.id, roles=["senior", "moderator"], by=boss)
    staff.reset_second_factor(person_id=sana.id, by=boss)
    assert StaffChange.objects.count() == 1
    assert waiting_tasks() == []


def test_a_team_of_one_is_asked_nothing(at_desk, solo, one_person):
    at_desk(solo).post(f"{STAFF}{solo.id}/", {"roles": ["senior", "administrator"]})
    solo.refresh_from_db()
    assert solo.roles == ["senior", "administrator"]
    assert Entry.objects.get(event="staff.roles_changed").content["one_person_mode"] is True
    assert waiting_tasks() == []


def test_one_person_mode_waits_until_nobody_could_confirm(at_desk, organisation, alex, rosa, sana):
    answer = at_desk(alex).post(MODE, {"switch": "on", "reason": "I am alone."})
    assert answer.status_code == 422
    assert "Rosa and Sana work on cases here" in answer.content.decode()
    assert not profile().one_person_mode
    staff.shut_out(person_id=rosa.id, by=sana)
    at_desk(alex).post(MODE, {"switch": "on", "reason": "Sana is alone."})
    assert profile().one_person_mode


def test_each_switch_of_one_person_mode_is_seen_by_a_senior(at_desk, organisation, alex, sana):
    for switch in ("on", "off"):
        at_desk(alex).post(MODE, {"switch": switch, "reason": "Sana is alone."})
    assert [row[:2] for row in waiting_tasks()] == [
        ("Alex", "Switched one-person mode. Look whether that is right.")
    ] * 2


def test_in_one_person_mode_nobody_gives_themselves_cases_while_a_colleague_sees_them(
    at_desk, one_person, alex, rosa
):
    answer = at_desk(alex).post(f"{STAFF}{alex.id}/", {"roles": ["administrator", "senior"]})
    alex.refresh_from_db()
    assert (answer.status_code, alex.roles) == (422, ["administrator"])


def test_whoever_shut_the_others_out_to_become_senior_is_seen_once_they_are_back(
    at_desk, organisation, alex, sana
):
    alone = at_desk(alex)
    alone.post(f"{STAFF}{sana.id}/shut-out/")
    alone.post(MODE, {"switch": "on", "reason": "I am alone."})
    alone.post(f"{STAFF}{alex.id}/", {"roles": ["administrator", "senior"]})
    alone.post(MODE, {"switch": "off", "reason": "I was alone."})
    assert waiting_tasks() == []
    alone.post(f"{STAFF}{sana.id}/let-in/")
    seen = at_desk(sana).get(CHANGES)
    assert [change.what for change, own in seen.context["rows"] if not own] == ["alone", "senior", "alone"]


def test_nobody_changes_their_own_roles(at_desk, alex, person):
    person("Second", "administrator")
    page = f"{STAFF}{alex.id}/"
    answer = at_desk(alex).post(page, {"roles": ["administrator", "moderator"]})
    alex.refresh_from_db()
    assert (answer.status_code, alex.roles) == (422, ["administrator"])
    assert "Nobody changes their own roles" in at_desk(alex).get(page).content.decode()
    assert not Entry.objects.exists()


def test_the_console_is_seen_too_and_ones_own_password_is_ones_own(rosa, sana):
    staff.add_staff(email="n@desk.example", name="Nila", roles=["moderator"], password=None, by=CONSOLE)
    staff.set_password(person_id=rosa.id, password="a long new password 7", by=rosa)
    assert [(change.what, change.by) for change in StaffChange.objects.all()] == [("case_work", None)]


def test_who_is_let_in_again_to_cases_is_looked_at(alex, rosa, ada, sana):
    for one in (rosa, ada):
        staff.shut_out(person_id=one.id, by=alex)
        staff.let_in(person_id=one.id, by=alex)
    assert [(change.person, change.what) for change in StaffChange.objects.all()] == [(rosa, "let_in")]


def test_a_person_hears_by_mail_of_a_password_and_a_second_factor_that_others_changed(mailbox, alex, rosa):
    staff.set_password(person_id=rosa.id, password="a long new password 7", by=alex)
    staff.reset_second_factor(person_id=rosa.id, by=alex)
    now = timezone.now()
    assert (tell_by_mail(now=now), tell_by_mail(now=now + LEASE)) == (2, 0)
    assert {tuple(letter.to) for letter in mailbox.letters} == {(rosa.email,)}
    texts = " ".join(letter.text for letter in mailbox.letters)
    assert "new password" in texts
    assert "second factor" in texts
    assert "a long new password 7" not in texts


def test_a_mail_server_that_is_away_is_tried_again_and_not_for_ever(mailbox, alex, rosa):
    staff.set_password(person_id=rosa.id, password="a long new password 7", by=alex)
    mailbox.answer, now = "451 later", timezone.now()
    assert tell_by_mail(now=now) == 0
    mailbox.answer = "250 kept"
    assert tell_by_mail(now=now + LEASE / 2) == 0
    assert tell_by_mail(now=now + LEASE + timedelta(seconds=1)) == 1
    StaffChange.objects.update(mail_next_at=now, mail_attempts=4)
    mailbox.answer = "451 later"
    assert tell_by_mail(now=now) == 0
    assert StaffChange.objects.get().mail_next_at is None


def test_where_no_mail_is_set_up_nothing_waits_to_be_sent(alex, rosa):
    staff.set_password(person_id=rosa.id, password="a long new password 7", by=alex)
    assert tell_by_mail(now=timezone.now()) == 0
    assert not StaffChange.objects.exclude(mail_next_at=None).exists()
