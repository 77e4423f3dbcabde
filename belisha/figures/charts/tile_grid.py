"""A square for each force, laid out by hand so that neighbours are near one another."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, kw_only=True, slots=True)
class Tile:
    """Where a force's square is, and the short name in it."""

    force: str
    name: str
    column: int
    row: int
    short: str


@cache
def grid() -> tuple[Tile, ...]:
    """The tiles of data/force_tiles.csv."""
    text = files("belisha.figures").joinpath("data/force_tiles.csv").read_text(encoding="utf-8")
    return tuple(
        Tile(
            force=row["force"],
            name=row["name"],
            column=int(row["column"]),
            row=int(row["row"]),
            short=row["short"],
        )
        for row in csv.DictReader(text.splitlines())
    )
