"""A sentence for the press, and what belongs to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from belisha.figures.amounts import Amount
from belisha.figures.caveats import MANY_IMAGES, RECORDED
from belisha.figures.cell import Cell
from belisha.figures.results import Result
from belisha.figures.series_words import counts_offences, noun
from belisha.figures.words import amount_in_words


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """What may be printed, what must be said with it, how it was computed, and from which figures.

    `kind`: count, change, times, total, every, rate, rank, panel, trend or share.
    """

    kind: str
    text: str
    formula: str
    caveats: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "kind": self.kind,
            "text": self.text,
            "formula": self.formula,
            "caveats": list(self.caveats),
            "cells": [cell.to_dict() for cell in self.cells],
        }


def sentence(kind: str, text: str, formula: str, result: Result, *, more: Iterable[str] = ()) -> Sentence:
    """The sentence of a result, with its own caveats and with those of every figure."""
    always = (RECORDED, MANY_IMAGES) if counts_offences(result.series) else ()
    caveats = tuple(dict.fromkeys((*more, *result.caveats, *always)))
    return Sentence(kind=kind, text=text, formula=formula, caveats=caveats, cells=result.cells)


def how_many(amount: Amount, series: str) -> str:
    """ "727 child abuse image offences", "1 child abuse image offence", "no child abuse image offences"."""
    number = int(amount.low) if amount.exact else None
    return f"{'no' if number == 0 else amount_in_words(amount)} {noun(series, number)}"


def figure(amount: Amount) -> str:
    """A count in a formula: "164", "1 to 4", "4,301 or more"."""
    if amount.high is None:
        return f"{int(amount.low):,} or more"
    return f"{int(amount.low):,}" if amount.exact else f"{int(amount.low):,} to {int(amount.high):,}"
