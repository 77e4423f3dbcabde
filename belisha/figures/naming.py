"""Which area and which year are meant: by id or by name; what could be two is asked about, never picked."""

import re
from collections.abc import Mapping

from belisha.figures.cannot import CannotSay
from belisha.figures.places import Area
from belisha.figures.years import Year, year_of

_RANK = {"force": 0, "country": 1, "region": 2}


def area_named(name: str | Area, areas: Mapping[str, Area]) -> Area:
    """The area of an id or a name. One name for a force and a region is the force; a region has its id."""
    if isinstance(name, Area):
        return name
    if name in areas:
        return areas[name]
    found = [area for area in areas.values() if _plain(area.name) == _plain(name)] or _read(name)
    best = [area for area in found if _RANK[area.kind] == min(_RANK[one.kind] for one in found)]
    if len(best) == 1:
        return best[0]
    if best:
        which = ", ".join(f"{area.name} ({area.id})" for area in best)
        raise CannotSay(f"{name} can be several areas: {which}. Name one by its id.", reason="ambiguous")
    raise CannotSay(
        f"There is no force, region or country {name} among these figures.", reason="unknown_area"
    )


def year_label(year: str | Year) -> str:
    """The label of a year; other writings of it ("2017-18", "FY2017/18") are read where they are sure."""
    if isinstance(year, Year):
        return year.label
    try:
        return year_of(year).label
    except ValueError:
        found = _read_year(year)
    if found is None:
        raise CannotSay(
            f"{year} is no year that can be read. Write 2017/18 for April 2017 to March 2018, or 2017.",
            reason="unknown_year",
        )
    return found.label


def _plain(name: str) -> str:
    words = re.sub(r"[^a-z0-9&]+", " ", name.casefold()).replace("&", " and ").split()
    return " ".join(word for word in words if word not in ("police", "the"))


def _read(name: str) -> list[Area]:
    try:
        from belisha.figures.parse.places import read_area
    except ImportError:
        return []
    return list(read_area(name))


def _read_year(text: str) -> Year | None:
    try:
        from belisha.figures.parse.years import read_year
    except ImportError:
        return None
    return read_year(text)
