"""One figure as it is drawn: of an area in a year, in one series, with the state of the answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from belisha.figures.amounts import Amount
from belisha.figures.cannot import CannotSay
from belisha.figures.cell import Cell
from belisha.figures.charts.states import ABSENT, INCOMPLETE, STATES
from belisha.figures.counting import total_in
from belisha.figures.figures import Figures
from belisha.figures.lookup import Topic
from belisha.figures.places import Area
from belisha.figures.words import listed, whole
from belisha.figures.years import year_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """`amount` is None where no number is told; `answered` of `of` forces have one, where it is a group."""

    area: Area
    series: str
    year: str
    state: str
    amount: Amount | None = None
    note: str = ""
    answered: int = 0
    of: int = 0
    cells: tuple[Cell, ...] = ()

    @property
    def comparable(self) -> bool:
        """Whether a line may lead to it: a number, or two bounds, of all that was asked."""
        return self.amount is not None and self.amount.high is not None

    @property
    def words(self) -> str:
        """What stands in a table: "164", "1 to 4", "refused (s.12)"."""
        if self.amount is not None:
            return told(self.amount)
        if self.state == INCOMPLETE:
            return f"{self.answered} of {self.of} forces"
        section = f" ({self.note})" if self.note and self.state == "refused" else ""
        return STATES[self.state].words + section


def told(amount: Amount) -> str:
    """A number in a picture or a table."""
    if amount.high is None:
        return f"at least {whole(amount.low)}"
    return whole(amount.low) if amount.exact else f"{whole(amount.low)} to {whole(amount.high)}"


def point(figures: Figures, area: Area, year: str, series: str, topic: Topic) -> Point:
    """The figure of a force; of a group what was given for it, else the sum of all its members."""
    if area.kind != "force":
        return _of_group(figures, area, year, series, topic)
    cell = figures.lookup.cell(series, area, year, topic)
    if cell is None:
        return Point(area=area, series=series, year=year, state=ABSENT)
    return _of_cell(cell, area, series, year)


def _of_cell(cell: Cell, area: Area, series: str, year: str, answered: int = 0, of: int = 0) -> Point:
    return Point(
        area=area,
        series=series,
        year=year,
        state=cell.state,
        amount=cell.amount,
        note=cell.note,
        cells=(cell,),
        answered=answered,
        of=of,
    )


def _of_group(figures: Figures, area: Area, year: str, series: str, topic: Topic) -> Point:
    given = figures.lookup.cell(series, area, year, topic)
    try:
        total = total_in(figures.lookup, area, year, series, topic)
    except CannotSay:
        return Point(area=area, series=series, year=year, state=ABSENT)
    answered, of = len(total.answered), len(total.answered) + len(total.missing)
    if given is not None and given.amount is not None:
        return _of_cell(given, area, series, year, answered, of)
    if total.complete and total.summed is not None:
        state = "full" if total.summed.exact else "suppressed"
        amount, cells = total.summed, total.cells
    else:
        state, amount, cells = (INCOMPLETE if answered else ABSENT), None, ()
    return Point(
        area=area, series=series, year=year, state=state, amount=amount, cells=cells, answered=answered, of=of
    )


def series_of(figures: Figures, areas: Sequence[Area], topic: Topic) -> tuple[str, ...]:
    """The series that have a figure of these areas, in their order."""
    found = figures.lookup.found(topic)
    ids = {id for area in areas for id in (area.id, *area.members())}
    present = {series for series, area, _ in found if area in ids}
    # A force of one name with a country has its figures under either.
    return tuple(name for name in figures.lookup.series(topic) if name in present)


def years_between(labels: Iterable[str], first: str | None, last: str | None) -> tuple[str, ...]:
    """Every year from the first to the last, those without a figure too; spans of years are left out."""
    years = [year for year in map(year_of, labels) if year.number == 1]
    bounds = [year_of(label) for label in (first, last) if label]
    # What the police count in leads: a calendar year stands on no axis of financial ones.
    financial = sum(year.financial for year in years) * 2 >= len(years)
    kept = [year for year in years if year.financial == (bounds[0].financial if bounds else financial)]
    if not kept and not bounds:
        return ()
    begin = year_of(first) if first else min(kept or bounds)
    end = year_of(last) if last else max(kept or bounds)
    if end < begin:
        raise CannotSay(f"{end.label} is before {begin.label}.", reason="order")
    return tuple(begin.after(step).label for step in range(end.begins.year - begin.begins.year + 1))


def not_drawn(labels: Iterable[str], years: Sequence[str], bounds: Sequence[str | None]) -> tuple[str, ...]:
    """A note of the periods that have a figure and no place among these years: spans, other years."""
    begin, end = (year_of(bound) if bound else None for bound in bounds)
    left_out = [
        label
        for label in dict.fromkeys(labels)
        if label not in years
        and not (begin and year_of(label).ends <= begin.begins)
        and not (end and end.ends <= year_of(label).begins)
    ]
    return (
        (f"Not drawn, as they are of other periods: the figures of {listed(left_out)}.",) if left_out else ()
    )


def number(amount: Fraction | None) -> float | None:
    """For drawing alone."""
    return None if amount is None else float(amount)
