"""The address of each page of a publication: from words, so that a link says where it leads."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import chain, count

from belisha.figures.places import Area

FOLDERS = {"force": "forces", "country": "countries", "region": "regions"}


def area_pages(areas: Iterable[Area]) -> Mapping[str, str]:
    """The address of each area's page, by the area's id: "forces/essex.html"."""
    taken: dict[str, str] = {}
    for area in areas:
        folder = FOLDERS.get(area.kind, "regions")
        words = f"{area.publisher} {area.name}" if area.kind == "region" else area.name
        # Two areas of one name are told apart by their ids, and those of like ids by a number.
        choices = chain([words, f"{words} {area.id}"], (f"{words} {number}" for number in count(2)))
        taken[next(a for a in (f"{folder}/{slug(one)}.html" for one in choices) if a not in taken)] = area.id
    return {id: address for address, id in taken.items()}


def slug(words: str) -> str:
    """Words as they stand in an address: "Devon & Cornwall" is "devon-and-cornwall"."""
    plain = unicodedata.normalize("NFKD", words.replace("&", " and ")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "area"


def key_of(address: str) -> str:
    """The word by which the chart of an area's page is kept: "forces-essex"."""
    return address.removesuffix(".html").replace("/", "-")


def answer_page(source: int) -> str:
    """The page of one answer."""
    return f"answers/{source}.html"


def cell_mark(sheet: str, cell: str) -> str:
    """The mark of a cell within its answer's page."""
    return f"cell-{slug(sheet)}-{cell.lower()}" if cell else ""
