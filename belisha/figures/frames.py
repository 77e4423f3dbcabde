"""Answers as polars frames: one row each, numbers with their bounds, for whoever computes on."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any, Final

import polars as pl

from belisha.figures.amounts import Amount
from belisha.figures.places import Area
from belisha.figures.results import Panel, Ranking, Result

_LEFT_OUT: Final = ("cells", "caveats", "missing", "answered", "places", "gaps")


def frame(results: Result | Iterable[Result]) -> pl.DataFrame:
    """One row an answer, of a ranking one a place: area, name, and each number as `_low` and `_high`.

    The numbers are floating point: what is printed is rounded from the exact fractions of the answers.
    """
    many = [results] if isinstance(results, Result) else list(results)
    return pl.DataFrame([row for result in many for row in _rows(result)], infer_schema_length=None)


def _rows(result: Result) -> Iterator[dict[str, Any]]:
    common = _row(result)
    if not isinstance(result, Ranking):
        yield common
        return
    for place in result.places:
        own = {"area": place.area.id, "name": place.area.name, "among": result.area.id, "place": place.label}
        yield {**common, **own, "best": place.best, "worst": place.worst, **_bounds("value", place.value)}


def _row(result: Result) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field in fields(result):
        if field.name not in _LEFT_OUT:
            row |= _columns(field.name, getattr(result, field.name))
    return row


def _columns(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, Area):
        return {"area": value.id, "name": value.name}
    if isinstance(value, Panel):
        return {"panel_size": value.size, "panel_of": value.of}
    if name == "panel":
        return {"panel_size": None, "panel_of": None}
    if isinstance(value, Amount):
        return _bounds(name, value)
    if value is None and name in ("given", "summed", "per_cent", "times", "count", "known", "of_all"):
        return {f"{name}_low": None, f"{name}_high": None}
    return {name: value}


def _bounds(name: str, amount: Amount) -> dict[str, float | None]:
    high = None if amount.high is None else float(amount.high)
    return {f"{name}_low": float(amount.low), f"{name}_high": high}
