"""Where a series breaks: after it, figures are recorded or counted otherwise than before."""

from dataclasses import dataclass

from belisha.figures import definitions
from belisha.figures.places import Area
from belisha.figures.places import areas as all_areas


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
    named = all_areas()
    found = definitions.breaks_between(series, areas, first, last)
    return tuple(
        Break(year=one.year, why=one.why, area=one.area and named[one.area].name, possible=one.possible)
        for one in found
    )
