"""The same forces in every year: what can be followed where some of a group have no figure in some years."""

from dataclasses import replace

from belisha.figures.charts.points import Point
from belisha.figures.counting import summed
from belisha.figures.figures import Figures
from belisha.figures.lookup import Topic, members_of
from belisha.figures.places import Area
from belisha.figures.words import counted

_FEWEST = 2  # of one force there is a picture of its own


def panel_of(
    figures: Figures, area: Area, series: str, years: tuple[str, ...], topic: Topic
) -> tuple[Point, ...]:
    """The sum of those that have a figure in all of the years; nothing where all have, or hardly any."""
    if area.kind == "force":
        return ()
    members = members_of(figures.lookup, area, *years)
    found = {
        force.id: [figures.lookup.cell(series, force, year, topic) for year in years] for force in members
    }
    whole = [cells for cells in found.values() if all(cell is not None and cell.usable for cell in cells)]
    if not _FEWEST <= len(whole) < len(members):
        return ()
    same = replace(area, id=f"{area.id}#panel", name=f"the same {counted(len(whole), 'force')}")
    points = []
    for place, year in enumerate(years):
        cells = tuple(row[place] for row in whole)
        used = tuple(cell for cell in cells if cell is not None)
        points.append(
            Point(area=same, series=series, year=year, state="full", amount=summed(used), cells=used)
        )
    return tuple(points)
