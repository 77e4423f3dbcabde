"""Rows and columns that are the same as others: copied, most likely."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import polars as pl

from belisha.figures.finding import Finding
from belisha.figures.gates.looking import Looking, slug

ENOUGH = 50  # offences in all, below which figures agree by chance
ROWS = ("Two forces answer together, for an office that they share.",)
COLUMNS = ("The force answered for the same period twice, under two names of the year.",)


def findings(looking: Looking) -> list[Finding]:
    """Forces whose years are all the same as another's, and years that are the same as another."""
    return [*_forces(looking), *_years(looking)]


def _forces(looking: Looking) -> list[Finding]:
    rows = looking.totals.filter(pl.col("low") == pl.col("high")).sort("year")
    lists = rows.group_by("series", "area", maintain_order=True).agg("year", "low", pl.col("is_new").any())
    found = []
    for same in _alike(row for row in lists.to_dicts() if looking.is_force(row["area"])):
        names = sorted(looking.name(row["area"]) for row in same)
        told = ", ".join(f"{low:,}" for low in same[0]["low"])
        found.append(
            Finding(
                code=f"copied:{slug(names[0])}:{slug(names[1])}",
                sentence=f"{_listed(names)} tell the same in each of {len(same[0]['low'])} years ({told}):"
                " a row may have been copied.",
                where="; ".join(names),
                innocent=ROWS,
            )
        )
    return found


def _years(looking: Looking) -> list[Finding]:
    rows = looking.new.filter((pl.col("low") == pl.col("high")) & (pl.col("state") != "partial")).sort(
        "offence", "platform"
    )
    texts = [pl.col(name).cast(pl.String) for name in ("series", "area", "year", "offence", "platform")]
    lists = (
        rows.with_columns(texts)
        .group_by("series", "area", "year", maintain_order=True)
        .agg(part=pl.format("{}|{}", "offence", "platform"), low=pl.col("low"))
        .filter(pl.col("low").list.n_unique() >= 3, pl.col("low").list.sum() >= ENOUGH)
    )
    groups: dict[Any, list[str]] = defaultdict(list)
    for row in lists.to_dicts():
        groups[row["series"], row["area"], tuple(row["part"]), tuple(row["low"])].append(row["year"])
    return [
        Finding(
            code=f"copied:{slug(looking.name(area))}:{slug(sorted(years)[-1])}",
            sentence=f"{looking.name(area)} tells the same {len(low)} figures for {_listed(sorted(years))}:"
            " a column may have been copied.",
            where=f"{looking.name(area)}, {', '.join(sorted(years))}",
            innocent=COLUMNS,
        )
        for (_, area, _, low), years in groups.items()
        if len(years) > 1
    ]


def _alike(rows: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    groups: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if len(row["low"]) >= 3 and sum(row["low"]) >= ENOUGH and len(set(row["low"])) > 1:
            groups[row["series"], tuple(row["year"]), tuple(row["low"])].append(row)
    return [same for same in groups.values() if len(same) > 1 and any(row["is_new"] for row in same)]


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
