"""Numbers of something else: a footnote glued to a figure, per cents, images, people."""

from collections.abc import Collection
from itertools import groupby
from statistics import median
from typing import Any

import polars as pl

from belisha.figures.cells import ALL, KNOWN
from belisha.figures.finding import Finding
from belisha.figures.gates.looking import Looking, place, single, slug

ENORMOUS = 10_000  # offences of one force in a year
LIKE = (0.5, 2.0)  # a figure without its last digits is like its neighbours within these times
WORTH = 20  # among fewer, a tenfold is nothing odd
FAR = 4.0  # and with them it is so many times the greatest of them
GLUED = (
    "The number is right, and the year an exceptional one.",
    "If the last digit is the mark of a footnote, correct the cell.",
)
IMAGES = (
    "The answer counts images, or files: one offence can cover hundreds of them.",
    "The number is a sum over several years.",
)
SHIFTED = (
    "The answer counts people (suspects, charged) or images instead of offences.",
    "Other offences were asked for than before.",
    "The way of recording changed between the years.",
)
PER_CENT = ("The counts happen to add up to about a hundred.",)


def findings(looking: Looking) -> list[Finding]:
    """What looks as if it counted something else than offences."""
    marked = footnotes(looking)
    glued = [_glued(looking, row, digits) for row, digits in marked]
    known = {(row["series"], row["area"], row["year"]) for row, _ in marked}
    return [*glued, *_enormous(looking, known), *_shifted(looking), *_per_cents(looking)]


def footnotes(looking: Looking) -> list[tuple[dict[str, Any], int]]:
    """The new totals that would be like their neighbours without their last digit, or the last two."""
    rows = sorted((row for row in looking.totals.to_dicts() if single(row["year"])), key=_of)
    found = []
    for _, group in groupby(rows, key=_of):
        same = list(group)
        for row in same:
            others = [one["low"] for one in same if one is not row and one["low"]]
            digits = _digits(row["low"], others) if row["is_new"] and row["low"] == row["high"] else 0
            if digits:
                found.append((row, digits))
    return found


def _of(row: dict[str, Any]) -> tuple[str, str]:
    return row["series"], row["area"]


def _digits(value: int, others: list[int]) -> int:
    """How many digits too many a number has by its neighbours; 0 where it is like them or like nothing."""
    if not others or value < FAR * max(others):
        return 0
    least, most = (times * median(others) for times in LIKE)
    return next((n for n in (1, 2) if least <= value // 10**n <= most and _is_a_mark(value, n)), 0)


def _is_a_mark(value: int, digits: int) -> bool:
    """Whether the last digits can be a footnote’s number, with figure enough before them."""
    without, mark = divmod(value, 10**digits)
    return without >= WORTH and len(str(mark)) == digits and mark > 0


def _glued(looking: Looking, row: dict[str, Any], digits: int) -> Finding:
    area, value = looking.name(row["area"]), row["low"]
    without, mark = divmod(value, 10**digits)
    return Finding(
        code=f"footnote:{slug(area)}:{slug(row['year'])}",
        sentence=f"{value:,} for {area} in {row['year']} may be {without:,} with the footnote"
        f" {mark:0{digits}d} glued to it: its other years are about {round(without, -1) or without:,}.",
        where=place(row) or f"{area}, {row['year']}",
        innocent=GLUED,
    )


def _enormous(looking: Looking, glued: Collection[tuple[str, str, str]]) -> list[Finding]:
    rows = looking.new_totals.filter(pl.col("low") > ENORMOUS).to_dicts()
    return [
        Finding(
            code=f"images:{slug(looking.name(row['area']))}:{slug(row['year'])}",
            sentence=f"{looking.name(row['area'])} has {row['low']:,} in {row['year']}: more than a quarter"
            " of what all forces of England and Wales recorded in 2023/24 (38,685). These may be images.",
            where=place(row) or f"{looking.name(row['area'])}, {row['year']}",
            innocent=IMAGES,
        )
        for row in rows
        if looking.is_force(row["area"])
        and row["series"] != "images"
        and single(row["year"])
        and (row["series"], row["area"], row["year"]) not in glued
    ]


def _shifted(looking: Looking) -> list[Finding]:
    """A force whose new answer, as a whole, lies far from what it told of the same years."""
    before = looking.old_totals.select("series", "area", "year", was="low").filter(pl.col("was") >= 20)
    pairs = looking.new_totals.join(before, on=["series", "area", "year"])
    of = pairs.group_by("series", "area", maintain_order=True).agg(
        (pl.col("low") / pl.col("was")).min().alias("least"),
        (pl.col("low") / pl.col("was")).max().alias("most"),
        pl.len().alias("years"),
    )
    far = of.filter((pl.col("years") >= 2) & ((pl.col("most") < 0.6) | (pl.col("least") > 1.7)))
    return [
        Finding(
            code=f"unit:{slug(looking.name(row['area']))}",
            sentence=f"In each of {row['years']} years {looking.name(row['area'])} now tells"
            f" {'less than 60 per cent of' if row['most'] < 1 else 'more than 1.7 times'} what it told"
            " before: the answer may count something else.",
            where=looking.name(row["area"]),
            innocent=SHIFTED,
        )
        for row in far.to_dicts()
    ]


def _per_cents(looking: Looking) -> list[Finding]:
    """Parts that add up to a hundred, beside a total that isn't."""
    parts = looking.new.filter(~pl.col("platform").is_in([ALL, KNOWN]) & pl.col("high").is_not_null())
    key = ["series", "area", "year", "offence"]
    added = parts.group_by(key, maintain_order=True).agg(
        pl.col("low").sum().alias("sum"), pl.len().alias("parts"), pl.col("low").max().alias("most")
    )
    totals = looking.new.filter(pl.col("platform") == ALL).select(*key, total="low")
    odd = (
        added.filter(pl.col("sum").is_between(99, 101) & (pl.col("parts") >= 3) & (pl.col("most") <= 100))
        .join(totals, on=key, how="left")
        .filter(pl.col("total").is_null() | ~pl.col("total").is_between(99, 101))
    )
    return [
        Finding(
            code=f"per-cent:{slug(looking.name(row['area']))}:{slug(row['year'])}",
            sentence=f"The {row['parts']} platforms of {looking.name(row['area'])} in {row['year']} add up to"
            f" {row['sum']}: they may be per cents, not offences.",
            where=f"{looking.name(row['area'])}, {row['year']}",
            innocent=PER_CENT,
        )
        for row in odd.to_dicts()
    ]
