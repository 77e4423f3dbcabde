"""The axes: numbers from zero, years in their order with what stands below them."""

import math
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any, Final

import altair as alt

from belisha.figures.charts.look import CONFIG, QUIET
from belisha.figures.charts.text import width_of

_SMALL: Final = 11
_OF_ALL: Final = ("$schema", "config")
# Rows wait here for their specification: altair would walk through each of them, at length.
_HELD: ContextVar[dict[str, Any] | None] = ContextVar("rows of the picture that is being drawn", default=None)
_STEPS: Final = (1, 2, 2.5, 5, 10)


def top_of(highest: float) -> float:
    """The end of an axis of counts: round, and not below the highest."""
    if highest <= 4:
        return 4
    step = step_of(highest)
    return math.ceil(highest / step) * step


def step_of(highest: float, lines: int = 5) -> float:
    """The distance of its lines: 1, 2, 2.5 or 5 and noughts, and a whole number."""
    rough = max(highest / lines, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(float(s * power) for s in _STEPS if s * power >= rough and (s * power) % 1 == 0)


def count_axis(top: float, *, lines: int = 5) -> tuple[alt.Axis, float]:
    """An axis of counts, and how wide its numbers are."""
    step = step_of(top, lines)
    values = [step * place for place in range(int(top // step) + 1)]
    wide = max(width_of(f"{value:,.0f}", 12) for value in values)
    return alt.Axis(values=values, format=",.0f", title=None, domain=False, ticks=False, labelPadding=6), wide


def year_axis(years: tuple[str, ...], below: dict[str, str], room: float) -> alt.Axis:
    """Years that stand at their places 0, 1, 2 ..., each with a line `below` it."""
    step = room / max(len(years), 1)
    every = max(1, math.ceil(34 / step))
    labels = [
        _label(year, below.get(year, ""), narrow=step * every < 52)
        if not (len(years) - 1 - place) % every
        else [""]
        for place, year in enumerate(years)
    ]
    return alt.Axis(
        values=list(range(len(years))),
        labelExpr=f"{_literal(labels)}[datum.value]",
        title=None,
        grid=False,
        labelLineHeight=14,
        labelOverlap=False,
        labelFlush=False,
        labelAngle=0,
    )


def _label(year: str, below: str, *, narrow: bool) -> list[str]:
    head, slash, tail = year.partition("/")
    lines = [head, slash + tail] if narrow and slash else [year]
    under = below.replace(" of ", "/") if narrow else below
    return [*lines, *([under] if under else [])]


def _literal(labels: list[list[str]]) -> str:
    # Years and counts alone: letters that an expression could take for its own never come here.
    return "[" + ",".join("[" + ",".join(f"'{line}'" for line in lines) + "]" for lines in labels) + "]"


def rows(values: list[dict[str, Any]]) -> Any:
    """Data for a layer, by a name: `layered` puts them in."""
    held = _HELD.get()
    if held is None:
        _HELD.set(held := {})
    name = f"rows{len(held)}"
    held[name] = values
    return alt.NamedData(name=name)


def layered(layers: Iterable[Any], *, width: float, height: float, **datasets: Any) -> dict[str, Any]:
    """The specification of layers, the first lowest, with their data and the charts' look."""
    # Put together here: altair's own way copies every layer several times over.
    told = [layer.to_dict(validate=False) for layer in layers if layer is not None]
    spec = {
        "$schema": told[0]["$schema"],
        "layer": [{key: part for key, part in one.items() if key not in _OF_ALL} for one in told],
        "width": round(width),
        "height": round(height),
        "config": CONFIG,
        "datasets": {**(_HELD.get() or {}), **datasets},
    }
    _HELD.set(None)
    return spec


def small(**options: Any) -> dict[str, Any]:
    """How small letters in a picture look."""
    return {"fontSize": _SMALL, "color": QUIET, **options}
