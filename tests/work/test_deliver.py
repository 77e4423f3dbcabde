"""Sending alerts: once each, again after a failure, and taken over from a worker that was killed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from belisha.ledger.models import Entry
from belisha.outbound.problem import NotSent
from belisha.triage.queue import opened
from belisha.work import deliver
from belisha.work.escalate import escalate
from belisha.work.models import Alert, Task
from tests.committed import together


@pytest.fixture
def now():
    return timezone.now() + timedelta(seconds=1)


def test_a_webhook_is_signed_and_carries_its_own_identifier(hook, danger, rosa, now):
    escalate(now=now)
    assert deliver.deliver_due(now=now) == 1
    alert = Alert.objects.get(channel="webhook")
    assert (alert.state, hook.ids) == ("sent", [str(alert.id)])


def test_two_workers_never_send_one_alert_twice(committed, hook, rosa, now):
    from django.db import connection

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
    Alert.objects.bulk_create(
        Alert(task=task, channel="webhook", step=step, next_at=now) for step in range(20)
    )
    connection.close()
    together(lambda _: deliver.deliver_due(now=now), times=6)
    assert len(hook.ids) == len(set(hook.ids)) == 20
    assert set(Alert.objects.values_list("state", flat=True)) == {"sent"}


def test_what_a_killed_worker_held_is_taken_up_again(mailbox, danger, rosa, now, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*args, **kwargs):
        raise Killed

    escalate(now=now)
    with monkeypatch.context() as patched:
        patched.setattr("belisha.outbound.mail.send", killed)
        with pytest.raises(Killed):
            deliver.deliver_due(now=now)
    assert deliver.deliver_due(now=now + deliver.LEASE) == 0
    assert deliver.deliver_due(now=now + deliver.LEASE + timedelta(seconds=1)) == 1
    assert len(mailbox.letters) == 1


def test_what_is_refused_is_tried_again_with_growing_pauses_and_then_failed(mailbox, danger, rosa, now):
    mailbox.answer = "451 not now"
    escalate(now=now)
    tried = []
    for second in range(600):
        deliver.deliver_due(now=now + timedelta(seconds=second))
        if (attempts := Alert.objects.get().attempts) > len(tried):
            tried.append(second)
            assert attempts == len(tried)
    assert tried == [0, 5, 20, 50, 110, 230]
    alert = Alert.objects.get()
    assert (alert.state, alert.problem) == ("failed", "refused")
    assert Entry.objects.filter(event="task.alert_failed").count() == 1


def test_a_server_that_comes_back_gets_the_alert(mailbox, danger, rosa, now):
    mailbox.answer = "451 not now"
    escalate(now=now)
    assert deliver.deliver_due(now=now) == 0
    mailbox.answer = "250 kept"
    assert deliver.deliver_due(now=now + timedelta(seconds=5)) == 1
    assert Alert.objects.get().problem == ""


def test_a_dead_channel_does_not_hold_up_the_other(mailbox, hook, danger, rosa, omar, now):
    mailbox.answer = "451 not now"
    escalate(now=now)
    deliver.deliver_due(now=now)
    states = dict(Alert.objects.order_by("attempts").values_list("channel", "state"))
    assert states == {"mail": "waiting", "webhook": "sent"}
    # The first refusal spared the second person's letter its own time-out.
    assert sorted(Alert.objects.filter(channel="mail").values_list("attempts", flat=True)) == [0, 1]


def test_nobody_is_written_to_once_somebody_was_quicker(mailbox, danger, rosa, omar, now):
    escalate(now=now)
    opened(case_id=danger.id, by=omar)
    deliver.deliver_due(now=now)
    assert mailbox.letters == []
    assert set(Alert.objects.values_list("state", flat=True)) == {"not_needed"}


def test_an_alert_whose_channel_was_taken_away_says_so(mailbox, configured, danger, rosa, now):
    escalate(now=now)
    configured(smtp_url=None)
    deliver.deliver_due(now=now)
    assert Alert.objects.get().state == "no_channel"


def test_a_secret_that_is_none_is_a_failure_and_stops_nothing(hook, configured, danger, rosa, now):
    from pydantic import SecretStr

    configured(alert_webhook_secret=SecretStr("whsec_x"))
    escalate(now=now)
    assert deliver.deliver_due(now=now) == 0
    assert Alert.objects.get().problem == "wrong_secret"


def test_the_link_of_an_alert_opens_the_case(client, hook, danger, rosa, now):
    escalate(now=now)
    deliver.deliver_due(now=now)
    client.force_login(rosa)
    path = hook.events[0]["data"]["url"].removeprefix("http://127.0.0.1:8000")
    assert danger.label in client.get(path).content.decode()
    assert Task.objects.get(kind="open_immediate_case").done_by == rosa


def test_an_answer_after_the_lease_ran_out_changes_nothing(mailbox, danger, rosa, now):
    escalate(now=now)
    alert = deliver._lease(Alert.objects.get().id, now)
    again = deliver._lease(alert.id, now + deliver.LEASE + timedelta(seconds=1))
    deliver._note(alert, "sent", "", now)
    assert (Alert.objects.get().state, Alert.objects.get().lease_until) == ("waiting", again.lease_until)


def test_a_problem_names_no_address():
    assert str(NotSent("refused")) == "refused"
