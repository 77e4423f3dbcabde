"""Which clocks run, and what they say together: without a database."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from belisha.enforcement import rules
from belisha.enforcement.laws import LAWS, Length, WrongLength, laws_with
from belisha.enforcement.rules import FOR_EVER, Facts, Running, Told, clocks, verdict

pytestmark = pytest.mark.pure

DAY = timedelta(days=1)
OPENED = datetime(2026, 3, 1, 9, tzinfo=UTC)
CLOSED = datetime(2026, 3, 20, 9, tzinfo=UTC)


def facts(**changed):
    return Facts(**({"opened_at": OPENED, "closed_at": CLOSED, "unfounded": False, "in_eu": False} | changed))


def told(authority, at=CLOSED):
    return Told(referral=uuid4(), authority=authority, at=at)


def ends(**changed):
    return {clock.law.code: clock.ends_at for clock in clocks(facts(**changed), LAWS)}


def running(*pairs):
    return [Running(bound=bound, covers="content", ends_at=OPENED + days * DAY) for bound, days in pairs]


def test_every_clock_says_where_it_stands_and_when_that_was_read():
    for law in LAWS.values():
        assert len(law.citation) > 20
        assert law.url.startswith("https://") or law.code in ("own", "own_unfounded", "authority")
        assert law.confidence in "HM"
        assert datetime.fromisoformat(law.checked_on)


def test_the_lengths_are_those_of_the_law():
    said = {code: law.length.words for code, law in LAWS.items() if law.code != "authority"}
    assert said == {
        "nca_content": "1 year",
        "nca_reference": "5 years",
        "us_content": "1 year",
        "canada_content": "21 days",
        "eu_maximum": "1 year",
        "own": "365 days",
        "own_unfounded": "90 days",
    }


def test_a_year_that_begins_on_29_february_ends_on_1_march():
    assert Length(years=1).after(datetime(2028, 2, 29, tzinfo=UTC)) == datetime(2029, 3, 1, tzinfo=UTC)
    assert Length(years=4).after(datetime(2028, 2, 29, tzinfo=UTC)) == datetime(2032, 2, 29, tzinfo=UTC)


def test_each_authority_that_was_told_begins_its_own_clocks():
    assert ends(told=(told("nca"), told("ncmec"), told("CA:police"), told("police:E23000023"))) == {
        "nca_content": CLOSED.replace(year=2027),
        "nca_reference": CLOSED.replace(year=2031),
        "us_content": CLOSED.replace(year=2027),
        "canada_content": datetime(2026, 4, 11, tzinfo=UTC),
        "own": CLOSED + 365 * DAY,
    }


def test_canada_counts_the_days_after_the_day_to_the_end_of_the_last_where_the_desk_is():
    late = datetime(2026, 11, 22, 3, tzinfo=UTC)  # still the evening of 21 November in Vancouver
    found = ends(told=(told("CA:police", late),), zone=ZoneInfo("America/Vancouver"))
    assert found["canada_content"] == datetime(2026, 12, 13, 8, tzinfo=UTC)


def test_a_case_that_is_worked_on_has_no_clock_of_this_desk():
    assert ends(closed_at=None) == {}


def test_what_was_unfounded_goes_sooner():
    assert ends(unfounded=True) == {"own_unfounded": CLOSED + 90 * DAY}


def test_in_the_european_union_a_maximum_runs_from_the_opening():
    assert ends(in_eu=True, closed_at=None) == {"eu_maximum": OPENED.replace(year=2027)}


def test_a_preservation_beats_erasure():
    assert verdict(running(("own", 90))).due_at == OPENED + 90 * DAY
    assert verdict(running(("own", 90), ("keep", 365))).due_at == OPENED + 365 * DAY
    assert verdict(running(("own", 90), ("keep", 21))).due_at == OPENED + 90 * DAY


def test_what_is_kept_until_somebody_lifts_it_is_never_due():
    kept = [*running(("own", 90)), Running(bound="keep", covers="content", ends_at=FOR_EVER)]
    assert verdict(kept).due_at == FOR_EVER


def test_a_maximum_comes_before_what_this_desk_planned():
    assert verdict(running(("own", 500), ("most", 365))).due_at == OPENED + 365 * DAY


def test_a_minimum_that_collides_with_a_maximum_is_never_resolved_here():
    found = verdict(running(("own", 90), ("keep", 380), ("most", 365)))
    assert (found.collides, found.due_at) == (True, None)


def test_a_reference_that_is_kept_five_years_keeps_nothing_else():
    reference = Running(bound="keep", covers="reference", ends_at=OPENED + 1826 * DAY)
    found = verdict([*running(("own", 90), ("most", 365)), reference])
    assert (found.collides, found.due_at) == (False, OPENED + 90 * DAY)


def test_nothing_is_due_while_a_case_is_worked_on_whatever_maximum_passes():
    assert verdict(running(("most", 10))).due_at is None


def test_a_case_that_is_worked_on_is_asked_about_in_time():
    own = LAWS["own"]
    assert rules.ask_at(verdict(running(("most", 365))), (), own) == OPENED + 351 * DAY
    assert rules.ask_at(verdict([]), (told("police:local"),), own) == CLOSED + 365 * DAY
    assert rules.ask_at(verdict([]), (), own) is None


def test_a_clock_that_jumps_more_than_a_day_is_noticed_both_ways():
    for days, noticed in ((0, False), (1, False), (-1, False), (1.01, True), (-1.01, True), (400, True)):
        assert bool(rules.jumped(OPENED + days * DAY, [OPENED])) is noticed


def test_an_operator_may_set_other_lengths_and_a_wrong_word_is_refused():
    laws = laws_with(30, 10, "nca_content=2y, eu_maximum=off")
    assert laws["nca_content"].length == Length(years=2)
    assert (laws["own"].length, laws["own_unfounded"].length) == (Length(days=30), Length(days=10))
    assert "eu_maximum" not in laws
    for wrong in ("nca=2y", "nca_content=", "nca_content=2w", "us_content=off", "own=3d", "nca_content=0d"):
        with pytest.raises(WrongLength):
            laws_with(30, 10, wrong)


def test_the_setting_takes_every_clock_of_a_law_and_no_other_word(monkeypatch):
    from pydantic import ValidationError

    from belisha.options import Settings

    of_law = set(LAWS) - {"own", "own_unfounded", "authority"}
    for text in (
        "",
        "eu_maximum=off",
        ",".join(f"{code}=2y" for code in of_law),
        "us_content=400d, eu_maximum=off",
    ):
        assert laws_with(1, 1, Settings(retention_laws=text).retention_laws)
    for wrong in (
        "nca=2y",
        "us_content=off",
        "own=3d",
        "us_content=2y;eu_maximum=off",
        "us_content=2yeu_maximum=off",
    ):
        with pytest.raises(ValidationError):
            Settings(retention_laws=wrong)
