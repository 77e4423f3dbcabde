"""Trends: per cent a year with an interval; refused on few points and across a break; gaps are gaps."""

import pytest

from belisha.figures import Figures
from belisha.figures.cannot import CannotSay
from belisha.figures.trend import fit, fit_between
from tests.figures.tables import cell, figures

pytestmark = pytest.mark.pure
YEARS = ("2016/17", "2017/18", "2018/19", "2019/20", "2020/21", "2021/22")


def _told(*numbers, years=YEARS):
    return figures(*(cell("Kent", year, told) for year, told in zip(years, numbers, strict=False)))


def test_a_steady_growth_is_found_and_its_interval_holds_it():
    found = _told(1000, 1100, 1210, 1331, 1464).trend("Kent")
    assert found.per_cent == pytest.approx(10, abs=0.05)
    assert found.low < 10 < found.high
    assert (found.points, found.gaps) == (5, ())


def test_the_interval_is_never_narrower_than_chance_alone_makes_it():
    # On a line without any spread the data alone would say an interval of nothing.
    line = fit([0, 1, 2, 3, 4], [100, 100, 100, 100, 100])
    assert line.dispersion == 1
    assert line.high - line.low > 10


def test_a_wild_series_has_a_wide_interval():
    tame, wild = (
        fit([0, 1, 2, 3, 4], [100, 110, 121, 133, 146]),
        fit([0, 1, 2, 3, 4], [100, 160, 90, 190, 146]),
    )
    assert wild.high - wild.low > 2 * (tame.high - tame.low)
    assert wild.dispersion > 1


@pytest.mark.parametrize("numbers", [(10, 20, 30), (10, 20, 30, "refused"), (10, 20, 30, "40+")])
def test_under_four_numbers_there_is_no_trend(numbers):
    with pytest.raises(CannotSay) as refused:
        _told(*numbers).trend("Kent")
    assert refused.value.reason == "too_few"
    assert "there are 3 years (2016/17, 2017/18 and 2018/19)" in refused.value.sentence


def test_a_year_without_a_number_is_a_gap_that_is_named():
    found = _told(100, 110, "not_held", 133, 146).trend("Kent")
    assert (found.points, found.gaps) == (4, ("2018/19",))
    assert "There is no figure for 2018/19." in found.caveats
    assert found.per_cent == pytest.approx(10, abs=0.3)


@pytest.mark.usefixtures("_recording_changed")
def test_a_trend_never_crosses_a_break():
    years = ("2020/21", "2021/22", "2022/23", "2023/24")
    with pytest.raises(CannotSay) as refused:
        _told(10, 20, 30, 40, years=years).trend("Kent")
    assert refused.value.reason == "break"


def test_calendar_years_are_not_mixed_with_financial_ones():
    told = figures(*(cell("Kent", year, 50) for year in (*YEARS[:3], "2019", "2020")))
    with pytest.raises(CannotSay):
        told.trend("Kent")


def test_totals_of_several_years_are_no_points():
    told = figures(*(cell("Kent", year, 50) for year in (*YEARS[:3], "2016/17-2018/19")))
    with pytest.raises(CannotSay):
        told.trend("Kent")


def test_small_numbers_that_are_not_told_widen_the_interval():
    exact = fit([0, 1, 2, 3], [3, 5, 8, 10])
    between = fit_between([0, 1, 2, 3], [1, 5, 8, 10], [4, 5, 8, 10])
    assert between.low <= exact.low
    assert exact.high <= between.high


@pytest.mark.parametrize("numbers", [(0, 0, 0, 9), (0, 0, 1, 0), (9, 0, 0, 0)])
def test_numbers_too_small_to_tell_a_trend_are_refused(numbers):
    with pytest.raises(CannotSay, match="too small to tell"):
        _told(*numbers).trend("Kent")


def test_small_numbers_none_of_which_is_told_show_no_direction():
    found = _told("<5", "<5", "<5", "<5").trend("Kent")
    assert found.low < 0 < found.high


def test_a_trend_of_zeros_is_refused():
    with pytest.raises(CannotSay):
        _told(0, 0, 0, 0).trend("Kent")


def test_the_trend_of_a_group_takes_the_years_in_which_every_force_answered():
    rows = [
        cell("S23000009", year, number) for year, number in zip(YEARS, (90, 99, 109, 120, 132), strict=False)
    ]
    assert figures(*rows).trend("S92000003").points == 5


def test_the_shipped_figures_of_cheshire_have_a_trend():
    found = Figures.load().trend("Cheshire")
    assert (round(found.per_cent, 1), round(found.low, 1), round(found.high, 1)) == (18.5, 6.7, 31.7)
