"""The rows of an area's table: one for each series and year, with where its figure stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from belisha.figures.cannot import CannotSay
from belisha.figures.cell import Cell
from belisha.figures.places import Area
from belisha.figures.results import Total
from belisha.figures.site import wording
from belisha.figures.site.addresses import answer_page, cell_mark
from belisha.figures.site.material import Material
from belisha.figures.site.page import root_of
from belisha.figures.site.series import title_of
from belisha.figures.words import counted
from belisha.figures.years import year_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A link to where a figure stands."""

    title: str
    href: str
    place: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One year of one series, in words. `summed` and `answered` are a group's alone."""

    year: str
    number: str
    state: str
    note: str
    corrected: str
    answer: Answer | None
    summed: str = ""
    answered: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """The rows of one series."""

    series: str
    caption: str
    rows: tuple[Row, ...]
    group: bool


def tables_of(material: Material, area: Area, address: str) -> list[Table]:
    """A table for each series that tells of the area."""
    ids = {area.id, *area.members()} if area.kind != "force" else {area.id}
    cells = [cell for id in ids for cell in material.totals.get(id, ())]
    found = []
    for series in dict.fromkeys(sorted((cell.series for cell in cells), key=material.series_order)):
        told = [cell for cell in cells if cell.series == series]
        years = sorted({cell.year for cell in told if cell.area == area.id or _drawn(area, cell)})
        if years:
            rows = _rows(material, area, series, years, address)
            caption = f"{area.name}: {title_of(series)}"
            found.append(Table(series=series, caption=caption, rows=rows, group=area.kind != "force"))
    return found


def _drawn(area: Area, cell: Cell) -> bool:
    """Whether the force belongs to the area in the year: a publisher draws a region for some years alone."""
    return cell.area in area.members(year_of(cell.year))


def _rows(material: Material, area: Area, series: str, years: Sequence[str], address: str) -> tuple[Row, ...]:
    own = {cell.year: cell for cell in material.totals.get(area.id, ()) if cell.series == series}
    if area.kind == "force":
        return tuple(_row(material, own[year], address) for year in years)
    rows = []
    for year in years:
        try:
            total = material.total(area, year, series)
        except CannotSay as nobody:
            rows.append(_row_of_nobody(year, len(nobody.missing)))
        else:
            rows.append(_group_row(material, own.get(year), total, address))
    return tuple(rows)


def _row_of_nobody(year: str, forces: int) -> Row:
    """A year in which every force refused, holds nothing, or told of something else."""
    answered = f"0 of {counted(forces, 'force')}"
    return Row(
        year=year, number="–", state="", note="", corrected="", answer=None, summed="–", answered=answered
    )


def _row(material: Material, cell: Cell, address: str) -> Row:
    return Row(
        year=cell.year,
        number=wording.told(cell),
        state=wording.state(cell),
        note=cell.note if cell.state not in ("refused", "partial") else "",
        corrected=earlier(material, cell),
        answer=answer_of(material, cell, address),
    )


def _group_row(material: Material, given: Cell | None, total: Total, address: str) -> Row:
    # A sum over some of the forces is no total: it stands beside how many they are, never alone.
    summed = wording.number(total.summed) if total.answered else "–"
    return Row(
        year=total.year,
        number=wording.told(given) if given else "–",
        state="",
        note=given.note if given else "",
        corrected=earlier(material, given) if given else "",
        answer=answer_of(material, given, address) if given else None,
        summed=summed,
        answered=wording.who_answered(total),
    )


def answer_of(material: Material, cell: Cell, address: str) -> Answer | None:
    """Where a figure stands, as a link from the page at `address`."""
    source = material.sources.get(cell.source)
    if source is None:
        return None
    mark = cell_mark(cell.sheet, cell.cell)
    href = f"{root_of(address)}{answer_page(source.number)}{'#' if mark else ''}{mark}"
    return Answer(title=source.title, href=href, place=wording.place(cell.sheet, cell.cell))


def earlier(material: Material, cell: Cell) -> str:
    """What earlier answers said where it was something else."""
    if not cell.corrected:
        return ""
    return wording.joined(wording.number(amount) for amount in material.figures.lookup.earlier(cell))
