"""The yearly review: `belisha directory` says what is old, and one task asks for it until it was read."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from belisha.jobs import carry
from belisha.jobs import directory as command
from belisha.jobs.cli import app
from belisha.organisation.addresses import confirm, propose_as_shipped, propose_change, withdraw
from belisha.organisation.directory_read import rows_to_review
from belisha.organisation.read_again import look_again, look_again_at
from belisha.routing.table import GATHERED
from belisha.web.desk.subjects import url_of
from belisha.work.models import Task
from belisha.work.read import tasks_of
from tests.organisation.said import NEW, read

LATER = "2027-06-01"


@pytest.fixture
def belisha(monkeypatch):
    """Runs a command in this process, on the desk of the test."""
    monkeypatch.setattr(command, "use_data_dir", lambda data: None)
    monkeypatch.setattr("belisha.jobs.console.set_up", lambda **_: None)
    monkeypatch.setattr("belisha.jobs.console._refuse_no_desk", lambda *_: None)
    return lambda *arguments: CliRunner().invoke(app, ["directory", *arguments])


@pytest.fixture
def months_later(time_machine):
    time_machine.move_to(f"{LATER}T12:00:00Z", tick=False)


def test_check_says_that_nothing_is_old_and_what_was_never_read(belisha):
    ran = belisha("check", "--day", GATHERED)
    assert ran.exit_code == 0
    assert "AT:stopline" in ran.stdout
    assert "two people confirm its address" in ran.stdout
    assert "Nothing is older than 180 days." in ran.stderr


def test_check_ends_with_1_where_something_is_old_and_says_what_to_do(belisha):
    ran = belisha("check", "--day", LATER, "--json")
    said = json.loads(ran.stdout)
    assert (ran.exit_code, said["ok"]) == (1, False)
    assert said["old"] + said["never_checked"] == len(said["rows"])
    first = said["rows"][0]
    assert set(first) == {"id", "kind", "name", "says", "url", "checked_on", "what_to_do"}
    assert first["checked_on"] <= GATHERED
    words = belisha("check", "--day", LATER)
    assert (words.exit_code, "note that it is still true" in words.stdout) == (1, True)


def test_what_is_shipped_can_be_checked_where_there_is_no_desk(tmp_path):
    ran = CliRunner().invoke(
        app,
        ["directory", "check", "--shipped", "--day", LATER, "--json"],
        env={"BELISHA_DATA_DIR": str(tmp_path)},
    )
    found = json.loads(ran.stdout)
    assert (ran.exit_code, found["ok"]) == (1, False)
    assert "nca" in {row["id"] for row in found["rows"]}
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_day_is_wrong_use_and_help_has_an_example(belisha):
    ran = belisha("check", "--day", "tomorrow")
    assert (ran.exit_code, "is not a day" in ran.stderr) == (2, True)
    for arguments in (["--help"], ["check", "--help"], ["list", "--help"]):
        assert "Example: belisha directory" in belisha(*arguments).stdout


def test_list_shows_every_authority_with_its_state(belisha):
    rows = [json.loads(line) for line in belisha("list", "--json").stdout.splitlines()]
    austria = next(row for row in rows if row["id"] == "AT:stopline")
    assert (austria["state"], austria["confirmed"], austria["country"]) == ("confirm_first", False, "Austria")
    assert "Confirm first" in belisha("list").stdout


def test_nobody_is_asked_while_nothing_is_old(time_machine):
    time_machine.move_to(f"{GATHERED}T12:00:00Z", tick=False)
    assert carry.ask_for_reviews() == 0
    assert not Task.objects.exists()


def test_one_task_asks_seniors_and_administrators_once(months_later, rosa, sana, alex):
    assert carry.ask_for_reviews() == 1
    for _ in range(3):
        assert carry.ask_for_reviews() == 0
    task = Task.objects.get()
    assert (task.kind, task.wakes) == ("directory.review", False)
    assert [len(tasks_of(person)) for person in (rosa, sana, alex)] == [0, 1, 1]
    assert url_of((task.about_kind, task.about_id)) == "/desk/settings/directory/review/"


def test_it_is_looked_at_again_once_a_day(months_later, time_machine, django_assert_num_queries):
    carry.ask_for_reviews()
    with django_assert_num_queries(1):
        carry.ask_for_reviews()
    Task.objects.all().delete()
    time_machine.shift(timedelta(hours=25))
    assert carry.ask_for_reviews() == 1


def test_the_task_is_done_when_every_old_row_was_read_again(months_later, rosa):
    carry.ask_for_reviews()
    old = [row for row in rows_to_review() if not row.never_checked]
    assert len(old) > 60
    last = next(row.id for row in old if row.url)
    for row in old:
        if not row.url:
            look_again(row_id=row.id, reading=read(), by=rosa)
    pages = [row.id for row in old if row.url and row.id != last]
    assert look_again_at(row_ids=pages, read_on=timezone.localdate(), by=rosa) == len(pages)
    assert carry.ask_for_reviews() == 0
    assert Task.objects.get().done_at is None
    look_again(row_id=last, reading=read(), by=rosa)
    assert carry.ask_for_reviews() == 1
    assert Task.objects.get().done_at == timezone.now()


def kinds():
    return list(Task.objects.filter(done_at=None).values_list("kind", flat=True))


def test_a_second_person_is_asked_for_until_somebody_was_one(rosa, omar):
    claim = propose_as_shipped(authority="AT:stopline", reading=read(), by=rosa)
    assert [carry.ask_about_addresses() for _ in range(2)] == [1, 0]
    task = Task.objects.get()
    assert (task.kind, task.label, task.due_at) == ("directory.second_person", "Stopline", None)
    assert url_of((task.about_kind, task.about_id)) == "/desk/settings/directory/"
    confirm(claim_id=claim.id, read_on=timezone.localdate(), by=omar)
    assert carry.ask_about_addresses() == 1
    assert kinds() == []


def test_everybody_is_told_of_a_change_while_it_waits(sana, alex, rosa, time_machine):
    claim = propose_change(authority="AT:stopline", address=NEW, reading=read(), reason="It moved.", by=sana)
    carry.ask_about_addresses()
    claim = confirm(claim_id=claim.id, read_on=timezone.localdate(), by=alex)
    carry.ask_about_addresses()
    assert kinds() == ["directory.change_waits"]
    assert [task.due_at for task in tasks_of(rosa)] == [claim.holds_from]
    time_machine.move_to(claim.holds_from + timedelta(minutes=1))
    carry.ask_about_addresses()
    assert kinds() == []


def test_what_is_withdrawn_is_asked_about_no_more(sana, alex, rosa):
    claim = propose_change(authority="AT:stopline", address=NEW, reading=read(), reason="It moved.", by=sana)
    confirm(claim_id=claim.id, read_on=timezone.localdate(), by=alex)
    carry.ask_about_addresses()
    withdraw(claim_id=claim.id, reason="Not theirs.", by=rosa)
    carry.ask_about_addresses()
    assert kinds() == []
