"""Charts can be read by whoever sees few colours, few of the pixels, or none of it."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from belisha.figures.amounts import Amount
from belisha.figures.charts import look
from belisha.figures.charts.classes import class_keys, classes_of, luminance, shade
from belisha.figures.charts.geography import LONDON, Box, fitted, flat, neighbours
from belisha.figures.charts.patterns import PATTERNS
from belisha.figures.charts.states import STATES
from belisha.figures.charts.text import lines_of, width_of
from belisha.figures.charts.tile_grid import grid
from belisha.figures.places import areas

pytestmark = pytest.mark.pure

FORCES = {area.id: area.name for area in areas().values() if area.kind == "force"}
LIBERATION = Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf")


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", [look.INK, look.QUIET, look.WARNING, *look.LINES])
def test_letters_and_lines_stand_out_from_the_ground(colour) -> None:
    assert contrast(colour, look.GROUND) >= 4.5


@pytest.mark.parametrize("colour", [look.RULE, look.BAR, STATES["full"].colour])
def test_outlines_and_bars_stand_out_from_the_ground(colour) -> None:
    assert contrast(colour, look.GROUND) >= 3


def test_lines_are_told_apart_without_their_colours() -> None:
    assert len(set(look.LINES)) == len(look.LINES) == len(look.DASHES) == len(look.SHAPES)
    assert len(set(look.DASHES)) == len(look.DASHES)
    assert len(set(look.SHAPES)) == len(look.SHAPES)


def test_more_is_darker_so_that_grey_tells_it_too() -> None:
    for steps in (look.STEPS, look.RISES):
        lights = [luminance(colour) for colour in steps]
        assert all(one > 1.4 * next for one, next in pairwise(lights))


def test_what_is_written_in_a_square_can_be_read_there() -> None:
    for signed in (False, True):
        values = [Amount.of(Fraction(number)) for number in range(-60, 140, 2) if signed or number >= 0]
        for one in classes_of(values, signed=signed):
            assert contrast(one.colour, one.ink) >= 4.5, one


def test_a_state_has_a_word_a_letter_and_a_pattern_of_its_own() -> None:
    told = [state for name, state in STATES.items() if name not in ("incomplete", "population")]
    assert len({state.words for state in told}) == len({state.letter for state in told}) == len(told)
    patterns = [state.pattern for state in told if state.pattern]
    assert len(set(patterns)) == len(patterns)
    assert {name for name in patterns if not name.startswith("dots-")} == set(PATTERNS)


def test_every_state_of_an_answer_is_drawn() -> None:
    from belisha.figures.cells import STATES as of_answers

    assert set(of_answers) <= set(STATES)


def test_classes_hold_every_number_once_and_their_names_say_which() -> None:
    values = [Amount.of(number) for number in (164, 200, 263, 266, 267, 275, 301, 348, 411, 543, 829, 1042)]
    classes = classes_of(values, signed=False)
    assert all(sum(one.holds(value.low) for one in classes) == 1 for value in values)
    keys = [key.label for key in class_keys(classes, by="total", unsure=False)]
    assert keys == ["under 250", "250 to 299", "300 to 499", "500 or more"]


def test_a_fall_and_a_rise_are_never_of_one_class() -> None:
    values = [Amount.of(Fraction(number, 3)) for number in (-70, -1, 0, 1, 50, 90, 200)]
    classes = classes_of(values, signed=True)
    assert all(one.low is None or one.high is None or not one.low < 0 < one.high for one in classes)
    falls = [one for one in classes if one.holds(Fraction(-1, 3))]
    assert [one.pattern.startswith("dots-") for one in falls] == [True]
    assert not next(one for one in classes if one.holds(Fraction(0))).pattern


def test_one_number_alone_and_equal_numbers_have_a_class() -> None:
    for values in ([5], [0], [7, 7, 7], [0, 0, 3]):
        classes = classes_of([Amount.of(value) for value in values], signed=False)
        assert all(sum(one.holds(Fraction(value)) for one in classes) == 1 for value in values)
    assert classes_of([Amount.of(-5)], signed=True)
    assert classes_of([], signed=True) == ()


def test_a_number_that_may_be_of_two_classes_is_dotted() -> None:
    classes = classes_of([Amount.of(number) for number in (10, 20, 30, 40, 50)], signed=False)
    assert shade(Amount.of(10, 11), classes).sure
    unsure = shade(Amount.of(10, 45), classes)
    assert not unsure.sure
    assert unsure.pattern.startswith("dots-")
    assert not shade(Amount.at_least(20), classes).sure
    assert shade(Amount.at_least(60), classes).sure


def test_each_force_has_one_tile_and_no_two_share_one() -> None:
    assert {tile.force: tile.name for tile in grid()} == FORCES
    assert len({(tile.column, tile.row) for tile in grid()}) == 45
    assert len({tile.short for tile in grid()}) == 45
    assert all(width_of(tile.short, 10) <= 36 for tile in grid())


def test_neighbours_on_the_ground_are_near_on_the_tiles() -> None:
    at = {tile.force: (tile.column, tile.row) for tile in grid()}
    far = {
        pair: max(abs(a - b) for a, b in zip(*(at[force] for force in pair), strict=True))
        for pair in neighbours()
    }
    assert len(far) == 101  # as the file's own description says
    touching = sum(distance == 1 for distance in far.values())
    assert touching >= 80
    assert max(far.values()) <= 3


def test_north_is_above_south_and_west_left_of_east_on_the_map() -> None:
    shapes = fitted(flat(), Box(0, 0, 400, 600))
    middle = {FORCES[code]: _middle(shape) for code, shape in shapes.items()}
    assert middle["Scotland"][1] < middle["Northumbria"][1] < middle["Kent"][1]
    assert middle["Northern Ireland"][0] < middle["Merseyside"][0] < middle["Norfolk"][0]
    points = [p for shape in shapes.values() for polygon in shape for ring in polygon for p in ring]
    assert all(0 <= x <= 400 and 0 <= y <= 600 for x, y in points)
    # Great Britain is about as high as it is on paper: 1.6 to 1.9 times as high as wide, with Shetland.
    assert 1.5 < max(y for _, y in points) / max(x for x, _ in points) < 1.9


def test_the_inset_of_london_shows_both_its_forces() -> None:
    shapes = fitted(LONDON, Box(10, 20, 200, 170))
    assert set(shapes) == set(LONDON)
    city = [p for polygon in shapes["E23000034"] for ring in polygon for p in ring]
    assert max(x for x, _ in city) - min(x for x, _ in city) >= 5


@pytest.mark.skipif(not LIBERATION.exists(), reason="Liberation Sans isn't installed here")
def test_texts_are_as_wide_as_they_are_taken_to_be() -> None:
    from PIL import ImageFont

    font = ImageFont.truetype(str(LIBERATION), 1000, layout_engine=ImageFont.Layout.BASIC)
    for text in ("Greater Manchester", "1,204", "2016/17", "Wiltshire & Bath (part)", "+343 %"):
        assert abs(font.getlength(text) - width_of(text, 1000)) <= 2


def test_a_text_breaks_between_words_and_a_long_word_is_cut() -> None:
    assert lines_of("one two three", 10, 40) == ["one two", "three"]
    assert lines_of("", 10, 40) == []
    cut = lines_of("x" * 5000, 10, 100)
    assert "".join(cut) == "x" * 5000
    assert all(width_of(line, 10) <= 100 for line in cut)


def _middle(shape) -> tuple[float, float]:
    points = [point for polygon in shape for point in polygon[0]]
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
