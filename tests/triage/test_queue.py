"""Who works on which case."""

import threading

import pytest
from django.db import connections
from django.utils import timezone

from belisha.refusal import NotFound
from belisha.triage import queue, read
from belisha.triage.cases import CaseNotOpen
from belisha.triage.models import Case
from belisha.triage.triage import OPEN_NOW
from tests.desk_cases import events, open_tasks

RACES = 1000


def bare_cases(count, **fields):
    """Cases without reports, for what needs many of them."""
    now = timezone.now()
    rows = [
        Case(number=number, priority=3, opened_at=now, due_at=now, **fields) for number in range(1, count + 1)
    ]
    return Case.objects.bulk_create(rows, batch_size=200)


def test_the_most_dangerous_comes_first_then_the_nearest_deadline_then_the_number(rosa):
    now = timezone.now()
    later = now + timezone.timedelta(hours=1)
    for number, (priority, due) in enumerate([(3, now), (1, later), (1, now), (2, now), (2, now)], start=1):
        Case.objects.create(number=number, priority=priority, due_at=due, opened_at=now)
    assert [line.number for line in read.queue(read.Filters(), rosa).lines] == [3, 2, 4, 5, 1]


def test_a_claimed_case_is_refused_to_the_next_person_by_name(case, rosa, omar):
    queue.claim(case_id=case.id, by=rosa)
    with pytest.raises(queue.AlreadyClaimed, match="Rosa has case C-000001"):
        queue.claim(case_id=case.id, by=omar)
    assert events(case) == ["case.opened", "case.claimed"]


def test_claiming_ones_own_case_again_changes_nothing(case, rosa):
    queue.claim(case_id=case.id, by=rosa)
    queue.claim(case_id=case.id, by=rosa)
    assert events(case).count("case.claimed") == 1


def test_a_decided_case_or_none_at_all_cannot_be_claimed(case, rosa):
    Case.objects.update(state="decided")
    with pytest.raises(CaseNotOpen, match="is decided"):
        queue.claim(case_id=case.id, by=rosa)
    with pytest.raises(NotFound):
        queue.claim(case_id=rosa.id, by=rosa)


def test_only_its_owner_puts_a_case_back(case, rosa, omar):
    queue.claim(case_id=case.id, by=rosa)
    with pytest.raises(queue.NotYours):
        queue.release(case_id=case.id, by=omar)
    queue.release(case_id=case.id, by=rosa, reason="I know the family.")
    assert Case.objects.get().owner is None
    assert queue.claim(case_id=case.id, by=omar).owner == omar


def test_the_next_case_is_the_most_dangerous_that_nobody_has(make_case, rosa, omar):
    calm, danger = make_case(), make_case(danger_now="yes")
    assert queue.claim_next(by=rosa) == danger
    assert queue.claim_next(by=omar) == calm
    with pytest.raises(queue.NothingToDo):
        queue.claim_next(by=omar)


def test_the_first_look_is_noted_once_and_stops_the_alarm(danger, rosa, omar):
    assert open_tasks(danger) == {OPEN_NOW}
    queue.opened(case_id=danger.id, by=rosa)
    queue.opened(case_id=danger.id, by=omar)
    seen = Case.objects.get()
    assert (seen.first_seen_by, events(danger).count("case.first_seen")) == (rosa, 1)
    assert open_tasks(danger) == set()


def test_a_new_report_of_danger_raises_the_alarm_again(make_case, rosa):
    shared = {"accounts": [{"id": "account-a", "role": "suspect"}], "items": []}
    case = make_case(**shared, danger_now="yes")
    queue.opened(case_id=case.id, by=rosa)
    make_case(**shared, danger_now="yes")
    assert open_tasks(case) == {OPEN_NOW}
    queue.opened(case_id=case.id, by=rosa)
    assert open_tasks(case) == set()


def raced(act, people):
    """Run act(person, race) for every race in one thread per person, each race started together."""
    barrier = threading.Barrier(len(people))
    wins = {person.id: [] for person in people}

    def run(person):
        for race in range(RACES):
            barrier.wait(timeout=60)
            if act(person, race):
                wins[person.id].append(race)
        connections.close_all()

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
    return wins


@pytest.mark.slow
def test_two_people_never_get_one_case_in_a_thousand_races(committed, rosa, omar):
    cases = bare_cases(RACES)

    def claim(person, race):
        try:
            return queue.claim(case_id=cases[race].id, by=person).owner_id == person.id
        except queue.AlreadyClaimed:
            return False

    wins = raced(claim, [rosa, omar])
    assert sorted(wins[rosa.id] + wins[omar.id]) == list(range(RACES))


def test_two_people_who_ask_for_the_next_case_get_two(committed, rosa, omar):
    bare_cases(40)
    got = {rosa.id: [], omar.id: []}
    barrier = threading.Barrier(2)

    def work(person):
        barrier.wait(timeout=60)
        got[person.id] += [queue.claim_next(by=person).number for _ in range(20)]
        connections.close_all()

    threads = [threading.Thread(target=work, args=(person,)) for person in (rosa, omar)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sorted(got[rosa.id] + got[omar.id]) == list(range(1, 41))
