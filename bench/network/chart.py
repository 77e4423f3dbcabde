"""The chart of docs/reference/contact-patterns.md: what is found against what is false, and how soon."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import altair as alt

from bench.network.figures import AtThreshold

OURS, BASELINE = "score", "count of children alone"
COLOURS = alt.Scale(domain=[OURS, BASELINE], range=["#1d70b8", "#b1560f"])
SHAPES = alt.Scale(domain=[OURS, BASELINE], range=["circle", "square"])
NAMED = {OURS: (20, 40, 50, 60, 70, 80, 90), BASELINE: (3, 5, 8, 12, 20, 30, 40, 60)}


def write(path: Path, ours: Sequence[AtThreshold], baseline: Sequence[AtThreshold], chosen: int) -> None:
    """Draw the three panels into a file."""
    rows = [_row(OURS, one, chosen) for one in ours] + [_row(BASELINE, one, -1) for one in baseline]
    found = _panel(
        rows, "alarms", "False alarms per 100,000 adults a day", "Found, of 100 offenders", "recall"
    )
    sure = _panel(
        rows, "recall", "Found, of 100 offenders", "Offenders, of 100 raised", "precision", log=False
    )
    soon = _panel(rows, "alarms", "False alarms per 100,000 adults a day", "Median days until raised", "days")
    drawn = alt.vconcat(found, sure, soon).configure_view(strokeOpacity=0)
    drawn.configure_axis(labelFontSize=12, titleFontSize=12).save(str(path), format="svg")


def _row(way: str, one: AtThreshold, chosen: int) -> dict[str, Any]:
    return {
        "way": way,
        "threshold": one.threshold,
        "mark": str(one.threshold) if one.threshold in NAMED[way] else "",
        "chosen": one.threshold == chosen,
        "recall": round(one.recall.mean, 2),
        "low": round(one.recall.low, 2),
        "high": round(one.recall.high, 2),
        "precision": round(one.precision.mean, 2),
        "alarms": max(round(one.alarms.mean, 2), 0.1),
        "days": round(one.days.mean, 2) if one.days else None,
    }


def _panel(
    rows: list[dict[str, Any]], x: str, x_words: str, y_words: str, y: str, *, log: bool = True
) -> Any:
    scale = alt.Scale(type="log") if log else alt.Scale(zero=True)
    across = alt.X(f"{x}:Q", title=x_words, scale=scale, axis=alt.Axis(tickCount=6, grid=False))
    up = alt.Y(f"{y}:Q", title=y_words)
    base = alt.Chart({"values": [row for row in rows if row[y] is not None]}).encode(x=across, y=up)
    colour = alt.Color("way:N", scale=COLOURS, title="Raised by")
    shape = alt.Shape("way:N", scale=SHAPES, title="Raised by")
    size = alt.condition("datum.chosen", alt.value(160), alt.value(45))
    lines = base.mark_line(strokeWidth=1.5).encode(color=colour, order="threshold:Q")
    points = base.mark_point(filled=True, opacity=1).encode(color=colour, shape=shape, size=size)
    spread = base.mark_rule(opacity=0.35).encode(y=alt.Y("low:Q"), y2="high:Q", color=colour)
    words = base.mark_text(dx=9, dy=-8, fontSize=10, color="#333").encode(text="mark:N")
    layers = (spread, lines, points, words) if y == "recall" else (lines, points, words)
    return alt.layer(*layers).properties(width=560, height=260)
