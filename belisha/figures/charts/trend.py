"""How the figures of areas went from year to year: gaps stay gaps, and no line crosses a break."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase

from belisha.figures.cannot import CannotSay
from belisha.figures.cells import ALL
from belisha.figures.charts.chart import Chart, Table
from belisha.figures.charts.findings import found_in
from belisha.figures.charts.key import Key
from belisha.figures.charts.line_layers import drawn
from belisha.figures.charts.lines import Line, Plot
from belisha.figures.charts.look import DASHES, LINES, SHAPES
from belisha.figures.charts.panels import panel_of
from belisha.figures.charts.points import Point, not_drawn, point, series_of, years_between
from belisha.figures.charts.states import ABSENT, INCOMPLETE, STATES
from belisha.figures.charts.wording import credit_of, is_invented, recorded, span, standing_notes, title_of
from belisha.figures.definitions import Break, breaks_between
from belisha.figures.figures import Figures, Place, When
from belisha.figures.lookup import Topic
from belisha.figures.naming import year_label
from belisha.figures.places import Area
from belisha.figures.words import listed

MOST = len(LINES)


def trend(
    figures: Figures,
    areas: Place | Sequence[Place],
    *,
    first: When | None = None,
    last: When | None = None,
    series: str | None = None,
    offence: str = ALL,
    platform: str = ALL,
) -> Chart:
    """One force or up to six, or one country or region: all years, those without a figure left open.

    Without `series` all that have a figure are drawn, each for itself and never joined.
    """
    named = [areas] if isinstance(areas, str | Area) else list(areas)
    topic = Topic(series=series, offence=offence, platform=platform)
    found = {area.id: area for area in map(figures.area, named)}
    told = _told(figures, list(found.values()), topic, first, last)
    plot = Plot(lines=told.lines, years=told.years, below=_below(told), marks=_marks(told))
    cells = [cell for line in told.lines for one in line.points for cell in one.cells]
    names = listed([area.name for area in told.areas])
    return Chart(
        kind="trend",
        title=f"{recorded(told.series[0])}: {names}",
        subtitle=f"{span(told.years)}. {_of_series(told)}",
        alt=f"A line chart. {found_in(figures, told.lines, told.years, topic)}",
        table=_table(told, names),
        credit=credit_of(figures, cells),
        notes=(*_notes(told), *standing_notes(told.series)),
        keys=_keys(told),
        invented=is_invented(figures, cells),
        draw=lambda width: drawn(plot, width),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What there is to draw."""

    areas: tuple[Area, ...]
    series: tuple[str, ...]
    years: tuple[str, ...]
    lines: tuple[Line, ...]
    breaks: tuple[Break, ...]
    left_out: tuple[str, ...] = ()

    @property
    def alone(self) -> Area | None:
        """The area, where it is one."""
        return self.areas[0] if len(self.areas) == 1 else None


def _told(figures: Figures, areas: list[Area], topic: Topic, first: When | None, last: When | None) -> Told:
    if not 1 <= len(areas) <= MOST:
        raise ValueError(f"A picture of lines has one to {MOST} areas; small multiples take more.")
    names = series_of(figures, areas, topic)
    bounds = [None if year is None else year_label(year) for year in (first, last)]
    labels = [label for area in areas for label in figures.lookup.years(area, topic)]
    years = years_between(labels, *bounds)
    breaks = breaks_of(names, areas, years)
    lines = [
        line
        for place, area in enumerate(areas)
        for line in lines_of(figures, area, names, years, topic, look=place, breaks=breaks)
    ]
    if not any(line.drawn for line in lines):
        raise CannotSay(f"There is no figure of {listed([area.name for area in areas])} to draw.")
    lines, years = trimmed(lines, years, bounds)
    used = dict.fromkeys(line.points[0].series for line in lines)
    return Told(
        areas=tuple(areas),
        series=tuple(used),
        years=years,
        lines=tuple(lines),
        left_out=not_drawn(_with_a_number(figures, areas, used, labels, topic), years, bounds),
        breaks=breaks_of(tuple(used), areas, years),
    )


def _with_a_number(
    figures: Figures, areas: Sequence[Area], series: Iterable[str], labels: Iterable[str], topic: Topic
) -> list[str]:
    found = figures.lookup.found(topic)
    own = {year for of, area, year in found if of in series and any(area == one.id for one in areas)}
    return [label for label in labels if label in own]


def breaks_of(names: Sequence[str], areas: Sequence[Area], years: tuple[str, ...]) -> tuple[Break, ...]:
    """The breaks of these series in these years; one that is only possible, where it is of the whole area."""
    found = [
        one
        for name in (names if years else ())
        for one in breaks_between(name, areas, years[0], years[-1], beside=names)
    ]
    return tuple(one for one in found if not one.possible or any(_whole(one, area) for area in areas))


def _whole(one: Break, area: Area) -> bool:
    return all(one.touches([force]) for force in area.members())


