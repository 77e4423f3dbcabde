"""The list of all forces, countries and regions."""

from typing import Any

from belisha.figures.places import Area
from belisha.figures.site import wording
from belisha.figures.site.material import Material
from belisha.figures.site.page import Page
from belisha.figures.site.pages.area import KINDS
from belisha.figures.site.pictures import Pictures
from belisha.figures.site.render import render
from belisha.figures.words import counted

ADDRESS = "areas.html"
HEADINGS = {"force": "Forces", "country": "Countries", "region": "Regions"}


def page(material: Material, pictures: Pictures) -> Page:
    """Every area with its newest figure."""
    main = render(
        "areas.html",
        lead="Every area has a page: its figures, what can be said of it, and where each figure stands.",
        groups=[_group(material, kind) for kind in HEADINGS if material.of_kind(kind)],
        pictures=[found for key in ("tiles",) if (found := pictures.shown(key, ADDRESS))],
    )
    return Page(address=ADDRESS, title="Forces and regions", main=main, place=ADDRESS)


def _group(material: Material, kind: str) -> dict[str, Any]:
    make = _force if kind == "force" else _several
    columns = (
        ["Country", "Newest figure", "Years with an answer"] if kind == "force" else ["Drawn by", "Forces"]
    )
    if kind == "country":
        columns = ["Forces"]
    return {
        "name": HEADINGS[kind],
        "caption": f"{HEADINGS[kind]} in alphabetical order",
        "first": KINDS[kind],
        "columns": [KINDS[kind], *columns],
        "rows": [
            {
                "href": material.pages[area.id],
                "name": area.name,
                "cells": [
                    {"label": label, "words": words}
                    for label, words in zip(columns, make(material, area), strict=True)
                ],
            }
            for area in material.of_kind(kind)
        ],
    }


def _force(material: Material, area: Area) -> list[str]:
    cells = material.totals.get(area.id, [])
    newest = f"{wording.told(cells[-1])} ({cells[-1].year})" if cells else "–"
    return [
        area.country or "–",
        newest,
        counted(len({cell.year for cell in cells}), "year") if cells else "–",
    ]


def _several(material: Material, area: Area) -> list[str]:
    if area.kind == "country":
        return [counted(len(area.members()), "force")]
    return [area.publisher or "–", ", ".join(material.name(id) for id in area.members())]
