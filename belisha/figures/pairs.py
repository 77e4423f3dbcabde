"""The figures of forces in two years, and what changed between them."""

from collections.abc import Sequence
from typing import NamedTuple

from belisha.figures.amounts import Amount, minus, ratio
from belisha.figures.breaks import breaks_between
from belisha.figures.cannot import CannotSay, Missing
from belisha.figures.caveats import about
from belisha.figures.cell import Cell
from belisha.figures.counting import missing_of, summed
from belisha.figures.lookup import Lookup, Topic
from belisha.figures.places import Area
from belisha.figures.restated import restated_alone
from belisha.figures.results import Change, Panel
from belisha.figures.years import year_of


class Years(NamedTuple):
    """The two that are compared."""

    first: str
    last: str

    def __str__(self) -> str:
        return f"{self.first} and {self.last}"


class Pairs(NamedTuple):
    """The figures of forces in both years, and who has not both."""

    before: tuple[Cell, ...]
    after: tuple[Cell, ...]
    missing: tuple[Missing, ...]


def in_order(years: Years) -> None:
    """Refuse years that can't be compared: not alike, or the later one first."""
    first, last = (year_of(year) for year in years)
    if (first.financial, first.number) != (last.financial, last.number):
        raise CannotSay(
            f"{years} can't be compared: they don't cover the same part of a year, or not as many years.",
            reason="unlike_years",
        )
    if last.begins <= first.begins:
        raise CannotSay(f"{years.last} is not after {years.first}.", reason="order")


def pairs_of(lookup: Lookup, members: Sequence[Area], years: Years, series: str, topic: Topic) -> Pairs:
    """The figures of those who have one in both years; of each other, what is missing in which year."""
    before, after, missing = [], [], []
    for member in members:
        pair = [lookup.cell(series, member, year, topic) for year in years]
        full = [cell for cell in pair if cell is not None and cell.usable]
        if len(full) == 2:
            before.append(full[0])
            after.append(full[1])
        else:
            lacking = zip(years, pair, strict=True)
            missing += [missing_of(member, at, one) for at, one in lacking if one is None or not one.usable]
    return Pairs(tuple(before), tuple(after), tuple(missing))


def without_breaks(lookup: Lookup, pairs: Pairs, years: Years, series: str) -> Pairs:
    """Leave out the forces whose recording changed in between."""
    kept, missing = [], list(pairs.missing)
    for old, new in zip(pairs.before, pairs.after, strict=True):
        area = lookup.areas[old.area]
        broken = [one for one in breaks_between(series, (area,), *years) if not one.possible]
        if broken:
            missing.append(Missing(area=area.id, name=area.name, year=broken[0].year, why="break"))
        else:
            kept.append((old, new))
    return Pairs(tuple(old for old, _ in kept), tuple(new for _, new in kept), tuple(missing))


def made(
    lookup: Lookup,
    area: Area,
    years: Years,
    series: str,
    pairs: Pairs,
    *,
    how: str,
    caveats: Sequence[str] = (),
    panel: Panel | None = None,
) -> Change:
    """The numbers of a change, exact, and their bounds."""
    before, after = summed(pairs.before), summed(pairs.after)
    times = ratio(after, before)
    cells = (*pairs.before, *pairs.after)
    unlike = (restated_alone(lookup, *pair) for pair in zip(pairs.before, pairs.after, strict=True))
    return Change(
        area=area,
        series=series,
        first=years.first,
        last=years.last,
        before=before,
        after=after,
        difference=minus(after, before),
        times=times,
        per_cent=None if times is None else minus(times, Amount.of(1)).scaled(100),
        years=year_of(years.last).begins.year - year_of(years.first).begins.year,
        how=how,
        panel=panel,
        cells=cells,
        caveats=tuple(dict.fromkeys((*caveats, *filter(None, unlike), *about(lookup, cells)))),
    )
