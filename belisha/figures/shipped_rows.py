"""Rows of the shipped tables, and what figure each of them is."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from belisha.figures.cells import ALL
from belisha.figures.places import areas


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a table; `number` is the one that a spreadsheet shows."""

    table: str
    number: int
    values: dict[str, str]

    @property
    def place(self) -> str:
        return f"{self.table}:{self.number}"

    @property
    def year(self) -> str:
        """The label of its year, or of the span of years that it is the sum of."""
        return self.values["year"].replace("+", "-")


def text_of(name: str) -> str:
    """A file of data/."""
    return files("belisha.figures").joinpath("data", name).read_text(encoding="utf-8")


def table(name: str) -> tuple[tuple[str, ...], ...]:
    """A shipped table as it is, with its heading."""
    return tuple(map(tuple, csv.reader(text_of(name).splitlines())))


def rows(name: str) -> list[Row]:
    """The rows of a table below its heading, with “same” written out."""
    heading, *lines = table(name)
    found: list[Row] = []
    for number, line in enumerate(lines, 2):
        values = dict(zip(heading, line, strict=True))
        if values.get("source_address") == "same":
            values["source_address"] = found[-1].values["source_address"]
        found.append(Row(table=name, number=number, values=values))
    return found


def cells_of(row: Row, reading: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The figures of a row: its count, and the parts that its page prints beside it."""
    special = reading.get(row.place, {})
    count = _count(row)
    if count is None and "low" not in special:
        return
    area, series = _area(row, reading)
    whole = {
        "series": series,
        "area": area,
        "year": row.year,
        "offence": ALL,
        "platform": _platform(row, reading),
        "state": special.get("state", "full"),
        "low": special.get("low", count),
        "high": special.get("high") if "low" in special else count,
        "note": special.get("note", row.values.get("note", "")),
        "sheet": row.table,
        "cell": f"{'D' if 'platform' in row.values else 'C'}{row.number}",
    }
    yield whole
    for part in reading["parts"]:
        if part["row"] == row.place:
            told = {"note": "printed beside the total", "cell": f"F{row.number}"}
            yield {
                **whole,
                **told,
                "offence": part["offence"],
                "low": part["count"],
                "high": part["count"],
            }


def is_share(row: Row) -> bool:
    """Whether a per cent is printed in it."""
    return bool(_per_cent(row))


def share_of(row: Row, reading: dict[str, Any]) -> dict[str, Any]:
    """The printed per cent as what it was before it was rounded: half a point to either side."""
    area, series = _area(row, reading)
    printed = float((_per_cent(row) or [""])[0])
    return {
        "series": series,
        "area": area,
        "year": row.year,
        "platform": _platform(row, reading),
        "low": printed - 0.5,
        "high": printed + 0.5,
        "known": _denominator(row),
        "note": f"printed as {row.values['share_printed']}".replace('"', ""),
    }


def _count(row: Row) -> int | None:
    digits = re.sub(r"\D", "", row.values.get("offences") or row.values.get("count") or "")
    return int(digits) if digits else None


def _per_cent(row: Row) -> list[str]:
    return re.findall(r"^(\d+)%", row.values.get("share_printed", ""))


def _denominator(row: Row) -> int | None:
    """In how many cases a platform was recorded, where the table tells it of the same year and page."""
    for other in rows(row.table):
        same = all(other.values[name] == row.values[name] for name in ("area", "year", "source_address"))
        if same and other.values["share_printed"] == "denominator":
            return _count(other)
    return None


def _area(row: Row, reading: dict[str, Any]) -> tuple[str, str]:
    if "force" in row.values:
        by_name = {area.name: area.id for area in areas().values() if area.kind == "force"}
        return by_name[row.values["force"]], reading["basis"][row.values["basis"]]
    area, series = reading["areas"][row.values["area"]]
    return area, series


def _platform(row: Row, reading: dict[str, Any]) -> str:
    name = row.values.get("platform", ALL)
    return str(reading["platforms"].get(name, name)) if name != ALL else ALL
