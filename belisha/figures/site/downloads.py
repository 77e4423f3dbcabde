"""The files to take away: tables as CSV, XLSX and JSON, described by a data package."""

import json
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from typing import Any, Final

import polars as pl

from belisha.figures.places import Area
from belisha.figures.site import tables
from belisha.figures.site.addresses import key_of
from belisha.figures.site.material import INVENTED, Material
from belisha.figures.site.package import LICENCE, LICENCE_WORDS, described
from belisha.figures.site.page import root_of
from belisha.figures.site.series import described as series_described
from belisha.figures.site.workbook import workbook

WORDS: Final = {
    "figures.csv": "Every figure that is not broken down, in its newest form",
    "figures.xlsx": "The same as a workbook, with the answers and the meaning of the columns",
    "figures.json": "The same for programs, with the definitions",
    "vintages.csv": "The figures that were corrected, as each answer told them",
    "sources.csv": "Every answer that a figure stands in",
    "shares.csv": "Shares of platforms that were published as per cents",
    "datapackage.json": "What these files hold, for programs (Frictionless Data Package)",
}


class Downloads:
    """Every file of a publication by its name."""

    def __init__(self, material: Material) -> None:
        self._material = material
        # Kept, since several pages tell the size of a file; those of one area are made anew each time.
        self._made = cache(self._make)

    def names(self) -> list[str]:
        """Every name: first those of all areas, then those of one each."""
        return [*self._makers, *self._of_areas]

    def body(self, name: str) -> bytes | None:
        """A file; None where there is none of this name."""
        if name in self._makers:
            return self._made(name)
        area = self._of_areas.get(name)
        return tables.as_csv(tables.of_area(self._material, area.id)) if area else None

    def listed(self) -> list[dict[str, str]]:
        """The files of all areas, as a page names them."""
        return [
            {"href": f"downloads/{name}", "name": name, "words": WORDS[name], "size": size(self._made(name))}
            for name in self._makers
        ]

    def of_areas(self) -> list[dict[str, str]]:
        """The files of one area each, as a page names them."""
        return [{"href": f"downloads/{name}", "name": area.name} for name, area in self._of_areas.items()]

    @cached_property
    def _makers(self) -> Mapping[str, Callable[[], bytes]]:
        makers: dict[str, Callable[[], bytes]] = {
            "figures.csv": lambda: tables.as_csv(self._frames["figures.csv"]),
            "figures.xlsx": self._workbook,
            "figures.json": self._json,
        }
        others = [name for name in self._frames if name != "figures.csv"]
        makers |= {name: lambda name=name: tables.as_csv(self._frames[name]) for name in others}  # type: ignore[misc]
        return makers | {"datapackage.json": self._package}

    @cached_property
    def _of_areas(self) -> Mapping[str, Area]:
        material = self._material
        return {
            f"{key_of(material.pages[area.id])}.csv": area
            for area in (
                *material.of_kind("force"),
                *material.of_kind("country"),
                *material.of_kind("region"),
            )
            if area.id in material.totals or material.broken_down(area.id).height
        }

    @cached_property
    def _frames(self) -> Mapping[str, pl.DataFrame]:
        frames = {
            "figures.csv": tables.totals(self._material),
            "vintages.csv": tables.vintages(self._material),
            "sources.csv": tables.sources(self._material),
            "shares.csv": tables.shares(self._material),
        }
        return {name: frame for name, frame in frames.items() if frame.height or name == "figures.csv"}

    def _make(self, name: str) -> bytes:
        return self._makers[name]()

    def _workbook(self) -> bytes:
        publication = self._material.publication
        words = [*self._notes(), "", LICENCE_WORDS, ""]
        words += [f"{name}: {meaning}" for name, meaning in tables.COLUMNS.items()]
        sheets = {name.removesuffix(".csv"): frame for name, frame in self._frames.items()}
        return workbook(sheets, title=publication.title, words=words, made=publication.made)

    def _notes(self) -> list[str]:
        notes = [self._material.publication.notice, INVENTED if self._material.invented else ""]
        return [*filter(None, notes), "Offences that the police recorded: not children, not pictures."]

    def _json(self) -> bytes:
        publication = self._material.publication
        used = sorted({cell.series for cells in self._material.totals.values() for cell in cells})
        told: dict[str, Any] = {
            "title": publication.title,
            "notes": self._notes(),
            "embargo": publication.embargo and publication.embargo.isoformat(),
            "made": publication.made.isoformat(timespec="seconds"),
            "licence": LICENCE,
            "series": {series: series_described(series) for series in used},
        }
        told |= {name.removesuffix(".csv"): frame.to_dicts() for name, frame in self._frames.items()}
        return _json_of(told)

    def _package(self) -> bytes:
        files = {name: (frame, self._made(name)) for name, frame in self._frames.items()}
        return _json_of(described(self._material, files))


def area_files(material: Material, area: Area, address: str) -> list[dict[str, str]]:
    """The files to take away from an area's page."""
    name = f"{key_of(address)}.csv"
    if area.id not in material.totals and not material.broken_down(area.id).height:
        return []
    root = root_of(address)
    return [
        {"href": f"{root}downloads/{name}", "words": f"Every figure of {area.name} (CSV)"},
        {"href": f"{root}downloads/figures.xlsx", "words": "The figures of all areas (XLSX)"},
    ]


def size(body: bytes) -> str:
    """How large a file is, in words."""
    return f"{len(body):,} bytes" if len(body) < 10_000 else f"{len(body) / 1000:,.0f} kB"


def _json_of(told: Any) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n").encode()
