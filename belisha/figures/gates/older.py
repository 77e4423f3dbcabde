"""An answer that is older than what it would supersede: taken in late, it brings back what was corrected."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from belisha.figures.cells import KEY
from belisha.figures.finding import Finding
from belisha.figures.gates.looking import Looking
from belisha.figures.sources import Source

INNOCENT = ("The later source was wrong, and this one is right after all.",)


def findings(looking: Looking, *, received: date | None, sources: Sequence[Source]) -> list[Finding]:
    """One for each later source whose figures this one would tell otherwise."""
    if received is None:
        return []
    later = {one.number: one for one in sources if one.received and one.received > received}
    before = looking.old.filter(pl.col("source").is_in(list(later))).select(
        *KEY, was="source", was_low="low", was_high="high", was_state="state"
    )
    joined = looking.new.join(before, on=list(KEY)).filter(
        pl.col("low").ne_missing(pl.col("was_low"))
        | pl.col("high").ne_missing(pl.col("was_high"))
        | (pl.col("state") != pl.col("was_state"))
    )
    counts = joined.group_by("was", maintain_order=True).len().sort("was").rows()
    return [_told(later[number], count, received) for number, count in counts]


def _told(source: Source, count: int, received: date) -> Finding:
    told = "1 figure" if count == 1 else f"{count:,} figures"
    return Finding(
        code=f"older:{source.number}",
        sentence=f"This answer is of {_day(received)}. It would supersede {told} of “{source.title}”, which"
        f" is of {_day(source.received or received)} and so the later one.",
        where=f"source {source.number}",
        innocent=INNOCENT,
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
