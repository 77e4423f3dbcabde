"""Change between two years: exact, on the same forces, never across a break in silence."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.figures.amounts import Amount, minus, ratio
from belisha.figures.cannot import CannotSay
from belisha.figures.words import half_up
from tests.figures.tables import EAST, NEW, OLD, REGION, cell, figures, two_years

pytestmark = pytest.mark.pure
counts = st.integers(min_value=1, max_value=50_000)
ranges = st.tuples(counts, st.integers(min_value=0, max_value=50)).map(lambda pair: (pair[0], sum(pair)))


def test_a_change_is_exact_in_per_cent_times_and_difference():
    found = two_years({"Kent": 164}, {"Kent": 727}).change("Kent", OLD, NEW)
    assert found.per_cent == Amount.of(F(56300, 164))
    assert found.times == Amount.of(F(727, 164))
    assert (found.difference, found.years) == (Amount.of(563), 5)


def test_a_change_of_a_group_needs_every_force_in_both_years():
    told = two_years(dict.fromkeys(EAST[:5], 10), dict.fromkeys(EAST, 20))
    with pytest.raises(CannotSay) as refused:
        told.change(REGION, OLD, NEW)
    assert [(one.name, one.year) for one in refused.value.missing] == [("Suffolk", OLD)]


def test_a_matched_panel_compares_the_same_forces_and_not_the_totals():
    old = {"Bedfordshire": 100, "Essex": 100}
    new = {"Bedfordshire": 179, "Essex": 179, "Norfolk": 900, "Suffolk": 900}
    found = two_years(old, new).panel(REGION, OLD, NEW)
    assert half_up(found.per_cent.low) == 79
    assert (found.panel.size, found.panel.of) == (2, 6)
    assert {one.name for one in found.panel.missing} == {
        "Cambridgeshire",
        "Hertfordshire",
        "Norfolk",
        "Suffolk",
    }
    assert "Only the 2 of 6 forces with figures for both years are compared." in found.caveats


def test_an_answer_of_a_part_is_in_no_panel():
    told = two_years(dict.fromkeys(EAST, 10), dict.fromkeys(EAST, 20) | {"Essex": "15+"})
    assert told.panel(REGION, OLD, NEW).panel.size == 5
    with pytest.raises(CannotSay):
        told.change("Essex", OLD, NEW)


def test_a_panel_of_nobody_is_refused():
    with pytest.raises(CannotSay):
        two_years({"Essex": 10}, {"Norfolk": 10}).panel(REGION, OLD, NEW)


def test_totals_that_were_given_are_compared_without_their_forces():
    told = figures(
        cell("UK", OLD, 22_724), cell("UK", NEW, 33_000), cell("Kent", OLD, 1), cell("Kent", NEW, 9)
    )
    found = told.change("UK", OLD, NEW)
    assert (found.how, found.before, found.after) == ("given", Amount.of(22_724), Amount.of(33_000))


def test_a_given_total_of_a_part_is_not_compared_with_one_of_all():
    told = figures(cell("UK", OLD, 22_724), cell("UK", NEW, "33000+", note="of 35 forces"))
    with pytest.raises(CannotSay, match=r"of a part only \(of 35 forces\)"):
        told.change("UK", OLD, NEW)


def test_what_began_at_zero_has_no_per_cent():
    found = two_years({"Kent": 0}, {"Kent": 9}).change("Kent", OLD, NEW)
    assert (found.per_cent, found.times, found.difference) == (None, None, Amount.of(9))


def test_small_numbers_that_are_not_told_give_a_range_of_changes():
    found = two_years({"Kent": "<5"}, {"Kent": 8}).change("Kent", OLD, NEW)
    assert found.per_cent == Amount.of(100, 700)
    assert found.difference == Amount.of(4, 7)


def test_years_of_two_series_are_refused_and_joined_only_when_it_is_asked_for():
    told = figures(cell("Kent", OLD, 100), cell("Kent", "2023/24", 300, series="home-office"))
    with pytest.raises(CannotSay) as refused:
        told.change("Kent", OLD, "2023/24")
    assert refused.value.reason == "break"
    assert "two series" in refused.value.sentence
    joined = told.change("Kent", OLD, "2023/24", across_breaks=True)
    assert (joined.how, joined.per_cent) == ("joined", Amount.of(200))
    assert any("two series" in said for said in joined.caveats)


@pytest.mark.usefixtures("_recording_changed")
def test_one_series_across_its_own_break_is_refused_too():
    told = figures(cell("Kent", OLD, 100), cell("Kent", "2023/24", 300))
    with pytest.raises(CannotSay) as refused:
        told.change("Kent", OLD, "2023/24")
    assert "two series" not in refused.value.sentence
    assert refused.value.reason == "break"
    assert told.change("Kent", OLD, "2023/24", across_breaks=True).caveats


@pytest.mark.usefixtures("_recording_changed")
def test_forces_whose_recording_changed_are_left_out_of_a_panel_and_named():
    told = figures(*(cell(area, year, 50) for area in ("Kent", "S23000009") for year in (OLD, "2023/24")))
    found = told.panel("UK", OLD, "2023/24")
    assert found.panel.forces == ("S23000009",)
    assert ("Kent", "break") in {(one.name, one.why) for one in found.panel.missing}


def test_whoever_asked_all_along_has_one_series_after_the_publishers_went_on_with_another():
    told = figures(cell("Kent", OLD, 100), cell("Kent", "2023/24", 300))
    assert told.change("Kent", OLD, "2023/24").per_cent.low == 200


def test_a_possible_break_is_said_and_not_refused():
    told = figures(cell("Thames Valley", "2020/21", 300), cell("Thames Valley", "2021/22", 918))
    found = told.change("Thames Valley", "2020/21", "2021/22")
    assert half_up(found.per_cent.low) == 206
    assert any("may have changed in 2021/22" in said for said in found.caveats)


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [(NEW, OLD, "order"), (OLD, OLD, "order"), (OLD, "2022", "unlike_years"),
     ("2016/17-2017/18", NEW, "unlike_years"), ("whenever", NEW, "unknown_year")],
)  # fmt: skip
def test_years_that_are_not_alike_or_not_in_order_are_refused(first, last, reason):
    with pytest.raises(CannotSay) as refused:
        two_years({"Kent": 1}, {"Kent": 2}).change("Kent", first, last)
    assert refused.value.reason == reason


@pytest.mark.parametrize("written", ["2022-23", "FY2022/23", "2022/2023", "22/23"])
def test_a_year_is_read_as_people_write_it(written):
    assert two_years({"Kent": 1}, {"Kent": 2}).change("Kent", "2017-18", written).last == NEW


def test_a_name_of_two_areas_is_the_force_unless_its_id_is_given():
    told = two_years({"West Midlands": 1}, {"West Midlands": 2})
    assert told.change("West Midlands", OLD, NEW).area.kind == "force"
    assert told.area("ons/west-midlands").kind == "region"


def test_a_mistyped_force_is_asked_about():
    with pytest.raises(CannotSay, match="Is it Cambridgeshire") as refused:
        two_years({"Kent": 1}, {"Kent": 2}).change("Cambrideshire", OLD, NEW)
    assert refused.value.reason == "unknown_area"


@given(st.lists(st.tuples(counts, counts), min_size=6, max_size=6))
def test_the_change_of_a_group_is_the_change_of_its_sums_in_any_order(pairs):
    old = dict(zip(EAST, (pair[0] for pair in pairs), strict=True))
    new = dict(zip(EAST, (pair[1] for pair in pairs), strict=True))
    found = two_years(old, new).change(REGION, OLD, NEW)
    turned = two_years(dict(reversed(old.items())), dict(reversed(new.items()))).panel(REGION, OLD, NEW)
    assert found.per_cent == turned.per_cent == Amount.of(F(100 * sum(new.values()), sum(old.values())) - 100)
    assert found.times.low * found.before.low == found.after.low


@given(ranges, ranges, st.data())
def test_a_range_holds_every_truth_that_its_answers_leave_open(old, new, data):
    truth = [data.draw(st.integers(*bounds)) for bounds in (old, new)]
    before, after = Amount.of(*old), Amount.of(*new)
    assert F(truth[1], truth[0]) in ratio(after, before)
    assert truth[1] - truth[0] in minus(after, before)
    assert sum(truth) in before + after


@given(ranges, ranges)
def test_both_ends_of_a_range_can_be_true(old, new):
    times = ratio(Amount.of(*new), Amount.of(*old))
    assert times == Amount(F(new[0], old[1]), F(new[1], old[0]))
