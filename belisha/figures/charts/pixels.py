"""Pictures that are laid out by hand, in pixels from the top left: tiles, grids, maps."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from belisha.figures.charts.axis import layered, rows
from belisha.figures.charts.look import FONT, INK


def canvas(width: float, height: float, *layers: Any, **datasets: Any) -> dict[str, Any]:
    """Layers on a sheet without axes."""
    return layered(layers, width=width, height=height, **datasets)


def across(field: str, width: float) -> alt.X:
    return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(domain=[0, round(width)], nice=False))


def down(field: str, height: float) -> alt.Y:
    return alt.Y(f"{field}:Q", axis=None, scale=alt.Scale(domain=[round(height), 0], nice=False))


def texts(values: Sequence[dict[str, Any]], width: float, height: float, **look: Any) -> Any:
    """Words at `x` and `y`; each `colour` is its own where given."""
    if not values:
        return None
    marks = alt.Chart(rows([{"colour": INK, **value} for value in values]))
    return marks.mark_text(**{"baseline": "middle", "font": FONT, **look}).encode(
        x=across("x", width),
        y=down("y", height),
        text=alt.Text("text:N"),
        color=alt.Color("colour:N", scale=None),
    )


def boxes(values: Sequence[dict[str, Any]], width: float, height: float, **look: Any) -> Any:
    """Rectangles from `x`, `y` to `x2`, `y2`, each with its `fill`."""
    if not values:
        return None
    return (
        alt.Chart(rows(list(values)))
        .mark_rect(**look)
        .encode(
            x=across("x", width),
            x2=alt.X2("x2:Q"),
            y=down("y", height),
            y2=alt.Y2("y2:Q"),
            fill=alt.Fill("fill:N", scale=None),
        )
    )
