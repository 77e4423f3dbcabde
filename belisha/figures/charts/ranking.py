"""The forces of an area in order, with their places; those that share one are said to."""

from typing import Any, Final

from belisha.figures.amounts import Amount
from belisha.figures.cells import ALL
from belisha.figures.charts.chart import Chart
from belisha.figures.charts.key import Key
from belisha.figures.charts.look import BAR, FALLS, GRID, GROUND, INK, RULE, UNCERTAIN
from belisha.figures.charts.patterns import dotted, fill
from belisha.figures.charts.pixels import boxes, canvas, texts
from belisha.figures.charts.shading import table_of
from belisha.figures.charts.standing import SIGNED, Standing, standing, worded
from belisha.figures.charts.states import STATES
from belisha.figures.charts.text import width_of
from belisha.figures.charts.wording import credit_of, is_invented, standing_notes, title_of
from belisha.figures.figures import Figures, Place, When
from belisha.figures.places import UK
from belisha.figures.results import Place as Placed
from belisha.figures.words import listed

_ROW: Final = 22
_NAMED: Final = 6
_FAR: Final = 3  # a bar more than twice so many times the next is cut to so many
_OPEN: Final = dotted(UNCERTAIN, INK)


def ranking(
    figures: Figures,
    area: Place = UK,
    *,
    first: When,
    last: When | None = None,
    by: str = "",
    series: str | None = None,
    offence: str = ALL,
    platform: str = ALL,
) -> Chart:
    """Those that answered, `by` total or rate of one year, or per_cent, difference or times of two."""
    found = standing(
        figures, area, first=first, last=last, by=by, series=series, offence=offence, platform=platform
    )
    cells = found.ranking.cells
    unsure = any(not one.value.exact for one in found.ranking.places)
    return Chart(
        kind="ranking",
        title=f"{found.title}: {found.ranking.area.name}",
        subtitle=f"{found.size} can be placed. {title_of(found.ranking.series)}.",
        alt=_alt(found),
        table=table_of(found),
        credit=credit_of(figures, cells),
        notes=(*_notes(found), *standing_notes([found.ranking.series])),
        keys=_keys(found) if unsure else (),
        invented=is_invented(figures, cells),
        draw=lambda width: _drawn(found, width),
    )


def _drawn(found: Standing, width: int) -> dict[str, Any]:
    places = found.ranking.places
    labels = [f"{one.label}\u2002{one.area.name}" for one in places]
    values = [worded(one.value, found.by, short=True) for one in places]
    left = max(width_of(label, 12) for label in labels) + 12
    right = max(width_of(value, 12) for value in values) + 10
    lowest = min(0.0, *(float(one.value.low) for one in places))
    highest = longest(found)
    scale = (width - left - right) / (highest - lowest)
    zero = left - lowest * scale
    height = _ROW * len(places) + 6
    names, numbers, bars = [], [], []
    for row, (place, label, value) in enumerate(zip(places, labels, values, strict=True)):
        y = _ROW * row + _ROW / 2 + 2
        names.append({"x": left - 10, "y": y, "text": label})
        numbers.append(
            {"x": zero + min(highest, max(0.0, _end(place.value))) * scale + 6, "y": y, "text": value}
        )
        bars += _bars(place.value, zero, scale, y, highest)
    sheet = width, height
    axis = [{"x": zero - 0.5, "x2": zero + 0.5, "y": 0, "y2": height, "fill": RULE}]
    lines = [{"x": 0, "x2": width, "y": y, "y2": y + 1, "fill": GRID} for y in _rules(len(places))]
    return canvas(
        *sheet,
        boxes(lines, *sheet),
        boxes(bars, *sheet, stroke=RULE, strokeWidth=0.5),
        boxes(axis, *sheet),
        texts(names, *sheet, align="right", fontSize=12),
        texts(numbers, *sheet, align="left", fontSize=12),
    )


def _rules(count: int) -> list[int]:
    """A line after each five, to keep to the row."""
    return [_ROW * row for row in range(5, count, 5)]


def longest(found: Standing) -> float:
    """Where the bars end: not so far out for one force that nothing is seen of all others."""
    ends = sorted((_end(one.value) for one in found.ranking.places), reverse=True)
    second = ends[1] if len(ends) > 1 else 0
    cut = _FAR * second if second > 0 and ends[0] > 2 * _FAR * second else ends[0]
    return max(cut, 0.0) or 1.0


def _bars(value: Amount, zero: float, scale: float, y: float, limit: float) -> list[dict[str, Any]]:
    """What is sure in full colour; what may be more, dotted."""
    low, high = min(float(value.low), limit), min(_end(value), limit)
    box = {"y": y - 7, "y2": y + 7}
    colour = BAR if low >= 0 else FALLS[0]
    found = [{**box, "x": zero, "x2": zero + low * scale, "fill": colour}]
    if high != low:
        found.append({**box, "x": zero + low * scale, "x2": zero + high * scale, "fill": fill(_OPEN)})
    if _end(value) > limit:
        cut = zero + limit * scale - 14
        found.append({"x": cut, "x2": cut + 4, "y": y - 9, "y2": y + 9, "fill": GROUND})
    return found


def _end(value: Amount) -> float:
    return float(value.low if value.high is None else value.high)


def _keys(found: Standing) -> tuple[Key, ...]:
    return (
        Key(label="at least", colour=BAR),
        Key(label="may be so many, with small numbers that are not told", colour="", pattern=_OPEN),
    )


def _alt(found: Standing) -> str:
    places = found.ranking.places
    shown = listed([_named(one, found) for one in places], most=8)
    return f"A bar chart of {found.size}, from the highest: {shown}.{_last(places, found)}"


def _last(places: tuple[Placed, ...], found: Standing) -> str:
    return f" Last: {_named(places[-1], found)}." if len(places) > 8 else ""


def _named(one: Placed, found: Standing) -> str:
    return f"{one.label} {one.area.name} ({worded(one.value, found.by)})"


def _notes(found: Standing) -> tuple[str, ...]:
    notes = []
    if found.ranking.missing:
        notes.append(f"Not placed: {_missing(found)}.")
    if (far := found.ranking.places[0]) and _end(far.value) > longest(found):
        notes.append(f"The bar of {far.area.name} is cut short: it would be far longer than the others.")
    if any(one.tied for one in found.ranking.places):
        notes.append("= shares its place.")
    if any(one.best != one.worst for one in found.ranking.places):
        notes.append("“2 to 4”: small numbers that are not told leave the place open.")
    if found.by in SIGNED:
        notes.append("A change can also be one of how offences are recorded.")
    if found.by == "total":
        notes.append("These are counts, not rates: where more people live a force records more.")
    return tuple(notes)


def _missing(found: Standing) -> str:
    """Who has no place, by the reason; of many, how many."""
    why = found.why()
    names: dict[str, list[str]] = {}
    for force, name in sorted(
        {(one.area, one.name) for one in found.ranking.missing}, key=lambda one: one[1]
    ):
        names.setdefault(STATES[why[force]].words, []).append(name)
    return "; ".join(
        f"{listed(of)} ({words})" if len(of) <= _NAMED else f"{len(of)} ({words})"
        for words, of in names.items()
    )
