"""Years of which one was restated later and the other was not: the change is of unlike figures."""

import polars as pl

from belisha.figures.amounts import Amount, minus, ratio
from belisha.figures.area_words import capital, where
from belisha.figures.cell import Cell
from belisha.figures.cells import KEY
from belisha.figures.lookup import Lookup
from belisha.figures.words import amount_in_words, per_cent_in_words


def restated_alone(lookup: Lookup, before: Cell, after: Cell) -> str:
    """What to say where one source told both years, and a later one restated one of them alone."""
    for restated, other in ((before, after), (after, before)):
        first = _told_beside(lookup, restated, other)
        if first is None or first == restated.amount or other.amount is None:
            continue
        told = (first, other.amount) if restated is before else (other.amount, first)
        return (
            f"{capital(where(lookup.areas[restated.area]))}: {restated.year} was restated by a later source, "
            f"{other.year} was not. As one source told both, {_moved(*told)}."
        )
    return ""


def _told_beside(lookup: Lookup, restated: Cell, other: Cell) -> Amount | None:
    """The superseded figure, as the source says it that still holds for the other year."""
    if not restated.corrected or other.corrected or restated.source == other.source:
        return None
    same = pl.all_horizontal(*(pl.col(name) == getattr(restated, name) for name in KEY))
    rows = lookup.dataset.cells.filter(same & (pl.col("source") == other.source)).to_dicts()
    cell = Cell(**rows[-1]) if rows else None
    return cell.amount if cell is not None and cell.usable else None


def _moved(before: Amount, after: Amount) -> str:
    """ "it rose by 23 per cent, from 18,522 to 22,724"."""
    between = f"from {amount_in_words(before)} to {amount_in_words(after)}"
    times = ratio(after, before)
    by = None if times is None else minus(times, Amount.of(1)).scaled(100)
    if by is None or by.low == by.high == 0 or (by.low < 0 and (by.high is None or by.high > 0)):
        return f"it went {between}"
    return f"it {'rose' if by.low >= 0 else 'fell'} by {per_cent_in_words(by)}, {between}"
