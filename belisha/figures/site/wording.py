"""States, numbers and places as the tables of a publication say them."""

from collections.abc import Iterable
from typing import Final

from belisha.figures.amounts import Amount
from belisha.figures.cell import Cell
from belisha.figures.results import Total
from belisha.figures.words import counted

STATES: Final = {
    "full": ("A number", "The answer gives a number of all that was asked."),
    "partial": ("In part", "The answer covers only a part of what was asked: the number is at least this."),
    "zero": ("None", "The answer says that there were none."),
    "suppressed": (
        "Small number",
        "A small number is not told, so that nobody can be recognised. It is shown as the least and the most"
        " that it can be, and counted so: never as nothing.",
    ),
    "not_held": ("Not held", "The police answered that they hold no such information."),
    "refused": ("Refused", "The police refused to answer, under the section that is named."),
    "late": ("Late", "No answer came within the time that the law gives."),
    "none": (
        "No figure",
        "Asked, and nothing came; or the answer has no number there: the place is empty, or says that it"
        " is not known.",
    ),
}


def number(amount: Amount | None) -> str:
    """An amount in a table: "1,204", "1 to 4", "at least 300"; "–" for none."""
    if amount is None:
        return "–"
    low = f"{int(amount.low):,}"
    if amount.exact:
        return low
    return f"at least {low}" if amount.high is None else f"{low} to {int(amount.high):,}"


def told(cell: Cell) -> str:
    """What a figure says: its number, or why there is none."""
    return number(cell.amount) if cell.amount is not None else STATES[cell.state][0].lower()


def state(cell: Cell) -> str:
    """The state with its section or note."""
    words = STATES[cell.state][0]
    return f"{words}: {cell.note}" if cell.note and cell.state in ("refused", "partial") else words


def who_answered(total: Total) -> str:
    """ "4 of 4 forces"."""
    return f"{len(total.answered)} of {counted(len(total.answered) + len(total.missing), 'force')}"


def place(sheet: str, cell: str) -> str:
    """Where in its file a figure stands: "Sheet1, C14"."""
    return ", ".join(filter(None, (sheet, cell)))


def joined(words: Iterable[str]) -> str:
    """Words that stand side by side, each once."""
    return "; ".join(dict.fromkeys(filter(None, words)))
