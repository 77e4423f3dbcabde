"""Sentences for the press: true by construction, with what must be said with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.figures.cannot import CannotSay
from tests.figures.tables import EAST, NEW, OLD, REGION, cell, figures, two_years

pytestmark = pytest.mark.pure
THINGS = "child abuse image offences"


def _texts(told, area="Kent", first=OLD, last=NEW, kind=None):
    return [one.text for one in told.say(area, first, last) if kind in (None, one.kind)]


def test_a_rise_is_said_with_both_numbers_and_the_formula():
    said = two_years({"Kent": 164}, {"Kent": 727}).say("Kent", OLD, NEW)
    assert said[0].text == (
        "Kent Police recorded 727 child abuse image offences in 2022/23, up 343 per cent from 164 in 2017/18."
    )
    assert said[0].formula == "(727 - 164) / 164 = 343.29 per cent"
    assert [one.text for one in said if one.kind == "times"] == [
        "Kent Police recorded 4.4 times as many child abuse image offences in 2022/23 as in 2017/18."
    ]


def test_every_sentence_on_offences_says_that_recorded_is_not_prevalence():
    for one in two_years({"Kent": 164}, {"Kent": 727}).say("Kent", OLD, NEW):
        assert "One offence can cover hundreds of images." in one.caveats
        assert any("not how common the abuse is" in said for said in one.caveats)
        assert one.cells
        assert one.formula


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (200, 157, "recorded 157 {} in 2022/23, down 22 per cent from 200 in 2017/18."),
        (200, 200, "recorded 200 {} in 2022/23, as many as in 2017/18."),
        (1000, 1002, "recorded 1,002 {} in 2022/23, up less than 1 per cent from 1,000 in 2017/18."),
        (0, 7, "recorded 7 {} in 2022/23, up from none in 2017/18."),
        (7, 0, "recorded no {} in 2022/23, down 100 per cent from 7 in 2017/18."),
        (
            "<5",
            8,
            "recorded 8 {} in 2022/23, up between 100 and 700 per cent from between 1 and 4 in 2017/18.",
        ),
        (
            "<5",
            3,
            "recorded 3 {} in 2022/23, which may be a rise or a fall, after between 1 and 4 in 2017/18.",
        ),
    ],
)
def test_each_way_that_numbers_go_has_its_words(old, new, said):
    assert _texts(two_years({"Kent": old}, {"Kent": new}))[0] == f"Kent Police {said.format(THINGS)}"


def test_years_together_say_more_than_and_what_the_sum_leaves_out():
    told = figures(cell("Kent", "2016/17", 209), cell("Kent", "2017/18", 164))
    total = next(one for one in told.say("Kent", "2016/17", "2017/18") if one.kind == "total")
    assert total.text == (
        f"Kent Police recorded 373 {THINGS}, more than 370, in the two years 2016/17 and 2017/18."
    )
    assert total.formula == "209 + 164 = 373"
    assert total.caveats[0] == "The sum leaves out that it fell by 22 per cent from 2016/17 to 2017/18."


def test_years_with_one_missing_between_are_not_summed():
    assert _texts(two_years({"Kent": 164}, {"Kent": 727}), kind="total") == []


def test_a_group_with_forces_missing_is_said_of_those_who_answered():
    told = two_years({"Essex": 100, "Norfolk": 100}, {"Essex": 179, "Norfolk": 179, "Suffolk": 500})
    first = told.say(REGION, OLD, NEW)[0]
    assert first.text == (
        f"The 2 of 6 forces in the East of England with figures for both years recorded 358 {THINGS} "
        "in 2022/23, up 79 per cent from 200 in 2017/18."
    )
    assert "The others may have gone another way." in first.caveats
    assert any("Bedfordshire, Cambridgeshire, Hertfordshire and Suffolk" in said for said in first.caveats)


def test_a_place_is_said_where_every_force_of_the_region_has_one():
    whole = two_years(dict.fromkeys(EAST, 10), dict.fromkeys(EAST, 20) | {"Essex": 50})
    assert _texts(whole, "Essex", kind="rank") == [
        "Essex Police had the highest rise (400 per cent) of the six forces in the East of England between "
        "2017/18 and 2022/23."
    ]
    partly = two_years(dict.fromkeys(EAST[:5], 10), dict.fromkeys(EAST, 20) | {"Essex": 50})
    assert _texts(partly, "Essex", kind="rank") == []


def test_a_shared_place_is_said_to_be_shared():
    told = two_years({}, dict(zip(EAST, (9, 1, 9, 2, 3, 4), strict=True)))
    assert _texts(told, "Essex", NEW, None, "rank") == [
        f"Essex Police had the joint highest number of {THINGS} of the six forces in the East of England "
        "in 2022/23."
    ]


def test_one_offence_is_not_one_offences():
    assert "recorded 1 child abuse image offence in" in _texts(two_years({"Kent": 7}, {"Kent": 1}))[0]


def test_a_fall_is_never_called_the_highest_rise():
    told = two_years(dict.fromkeys(EAST, 20), dict.fromkeys(EAST, 10))
    assert _texts(told, "Essex", kind="rank") == []


@pytest.mark.usefixtures("_recording_changed")
def test_a_break_leaves_no_sentence_across_it():
    told = figures(cell("Kent", "2022/23", 100), cell("Kent", "2023/24", 300))
    assert not [said for said in _texts(told, "Kent", "2022/23", "2023/24") if "2022/23" in said]


def test_where_nothing_can_be_said_the_reason_is():
    with pytest.raises(CannotSay, match="Kent has no figures to compare"):
        two_years({}, {"Essex": 3}).say("Kent", OLD, NEW)


def test_a_total_of_several_years_is_not_said_of_one():
    told = figures(cell("Kent", "2016/17-2020/21", 6852))
    assert _texts(told, "Kent", "2016/17-2020/21", None)[0] == (
        f"Kent Police recorded 6,852 {THINGS} in the five years 2016/17 to 2020/21."
    )


def test_the_formula_of_a_place_shows_ranges_as_ranges():
    told = two_years({}, dict(zip(EAST, (9, "<5", 0, 0, 0, 0), strict=True)))
    said = next(one for one in told.say("Bedfordshire", NEW) if one.kind == "rank")
    assert said.formula.startswith("1 Bedfordshire 9, 2 Cambridgeshire 1 to 4, 3= ")


def test_no_offences_is_a_sentence_too():
    assert _texts(two_years({}, {"Kent": 0}), "Kent", NEW, None)[0] == (
        "Kent Police recorded no child abuse image offences in 2022/23."
    )


def test_people_are_not_called_offences():
    told = figures(cell("Kent", NEW, 12, series="offenders"))
    said = told.say("Kent", NEW, series="offenders")[0]
    assert said.text == "Kent Police recorded 12 offenders in 2022/23."
    assert "One offence can cover hundreds of images." not in said.caveats


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_no_sentence_says_another_direction_than_the_numbers(old, new):
    for said in _texts(two_years({"Kent": old}, {"Kent": new})):
        up = any(word in said for word in (", up ", " rose ", "doubled", "tripled", "quadrupled"))
        down = any(word in said for word in (", down ", " fell "))
        assert not (up and new <= old)
        assert not (down and new >= old)