def trimmed(
    lines: Sequence[Line], years: tuple[str, ...], bounds: Sequence[str | None]
) -> tuple[list[Line], tuple[str, ...]]:
    """Without years at the ends for which nobody asked and nothing is told."""
    told = [
        place
        for place in range(len(years))
        if any(line.points[place].state not in (ABSENT, INCOMPLETE) for line in lines)
    ]
    begin = 0 if bounds[0] else told[0]
    end = len(years) if bounds[1] else told[-1] + 1
    return [replace(line, points=line.points[begin:end]) for line in lines], years[begin:end]


def lines_of(
    figures: Figures,
    area: Area,
    names: tuple[str, ...],
    years: tuple[str, ...],
    topic: Topic,
    *,
    look: int = 0,
    breaks: tuple[Break, ...] = (),
) -> list[Line]:
    """A line for each series of an area that has a figure, and of a group those who always answered."""
    found: list[Line] = []
    for name in names:
        points = tuple(point(figures, area, year, name, topic) for year in years)
        own = [one for one in breaks if one.series == name and one.touches(area.members())]
        cuts = frozenset(one.first_of(years) for one in own)
        if any(one.amount for one in points):
            named = f"{area.name}, {title_of(name)}" if found else area.name
            found.append(Line(name=named, points=points, look=look, hollow=bool(found), cuts=cuts))
        panel = panel_of(figures, area, name, years, topic)
        if panel and not look:
            found.append(Line(name=panel[0].area.name, points=panel, look=1, cuts=cuts))
    return found


def _below(told: Told) -> dict[str, str]:
    """Under each year: of a group how many answered; of a force the letter of why it has no number."""
    if told.alone is None:
        return {}
    drawn = [line.points for line in told.lines]
    # Of a group of which no year is complete, only those who always answered are drawn.
    own = [points for points in drawn if points[0].area == told.alone] or drawn
    by_year = {year: [points[place] for points in own] for place, year in enumerate(told.years)}
    return {year: _under(found) for year, found in by_year.items()}


def _under(points: list[Point]) -> str:
    best = max(points, key=lambda one: (one.amount is not None, one.answered, one.state != "absent"))
    if best.of:
        return f"{best.answered} of {best.of}"
    return STATES[best.state].letter if best.amount is None else ""


def _marks(told: Told) -> tuple[tuple[str, str], ...]:
    return tuple((year, letter) for letter, (year, _) in zip(ascii_uppercase, _crossed(told), strict=False))


def _crossed(told: Told) -> list[tuple[str, str]]:
    """The years from which it is another thing, and what is said of them."""
    said = {
        one.first_of(
            told.years
        ): f"{'possible break in' if one.possible else 'break in'} {one.year}: {one.why}."
        for one in told.breaks
    }
    for line in told.lines:
        year = line.drawn[0].year if line.hollow and line.drawn else told.years[0]
        if year != told.years[0]:
            said.setdefault(year, f"from {year} also another series: {title_of(line.points[0].series)}.")
    return sorted(said.items())


def _keys(told: Told) -> tuple[Key, ...]:
    keys = [
        Key(
            label=line.name,
            colour=LINES[line.look],
            mark="line",
            dash=DASHES[line.look],
            shape=SHAPES[line.look],
            hollow=line.hollow,
        )
        for line in told.lines
        if len(told.lines) > 1
    ]
    points = [one for line in told.lines for one in line.points]
    if any(one.amount and one.amount.high is None for one in points):
        keys.append(Key(label="at least", colour=LINES[0], mark="point", shape="triangle-up", hollow=True))
    return (*keys, *_letters(told))


def _letters(told: Told) -> list[Key]:
    if told.alone is None or told.alone.kind != "force":
        return []
    letters = set(_below(told).values())
    return [
        Key(label=state.words, colour="#ffffff", letter=state.letter)
        for name, state in STATES.items()
        if state.letter and state.letter in letters and name != INCOMPLETE
    ]


def _of_series(told: Told) -> str:
    return "; ".join(title_of(name) for name in told.series) + "."


def _notes(told: Told) -> tuple[str, ...]:
    notes = []
    if told.alone is not None and told.alone.kind != "force":
        notes.append("Under each year: how many of the forces have a figure of their own here.")
    crossed = zip(ascii_uppercase, _crossed(told), strict=False)
    notes += [f"{letter}: {said}" for letter, (_, said) in crossed]
    notes += told.left_out
    if len(told.series) > 1:
        notes.append("Different series count differently: they are never joined.")
    points = [one for line in told.lines for one in line.points]
    if any(one.amount and not one.amount.exact and one.amount.high is not None for one in points):
        notes.append(
            "A bar goes from the least to the most that a number can be, where it is not told exactly."
        )
    return tuple(notes)


def _table(told: Told, names: str) -> Table:
    columns = [line.name for line in told.lines]
    rows = []
    for place, year in enumerate(told.years):
        cells = [line.points[place].words for line in told.lines]
        under = _below(told).get(year, "")
        rows.append((year, *cells, *([under] if " of " in under else [])))
    counted = told.alone is not None and told.alone.kind != "force"
    return Table(
        caption=f"{recorded(told.series[0])}, {names}, {span(told.years)}",
        columns=("Year", *columns, *(["Forces with a figure"] if counted else [])),
        rows=tuple(rows),
    )
