"""What every page of a publication is made from: the figures, found once for all pages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from belisha.figures.book_rows import KeptSheet
from belisha.figures.cell import Cell
from belisha.figures.cells import ALL
from belisha.figures.counting import total_in
from belisha.figures.figures import Figures
from belisha.figures.lookup import Topic
from belisha.figures.places import UK, Area
from belisha.figures.results import Total
from belisha.figures.site.addresses import area_pages
from belisha.figures.site.publication import Publication
from belisha.figures.sources import Source
from belisha.figures.vintages import Correction, corrections

Sheets = Callable[[int], Sequence[KeptSheet]]
INVENTED: Final = "These figures are invented. They are of no real force, and of nothing that happened."


@dataclass(frozen=True, kw_only=True)
class Material:
    """The figures of one publication. `sheets`: the text of an answer's sheets, where it was kept.

    `home`: the address at which the pages stand, where that is known: others need it to embed a chart.
    """

    figures: Figures
    publication: Publication
    sheets: Sheets = lambda number: ()
    home: str = ""

    @cached_property
    def areas(self) -> Mapping[str, Area]:
        return self.figures.dataset.areas

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """The address of each area's page, by its id."""
        return area_pages(self.areas.values())

    @cached_property
    def totals(self) -> Mapping[str, list[Cell]]:
        """The figures of each area that are not broken down, by years."""
        found: dict[str, list[Cell]] = {}
        for cell in self.figures.lookup.found(Topic()).values():
            found.setdefault(cell.area, []).append(cell)
        return {
            area: sorted(cells, key=lambda cell: (cell.year, cell.series)) for area, cells in found.items()
        }

    @cached_property
    def sources(self) -> Mapping[int, Source]:
        return {source.number: source for source in self.figures.dataset.sources}

    @cached_property
    def corrections(self) -> list[Correction]:
        """Every figure that a later answer told otherwise, the newest first."""
        return list(reversed(corrections(self.figures.dataset)))

    @cached_property
    def widest(self) -> tuple[str, str] | None:
        """The series and year for which most forces have a number, the newest of several; None: no force."""
        forces = {area.id for area in self.of_kind("force")}
        counts: dict[tuple[str, str], int] = {}
        for id in forces & self.totals.keys():
            for cell in self.totals[id]:
                if cell.usable:
                    counts[cell.series, cell.year] = counts.get((cell.series, cell.year), 0) + 1
        return max(counts, key=lambda one: (counts[one], one[1], one[0])) if counts else None

    @cached_property
    def platform_year(self) -> str:
        """The newest year for which shares of platforms in the UK are told; "" where there is none."""
        shares = self.figures.dataset.shares.filter(pl.col("area") == UK)["year"].to_list()
        parts = self.broken_down(UK).filter(pl.col("platform") != ALL)["year"].cast(pl.String).to_list()
        return max(shares + parts, default="")

    @cached_property
    def invented(self) -> bool:
        """Whether any of it is made up: a page that shows it says so."""
        return any(is_invented(source) for source in self.figures.dataset.sources)

    def total(self, area: Area, year: str, series: str) -> Total:
        """What a group was said to have, beside the sum of those who answered, who may be nobody."""
        return total_in(self.figures.lookup, area, year, series, Topic())

    def of_kind(self, kind: str) -> list[Area]:
        return sorted((one for one in self.areas.values() if one.kind == kind), key=lambda one: one.name)

    def answered(self, area: Area) -> bool:
        """Whether there is any figure, or word, of the area or one of its forces."""
        return any(id in self.totals for id in (area.id, *area.members()))

    def broken_down(self, area: str) -> pl.DataFrame:
        """The newest vintage of the figures of an area that are of one offence or platform."""
        return self._broken_down.get(area, self.figures.current.clear())

    @cached_property
    def _broken_down(self) -> Mapping[str, pl.DataFrame]:
        parts = self.figures.current.filter((pl.col("offence") != ALL) | (pl.col("platform") != ALL))
        return {str(area): rows for (area,), rows in parts.group_by(["area"], maintain_order=True)}

    def series_order(self, series: str) -> tuple[int, str]:
        """Series in the order in which they are looked in: Freedom of Information first."""
        known = self.figures.lookup.series(Topic())
        return (known.index(series) if series in known else len(known), series)

    def name(self, id: str) -> str:
        area = self.areas.get(id)
        return area.name if area else id

    @cached_property
    def uk(self) -> Area:
        return self.areas[UK]


def is_invented(source: Source) -> bool:
    """Whether a source says of itself that it was made up."""
    return _says_so((source.title, source.publisher, source.note))


def _says_so(words: Iterable[str]) -> bool:
    return any("invented" in one.lower() for one in words)
