"""Which area and which year are meant: by id or by name; what could be two is asked about, never picked."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from belisha.figures.cannot import CannotSay
from belisha.figures.parse.places import read_area
from belisha.figures.parse.years import read_year
from belisha.figures.places import Area
from belisha.figures.years import Year, year_of

FORCES_FIRST: Final = ("force", "country", "region")
GROUPS_FIRST: Final = ("country", "region", "force")


def area_named(name: str | Area, areas: Mapping[str, Area], *, kinds: Sequence[str] = FORCES_FIRST) -> Area:
    """The area of an id or a name. Of a name that two kinds share it is the kind that comes first."""
    if isinstance(name, Area):
        return name
    if name in areas:
        return areas[name]
    exact = [area for area in areas.values() if area.name.casefold() == name.strip().casefold()]
    found = exact or read_area(name, known=areas)
    first = min((kinds.index(area.kind) for area in found if area.kind in kinds), default=None)
    best = [area for area in found if first is not None and area.kind == kinds[first]]
    if len(best) == 1:
        return best[0]
    if best:
        which = ", ".join(f"{area.name} ({area.id})" for area in best)
        raise CannotSay(f"{name} can be several areas: {which}. Name one by its id.", reason="ambiguous")
    raise _unknown(name, areas, kinds)


def _unknown(name: str, areas: Mapping[str, Area], kinds: Sequence[str]) -> CannotSay:
    what = "force" if tuple(kinds) == ("force",) else "force, region or country"
    names = sorted({area.name for area in areas.values() if area.kind in kinds})
    near = get_close_matches(name[:60], names, n=3)
    meant = f" Is it {' or '.join(near)}?" if near else ""
    return CannotSay(f"There is no {what} “{name[:60]}” among these figures.{meant}", reason="unknown_area")


def year_label(year: str | Year) -> str:
    """The label of a year; other writings of it ("2017-18", "FY2017/18") are read where they are sure."""
    if isinstance(year, Year):
        return year.label
    try:
        return year_of(year).label
    except ValueError:
        found = read_year(year)
    if found is None:
        raise CannotSay(
            f"“{year[:40]}” is no year that can be read. Write 2017/18 (April 2017 to March 2018), or 2017.",
            reason="unknown_year",
        )
    return found.label
