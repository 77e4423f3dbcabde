"""Check a text: find its claims, and say of each whether the figures carry it."""

from datetime import date
from typing import TYPE_CHECKING

from belisha.figures.claims.text import sentences
from belisha.figures.claims.verdict import Checked, Verdict

if TYPE_CHECKING:
    from belisha.figures.figures import Figures


def check(figures: "Figures", text: str, *, written: date | None = None) -> list[Verdict]:
    """The verdict on each claim of a text. `written`: the day of the text, for "last year"."""
    return list(read(figures, text, written=written).verdicts)


def read(figures: "Figures", text: str, *, written: date | None = None) -> Checked:
    """The same, with what was not checked."""
    list(sentences(text))
    return Checked()
