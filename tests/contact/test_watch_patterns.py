"""Accounts whose contacts look like those of somebody who seeks children out are observed, then reported."""

from datetime import timedelta

import pytest

from belisha.contact.assess import assess
from belisha.contact.models import PatternSwitch, Raised, Watched
from belisha.contact.watch_patterns import read_on
from belisha.intake.models import Report, Signal
from belisha.jobs import patterns
from belisha.ledger.models import Entry
from belisha.people.roles import Role
from tests.contact.told import BEGIN, blocked, contact, many


@pytest.fixture
def seniors(person):
    return person("Rosa", Role.SENIOR), person("Omar", Role.SENIOR)


@pytest.fixture
def switched_on(seniors):
    """Reports from 60 points on, proposed by Rosa and confirmed by Omar after a replay."""
    from belisha.contact import pattern_switch

    rosa, omar = seniors
    row = pattern_switch.propose(threshold=60, window_days=14, reason="We have looked at it.", by=rosa)
    while patterns.replay_patterns():
        pass
    return pattern_switch.confirm(switch_id=row.id, by=omar)


def tell(*events):
    assess(events=list(events))
    while read_on():
        pass


def test_an_account_is_observed_and_nobody_is_reported_until_it_is_switched_on():
    tell(*many())
    assert [(row.observed, row.report_id, row.points >= 60) for row in Raised.objects.all()] == [
        (True, None, True)
    ]
    assert Report.objects.count() == 0


def test_switched_on_an_account_is_reported_once_in_a_window_with_its_reasons(switched_on):
    tell(*many())
    tell(*[contact(n) for n in range(20, 30)])
    (row,) = Raised.objects.all()
    report = Report.objects.get()
    assert row.report_id == report.id
    assert (report.source, report.concerns, report.danger_now) == ("contact_pattern", ["grooming"], "unknown")
    assert "Newly contacted" in report.what_happened
    assert "points)" in report.what_happened
    assert [one.external_id for one in report.accounts.all()] == ["stranger"]
    signal = Signal.objects.get()
    assert signal.kind == "contact_pattern"
    assert signal.facts["children"] >= 3
    assert "many_children" in signal.facts["reasons"]
    assert Entry.objects.filter(event="contact.pattern_raised").count() == 1


def test_after_the_window_it_may_be_reported_again(switched_on):
    tell(*many())
    tell(*[contact(100 + n, at=BEGIN + timedelta(days=15, hours=n)) for n in range(14)])
    assert Report.objects.count() == 2


def test_who_was_only_observed_so_far_is_reported_once_that_is_switched_on(request):
    tell(*many())
    request.getfixturevalue("switched_on")
    tell(*[contact(n) for n in range(20, 24)])
    assert [row.observed for row in Raised.objects.order_by("at")] == [True, False]


def test_the_children_are_not_named(switched_on):
    tell(*many())
    report = Report.objects.get()
    assert "child-" not in report.what_happened
    assert report.accounts.count() == 1


def test_no_order_follows_a_pattern(switched_on):
    from belisha.enforcement.models import Order
    from belisha.triage.triage import triage

    tell(*many())
    triage(report_id=Report.objects.get().id)
    from belisha.jobs.worker import JOBS

    for job in JOBS:
        job()
    assert Order.objects.count() == 0


def test_one_commit_holds_what_was_read_and_how_far(monkeypatch, switched_on):
    assess(events=many())

    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr("belisha.contact.watch_patterns.receive", fail)
    with pytest.raises(RuntimeError):
        read_on()
    assert Watched.objects.count() == 0
    monkeypatch.undo()
    while read_on():
        pass
    assert Report.objects.count() == 1


def test_it_makes_no_difference_in_how_many_steps_it_is_read():
    events = many()
    assess(events=events)
    while read_on(most=3):
        pass
    by_three = [(row.points, row.parts, row.threshold) for row in Raised.objects.all()]
    Raised.objects.all().delete()
    Watched.objects.all().delete()
    from belisha.contact.models import ReadUpTo

    ReadUpTo.objects.update(position=0)
    while read_on(most=1):
        pass
    assert [(row.points, row.parts, row.threshold) for row in Raised.objects.all()] == by_three


def test_a_child_who_writes_to_many_is_never_raised():
    tell(*many(actor={"age_band": "13_15"}))
    assert Raised.objects.count() == 0


def test_somebody_with_ties_to_all_of_them_is_not_raised():
    tell(*many(relation={"connected": True}))
    assert Raised.objects.count() == 0
    assert Watched.objects.count() == 0


def test_an_account_whose_name_is_forgotten_stops_nobody_behind_it(switched_on):
    from belisha.contact.models import NamedAccount

    assess(events=many())
    NamedAccount.objects.all().delete()
    assert read_on() > 0
    assert [row.observed for row in Raised.objects.all()] == [True]
    tell(*many(actor={"id": "another"}), blocked(3))
    assert Report.objects.count() == 1


def test_an_account_that_cannot_be_reported_stops_nobody_behind_it(switched_on):
    from belisha.organisation.models import Service

    assess(events=many(actor={"id": " "}))
    assert read_on() > 0
    assert Report.objects.count() == 0
    assert Service.objects.count() == 0
    assert PatternSwitch.objects.filter(state="on").exists()


@pytest.mark.parametrize("meanwhile", ["another worker was faster", "an account was forgotten"])
def test_what_was_read_beside_a_change_is_read_again(monkeypatch, meanwhile):
    from belisha.contact import watch_patterns
    from belisha.contact.pattern_outcome import forget_accounts

    look = watch_patterns._look

    def look_slowly(contacts, switch):
        looked = look(contacts, switch)
        monkeypatch.undo()
        if meanwhile == "another worker was faster":
            assert read_on() == len(contacts)
        else:
            forget_accounts([contacts[0].recipient])
        return looked

    monkeypatch.setattr(watch_patterns, "_look", look_slowly)
    assess(events=many())
    assert read_on() == 0
    while read_on():
        pass
    assert Raised.objects.count() == 1


def test_while_one_process_reads_the_others_leave_it_to_it_and_go_on_when_it_has_stopped():
    from uuid import uuid4

    from django.utils import timezone

    from belisha.contact.models import ReadUpTo

    tell(*many())
    assess(events=[contact(n) for n in range(20, 23)])
    ReadUpTo.objects.update(reader=uuid4())
    assert read_on() == 0
    ReadUpTo.objects.update(read_at=timezone.now() - timedelta(seconds=3))
    assert read_on() == 3


def test_reading_rests_while_contacts_come_in_and_not_when_there_is_nothing_to_read(monkeypatch):
    rests: list[float] = []
    monkeypatch.setattr(patterns.time, "sleep", rests.append)
    assess(events=many())
    assert patterns.read_contacts() == len(many())
    assert len(rests) == 1
    assert rests[0] > 0
    assert patterns.read_contacts() == 0
    monkeypatch.setattr("belisha.contact.assess.LATELY", 0.0)
    assess(events=[contact(200)])
    assert patterns.read_contacts() == 1
    assert len(rests) == 1
