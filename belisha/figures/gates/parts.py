"""Groups and their members, wholes and their parts: what is told of both must fit together."""

from typing import Any

import polars as pl

from belisha.figures.cells import ALL, KNOWN
from belisha.figures.finding import Finding
from belisha.figures.gates.looking import Looking, number, place, slug, what
from belisha.figures.years import year_of

_KEY = ["series", "area", "year"]
OF_A_GROUP = (
    "The publisher draws the region otherwise, or counts a force that isn't in it here.",
    "A force corrected its answer after the total was published.",
    "The forces' own figures come from another request than the total.",
)
OF_PARTS = (
    "Other offences are in the total and not in the table.",
    "A part is suppressed, or was left out.",
    "One row is a part of another, as possession is of all offences.",
)


def findings(looking: Looking) -> list[Finding]:
    """Groups against their members; offences and platforms against what they are parts of."""
    return [*_groups(looking), *_offences(looking), *_platforms(looking)]


def _groups(looking: Looking) -> list[Finding]:
    of = {(row["series"], row["area"], row["year"]): row for row in looking.totals.to_dicts()}
    found = []
    for (series, area, year), row in of.items():
        if area not in looking.areas or looking.is_force(area):
            continue
        members = looking.areas[area].members(year_of(year))
        rows = [of[series, force, year] for force in members if (series, force, year) in of]
        # A country of one force is that force under another name.
        if rows and any(one["is_new"] for one in (row, *rows)):
            found += _group(looking, row, rows, len(members))
    return found


def _group(looking: Looking, row: dict[str, Any], rows: list[dict[str, Any]], members: int) -> list[Finding]:
    low, high = sum(one["low"] for one in rows), sum(one["high"] for one in rows)
    complete = len(rows) == members
    if row["high"] >= low and (not complete or row["low"] <= high):
        return []
    area, year = looking.name(row["area"]), row["year"]
    who = f"its {members} forces" if complete else f"{len(rows)} of its {members} forces alone"
    return [
        Finding(
            code=f"group:{slug(area)}:{slug(year)}",
            sentence=f"For {area} {number(row['low'], row['high'])} are given in {year}, but {who} add up to"
            f" {number(low, high)}.",
            where=place(row) or f"{area}, {year}",
            innocent=OF_A_GROUP,
        )
    ]


def _offences(looking: Looking) -> list[Finding]:
    whole = looking.new.filter((pl.col("platform") == ALL) & pl.col("high").is_not_null())
    totals = whole.filter((pl.col("offence") == ALL) & (pl.col("state") != "partial"))
    parts = whole.filter(pl.col("offence") != ALL)
    added = parts.group_by(_KEY).agg(
        pl.len().alias("count"), pl.col("low").sum().alias("sum_low"), pl.col("high").sum().alias("sum_high")
    )
    joined = totals.join(added, on=_KEY)
    wrong = joined.filter(
        (pl.col("sum_low") > pl.col("high")) | ((pl.col("sum_high") < pl.col("low")) & (pl.col("count") > 1))
    )
    return [_of_offences(looking, row) for row in wrong.to_dicts()]


def _of_offences(looking: Looking, row: dict[str, Any]) -> Finding:
    area, more = looking.name(row["area"]), row["sum_low"] > row["high"]
    parts = number(row["sum_low"], row["sum_high"])
    return Finding(
        code=f"offences:{slug(area)}:{slug(row['year'])}",
        sentence=f"{area} gives {number(row['low'], row['high'])} for all offences in {row['year']}, but its"
        f" {row['count']} kinds of offence add up to {parts}.",
        where=place(row) or f"{area}, {row['year']}",
        innocent=OF_PARTS[2:] if more else OF_PARTS[:2],
        needs_confirming=more,
    )


def _platforms(looking: Looking) -> list[Finding]:
    whole = looking.new.filter(pl.col("high").is_not_null() & (pl.col("state") != "partial"))
    totals = whole.filter(pl.col("platform") == ALL).select(*_KEY, "offence", total="high")
    parts = whole.filter(pl.col("platform") != ALL).join(totals, on=[*_KEY, "offence"])
    return [_of_platform(looking, row) for row in parts.filter(pl.col("low") > pl.col("total")).to_dicts()]


def _of_platform(looking: Looking, row: dict[str, Any]) -> Finding:
    area, platform = looking.name(row["area"]), row["platform"]
    part = "the cases with a known platform" if platform == KNOWN else platform
    return Finding(
        code=f"platform:{slug(area)}:{slug(row['year'])}:{slug(platform)}",
        sentence=f"{area} has {number(row['low'], row['high'])} offences{what(row['offence'], platform)} in"
        f" {row['year']}, more than the {row['total']:,} that it has in all.",
        where=place(row) or f"{area}, {row['year']}",
        innocent=(f"The total is of another kind of offence than {part}.",),
    )
