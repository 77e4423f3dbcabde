"""Sentences for the press, true by construction: each from a computed answer, with what belongs to it."""

from dataclasses import dataclass
from typing import Any

from belisha.figures.cell import Cell
from belisha.figures.lookup import Lookup, Topic
from belisha.figures.places import Area


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """What may be printed, what must be said with it, how it was computed and from which figures."""

    text: str
    formula: str
    caveats: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "text": self.text,
            "formula": self.formula,
            "caveats": list(self.caveats),
            "cells": [cell.to_dict() for cell in self.cells],
        }


def say(lookup: Lookup, area: Area, first: str, last: str | None, topic: Topic) -> list[Sentence]:
    """What can be said of an area between two years."""
    return []
