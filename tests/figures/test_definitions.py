"""Series and their breaks: for whom they hold, and between which years."""

import pytest

from belisha.figures.definitions import breaks_between, offence_codes, series
from belisha.figures.places import UK, areas

pytestmark = pytest.mark.pure

KENT, THAMES_VALLEY, SCOTLAND, ENGLAND_AND_WALES = "E23000032", "E23000029", "S92000003", "K04000001"


def broken(area, first, last, of="foi", beside=("home-office",)):
    found = breaks_between(of, [areas()[area]], first, last, beside=beside)
    return [(one.year, one.possible) for one in found]


@pytest.mark.parametrize("area", [KENT, UK, ENGLAND_AND_WALES, "ons/east-of-england"])
def test_the_series_breaks_in_2023_24_for_whoever_has_forces_in_england_or_wales(area):
    assert ("2023/24", False) in broken(area, "2022/23", "2023/24")
    assert ("2023/24", False) in broken(area, "2017/18", "2024/25")


def test_answers_asked_for_all_along_break_only_beside_the_series_that_goes_on():
    assert broken(KENT, "2022/23", "2023/24", beside=()) == []


def test_it_does_not_break_for_scotland_or_before_or_after_that_year():
    assert broken(SCOTLAND, "2022/23", "2023/24") == []
    assert broken(KENT, "2017/18", "2022/23") == []
    assert broken(KENT, "2023/24", "2024/25") == []
    assert broken(KENT, "2022/23", "2023/24", of="home-office") == []


def test_a_change_of_recording_that_nobody_confirmed_is_possible_for_that_force_alone():
    assert broken(THAMES_VALLEY, "2020/21", "2021/22") == [("2021/22", True)]
    assert broken(KENT, "2020/21", "2021/22") == []


def test_a_series_says_of_which_years_it_is():
    assert series()["foi"].covers("2016/17")
    assert not series()["foi"].covers("2015/16")
    assert not series()["home-office"].covers("2022/23")


def test_offences_are_known_by_the_words_of_answers():
    assert offence_codes()["possession of indecent images"] == "possession"
    assert offence_codes()["take/make/distribute"] == "taking"
