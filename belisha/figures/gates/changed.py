"""Figures that are told otherwise than before: corrections, to be confirmed as such."""

from typing import Any

import polars as pl

from belisha.figures.cells import KEY
from belisha.figures.finding import Finding
from belisha.figures.gates.looking import Looking, number, place, slug, what

INNOCENT = (
    "The force corrected its figure: records are moved to another year, or cancelled, afterwards.",
    "The answer was given on another day, and investigations had gone on.",
    "The two answers were to different questions.",
)


def findings(looking: Looking) -> list[Finding]:
    """Each figure that an earlier source told otherwise."""
    before = looking.old.select(
        *KEY, *(pl.col(name).alias(f"old_{name}") for name in ("state", "low", "high"))
    )
    joined = looking.new.join(before, on=list(KEY))
    other = (
        pl.col("low").ne_missing(pl.col("old_low"))
        | pl.col("high").ne_missing(pl.col("old_high"))
        | (pl.col("state") != pl.col("old_state"))
    )
    return [_told(looking, row) for row in joined.filter(other).to_dicts()]


def _told(looking: Looking, row: dict[str, Any]) -> Finding:
    area = looking.name(row["area"])
    old = _words(row["old_state"], row["old_low"], row["old_high"])
    return Finding(
        code=f"corrected:{slug(area)}:{slug(row['year'])}{_part(row)}",
        sentence=f"{area}, {row['year']}{what(row['offence'], row['platform'])}: so far {old}, now"
        f" {_words(row['state'], row['low'], row['high'])}. The new one supersedes the old, which is kept.",
        where=place(row) or f"{area}, {row['year']}",
        innocent=INNOCENT,
    )


def _part(row: dict[str, Any]) -> str:
    named = [slug(row[name]) for name in ("offence", "platform") if row[name] != "all"]
    return "".join(f":{name}" for name in named)


def _words(state: str, low: int | None, high: int | None) -> str:
    if low is None:
        return {"not_held": "“not held”", "none": "no figure", "late": "no answer in time"}.get(
            state, f"“{state}”"
        )
    return number(low, high)
