"""The page of a force, a country or a region."""

from collections.abc import Sequence
from typing import Any

from belisha.figures.cell import Cell
from belisha.figures.places import Area
from belisha.figures.site import wording
from belisha.figures.site.addresses import key_of
from belisha.figures.site.breakdown import breakdowns_of
from belisha.figures.site.downloads import area_files
from belisha.figures.site.material import Material
from belisha.figures.site.page import Page, root_of
from belisha.figures.site.pictures import Pictures
from belisha.figures.site.render import render
from belisha.figures.site.rows import Table, tables_of
from belisha.figures.site.sentences import GENERAL, said
from belisha.figures.site.series import title_of

KINDS = {"force": "Police force", "country": "Country", "region": "Region"}


def page(material: Material, pictures: Pictures, area: Area) -> Page:
    """What is known of an area: sentences, chart, table, caveats, and where each figure stands."""
    address = material.pages[area.id]
    tables = tables_of(material, area, address)
    sentences, refusals = said(material, area, tables)
    main = render(
        "area.html",
        area=area,
        kind=kind_of(area),
        root=root_of(address),
        tables=tables,
        sentences=sentences,
        refusals=refusals,
        picture=pictures.shown(key_of(address), address),
        parts=_members(material, area, tables, address),
        breakdowns=breakdowns_of(material, area),
        caveats=GENERAL,
        belongs=_belongs(material, area, address),
        membership=area.source and f"As {area.publisher} draws it. {area.source}",
        files=area_files(material, area, address),
    )
    return Page(address=address, title=_title(area), main=main, place="areas.html")


def kind_of(area: Area) -> str:
    """ "Police force in England", "Region, as ONS draws it"."""
    where = f" in {area.country}" if area.country else ""
    return f"{KINDS.get(area.kind, 'Area')}{where}" + (
        f", as {area.publisher} draws it" * bool(area.publisher)
    )


def _title(area: Area) -> str:
    # Scotland is a force and a country.
    return f"{area.name} ({area.publisher or area.kind})" if area.kind != "force" else area.name


def _belongs(material: Material, area: Area, address: str) -> list[dict[str, str]]:
    if area.kind != "force":
        return []
    root = root_of(address)
    return [
        {"href": root + material.pages[other.id], "name": _title(other)}
        for other in material.areas.values()
        if other.kind != "force" and area.id in other.members()
    ]


def _members(material: Material, area: Area, tables: Sequence[Table], address: str) -> dict[str, Any] | None:
    """Each force of a group with its figures of every year, in the series that tells most of them."""
    if area.kind == "force" or not tables:
        return None
    inside = [material.areas[id] for id in area.members() if id in material.areas]
    cells = [cell for one in inside for cell in material.totals.get(one.id, ())]
    series = max((table.series for table in tables), key=lambda name: sum(c.series == name for c in cells))
    found = {(cell.area, cell.year): cell for cell in cells if cell.series == series}
    years = sorted({year for _, year in found})
    heading = "Its forces" if years else "Its forces, none of which has a figure"
    return {
        "heading": heading,
        "words": "An empty place (–) means that no answer is among these figures. It is not zero.",
        "caption": f"{area.name}: each force in {title_of(series)}",
        "columns": ["Force", *years],
        "rows": [_member(material, one, years, found, address) for one in inside],
    }


def _member(
    material: Material,
    force: Area,
    years: Sequence[str],
    found: dict[tuple[str, str], Cell],
    address: str,
) -> dict[str, Any]:
    cells = [found.get((force.id, year)) for year in years]
    return {
        "href": root_of(address) + material.pages[force.id],
        "name": force.name,
        "cells": [wording.told(cell) if cell else "–" for cell in cells],
    }
