"""Pictures and other files that are written as letters in cells: none comes to rest in the book."""

from collections.abc import Iterable
from itertools import chain, zip_longest
from typing import Final

from belisha.figures.read.refusals import Unsafe
from belisha.figures.read.sheets import Sheet
from belisha.guard.limits import TooMuch
from belisha.guard.spans import find_spans

_SHORTEST: Final = 12  # of a cell: figures, years and most names are shorter
_SMALL: Final = 200_000  # cells of a sheet that is read down its columns, too


def refuse_carried(sheets: Iterable[Sheet], *, name: str) -> None:
    """Raise where cells carry a file, one whole or in pieces along rows or columns."""
    for sheet in sheets:
        _refuse(chain.from_iterable(sheet.rows), name)
        if len(sheet.rows) * len(sheet.rows[0] if sheet.rows else ()) <= _SMALL:
            _refuse(chain.from_iterable(zip_longest(*sheet.rows, fillvalue="")), name)


def _refuse(cells: Iterable[str], name: str) -> None:
    # A million cells hold few texts: each is looked at once, in the order in which they come.
    text = "\n".join(dict.fromkeys(cell for cell in cells if len(cell) >= _SHORTEST))
    try:
        found = find_spans(text)
    except TooMuch:
        raise Unsafe(name=name, what="more letters that stand for bytes than can be looked at") from None
    if found:
        raise Unsafe(name=name, what="a picture or another file, written as letters")
