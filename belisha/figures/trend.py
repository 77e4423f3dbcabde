"""How fast a count grows: per cent a year with its uncertainty, by a quasi-Poisson regression.

The counts are regressed on the year with a log link; their spread about the line is taken from the data, and
never as less than that of counts which only chance moves. With few years the interval is Student's.
"""

import warnings
from collections.abc import Sequence
from math import isfinite
from typing import Final, NamedTuple

from belisha.figures.area_words import capital, where
from belisha.figures.breaks import breaks_between
from belisha.figures.cannot import CannotSay, Missing
from belisha.figures.caveats import about
from belisha.figures.cell import Cell
from belisha.figures.counting import first_series, members_in, missing_of, summed
from belisha.figures.lookup import Lookup, Topic, members_of
from belisha.figures.places import Area
from belisha.figures.results import Trend
from belisha.figures.words import counted, listed
from belisha.figures.years import year_of

FEWEST: Final = 4
MOST: Final = 10_000  # per cent a year: where chance alone could do that, nothing is known


class Point(NamedTuple):
    """A count of one year, as far as it is known, and the figures that it is made of."""

    year: str
    low: int
    high: int
    cells: tuple[Cell, ...]


class Line(NamedTuple):
    """The growth a year that fits best, its interval, and how far the counts spread about it."""

    per_cent: float
    low: float
    high: float
    dispersion: float


def trend(lookup: Lookup, area: Area, first: str | None, last: str | None, topic: Topic) -> Trend:
    """Per cent a year; refused under four points, and across a break. Years without a figure are gaps."""

    def ask(series: str) -> Trend:
        points = _points(lookup, area, first, last, series, topic)
        missing = _missing(lookup, area, points, first, last, series, topic)
        if len(points) < FEWEST:
            raise _too_few(area, points, missing)
        broken = breaks_between(series, _inside(lookup, area, points), points[0].year, points[-1].year)
        if sure := [one.sentence for one in broken if not one.possible]:
            raise CannotSay(
                f"{capital(where(area))} has no trend across a break. {' '.join(sure)} "
                "The years before it alone may have one.",
                reason="break",
            )
        return _made(lookup, area, series, points, [one.sentence for one in broken])

    return first_series(lookup, topic, ask)


def fit(years: Sequence[int], counts: Sequence[float]) -> Line:
    """The line through counts, by quasi-Poisson regression."""
    # A second and more to load: only a trend waits for it.
    import numpy as np
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    at = np.column_stack([np.ones(len(years)), np.array(years, dtype=float) - years[0]])
    model = GLM(np.array(counts, dtype=float), at, family=Poisson())
    with warnings.catch_warnings():
        # What doesn't converge is said below, in the numbers.
        warnings.simplefilter("ignore")
        chance = model.fit(scale=1.0)
        spread = max(float(chance.pearson_chi2 / chance.df_resid), 1.0)
        found = model.fit(scale=spread, use_t=True)
        slope, bounds = found.params[1], found.conf_int()[1]
        best, least, most = (100 * float(np.expm1(rate)) for rate in (slope, *bounds))
    return Line(best, least, most, spread)


def fit_between(years: Sequence[int], lows: Sequence[int], highs: Sequence[int]) -> Line:
    """The same of counts that are known between bounds: the interval holds every line through them."""
    if list(lows) == list(highs):
        return fit(years, lows)
    middle = (years[0] + years[-1]) / 2
    early = [year <= middle for year in years]
    steep = [low if before else high for before, low, high in zip(early, lows, highs, strict=True)]
    flat = [high if before else low for before, low, high in zip(early, lows, highs, strict=True)]
    best = fit(years, [(low + high) / 2 for low, high in zip(lows, highs, strict=True)])
    widest = [fit(years, steep), fit(years, flat), best]
    return best._replace(low=min(line.low for line in widest), high=max(line.high for line in widest))


