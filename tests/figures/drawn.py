"""Invented figures for the tests of charts: every state of an answer, ties, small numbers, breaks."""

from __future__ import annotations

from typing import Any

import polars as pl

from belisha.figures import Figures
from belisha.figures.cells import ALL, SCHEMA
from belisha.figures.dataset import Dataset
from belisha.figures.places import areas
from belisha.figures.sources import Source

YEARS = ("2016/17", "2017/18", "2018/19", "2019/20", "2020/21", "2021/22", "2022/23")
FORCES = [area.id for area in areas().values() if area.kind == "force"]
NAMES = {area.name: area.id for area in areas().values() if area.kind == "force"}
INVENTED = Source(number=1, title="An answer that nobody gave", publisher="Invented answers")


def cell(area: str, year: str, state: str = "full", low: int | None = None, **told: Any) -> dict[str, Any]:
    """A figure: `cell("Kent", "2017/18", low=5)`."""
    high = told.pop("high", None if state == "partial" else low)
    row = {"series": "foi", "offence": ALL, "platform": ALL, "note": "", "source": 1, "sheet": "", "cell": ""}
    return {
        **row,
        "area": NAMES.get(area, area),
        "year": year,
        "state": state,
        "low": low,
        "high": high,
        **told,
    }


def figures_of(*cells: dict[str, Any], **told: Any) -> Figures:
    """These figures, and no other."""
    frame = pl.DataFrame(list(cells), schema=SCHEMA)
    return Figures.load(Dataset(cells=frame, sources=told.pop("sources", (INVENTED,)), **told))


def whole_uk() -> Figures:
    """45 forces in seven years: most answered, and each of the other states is there."""
    rows = []
    for place, force in enumerate(FORCES):
        for step, year in enumerate(YEARS):
            rows.append(cell(force, year, **_state(place, step)))
    return figures_of(*rows)


def _state(place: int, step: int) -> dict[str, Any]:
    odd = {
        (2, 3): {"state": "refused", "note": "s.12"},
        (4, 2): {"state": "zero", "low": 0},
        (5, 1): {"state": "suppressed", "low": 1, "high": 4},
        (6, 6): {"state": "partial", "low": 90, "note": "nine months"},
        (7, 4): {"state": "not_held"},
        (9, 5): {"state": "late"},
        (11, 0): {"state": "none"},
    }
    return odd.get((place, step), {"low": 100 + 37 * (place % 9) + 20 * step + (place * step) % 11})
