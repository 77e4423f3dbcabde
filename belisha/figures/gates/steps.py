"""Jumps and drops from one year to another, in the total of a force or a group."""

from itertools import groupby, pairwise
from math import sqrt
from typing import Any

from belisha.figures.finding import Finding
from belisha.figures.gates.looking import Looking, begins, number, place, single, slug
from belisha.figures.gates.units import footnotes

STEEP = 1.8  # times as many within a year; its inverse for a drop
BEYOND = 4.0  # so many standard deviations of counts: a few more or less among few are no jump
UP = (
    "The force began to record such offences otherwise: several images or suspects each as an offence.",
    "One large operation, or a backlog that was recorded at once.",
    "The year before lacks a part, or hides small numbers.",
    "Images or people were counted instead of offences.",
)
DOWN = (
    "The year isn't over, or the answer is of a part of it.",
    "A kind of offence was left out, or an exemption was applied to it.",
    "The force began to record such offences otherwise, or moved to another system.",
    "People were counted instead of offences.",
)


def findings(looking: Looking) -> list[Finding]:
    """Each total that is many times, or a small part of, that of the year before it."""
    glued = {(row["series"], row["area"], row["year"]) for row, _ in footnotes(looking)}
    rows = [row for row in looking.totals.to_dicts() if single(row["year"]) and _key(row) not in glued]
    rows.sort(key=lambda row: (row["series"], row["area"], "/" in row["year"], begins(row["year"])))
    found = []
    for _, same in groupby(rows, key=lambda row: (row["series"], row["area"], "/" in row["year"])):
        for before, after in pairwise(same):
            if (before["is_new"] or after["is_new"]) and _steep(before, after):
                found.append(_told(looking, before, after))
    return found


def _key(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["series"], row["area"], row["year"]


def _steep(before: dict[str, Any], after: dict[str, Any]) -> bool:
    years = begins(after["year"]) - begins(before["year"])
    rise, fall = after["low"] > before["high"], after["high"] < before["low"]
    least, most = (before["high"], after["low"]) if rise else (after["high"], before["low"])
    if not (rise or fall) or most - least <= BEYOND * sqrt(most + least):
        return False
    return bool(most > least * STEEP**years)


def _told(looking: Looking, before: dict[str, Any], after: dict[str, Any]) -> Finding:
    area, up = looking.name(after["area"]), after["low"] > before["high"]
    return Finding(
        code=f"{'jump' if up else 'drop'}:{slug(area)}:{slug(after['year'])}",
        sentence=f"{area} {'rises' if up else 'falls'} from {number(before['low'], before['high'])} in"
        f" {before['year']} to {number(after['low'], after['high'])} in {after['year']}.",
        where=place(after) or f"{area}, {after['year']}",
        innocent=UP if up else DOWN,
    )
