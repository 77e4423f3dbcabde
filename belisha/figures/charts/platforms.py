"""On which platforms, of the cases in which one was recorded."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from belisha.figures.amounts import Amount
from belisha.figures.cannot import CannotSay
from belisha.figures.cells import ALL, KNOWN
from belisha.figures.charts.chart import Chart, Table
from belisha.figures.charts.key import Key
from belisha.figures.charts.look import BAR, INK, RULE, UNCERTAIN
from belisha.figures.charts.patterns import dotted, fill
from belisha.figures.charts.pixels import boxes, canvas, texts
from belisha.figures.charts.points import told
from belisha.figures.charts.text import lines_of, width_of
from belisha.figures.charts.wording import credit_of, is_invented, standing_notes, title_of
from belisha.figures.figures import Figures, Place, When
from belisha.figures.lookup import Topic
from belisha.figures.naming import year_label
from belisha.figures.places import UK, Area
from belisha.figures.results import Share
from belisha.figures.words import decimal, listed, whole

_ROW: Final = 34
_OPEN: Final = dotted(UNCERTAIN, INK)
_ROUNDED: Final = Fraction(1)  # a per cent that was published whole has this room


@dataclass(frozen=True, kw_only=True, slots=True)
class Shares:
    """The shares of one area in one year, the largest first."""

    area: Area
    year: str
    series: str
    shares: tuple[Share, ...]

    @property
    def known(self) -> Amount | None:
        """The number that they are shares of, where it is told."""
        return next((one.known for one in self.shares if one.known is not None), None)


def platforms(figures: Figures, area: Place = UK, *, year: When, series: str | None = None) -> Chart:
    """The share of each, with the number that it is a share of."""
    found = _shares(figures, figures.area(area), year_label(year), series)
    cells = [cell for one in found.shares for cell in one.cells]
    unsure = any(not one.per_cent.exact for one in found.shares)
    return Chart(
        kind="platforms",
        title=f"On which platforms: {found.area.name}, {found.year}",
        subtitle=_of(found),
        alt=_alt(found),
        table=_table(found),
        credit=credit_of(figures, cells) if cells else _published(figures, found),
        notes=(*_notes(found), *standing_notes([found.series])),
        keys=_keys() if unsure else (),
        invented=is_invented(figures, cells),
        draw=lambda width: _drawn(found, width),
    )


def _shares(figures: Figures, area: Area, year: str, series: str | None) -> Shares:
    for name in [series] if series else _candidates(figures):
        asked = (_share(figures, area, year, one, name) for one in _names(figures))
        if shares := [share for share in asked if share]:
            shares.sort(key=lambda one: (-one.per_cent.low, one.platform))
            return Shares(area=area, year=year, series=name, shares=tuple(shares))
    raise CannotSay(f"No share of a platform is known for {area.name} in {year}.")


def _candidates(figures: Figures) -> list[str]:
    published = sorted({key[0] for key in figures.lookup.shares})
    return list(dict.fromkeys([*figures.lookup.series(Topic()), *published]))


def _names(figures: Figures) -> list[str]:
    counted = figures.current["platform"].unique().cast(str).to_list()
    published = {key[3] for key in figures.lookup.shares}
    return sorted({*counted, *published} - {ALL, KNOWN})


def _share(figures: Figures, area: Area, year: str, platform: str, series: str) -> Share | None:
    try:
        return figures.share(area, year, platform, series=series)
    except CannotSay:
        return None


def _drawn(found: Shares, width: int) -> dict[str, Any]:
    size = 13
    left = min(max(width_of(one.platform, size) for one in found.shares), width * 0.4) + 10
    right = max(width_of(_said(one), 12) for one in found.shares) + 10
    scale = (width - left - right) / max(float(one.per_cent.high or 100) for one in found.shares)
    height = _ROW * len(found.shares) + 4
    names, numbers, bars = [], [], []
    for row, one in enumerate(found.shares):
        y = _ROW * row + _ROW / 2
        lines = lines_of(one.platform, size, left - 9)
        names += [
            {"x": left - 8, "y": y + 14 * (place - (len(lines) - 1) / 2), "text": line}
            for place, line in enumerate(lines)
        ]
        low, high = float(one.per_cent.low), float(one.per_cent.high or one.per_cent.low)
        box = {"y": y - 11, "y2": y + 11}
        bars.append({**box, "x": left, "x2": left + low * scale, "fill": BAR})
        if high > low:
            bars.append({**box, "x": left + low * scale, "x2": left + high * scale, "fill": fill(_OPEN)})
        numbers.append({"x": left + high * scale + 6, "y": y, "text": _said(one)})
    sheet = width, height
    axis = [{"x": left - 0.5, "x2": left + 0.5, "y": 0, "y2": height, "fill": RULE}]
    return canvas(
        *sheet,
        boxes(bars, *sheet, stroke=RULE, strokeWidth=0.5),
        boxes(axis, *sheet),
        texts(names, *sheet, align="right", fontSize=size),
        texts(numbers, *sheet, align="left", fontSize=12),
    )


def _said(one: Share) -> str:
    """ "44 %" as published, or counted with its number."""
    return f"{_per_cent(one.per_cent)}{f' ({told(one.count)})' if one.count else ''}"


def _per_cent(amount: Amount) -> str:
    if amount.exact:
        return f"{decimal(amount.low, 1)}\u00a0%"
    if amount.high is None:
        return f"at least {decimal(amount.low, 1)}\u00a0%"
    if amount.high - amount.low <= _ROUNDED:
        return f"about {whole((amount.low + amount.high) / 2)}\u00a0%"
    return f"{decimal(amount.low, 1)} to {decimal(amount.high, 1)}\u00a0%"


def _of(found: Shares) -> str:
    known = f"{told(found.known)} cases" if found.known else "cases (how many isn't told)"
    return f"Share of the {known} in which a platform was recorded. {title_of(found.series)}."


def _alt(found: Shares) -> str:
    named = [f"{one.platform} {_said(one)}" for one in found.shares]
    known = f"{told(found.known)} cases" if found.known else "the cases, whose number isn't told,"
    return f"A bar chart of shares of {known} with a known platform: {listed(named, most=10)}."


def _keys() -> tuple[Key, ...]:
    return (
        Key(label="at least", colour=BAR),
        Key(label="may be so much: published rounded", colour="", pattern=_OPEN),
    )


def _notes(found: Shares) -> tuple[str, ...]:
    together = [one.platform for one in found.shares if "+" in one.platform]
    return (
        "These are shares of the cases in which the police noted a platform, not of all offences.",
        *([f"{listed(together)}: several in one."] if together else []),
    )


def _published(figures: Figures, found: Shares) -> str:
    numbers = {
        row["source"]
        for key, row in figures.lookup.shares.items()
        if key[:3] == (found.series, found.area.id, found.year)
    }
    names = [
        source.publisher or source.title.partition(": ")[0]
        for source in figures.dataset.sources
        if source.number in numbers
    ]
    return f"Source: {listed(list(dict.fromkeys(names)))}."


def _table(found: Shares) -> Table:
    rows = tuple(
        (one.platform, _per_cent(one.per_cent), told(one.count) if one.count else "not told")
        for one in found.shares
    )
    return Table(
        caption=f"Platforms, {found.area.name}, {found.year}: {_of(found)}",
        columns=("Platform", "Share", "Cases"),
        rows=rows,
    )
