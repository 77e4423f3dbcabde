"""For each 100,000 people, and one every so many minutes."""

from fractions import Fraction

from belisha.figures.amounts import Amount
from belisha.figures.area_words import capital, where
from belisha.figures.cannot import CannotSay, Missing
from belisha.figures.cell import Cell
from belisha.figures.counting import value
from belisha.figures.lookup import Lookup, Topic
from belisha.figures.places import Area
from belisha.figures.results import Every, Rate
from belisha.figures.years import calendar, year_of

PER = 100_000
_OLDEST = 3  # a population of so many years before still says something, and is named


def rate(lookup: Lookup, area: Area, year: str, topic: Topic, *, per: int = PER) -> Rate:
    """So many for each `per` people, with the year that their number is of."""
    found = value(lookup, area, year, topic)
    return rate_of(
        lookup, area, year, found.amount, found.cells, found.series, per=per, caveats=found.caveats
    )


def rate_of(
    lookup: Lookup,
    area: Area,
    year: str,
    amount: Amount,
    cells: tuple[Cell, ...],
    series: str,
    *,
    per: int = PER,
    caveats: tuple[str, ...] = (),
) -> Rate:
    """The rate of a number that is known already."""
    people, people_year = population(lookup, area, year)
    said = f"The population is that of {people_year}."
    return Rate(
        area=area,
        series=series,
        year=year,
        amount=amount,
        per=per,
        rate=amount.scaled(Fraction(per, people)),
        people=people,
        people_year=people_year,
        cells=cells,
        caveats=(said, *caveats),
    )


def population(lookup: Lookup, area: Area, year: str) -> tuple[int, str]:
    """The people of an area in the year, else in the calendar year that it begins in, else shortly before."""
    begins = year_of(year).begins.year
    for label in dict.fromkeys([year, *(calendar(begins - back).label for back in range(_OLDEST + 1))]):
        people = _people(lookup, area, label)
        if people is not None:
            return people, label
    missing = Missing(area=area.id, name=area.name, year=year, why="population")
    raise CannotSay(
        f"No population of {where(area)} is given for {year}, so there is no rate.", missing=[missing]
    )


def _people(lookup: Lookup, area: Area, label: str) -> int | None:
    given = lookup.people
    if (area.id, label) in given:
        return given[area.id, label]
    members = [given.get((force, label)) for force in area.members(year_of(label))]
    if not members or any(people is None for people in members):
        return None
    return sum(people for people in members if people is not None)


def every(lookup: Lookup, area: Area, year: str, topic: Topic) -> Every:
    """On average one in so many minutes; the year has 527,040 where it holds a 29 February."""
    found = value(lookup, area, year, topic)
    days = year_of(year).days
    minutes = days * 24 * 60
    if found.amount.low <= 0:
        raise CannotSay(
            f"{capital(where(area))} may have had none in {year}, so there is no time between two."
        )
    shortest = Fraction(0) if found.amount.high is None else minutes / found.amount.high
    return Every(
        area=area,
        series=found.series,
        year=year,
        amount=found.amount,
        minutes=Amount(shortest, minutes / found.amount.low),
        per_day=found.amount.scaled(Fraction(1, days)),
        minutes_in_year=minutes,
        cells=found.cells,
        caveats=found.caveats,
    )
