"""The data package: what the files of a publication hold, for programs (Frictionless Data Package 1)."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from belisha.figures.cells import STATES
from belisha.figures.site.material import INVENTED, Material
from belisha.figures.site.page import kind_of
from belisha.figures.site.tables import COLUMNS

LICENCE: Final = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
LICENCE_WORDS: Final = (
    "The figures are facts, each with the answer that it stands in: name that, too. Their collection may be "
    "used under the Creative Commons Attribution 4.0 International licence (CC BY 4.0)."
)
_TYPES: Final = {
    pl.Int64: "integer",
    pl.Int32: "integer",
    pl.Float64: "number",
    pl.Boolean: "boolean",
    pl.Date: "date",
}
_KEYS: Final = {
    "figures.csv": ["series", "area", "year", "offence", "platform"],
    "sources.csv": ["number"],
}


def described(material: Material, tables: Mapping[str, tuple[pl.DataFrame, bytes]]) -> dict[str, Any]:
    """The package of these tables, each with its file."""
    publication = material.publication
    told: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "offences-that-the-police-recorded",
        "title": publication.title,
        "description": "Offences that the police recorded: not children, not pictures, not prevalence.",
        "created": publication.made.isoformat(timespec="seconds"),
        "licenses": [LICENCE],
        "sources": [_source(source.title, source.address) for source in material.sources.values()],
        "resources": [_resource(name, frame, body) for name, (frame, body) in tables.items()],
    }
    notes = {"embargo": publication.notice, "warning": INVENTED if material.invented else ""}
    return told | {name: words for name, words in notes.items() if words}


def _source(title: str, address: str) -> dict[str, str]:
    is_link = address.startswith(("https://", "http://"))
    return {"title": title, **({"path": address} if is_link else {})}


def _resource(name: str, frame: pl.DataFrame, body: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column, kind) for column, kind in frame.schema.items()],
        "missingValues": [""],
    }
    if name in _KEYS:
        schema["primaryKey"] = _KEYS[name]
    if "source" in frame.columns:
        schema["foreignKeys"] = [
            {"fields": "source", "reference": {"resource": "sources", "fields": "number"}}
        ]
    return {
        "profile": "tabular-data-resource",
        "name": name.rpartition("/")[2].removesuffix(".csv"),
        "path": name,
        "format": "csv",
        "mediatype": kind_of(name).partition(";")[0],
        "encoding": "utf-8",
        "bytes": len(body),
        "hash": f"sha256:{hashlib.sha256(body).hexdigest()}",
        "schema": schema,
    }


def _field(column: str, kind: pl.DataType) -> dict[str, Any]:
    told: dict[str, Any] = {"name": column, "type": _TYPES.get(type(kind), "string")}
    if column in COLUMNS:
        told["description"] = COLUMNS[column]
    if column == "state":
        told["constraints"] = {"enum": list(STATES)}
    if column in ("low", "high") and told["type"] == "integer":
        told["constraints"] = {"minimum": 0}
    return told
