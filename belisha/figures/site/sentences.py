"""What can be said of an area, over the years that carry it, and why the rest can't be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from belisha.figures.cannot import CannotSay
from belisha.figures.caveats import MANY_IMAGES, RECORDED
from belisha.figures.places import Area
from belisha.figures.site.material import Material
from belisha.figures.site.rows import Table

GENERAL: Final = (RECORDED, MANY_IMAGES)  # said once on each page


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A sentence with how it was computed, and what belongs to it alone."""

    text: str
    formula: str
    caveats: tuple[str, ...]


def said(material: Material, area: Area, tables: Sequence[Table]) -> tuple[list[Said], tuple[str, ...]]:
    """The sentences of each series; and the refusals where there is none for the years that there are."""
    sentences: dict[str, Said] = {}
    refusals: list[str] = []
    for table in tables:
        for first, last in _years(material, area, table):
            try:
                found = material.figures.say(area, first, last, series=table.series)
            except CannotSay as refusal:
                refusals.append(refusal.sentence)
                continue
            for one in found:
                own = tuple(caveat for caveat in one.caveats if caveat not in GENERAL)
                sentences.setdefault(one.text, Said(text=one.text, formula=one.formula, caveats=own))
    return list(sentences.values()), tuple(dict.fromkeys(refusals))


def _years(material: Material, area: Area, table: Table) -> list[tuple[str, str | None]]:
    """From the first year to the last, and from the one before: which year is the base changes the story."""
    every = [row.year for row in table.rows]
    told = [year for year in every if _told(material, area, year, table.series)]
    years = told or _widest(material, area, table)
    bases = dict.fromkeys((years[0], years[-2])) if len(years) > 1 else ()
    pairs: list[tuple[str, str | None]] = [(base, years[-1]) for base in bases]
    # The newest year is told of alone where it can't be compared with any other.
    return pairs if pairs and years[-1] == every[-1] else [*pairs, (every[-1], None)]


def _told(material: Material, area: Area, year: str, series: str) -> bool:
    try:
        return material.figures.value(area, year, series=series).amount.high is not None
    except CannotSay:
        return False


def _widest(material: Material, area: Area, table: Table) -> list[str]:
    """Of a group that no year is complete of: the two years for which most of its forces answered."""
    if area.kind == "force":
        return []
    counts = {row.year: len(material.total(area, row.year, table.series).answered) for row in table.rows}
    best = sorted(counts, key=lambda year: (counts[year], year))[-2:]
    return sorted(year for year in best if counts[year])
