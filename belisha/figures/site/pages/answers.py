"""The answers that figures stand in, and what stands in each."""

import polars as pl

from belisha.figures.cell import Cell
from belisha.figures.cells import ALL
from belisha.figures.site import wording
from belisha.figures.site.addresses import answer_page, cell_mark
from belisha.figures.site.material import Material
from belisha.figures.site.page import Page, root_of
from belisha.figures.site.publication import day
from belisha.figures.site.render import render
from belisha.figures.site.series import offence_name, title_of
from belisha.figures.site.sheet_text import shown_sheet
from belisha.figures.sources import Source
from belisha.figures.words import counted

ADDRESS = "answers.html"
MOST = 400  # figures shown on an answer's page: the downloads have all


def page(material: Material) -> Page:
    """Every answer, the newest first."""
    counts = dict(material.figures.dataset.cells.group_by("source").len().iter_rows())
    answers = [
        {
            "href": answer_page(source.number),
            "title": source.title,
            "publisher": source.publisher or "–",
            "received": day(source.received) if source.received else "–",
            "count": f"{counts.get(source.number, 0):,}",
        }
        for source in reversed([*material.sources.values()])
    ]
    lead = "Every figure comes from one of these. A later answer supersedes what an earlier one said."
    main = render("answers.html", answers=answers, lead=lead)
    return Page(address=ADDRESS, title="Answers", main=main, place=ADDRESS)


def one(material: Material, number: int) -> Page:
    """One answer: where it came from, its figures, and the text of its sheets where it was kept."""
    source, address = material.sources[number], answer_page(number)
    mine = material.figures.dataset.cells.filter(pl.col("source") == number)
    cells = [Cell(**row) for row in _totals_first(mine).head(MOST).to_dicts()]
    sheets = [shown_sheet(sheet, mine) for sheet in material.sheets(number)]
    marks = {cell["mark"] for sheet in sheets for row in sheet["rows"] for cell in row["cells"]}
    main = render(
        "answer.html",
        number=str(number),
        source=source,
        facts=_facts(source),
        caption=f"{counted(mine.height, 'figure')} from this answer",
        rows=_rows(material, cells, address, marks),
        more=f"And {mine.height - MOST:,} more: the downloads have all." if mine.height > MOST else "",
        sheets=sheets,
    )
    return Page(address=address, title=f"Answer {number}: {source.title}", main=main, place=ADDRESS)


def _totals_first(cells: pl.DataFrame) -> pl.DataFrame:
    broken_down = (pl.col("offence") != ALL).cast(int) + (pl.col("platform") != ALL).cast(int)
    return cells.sort(broken_down, maintain_order=True).with_columns(pl.col("note").fill_null(""))


def _facts(source: Source) -> list[dict[str, str]]:
    is_link = source.address.startswith(("https://", "http://"))
    told = {
        "From": source.publisher,
        "Where the public finds it": source.address,
        "Published or received": day(source.received) if source.received else "",
        "Taken in": day(source.taken) if source.taken else "",
        "File": source.file,
        "SHA-256 of the file": source.sha256,
        "Note": source.note,
    }
    return [
        {"name": name, "words": words, "href": words if is_link and words == source.address else ""}
        for name, words in told.items()
        if words
    ]


def _rows(material: Material, cells: list[Cell], address: str, marks: set[str]) -> list[dict[str, str]]:
    """Each figure; where its sheet's text isn't shown, the row is what a link to its cell leads to."""
    rows, named = [], set(marks)
    for cell in cells:
        row, mark = _row(material, cell, address), cell_mark(cell.sheet, cell.cell)
        rows.append({**row, "mark": mark if mark in marks else "", "id": mark if mark not in named else ""})
        named.add(mark)
    return rows


def _row(material: Material, cell: Cell, address: str) -> dict[str, str]:
    page = material.pages.get(cell.area)
    return {
        "area": material.name(cell.area),
        "href": root_of(address) + page if page else "",
        "year": cell.year,
        "what": what_of(cell),
        "number": wording.told(cell),
        "place": wording.place(cell.sheet, cell.cell),
        "note": cell.note,
    }


def what_of(cell: Cell) -> str:
    """What a figure counts: its series, and the offence and platform where it is broken down."""
    parts = [title_of(cell.series)]
    parts += [offence_name(cell.offence)] if cell.offence != ALL else []
    parts += [cell.platform] if cell.platform != ALL else []
    return ", ".join(parts)
