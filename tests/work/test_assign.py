"""Tasks that wait for people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from belisha.ledger.models import Entry
from belisha.refusal import NotFound
from belisha.work import assign, read
from belisha.work.models import Task


def opened(case, **fields):
    return assign.open_task(kind="check", about=case, reason="Look at it.", **fields)


def test_a_task_is_opened_once_per_kind_and_subject(case):
    assert opened(case) == opened(case)
    assert [entry.event for entry in Entry.objects.filter(event="task.opened")] == ["task.opened"]
    assert Task.objects.get().label == case.label


def test_a_task_may_be_opened_again_when_it_was_done(case, rosa):
    first = opened(case)
    assert assign.finish(about=case, kind="check", by=rosa)
    assert opened(case) != first
    assert Task.objects.get(id=first.id).done_by == rosa


def test_finishing_what_is_not_open_says_so(case, rosa):
    assert assign.finish(about=case, kind="check", by=rosa) is False


def test_a_task_is_one_persons(case, rosa, omar):
    task = opened(case)
    assert assign.take(task_id=task.id, by=rosa).owner == rosa
    assign.take(task_id=task.id, by=rosa)
    with pytest.raises(assign.AlreadyTaken, match="Rosa has taken"):
        assign.take(task_id=task.id, by=omar)
    assert Entry.objects.filter(event="task.taken").count() == 1


def test_a_task_that_is_done_or_unknown_cannot_be_taken(case, rosa):
    task = opened(case)
    assign.finish(about=case, kind="check", by=rosa)
    with pytest.raises(assign.AlreadyDone):
        assign.take(task_id=task.id, by=rosa)
    with pytest.raises(NotFound):
        assign.take(task_id=case.id, by=rosa)


def test_a_person_sees_their_own_tasks_and_those_they_may_do(case, danger, rosa, omar, ada):
    Task.objects.all().delete()
    opened(case, owner=rosa)
    opened(danger)
    assert [task.label for task in read.tasks_of(omar)] == [danger.label]
    assert {task.label for task in read.tasks_of(rosa)} == {case.label, danger.label}
    assert read.tasks_of(ada) == []
    assert (len(read.kinds_of(rosa)), len(read.kinds_of(omar))) == (2, 1)


def test_what_wakes_people_comes_first_whatever_its_clock(case, danger, rosa):
    Task.objects.all().delete()
    late, later = (timezone.now() - timedelta(hours=hours) for hours in (5, 4))
    opened(case, due_at=late)
    assign.open_task(kind="chase", about=case, reason="Ask again.", due_at=later)
    assign.open_task(kind="danger_now", about=danger, reason="Open it.", wake=True)
    assert [task.due_at for task in read.tasks_of(rosa)] == [None, late, later]
    assert read.tasks_of(rosa)[0].label == danger.label


def test_the_reason_is_sealed_under_the_key_of_its_case(case):
    from belisha.vault.keys import KeyName

    assert opened(case).sealed_under() == KeyName("case", case.id)


def test_an_alarm_is_answered_by_whoever_may_do_its_task(case, rosa, sana):
    assign.open_task(
        kind="ask_senior",
        about=case,
        reason="A senior.",
        wake=True,
        permission="decisions.decide_child_suspect",
    )
    assert assign.stop_waking(about=case, by=rosa) == 0
    assert assign.stop_waking(about=case, by=sana) == 1
    assert read.open_wakes(sana) == []
    assert Task.objects.get(kind="ask_senior").done_at is None
