"""What an answer says of its own signs, above or under a table: "* = fewer than 5", "Note 1: to March"."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from belisha.figures.collate.mapping import Table
from belisha.figures.parse.numbers import meaning

if TYPE_CHECKING:
    from belisha.figures.read import Sheet

_SIGN: Final = r"[*†‡§#~^]{1,3}|[-–—]|\.\.|\[[a-z0-9]{1,3}\]|[¹²³⁰⁴⁵⁶⁷⁸⁹]+|[A-Z]{1,3}|[x:z]"
_SAID: Final = re.compile(
    rf"(?:key|legend|note)?[ :]*[\"“'‘]?({_SIGN})[\"”'’]?\s*(?:=|:|\s-\s|–|denotes?|means?|indicates?"
    r"|represents?|stands? for|signifies|is used (?:for|where)|has been used (?:for|where))\s*(.+)",
    re.IGNORECASE,
)
_STUCK: Final = re.compile(r"(\*{1,3}|†|‡|[¹²³⁰⁴⁵⁶⁷⁸⁹]+)\s*([A-Za-z<].+)")
_AROUND: Final = 60  # rows


def legend_of(sheets: Sequence["Sheet"], tables: Sequence[Table]) -> dict[str, str]:
    """What the notes around the tables say of signs. A sign that is explained in two ways is left out."""
    said: dict[str, set[str]] = {}
    for text in _notes(sheets, tables):
        if found := _SAID.fullmatch(text) or _STUCK.fullmatch(text):
            said.setdefault(found[1], set()).add(found[2].strip())
    return {sign: told.pop() for sign, told in said.items() if len(told) == 1}


def explains(text: str) -> bool:
    """Whether a note explains a sign in words that are understood."""
    found = _SAID.fullmatch(text) or _STUCK.fullmatch(text)
    return bool(found) and not meaning(found[2]).doubt if found else False


def _notes(sheets: Sequence["Sheet"], tables: Sequence[Table]) -> Iterator[str]:
    """The texts that stand alone in their rows, outside the tables."""
    for sheet in sheets:
        inside = [(table.first, table.last) for table in tables if table.sheet == sheet.name]
        ends = {row for row, _ in inside} | {row for _, row in inside} | {0, len(sheet.rows) - 1}
        near = {row for end in ends for row in range(end - _AROUND, end + _AROUND + 1)}
        for row in sorted(near & set(range(len(sheet.rows)))):
            told = [text.strip() for text in sheet.rows[row] if text.strip()]
            if any(first <= row <= last for first, last in inside):
                continue
            yield from told[:1] if len(told) == 1 else ()
            if len(told) == 2:
                yield f"{told[0]} = {told[1]}"
