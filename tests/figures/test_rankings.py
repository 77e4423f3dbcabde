"""Who has most: ties, ranges of places, and nobody called the highest while a force is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.figures.amounts import Amount
from belisha.figures.cannot import CannotSay
from belisha.figures.places import areas
from belisha.figures.ranking import places
from tests.figures.tables import EAST, NEW, OLD, REGION, figures, two_years

pytestmark = pytest.mark.pure
_FORCES = [area for area in areas().values() if area.kind == "force"]
amounts = st.tuples(st.integers(0, 30), st.integers(0, 6)).map(lambda pair: Amount.of(pair[0], sum(pair)))


def test_equal_ones_share_a_place_and_the_next_place_is_left_out():
    told = two_years({}, dict(zip(EAST, (5, 9, 9, 7, 7, 1), strict=True)))
    labels = [(place.area.name, place.label) for place in told.rank(REGION, NEW).places]
    assert labels == [
        ("Cambridgeshire", "1="), ("Essex", "1="), ("Hertfordshire", "3="), ("Norfolk", "3="),
        ("Bedfordshire", "5"), ("Suffolk", "6"),
    ]  # fmt: skip


def test_a_ranking_of_changes_is_by_exact_fractions():
    told = two_years(dict.fromkeys(EAST, 3), dict(zip(EAST, (4, 5, 6, 7, 8, 2), strict=True)))
    found = told.rank(REGION, OLD, NEW)
    assert [place.area.name for place in found.places] == [
        "Norfolk", "Hertfordshire", "Essex", "Cambridgeshire", "Bedfordshire", "Suffolk",
    ]  # fmt: skip


def test_nobody_is_the_highest_while_a_force_is_missing():
    told = two_years(dict.fromkeys(EAST, 3), dict.fromkeys(EAST[:4], 9))
    with pytest.raises(CannotSay) as refused:
        told.rank(REGION, OLD, NEW)
    assert {one.name for one in refused.value.missing} == {"Norfolk", "Suffolk"}
    among = told.rank(REGION, OLD, NEW, among_answered=True)
    assert (len(among.places), among.of) == (4, 6)
    assert "Among the 4 of 6 forces that can be placed." in among.caveats


def test_a_force_that_began_at_zero_has_no_place_among_per_cents():
    told = two_years(dict.fromkeys(EAST, 3) | {"Essex": 0}, dict.fromkeys(EAST, 9))
    with pytest.raises(CannotSay) as refused:
        told.rank(REGION, OLD, NEW)
    assert [(one.name, one.why) for one in refused.value.missing] == [("Essex", "from zero")]
    assert told.rank(REGION, OLD, NEW, by="difference").places[0].area.name == "Essex"


def test_a_small_number_that_is_not_told_has_a_range_of_places():
    told = two_years({}, dict(zip(EAST, ("<5", 2, 3, 0, 9, 9), strict=True)))
    by_name = {place.area.name: place for place in told.rank(REGION, NEW).places}
    assert by_name["Bedfordshire"].label == "3 to 5"
    assert by_name["Essex"].label == "3 to 4"
    assert by_name["Norfolk"].label == "1="
    assert by_name["Hertfordshire"].label == "6"


def test_a_range_that_only_reaches_another_number_is_never_above_it():
    told = two_years({}, dict(zip(EAST, ("<5", 4, 0, 0, 0, 0), strict=True)))
    by_name = {place.area.name: place.label for place in told.rank(REGION, NEW).places}
    assert (by_name["Cambridgeshire"], by_name["Bedfordshire"]) == ("1", "1 to 2")


def test_the_lowest_can_come_first():
    told = two_years({}, dict(zip(EAST, (1, 2, 2, 4, 5, 6), strict=True)))
    labels = [place.label for place in told.rank(REGION, NEW, lowest_first=True).places]
    assert labels == ["1", "2=", "2=", "4", "5", "6"]


@pytest.mark.parametrize("asked", [{"by": "luck"}, {"by": "total"}, {"by": "rate"}])
def test_a_ranking_that_makes_no_sense_is_wrong_use(asked):
    with pytest.raises(ValueError, match="A ranking is by"):
        two_years({"Kent": 1}, {"Kent": 2}).rank(REGION, OLD, NEW, **asked)


@given(st.lists(amounts, min_size=2, max_size=8), st.data())
def test_every_force_stands_where_its_range_of_places_says(rows, data):
    forces = _FORCES[: len(rows)]
    truth = [data.draw(st.integers(int(amount.low), int(amount.high))) for amount in rows]
    for lowest in (False, True):
        placed = {
            one.area.id: one for one in places(list(zip(forces, rows, strict=True)), lowest_first=lowest)
        }
        for force, own in zip(forces, truth, strict=True):
            before = sum(other < own if lowest else other > own for other in truth)
            assert placed[force.id].best == placed[force.id].worst or not all(one.exact for one in rows)
            assert placed[force.id].best <= before + 1 <= placed[force.id].worst


@given(st.lists(amounts, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_no_place(rows, chance):
    pairs = list(zip(_FORCES, rows, strict=False))
    before = {one.area.id: one.label for one in places(pairs)}
    chance.shuffle(pairs)
    assert {one.area.id: one.label for one in places(pairs)} == before


def test_rates_are_ranked_where_every_population_is_given():
    people = [(area.id, "2022", 100_000 * number, 1) for number, area in enumerate(_east(), 1)]
    told = two_years({}, dict.fromkeys(EAST, 60), populations=people)
    assert told.rank(REGION, NEW, by="rate").places[0].value == Amount.of(60)
    with pytest.raises(CannotSay) as refused:
        two_years({}, dict.fromkeys(EAST, 60), populations=people[1:]).rank(REGION, NEW, by="rate")
    assert [one.why for one in refused.value.missing] == ["population"]


def _east():
    return [area for name in EAST for area in _FORCES if area.name == name]


def test_an_empty_book_ranks_nobody():
    with pytest.raises(CannotSay):
        figures().rank(REGION, NEW)
