"""The log of figures: what each answer brought, and what it corrected."""

from typing import Any

from belisha.figures.amounts import Amount
from belisha.figures.cell import Cell
from belisha.figures.site import wording
from belisha.figures.site.addresses import answer_page, cell_mark
from belisha.figures.site.material import Material
from belisha.figures.site.page import Page
from belisha.figures.site.pages.answers import what_of
from belisha.figures.site.publication import day
from belisha.figures.site.render import render
from belisha.figures.vintages import Correction, Told
from belisha.figures.words import counted

ADDRESS = "changes.html"
MOST = 300


def page(material: Material) -> Page:
    """Every figure that was told otherwise later, and every answer as it came."""
    found = material.corrections
    main = render(
        "changes.html",
        caption=f"{counted(len(found), 'correction')}, the newest first",
        rows=[_row(material, one) for one in found[:MOST]],
        more=f"And {len(found) - MOST:,} more." if len(found) > MOST else "",
        answers=_answers(material),
    )
    return Page(address=ADDRESS, title="Changes", main=main, place=ADDRESS)


def sentence_of(material: Material, change: Correction) -> str:
    """ "UK, 2016/17: 18,522 became 18,574 (title of the source)."."""
    return (
        f"{material.name(change.area)}, {change.year}: {_number(change.before)} became "
        f"{_number(change.after)} ({change.after.source.title})."
    )


def _row(material: Material, change: Correction) -> dict[str, Any]:
    return {
        "area": material.name(change.area),
        "href": material.pages.get(change.area, ""),
        "what": f"{change.year}: {what_of(_as_cell(change))}",
        "before": _vintage(change.before),
        "after": _vintage(change.after),
    }


def _vintage(told: Told) -> dict[str, str]:
    mark = cell_mark(told.sheet, told.cell)
    return {
        "number": _number(told),
        "title": told.source.title,
        "href": answer_page(told.source.number) + (f"#{mark}" if mark else ""),
    }


def _number(told: Told) -> str:
    if told.low is None:
        return wording.STATES[told.state][0].lower()
    return wording.number(
        Amount.of(told.low, told.high) if told.high is not None else Amount.at_least(told.low)
    )


def _as_cell(change: Correction) -> Cell:
    key = {name: getattr(change, name) for name in ("series", "area", "year", "offence", "platform")}
    return Cell(**key, state=change.after.state, low=None, high=None)


def _answers(material: Material) -> list[dict[str, str]]:
    counts = dict(material.figures.dataset.cells.group_by("source").len().iter_rows())
    corrected: dict[int, int] = {}
    for change in material.corrections:
        corrected[change.after.source.number] = corrected.get(change.after.source.number, 0) + 1
    return [
        {
            "href": answer_page(source.number),
            "title": source.title,
            "received": day(source.received) if source.received else "",
            "words": _brought(counts.get(source.number, 0), corrected.get(source.number, 0)),
        }
        for source in material.sources.values()
    ]


def _brought(figures: int, corrections: int) -> str:
    words = counted(figures, "figure")
    return f"{words}, {counted(corrections, 'correction')}." if corrections else f"{words}."
