"""The arithmetic gate: what looks wrong in figures before they are taken in, in words, to be confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something that a person has to look at. `innocent`: what usually explains it where nothing is wrong.

    `code` names it among those of one import; `where` is a cell, or an area and a year.
    """

    code: str
    sentence: str
    where: str = ""
    innocent: tuple[str, ...] = ()
    needs_confirming: bool = True


def findings(
    new: pl.DataFrame, old: pl.DataFrame, *, given_totals: pl.DataFrame | None = None
) -> list[Finding]:
    """What the new cells (cells.SCHEMA) say that doesn't fit: with themselves, the old ones, the totals."""
    checks: Sequence[Finding] = ()
    return list(checks)
