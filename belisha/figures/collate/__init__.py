"""From the sheets of an answer to cells: a mapping is proposed, corrected by a person, and kept.

`propose(sheets, known=None, hints=None)` -> Proposal; `apply(sheets, mapping, source=7)` -> Applied;
`import_answer(book, data=..., name=..., by=..., now=...)` -> Imported, or raises NeedsLooking.
"""

from belisha.figures.collate.applied import Applied
from belisha.figures.collate.apply import apply
from belisha.figures.collate.collate import Imported, NeedsLooking, import_answer, import_sheets
from belisha.figures.collate.looking import Looked, NoFigures, NotMapped, look
from belisha.figures.collate.mapping import Doubt, Guess, Hints, Mapping, Proposal, Table, Where, WrongMapping
from belisha.figures.collate.proposal import propose

__all__ = [
    "Applied",
    "Doubt",
    "Guess",
    "Hints",
    "Imported",
    "Looked",
    "Mapping",
    "NeedsLooking",
    "NoFigures",
    "NotMapped",
    "Proposal",
    "Table",
    "Where",
    "WrongMapping",
    "apply",
    "import_answer",
    "import_sheets",
    "look",
    "propose",
]
