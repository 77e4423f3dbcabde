"""Where a series breaks: after it, figures are recorded or counted otherwise than before."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from belisha.figures.places import Area
from belisha.figures.years import year_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Break:
    """From `year` on it is another thing; `possible`: a change of recording that nobody has confirmed."""

    year: str
    why: str
    area: str = ""  # a name; empty where the whole series breaks
    possible: bool = False

    @property
    def sentence(self) -> str:
        """To be said with whatever crosses it."""
        where = f"In {self.area} " if self.area else ""
        sure = "the way of recording may have changed" if self.possible else "the way of recording changed"
        start = f"{where}{sure}"
        return f"{start[0].upper()}{start[1:]} in {self.year}: {self.why.rstrip('.')}."


def breaks_between(series: str, areas: tuple[Area, ...], first: str, last: str) -> tuple[Break, ...]:
    """The breaks after `first` and until `last`, of the series and of these forces and groups in it."""
    begins, ends = year_of(first).begins, year_of(last).begins
    names = {area.id: area.name for area in areas}
    found = []
    for one in _defined():
        area = getattr(one, "area", "") or ""
        if (getattr(one, "series", "") or series) != series or (area and area not in names):
            continue
        if begins < year_of(one.year).begins <= ends:
            possible = bool(getattr(one, "possible", False))
            found.append(Break(year=one.year, why=one.why, area=names.get(area, ""), possible=possible))
    return tuple(found)


def _defined() -> Iterable[Any]:
    return ()
