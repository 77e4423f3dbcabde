"""Totals that an answer gives itself, and what its own table adds up to."""

from typing import Any

import polars as pl

from belisha.figures.finding import Finding
from belisha.figures.gates.looking import Looking, number, place, slug

INNOCENT = (
    "The total was counted by itself: an offence in two rows is counted once in it.",
    "A row was left out of the table, or added after the total was made.",
    "A footnote mark is glued to one of the figures or to the total.",
    "Small numbers are hidden in the rows and counted in the total.",
)
_OVER = {"area": "the areas", "year": "the years", "offence": "the offences", "platform": "the platforms"}


def findings(looking: Looking) -> list[Finding]:
    """Each given total that can't be what its table adds up to."""
    if looking.given is None or looking.given.is_empty():
        return []
    rows = looking.given.filter(pl.col("low").is_not_null()).to_dicts()
    return [_told(looking, row) for row in rows if _impossible(row)]


def _impossible(row: dict[str, Any]) -> bool:
    high = row["high"] if row["high"] is not None else row["low"]
    if high < (row["sum_low"] or 0):
        return True
    # What is no number in the rows can be anything: then the total may be greater, but not less.
    bounded = not row["unknown"] and row["sum_high"] is not None
    return bool(bounded and row["low"] > row["sum_high"])


def _told(looking: Looking, row: dict[str, Any]) -> Finding:
    area, total = looking.name(row["area"]), number(row["low"], row["high"])
    adds = number(row["sum_low"] or 0, row["sum_high"])
    off = row["low"] - row["sum_low"]
    lacking = f", without {row['unknown']} that tell no number" if row["unknown"] else ""
    return Finding(
        code=f"total:{slug(area)}:{slug(row['year'] or '')}:{slug(row['over'])}",
        sentence=f"The answer's total over {_OVER.get(row['over'], row['over'])} for {area} in {row['year']}"
        f" is {total}, but its {row['addends']} figures add up to {adds}{lacking}: {abs(off):,} too"
        f" {'many' if off > 0 else 'few'}.",
        where=place(row) or f"{area}, {row['year']}",
        innocent=INNOCENT,
    )
