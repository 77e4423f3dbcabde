"""A referral without a reference is chased on a clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from belisha.decisions.decide import confirm, decide
from belisha.referrals.follow_up import chase
from belisha.referrals.models import Referral
from belisha.referrals.refer import prepare, record_delivery, release
from belisha.referrals.rules import CHASE_NOW_AFTER, chase_at, tell_by
from tests.desk_cases import open_tasks

FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


@pytest.fixture
def told(case, rosa, omar, time_machine):
    """Told on a Friday afternoon, without a reference."""
    time_machine.move_to(FRIDAY, tick=True)
    decision = decide(case_id=case.id, outcome="refer", category="grooming", reasons="Both.", by=rosa)
    confirm(decision_id=decision.id, by=omar)
    prepare(case_id=case.id)
    row = release(referral_id=Referral.objects.get().id, by=rosa)
    return record_delivery(referral_id=row.id, by=rosa, at=FRIDAY, channel="portal")


def test_a_missing_reference_is_asked_for_after_three_working_days_and_once(told):
    wednesday = FRIDAY + timedelta(days=5)
    assert chase(now=wednesday - timedelta(minutes=1)) == 0
    assert open_tasks(told) == set()
    assert chase(now=wednesday) == 1
    assert open_tasks(told) == {"reference_missing"}
    assert chase(now=wednesday + timedelta(hours=1)) == 0


def test_a_reference_that_comes_in_ends_the_chase(told, rosa):
    chase(now=FRIDAY + timedelta(days=5))
    record_delivery(referral_id=told.id, by=rosa, at=FRIDAY, channel="telephone", reference="R-1")
    assert open_tasks(told) == set()
    assert chase(now=FRIDAY + timedelta(days=30)) == 0


def test_what_could_not_wait_is_chased_within_hours():
    days = FRIDAY.astimezone(ZoneInfo("Europe/London")) + timedelta(days=5)
    assert chase_at("now", FRIDAY, days) == FRIDAY + CHASE_NOW_AFTER
    assert chase_at("promptly", FRIDAY, days) == days
    assert tell_by("now", FRIDAY, days) < tell_by("promptly", FRIDAY, days)
