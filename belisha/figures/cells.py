"""The one shape that every figure has: what an answer said of one area in one year, and where it says so."""

from typing import Final

import polars as pl

STATES: Final = ("full", "partial", "zero", "suppressed", "not_held", "refused", "late", "none")
"""What a cell of an answer is.

full: a number for all that was asked. partial: a number for a part of it (`note` says which): at least `low`.
zero: the answer says that there were none. suppressed: a small number that is not told: `low` to `high`.
not_held: no information held. refused: refused, with the section in `note`. late: no answer in time.
none: asked, and nothing came, or the cell is empty.
"""
ALL: Final = "all"  # of `offence` and `platform`: not broken down
KNOWN: Final = "known"  # of `platform`: the cases in which a platform was recorded
UNRECORDED: Final = "unrecorded"  # of `platform`: the cases in which none was

SCHEMA: Final = pl.Schema(
    {
        "series": pl.Categorical(),  # what is counted, by whom: an id of definitions.py
        "area": pl.Categorical(),  # an id of places.py: a force's code, a country's, a publisher's region
        "year": pl.Categorical(),  # Year.label
        "offence": pl.Categorical(),  # a code of definitions.py, or ALL
        "platform": pl.Categorical(),  # as it is named in the answer, or ALL, or KNOWN
        "state": pl.Enum(STATES),
        "low": pl.Int64(),  # the number, or the least that it can be; null where nothing is known
        "high": pl.Int64(),  # the number, or the most that it can be; null where there is no bound
        "note": pl.String(),  # what is to be said with it: a section, a footnote, a doubt
        "source": pl.Int32(),  # Source.number: where it stands; the higher one is the later one
        "sheet": pl.Categorical(),
        "cell": pl.String(),  # "C14", as a spreadsheet names it; "" in a pasted text
    }
)
KEY: Final = ("series", "area", "year", "offence", "platform")


def empty() -> pl.DataFrame:
    """No cell at all, in their shape."""
    return pl.DataFrame(schema=SCHEMA)


def current(cells: pl.DataFrame) -> pl.DataFrame:
    """The newest vintage of each figure, with `corrected`: whether an earlier one said something else.

    A figure that stands in one source twice is taken from its last row.
    """
    # Nearly all of a million stand once: only the others are compared.
    several = cells.select(KEY).is_duplicated()
    once = cells.filter(~several).with_columns(pl.lit(False).alias("corrected"))
    newest = _newest(cells.filter(several))
    return pl.concat([once, newest]).sort("source", maintain_order=True)


def _newest(cells: pl.DataFrame) -> pl.DataFrame:
    told = pl.struct("state", "low", "high")
    return (
        cells.sort("source", maintain_order=True)
        .with_columns((told.n_unique().over(KEY) > 1).alias("corrected"))
        .unique(subset=KEY, keep="last", maintain_order=True)
    )
