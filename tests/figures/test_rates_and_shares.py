"""Rates with the year of their population, one every so often, and shares with what they are shares of."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.figures.amounts import Amount
from belisha.figures.cannot import CannotSay
from belisha.figures.people import NoPopulations, populations
from belisha.figures.places import areas
from belisha.figures.say_level import interval_words
from belisha.figures.shares import survey
from belisha.figures.words import decimal
from tests.figures.tables import EAST, NEW, REGION, cell, figures, two_years

pytestmark = pytest.mark.pure
KENT = "E23000032"


def _share(**more):
    row = {"series": "foi", "area": KENT, "year": NEW, "platform": "Snapchat", "low": 43.5, "high": 44.5}
    return row | {"known": None, "source": 1, "note": ""} | more


def test_a_rate_says_of_which_year_its_population_is():
    told = two_years({}, {"Kent": 50}, populations=[(KENT, "2021", 200_000, 1), (KENT, "2022", 250_000, 1)])
    found = told.rate("Kent", NEW)
    assert (found.rate, found.people_year) == (Amount.of(20), "2022")
    assert "The population is that of 2022." in found.caveats


def test_an_older_population_serves_three_years_and_no_longer():
    told = two_years({}, {"Kent": 50}, populations=[(KENT, "2019", 200_000, 1)])
    assert told.rate("Kent", NEW).people_year == "2019"
    with pytest.raises(CannotSay) as refused:
        two_years({}, {"Kent": 50}, populations=[(KENT, "2018", 200_000, 1)]).rate("Kent", NEW)
    assert [one.why for one in refused.value.missing] == ["population"]


def test_a_group_has_the_people_of_all_its_forces_of_one_year_or_none():
    codes = [area.id for area in areas().values() if area.name in EAST and area.kind == "force"]
    people = [(code, "2022", 100_000, 1) for code in codes]
    assert two_years({}, dict.fromkeys(EAST, 6), populations=people).rate(REGION, NEW).rate == Amount.of(6)
    mixed = [*people[1:], (codes[0], "2021", 100_000, 1)]
    with pytest.raises(CannotSay):
        two_years({}, dict.fromkeys(EAST, 6), populations=mixed).rate(REGION, NEW)


def test_a_later_population_supersedes_an_earlier_one():
    told = two_years({}, {"Kent": 50}, populations=[(KENT, "2022", 100_000, 2), (KENT, "2022", 1, 1)])
    assert told.rate("Kent", NEW).people == 100_000


def test_a_rate_of_a_small_number_that_is_not_told_is_a_range():
    told = two_years({}, {"Kent": "<5"}, populations=[(KENT, "2022", 200_000, 1)])
    assert told.rate("Kent", NEW).rate == Amount(F(1, 2), F(2))


def test_populations_are_read_from_a_table_and_a_wrong_line_is_named():
    found = populations('area,year,people\nKent,2022,"1,876,000"\nE23000023,2022,900000\n', areas())
    assert found["people"].to_list() == [1_876_000, 900_000]
    for wrong in ("Kentt,2022,1", "Kent,2022,many", "Kent,then,1", "Kent,2022,0", "Kent"):
        with pytest.raises(NoPopulations, match="line 2"):
            populations(f"area,year,people\n{wrong}\n", areas())
    for text in ("", "area,people\nKent,1\n"):
        with pytest.raises(NoPopulations):
            populations(text, areas())


def test_a_year_with_a_29_february_has_more_minutes():
    told = figures(
        cell("Kent", "2017/18", 1000), cell("Kent", "2023/24", 1000), cell("Kent", "2019/20", 1000)
    )
    minutes = {year: told.every("Kent", year).minutes_in_year for year in ("2017/18", "2019/20", "2023/24")}
    assert minutes == {"2017/18": 525_600, "2019/20": 527_040, "2023/24": 527_040}


def test_two_years_together_have_the_minutes_of_both():
    told = figures(cell("Kent", "2016/17-2017/18", 1000))
    assert told.every("Kent", "2016/17-2017/18").minutes_in_year == 2 * 525_600


def test_none_in_a_year_has_no_time_between_two():
    for told in (0, "refused"):
        with pytest.raises(CannotSay):
            two_years({}, {"Kent": told}).every("Kent", NEW)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        ("23.13", "23 minutes"),
        ("1.2", "72 seconds"),
        ("179", "179 minutes"),
        ("723", "12 hours"),
        ("4400", "3 days"),
    ],
)
def test_the_time_between_two_is_said_in_a_unit_that_keeps_its_digits(minutes, said):
    assert interval_words(F(minutes))[0] == said


def test_a_share_is_of_the_cases_in_which_a_platform_was_recorded():
    told = figures(
        cell("Kent", NEW, 44, platform="Snapchat"),
        cell("Kent", NEW, 100, platform="known"),
        cell("Kent", NEW, 330),
    )
    found = told.share("Kent", NEW, "Snapchat")
    assert (found.per_cent, found.known, found.of_all) == (Amount.of(44), Amount.of(100), Amount.of(330))
    assert "It is a share of the 100 cases in which a platform was recorded, of 330 in all." in found.caveats


def test_a_share_without_its_denominator_is_refused():
    told = figures(cell("Kent", NEW, 44, platform="Snapchat"), cell("Kent", NEW, 330))
    with pytest.raises(CannotSay, match="in how many cases a platform was recorded"):
        told.share("Kent", NEW, "Snapchat")


def test_a_share_that_was_published_rounded_is_the_range_that_it_rounds():
    found = figures(cell("Kent", NEW, 330), shares=[_share(known=100)]).share("Kent", NEW, "Snapchat")
    assert found.per_cent == Amount(F("43.5"), F("44.5"))
    assert (found.count, found.known) == (None, Amount.of(100))


def test_a_share_of_small_numbers_is_never_more_than_all():
    told = figures(cell("Kent", NEW, "<5", platform="Snapchat"), cell("Kent", NEW, "<5", platform="known"))
    assert told.share("Kent", NEW, "Snapchat").per_cent == Amount.of(25, 100)


def test_one_in_50_of_40_000_has_its_interval():
    found = survey(800, 40_000)
    assert [decimal(bound, 2) for bound in (found.per_cent, found.low, found.high)] == [
        "2.00",
        "1.87",
        "2.14",
    ]


@pytest.mark.parametrize(
    ("hits", "asked", "low", "high"),
    [(0, 10, "0.00", "27.75"), (10, 10, "72.25", "100.00"), (1, 10, "1.79", "40.42")],
)
def test_the_interval_of_a_survey_is_that_of_wilson(hits, asked, low, high):
    found = survey(hits, asked)
    assert (decimal(found.low, 2), decimal(found.high, 2)) == (low, high)


@given(st.integers(1, 10**6).flatmap(lambda asked: st.tuples(st.integers(0, asked), st.just(asked))))
def test_the_interval_of_a_survey_holds_its_share_and_stays_in_0_to_100(answer):
    found = survey(*answer)
    assert 0 <= found.low <= found.per_cent <= found.high <= 100


def test_a_survey_where_more_said_yes_than_were_asked_is_wrong_use():
    for hits, asked in ((5, 4), (-1, 4), (0, 0)):
        with pytest.raises(ValueError, match="some of those asked"):
            survey(hits, asked)
