"""How reports are weighed, and by when a case must be seen."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.triage import rules

pytestmark = pytest.mark.pure

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
TARGETS = rules.Targets()
QUIET = {
    "danger_now": "no",
    "concerns": ("other",),
    "source": "public",
    "received_at": NOW,
    "child_age": 30,
    "occurred_at": NOW - timedelta(days=90),
}

any_facts = st.builds(
    rules.Facts,
    danger_now=st.sampled_from(["yes", "no", "unknown"]),
    concerns=st.lists(st.sampled_from(list(rules.CONCERNS)), min_size=1, max_size=5).map(tuple),
    source=st.sampled_from(list(rules.SOURCES)),
    received_at=st.just(NOW),
    occurred_at=st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))),
    child_age=st.one_of(st.none(), st.integers(0, 120)),
    signals=st.lists(st.sampled_from(list(rules.SIGNALS)), max_size=6).map(tuple),
)


def facts(**changed):
    return rules.Facts(**QUIET | changed)


def points_for(words, **changed):
    found = rules.assess(facts(**changed), NOW).reasons
    return sum(reason.points for reason in found if words in reason.words)


@given(any_facts)
def test_only_danger_now_makes_a_case_immediate(some):
    immediate = rules.assess(some, NOW).priority == rules.IMMEDIATE
    assert immediate == (some.danger_now == "yes")


@given(any_facts)
def test_every_point_has_its_reason_in_words(some):
    found = rules.assess(some, NOW)
    assert found.points == sum(reason.points for reason in found.reasons)
    assert all(reason.points > 0 and reason.words.endswith(".") for reason in found.reasons)


def test_unknown_danger_weighs_more_than_none():
    assert rules.assess(facts(danger_now="unknown"), NOW).points == rules.assess(facts(), NOW).points + 10


@pytest.mark.parametrize(
    ("age", "points"), [(0, 20), (12, 20), (13, 15), (15, 15), (16, 10), (17, 10), (18, 0), (None, 5)]
)
def test_the_younger_the_child_the_more_it_weighs(age, points):
    assert points_for("child", child_age=age) == points


@pytest.mark.parametrize(
    ("ago", "points"),
    [
        (timedelta(days=1), 20),
        (timedelta(days=1, seconds=1), 10),
        (timedelta(days=7), 10),
        (timedelta(days=7, seconds=1), 0),
        (timedelta(days=-1), 20),
    ],
)
def test_the_more_recent_the_more_it_weighs(ago, points):
    assert points_for("happened within", occurred_at=NOW - ago) == points


def test_a_report_that_waited_weighs_as_when_it_came_in():
    some = facts(occurred_at=NOW - timedelta(hours=1))
    assert rules.assess(some, NOW) == rules.assess(some, NOW + timedelta(days=30))


def test_a_signal_counts_once_however_often_it_was_sent():
    once = rules.assess(facts(signals=("score",)), NOW)
    assert rules.assess(facts(signals=("score", "score")), NOW) == once


def test_blackmail_of_a_young_child_today_is_urgent_without_danger_now():
    found = rules.assess(
        facts(concerns=("coercion",), child_age=12, occurred_at=NOW - timedelta(hours=2)), NOW
    )
    assert found.priority == rules.URGENT


def test_a_case_is_as_dangerous_as_its_most_dangerous_report():
    calm, danger = rules.assess(facts(), NOW), rules.assess(facts(danger_now="yes"), NOW)
    found = rules.assess_case([calm, danger, calm], reports=1)
    assert (found.priority, found.points) == (rules.IMMEDIATE, danger.points)


@pytest.mark.parametrize(("reports", "points"), [(1, 0), (2, 10), (4, 10), (5, 20), (500, 20)])
def test_several_reports_weigh_more_than_one(reports, points):
    one = rules.assess(facts(), NOW)
    assert rules.assess_case([one], reports).points == one.points + points


def test_many_reports_alone_make_nothing_immediate():
    one = rules.assess(facts(danger_now="unknown", concerns=tuple(rules.CONCERNS)), NOW)
    assert rules.assess_case([one], 1000).priority == rules.URGENT


def test_one_yes_is_yes_and_one_unknown_is_unknown():
    assert rules.most_danger({"no", "yes", "unknown"}) == "yes"
    assert rules.most_danger({"no", "unknown"}) == "unknown"
    assert rules.most_danger({"no"}) == "no"


@pytest.mark.parametrize(
    ("overridden", "found", "danger", "stands"),
    [
        (None, 2, False, 2),
        (3, 2, False, 3),
        (1, 3, False, 1),
        (3, 1, True, 1),
        (1, 3, True, 1),
    ],
)
def test_an_override_stands_until_danger_is_reported_and_never_falls(overridden, found, danger, stands):
    assert rules.stands(overridden, found, danger) == stands


def london(*parts):
    return datetime(*parts, tzinfo=LONDON)


def test_immediate_and_urgent_run_by_the_clock_over_a_change_of_the_clock():
    # The clocks go back on 25 October 2026 at 02:00: that night has an hour more.
    opened = london(2026, 10, 24, 12, 0)
    soon = rules.due(rules.IMMEDIATE, opened, LONDON, (), TARGETS)
    urgent = rules.due(rules.URGENT, opened, LONDON, (), TARGETS)
    assert urgent - opened.astimezone(UTC) == timedelta(hours=24)
    assert urgent.astimezone(LONDON).hour == 11
    assert soon - opened == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        (london(2026, 11, 16, 10, 0), london(2026, 11, 19, 10, 0)),  # Monday to Thursday
        (london(2026, 11, 19, 10, 0), london(2026, 11, 24, 10, 0)),  # Thursday, over a weekend
        (london(2026, 11, 21, 10, 0), london(2026, 11, 25, 10, 0)),  # Saturday counts from Monday
        (london(2026, 3, 26, 10, 0), london(2026, 3, 31, 10, 0)),  # the same time of day when clocks change
        (london(2026, 12, 23, 10, 0), london(2026, 12, 30, 10, 0)),  # Christmas, Boxing Day on Monday
    ],
)
def test_standard_runs_over_working_days_at_the_same_time_of_day(opened, due):
    holidays = {date(2026, 12, 25), date(2026, 12, 28)}
    assert rules.due(rules.STANDARD, opened, LONDON, holidays, TARGETS) == due


def test_the_day_on_which_a_case_opened_is_the_operators_not_utc():
    # 23:30 UTC on Sunday is Monday morning in Auckland: Tuesday is the first working day after it.
    opened = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    auckland = ZoneInfo("Pacific/Auckland")
    found = rules.due(rules.STANDARD, opened, auckland, (), TARGETS)
    assert found.astimezone(auckland).date() == date(2026, 11, 19)


def test_a_time_of_day_that_the_clock_skips_is_moved_on_and_not_back():
    # In Cairo the clock goes from 00:00 to 01:00 on Friday 24 April 2026: 00:30 does not exist.
    cairo = ZoneInfo("Africa/Cairo")
    found = rules.due(rules.STANDARD, datetime(2026, 4, 21, 0, 30, tzinfo=cairo), cairo, (), TARGETS)
    assert found == datetime(2026, 4, 24, 1, 30, tzinfo=cairo)
