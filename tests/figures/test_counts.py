"""How many: answered, given or summed; zero, suppressed, refused and nothing at all are five things."""

import pytest

from belisha.figures import Figures
from belisha.figures.amounts import Amount
from belisha.figures.cannot import CannotSay
from tests.figures.tables import EAST, NEW, OLD, REGION, cell, figures, two_years

pytestmark = pytest.mark.pure


def test_a_group_whose_forces_all_answered_is_their_sum():
    found = two_years({}, dict.fromkeys(EAST, 10)).value(REGION, NEW)
    assert (found.amount.whole, found.how, len(found.cells)) == (60, "sum", 6)


def test_a_group_with_a_force_missing_is_refused_and_the_force_is_named():
    with pytest.raises(CannotSay) as refused:
        two_years({}, dict.fromkeys(EAST[:5], 10)).value(REGION, NEW)
    assert [(one.name, one.why) for one in refused.value.missing] == [("Suffolk", "absent")]
    assert (
        "1 of its 6 forces is missing (Suffolk: no answer is among these figures)" in refused.value.sentence
    )


@pytest.mark.parametrize("state", ["not_held", "refused", "late", "none"])
def test_what_is_no_number_is_never_counted_as_zero(state):
    told = dict.fromkeys(EAST, 10) | {"Norfolk": state}
    with pytest.raises(CannotSay) as refused:
        two_years({}, told).value(REGION, NEW)
    assert [(one.name, one.why) for one in refused.value.missing] == [("Norfolk", state)]


def test_zero_is_a_number():
    told = dict.fromkeys(EAST, 10) | {"Norfolk": 0}
    assert two_years({}, told).value(REGION, NEW).amount == Amount.of(50)


def test_a_small_number_that_is_not_told_is_one_to_four():
    told = dict.fromkeys(EAST, 10) | {"Norfolk": "<5", "Suffolk": "<5"}
    found = two_years({}, told).value(REGION, NEW)
    assert found.amount == Amount.of(42, 48)
    assert any("least and the most" in said for said in found.caveats)


def test_an_answer_of_a_part_is_at_least_so_many_and_not_of_the_whole():
    told = two_years({}, {"Essex": "1000+"})
    assert told.value("Essex", NEW).amount == Amount.at_least(1000)
    with pytest.raises(CannotSay) as refused:
        two_years({}, dict.fromkeys(EAST, 10) | {"Essex": "1000+"}).value(REGION, NEW)
    assert [one.why for one in refused.value.missing] == ["partial"]


def test_a_total_that_was_given_stands_beside_the_sum_and_is_never_added_to_it():
    rows = [cell(area, NEW, 10) for area in EAST]
    found = figures(*rows, cell(REGION, NEW, 61)).total(REGION, NEW)
    assert (found.given, found.summed, found.agrees) == (Amount.of(61), Amount.of(60), False)
    assert figures(*rows, cell(REGION, NEW, 60)).total(REGION, NEW).agrees is True


def test_a_given_total_agrees_with_a_sum_of_ranges_that_can_be_it():
    rows = [cell(area, NEW, 10) for area in EAST[1:]]
    told = figures(*rows, cell(EAST[0], NEW, "<5"), cell(REGION, NEW, 53))
    assert told.total(REGION, NEW).agrees is True


def test_a_total_of_some_forces_names_the_others():
    found = two_years({}, dict.fromkeys(EAST[:4], 10)).total(REGION, NEW)
    assert (found.summed, found.complete, found.agrees) == (Amount.of(40), False, None)
    assert [one.name for one in found.missing] == ["Norfolk", "Suffolk"]


def test_a_region_that_is_not_drawn_in_a_year_has_no_sum_of_nobody():
    told = two_years({"Wiltshire": 10}, {"Wiltshire": 20})
    with pytest.raises(CannotSay) as refused:
        told.total("bbc/west", "2024/25")
    assert refused.value.reason == "membership"
    with pytest.raises(CannotSay):
        told.change("bbc/west", "2023/24", "2024/25")


def test_offence_codes_without_a_total_are_summed_and_that_is_said():
    rows = [cell("Kent", NEW, number, offence=code) for code, number in (("taking", 30), ("possession", 12))]
    found = figures(*rows).value("Kent", NEW)
    assert found.amount == Amount.of(42)
    assert "Kent, 2022/23: the sum of 2 offence codes." in found.caveats


def test_a_total_that_was_answered_wins_over_the_sum_of_its_offence_codes():
    rows = [cell("Kent", NEW, number, offence=code) for code, number in (("taking", 30), ("possession", 12))]
    assert figures(*rows, cell("Kent", NEW, 43)).value("Kent", NEW).amount == Amount.of(43)


def test_a_sum_of_offence_codes_one_of_which_was_refused_is_of_a_part():
    rows = [cell("Kent", NEW, 30, offence="taking"), cell("Kent", NEW, "refused", offence="possession")]
    found = figures(*rows)
    assert found.value("Kent", NEW).amount == Amount.at_least(30)
    with pytest.raises(CannotSay):
        figures(*rows, cell("Kent", OLD, 20)).change("Kent", OLD, NEW)


def test_platforms_are_never_summed_to_a_total():
    rows = [cell("Kent", NEW, 30, platform=name) for name in ("Snapchat", "Facebook")]
    with pytest.raises(CannotSay):
        figures(*rows).value("Kent", NEW)


def test_a_later_source_supersedes_and_the_earlier_number_is_said():
    told = figures(cell("Kent", NEW, 100), cell("Kent", NEW, 120, source=2))
    found = told.value("Kent", NEW)
    assert found.amount == Amount.of(120)
    assert "Kent, 2022/23, was corrected: an earlier source said 100." in found.caveats
    assert Figures.load(told.dataset, as_of=1).value("Kent", NEW).amount == Amount.of(100)


def test_scotland_is_one_force_under_two_names():
    told = figures(cell("S92000003", NEW, 765))
    assert told.value("S23000009", NEW).amount == Amount.of(765)
    assert two_years({}, {"S23000009": 765}).value("S92000003", NEW).amount == Amount.of(765)


def test_people_and_images_are_not_taken_for_offences():
    told = figures(cell("Kent", NEW, 12, series="offenders"))
    with pytest.raises(CannotSay):
        told.value("Kent", NEW)
    assert told.value("Kent", NEW, series="offenders").amount == Amount.of(12)


def test_no_figures_at_all_are_a_refusal_and_no_error():
    with pytest.raises(CannotSay):
        figures().value("Kent", NEW)


def test_a_polars_frame_is_taken_and_one_of_another_shape_is_refused():
    import polars as pl

    from belisha.figures.loading import NotFigures

    frame = pl.DataFrame(
        {"series": ["foi"], "area": ["E23000032"], "year": [NEW], "state": ["full"], "low": [7], "high": [7]}
    )
    assert Figures.load(frame).value("Kent", NEW).amount == Amount.of(7)
    with pytest.raises(NotFigures, match="no column low"):
        Figures.load(frame.drop("low"))
    with pytest.raises(NotFigures):
        Figures.load(frame.with_columns(state=pl.lit("guessed")))