def _points(
    lookup: Lookup, area: Area, first: str | None, last: str | None, series: str, topic: Topic
) -> list[Point]:
    found = [
        _point(lookup, area, year, series, topic) for year in _years(lookup, area, first, last, series, topic)
    ]
    return [point for point in found if point is not None]


def _years(
    lookup: Lookup, area: Area, first: str | None, last: str | None, series: str, topic: Topic
) -> list[str]:
    """Single years of one kind, within the bounds: financial ones where there are any."""
    own = Topic(series=series, offence=topic.offence, platform=topic.platform)
    years = [year_of(label) for label in lookup.years(area, own)]
    financial = year_of(first).financial if first else any(year.financial for year in years)
    begins = year_of(first).begins if first else None
    ends = year_of(last).ends if last else None
    return [
        year.label
        for year in years
        if year.number == 1
        and year.financial == financial
        and (begins is None or year.begins >= begins)
        and (ends is None or year.ends <= ends)
    ]


def _point(lookup: Lookup, area: Area, year: str, series: str, topic: Topic) -> Point | None:
    """The count of a year: of a force, given for a group, or of all its members."""
    own = lookup.cell(series, area, year, topic)
    cells: tuple[Cell, ...] = (own,) if own is not None and own.usable else ()
    if not cells and area.kind != "force":
        found, missing = members_in(lookup, members_of(lookup, area, year), year, series, topic)
        cells = () if missing else found
    if not cells:
        return None
    amount = summed(cells)
    return Point(year, int(amount.low), int(amount.high or amount.low), cells)


def _missing(
    lookup: Lookup,
    area: Area,
    points: list[Point],
    first: str | None,
    last: str | None,
    series: str,
    topic: Topic,
) -> list[Missing]:
    """The years of which there is a word, and no number."""
    years = _years(lookup, area, first, last, series, topic)
    told = {point.year for point in points}
    return [
        missing_of(area, year, lookup.cell(series, area, year, topic)) for year in years if year not in told
    ]


def _inside(lookup: Lookup, area: Area, points: list[Point]) -> tuple[Area, ...]:
    ids = dict.fromkeys(cell.area for point in points for cell in point.cells)
    return (area, *(lookup.areas[id] for id in ids if id in lookup.areas))


def _too_few(area: Area, points: list[Point], missing: list[Missing]) -> CannotSay:
    have = f" ({listed([point.year for point in points])})" if points else ""
    return CannotSay(
        f"{capital(where(area))} has no trend: it needs {FEWEST} years with a figure, and there "
        f"{'is' if len(points) == 1 else 'are'} {counted(len(points), 'year')}{have}.",
        missing=missing,
        reason="too_few",
    )


def _made(lookup: Lookup, area: Area, series: str, points: list[Point], said: Sequence[str]) -> Trend:
    begins = [year_of(point.year).begins.year for point in points]
    if not any(point.high for point in points):
        raise CannotSay(f"{capital(where(area))} has no trend: every figure is zero.", reason="from_zero")
    line = fit_between(begins, [point.low for point in points], [point.high for point in points])
    if not (all(isfinite(number) for number in line) and line.high <= MOST):
        raise CannotSay(
            f"{capital(where(area))} has no trend: its numbers are too small to tell one.", reason="too_few"
        )
    first = year_of(points[0].year)
    all_years = [first.after(later).label for later in range(begins[-1] - begins[0] + 1)]
    gaps = tuple(year for year in all_years if year not in {point.year for point in points})
    cells = tuple(cell for point in points for cell in point.cells)
    caveats = [f"There is no figure for {listed(gaps)}."] if gaps else []
    return Trend(
        area=area,
        series=series,
        first=points[0].year,
        last=points[-1].year,
        per_cent=line.per_cent,
        low=line.low,
        high=line.high,
        points=len(points),
        gaps=gaps,
        dispersion=line.dispersion,
        cells=cells,
        caveats=tuple(dict.fromkeys((*caveats, *said, *about(lookup, cells)))),
    )
