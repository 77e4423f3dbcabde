"""What a picture of lines says, in words, for whoever doesn't see it."""

from collections.abc import Sequence

from belisha.figures.amounts import Amount
from belisha.figures.cannot import CannotSay
from belisha.figures.charts.lines import Line
from belisha.figures.charts.points import told
from belisha.figures.figures import Figures
from belisha.figures.lookup import Topic
from belisha.figures.words import listed, per_cent_in_words

_ALL_TOLD = 8  # so many numbers are read one by one


def found_in(figures: Figures, lines: Sequence[Line], years: tuple[str, ...], topic: Topic) -> str:
    """Each line: its numbers or its ends, its change where that can be said, its gaps."""
    return " ".join(_of_line(figures, line, years, topic) for line in lines)


def _of_line(figures: Figures, line: Line, years: tuple[str, ...], topic: Topic) -> str:
    points, name = line.drawn, line.name[:1].upper() + line.name[1:]
    if not points:
        return f"{name}: no figure."
    shown = points if len(points) <= _ALL_TOLD else (points[0], points[-1])
    numbers = listed([f"{told(p.amount)} in {p.year}" for p in shown if p.amount], most=_ALL_TOLD)
    gaps = [year for year in years if year not in {p.year for p in points}]
    missing = f" No figure for {listed(gaps, most=_ALL_TOLD)}." if gaps else ""
    return f"{name}: {numbers}.{_change(figures, line, topic)}{missing}"


def _change(figures: Figures, line: Line, topic: Topic) -> str:
    points = [p for p in line.drawn if p.comparable]
    if len(points) < 2 or points[0].area.id.endswith("#panel"):
        return ""
    begin, end = points[0], points[-1]
    try:
        change = figures.change(
            begin.area,
            begin.year,
            end.year,
            series=begin.series,
            offence=topic.offence,
            platform=topic.platform,
        )
    except CannotSay as refusal:
        return f" A change from {begin.year} to {end.year} can't be said: {refusal.sentence}"
    return f" From {begin.year} to {end.year}: {direction(change.per_cent)}."


def direction(per_cent: Amount | None) -> str:
    """ "up 343 per cent", "down 4 per cent", "no change"; either way where the bounds leave it open."""
    if per_cent is None:
        return "from none, so that no per cent can be said"
    if per_cent.low > 0:
        return f"up {per_cent_in_words(per_cent)}"
    if per_cent.high is not None and per_cent.high < 0:
        return f"down {per_cent_in_words(per_cent)}"
    return "no change" if per_cent.exact else "up or down: the numbers that are not told leave it open"
