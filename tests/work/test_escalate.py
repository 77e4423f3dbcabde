"""Waking people: the whole ladder, with a clock of our own."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from belisha.ledger.models import Entry
from belisha.triage.queue import opened
from belisha.work import read
from belisha.work.deliver import deliver_due
from belisha.work.escalate import escalate
from belisha.work.models import Alert, Task
from belisha.work.rota import add_turn
from tests.committed import together

NIGHT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NIGHT, tick=False) as traveller:
        yield traveller


def tick(clock, **ahead):
    """Let time pass, then let the worker do its round; return whom it wrote to since."""
    clock.shift(timedelta(**ahead))
    now = datetime.now(UTC)
    before = set(Alert.objects.values_list("id", flat=True))
    escalate(now=now)
    deliver_due(now=now)
    fresh = Alert.objects.exclude(id__in=before)
    return sorted(alert.person.name for alert in fresh.select_related("person") if alert.person)


def on_call(*people, by):
    for place, person in enumerate(people):
        add_turn(person_id=person.id, place=place, starts_at=NIGHT, ends_at=NIGHT + timedelta(days=1), by=by)


def test_the_whole_ladder_until_somebody_opens_the_case(clock, mailbox, make_case, rosa, omar, sana):
    on_call(rosa, omar, sana, by=sana)
    danger = make_case(danger_now="yes")
    assert tick(clock) == ["Rosa"]
    assert tick(clock, minutes=4, seconds=59) == []
    assert tick(clock, seconds=1) == ["Omar"]
    assert tick(clock, minutes=5) == ["Sana"]
    assert tick(clock, minutes=5) == ["Rosa"]
    assert [letter.to for letter in mailbox.letters] == [
        [person.email] for person in (rosa, omar, sana, rosa)
    ]
    opened(case_id=danger.id, by=omar)
    assert tick(clock, minutes=5) == []
    assert tick(clock, hours=5) == []
    assert Entry.objects.filter(event="task.people_alerted").count() == 4


def test_the_operators_own_time_is_kept(clock, mailbox, danger, organisation, rosa, omar, sana):
    from belisha.organisation.models import Organisation

    Organisation.objects.update(open_within_minutes=2)
    on_call(rosa, omar, by=sana)
    assert tick(clock) == ["Rosa"]
    assert tick(clock, minutes=2) == ["Omar"]


def test_an_alert_holds_no_content(clock, mailbox, hook, danger, rosa, sana):
    on_call(rosa, by=sana)
    tick(clock)
    link = f"http://127.0.0.1:8000/desk/cases/{danger.id}/"
    told = hook.events[0]
    assert told["data"] == {"label": danger.label, "url": link, "step": 0}
    assert set(told) == {"type", "timestamp", "data"}
    letter = mailbox.letters[0].text
    assert link in letter
    for secret in ("account-", "child-", "Text of report", "Invented", "grooming", "Rosa", "192.0.2"):
        assert secret not in letter + str(told)


def test_where_nobody_is_on_call_everybody_who_may_help_is_alerted(clock, mailbox, danger, rosa, omar, ada):
    assert tick(clock) == ["Omar", "Rosa"]
    assert tick(clock, minutes=5) == ["Omar", "Rosa"]


def test_where_no_channel_is_set_up_a_row_says_so_and_every_page_shows_it(clock, client, danger, rosa):
    tick(clock)
    assert [alert.state for alert in Alert.objects.all()] == ["no_channel"]
    assert read.open_wakes(rosa)[0].reached_nobody
    client.force_login(rosa)
    page = client.get("/desk/tasks/").content.decode()
    assert f"Open {danger.label}" in page
    assert "No alert has reached anybody yet." in page


def test_what_came_of_the_alerts_is_said_once_in_words(clock, client, danger, rosa):
    for _ in range(3):
        tick(clock, minutes=5)
    client.force_login(rosa)
    page = client.get("/desk/tasks/").content.decode()
    assert Alert.objects.count() == 3
    assert page.count("No channel is set up") == 1
    assert "None:" not in page


def test_the_alarm_is_on_no_page_of_those_who_may_not_see_cases(clock, client, danger, alex):
    client.force_login(alex)
    assert danger.label not in client.get("/desk/rota/").content.decode()


def test_the_demo_wakes_nobody_outside(clock, mailbox, hook, configured, danger, rosa):
    configured(demo=True)
    tick(clock)
    assert (mailbox.letters, hook.events) == ([], [])
    assert [alert.state for alert in Alert.objects.all()] == ["no_channel"]


def test_two_workers_climb_one_rung_together_once(committed, rosa, sana):
    now = datetime.now(UTC)
    task = Task.objects.create(
        kind="wake",
        about_kind="triage.case",
        about_id=rosa.id,
        label="C-1",
        permission="triage.view_case",
        reason="A test.",
        wakes=True,
        wake_next_at=now,
    )
    assert sum(together(lambda _: escalate(now=now), times=8)) == 1
    assert Task.objects.get(id=task.id).wake_step == 1
    assert Alert.objects.count() == 1
