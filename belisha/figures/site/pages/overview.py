"""The first page: the UK, what changed, and the way to each force."""

from typing import Any

from belisha.figures.places import Area
from belisha.figures.site import wording
from belisha.figures.site.addresses import key_of
from belisha.figures.site.material import Material
from belisha.figures.site.page import Page
from belisha.figures.site.pages.changes import sentence_of
from belisha.figures.site.pictures import Pictures
from belisha.figures.site.render import render
from belisha.figures.site.rows import tables_of
from belisha.figures.site.sentences import GENERAL, said
from belisha.figures.site.series import title_of
from belisha.figures.words import counted

ADDRESS = "index.html"
FIRST, NEWEST = 4, 5  # sentences, corrections
HEADINGS = {
    "map": "On the map",
    "ranking": "Forces in order",
    "platforms": "On which platforms",
    "coverage": "Who answered",
}


def page(material: Material, pictures: Pictures) -> Page:
    """What there is, in a minute."""
    tables = tables_of(material, material.uk, ADDRESS)
    sentences, refusals = said(material, material.uk, tables)
    main = render(
        "overview.html",
        title=material.publication.title,
        lead=_lead(material),
        tiles=_tiles(material),
        sentences=sentences[:FIRST],
        uk=material.pages[material.uk.id],
        refusals=refusals,
        pictures=_pictures(material, pictures),
        groups=_groups(material),
        changes=[sentence_of(material, one) for one in material.corrections[:NEWEST]],
        caveats=GENERAL,
    )
    return Page(address=ADDRESS, title="Overview", main=main, place=ADDRESS)


def _lead(material: Material) -> str:
    count = sum(cell.usable for cells in material.totals.values() for cell in cells)
    forces = [one for one in material.of_kind("force") if _has_a_number(material, one)]
    years = sorted({cell.year for cells in material.totals.values() for cell in cells})
    if not years:
        return "There is no figure here yet."
    span = years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}"
    told = f"{counted(count, 'figure')} of {counted(len(forces), 'police force')}"
    return (
        f"{told} and of groups of them, {span}, "
        f"from {counted(len(material.sources), 'answer or page', 'answers and pages')}. "
        "Each can be traced to where it stands."
    )


def _has_a_number(material: Material, area: Area) -> bool:
    return any(cell.usable for cell in material.totals.get(area.id, ()))


def _tiles(material: Material) -> list[dict[str, str]]:
    tiles = []
    for cell in reversed(material.totals.get(material.uk.id, ())):
        if cell.usable:
            words = f"offences, {title_of(cell.series)}"
            tiles.append({"label": f"UK, {cell.year}", "number": wording.told(cell), "words": words})
            break
    forces = material.of_kind("force")
    told = sum(_has_a_number(material, one) for one in forces)
    tiles.append(
        {"label": "Forces with a figure", "number": f"{told} of {len(forces)}", "words": "in any year"}
    )
    corrected = len(material.corrections)
    tiles.append({"label": "Corrected", "number": str(corrected), "words": "what was said before is kept"})
    return tiles


def _pictures(material: Material, pictures: Pictures) -> list[dict[str, Any]]:
    shown = {key_of(material.pages[material.uk.id]): "Year by year", **HEADINGS}
    found = {heading: pictures.shown(key, ADDRESS) for key, heading in shown.items()}
    return [{"heading": heading, "picture": one} for heading, one in found.items() if one]


def _groups(material: Material) -> list[dict[str, Any]]:
    forces = material.of_kind("force")
    countries = dict.fromkeys(force.country or "Elsewhere" for force in forces)
    groups = {name: [one for one in forces if (one.country or "Elsewhere") == name] for name in countries}
    groups |= {"Countries": material.of_kind("country"), "Regions": material.of_kind("region")}
    return [
        {"name": name, "areas": [_link(material, one) for one in areas]} for name, areas in groups.items()
    ]


def _link(material: Material, area: Area) -> dict[str, str]:
    name = f"{area.name} ({area.publisher})" if area.publisher else area.name
    return {
        "href": material.pages[area.id],
        "name": name,
        "none": "" if material.answered(area) else "none",
    }
