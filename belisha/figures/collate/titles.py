"""What stands over a table and under it: whether it counts offences at all, and what its notes say."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Map
from typing import TYPE_CHECKING, Final

from belisha.figures.collate.doubts import Named
from belisha.figures.collate.legend import explains
from belisha.figures.collate.mapping import PLACES, Doubt, Mapping, Skipped, Table
from belisha.figures.collate.names import a1, letters
from belisha.figures.collate.senses import areas_in, sense
from belisha.figures.collate.words import counted

if TYPE_CHECKING:
    from belisha.figures.read import Sheet

_OFFENCES: Final = re.compile(r"\b(?:offences?|crimes?)\b", re.IGNORECASE)
_OTHERS: Final = (
    ("offenders", r"\b(?:offenders?|suspects?|perpetrators?|arrest\w*|people|persons)\b"),
    ("victims", r"\bvictims?\b"),
    ("outcomes", r"\b(?:charged|charges|convict\w*|cautions?|prosecut\w*)\b"),
    ("images", r"\bnumber of (?:\w+ )?images\b|\bimages (?:found|seized|recovered|held|graded)\b"),
)
_ABOVE: Final = 30  # rows
_UNDER: Final = 60
_SAMPLE: Final = 200


def of_titles(sheet: "Sheet", table: Table, named: Named) -> Iterator[Doubt]:
    """A doubt where the words over a table speak of offenders, victims or images, and of no offence."""
    told = [(row, text) for row in _above(table) for text in dict.fromkeys(sheet.rows[row]) if text.strip()]
    yield from _of_another_force(sheet, table, told, named)
    if any(_OFFENCES.search(text) for _, text in told):
        return
    for row, text in told:
        for unit, words in _OTHERS:
            if re.search(words, text, re.IGNORECASE):
                cell = a1(row, sheet.rows[row].index(text))
                yield Doubt(
                    code=f"unit:{named(cell)}",
                    sentence=f"“{text.strip()[:120]}” speaks of {unit}, and nothing here of offences.",
                    where=f"{sheet.name}!{cell}",
                    reading="they are offences all the same",
                )
                return


def _of_another_force(
    sheet: "Sheet", table: Table, told: Sequence[tuple[int, str]], named: Named
) -> Iterator[Doubt]:
    """A doubt where the words over a table name another force than the one that it is said to be of."""
    if table.area.kind != "fixed":
        return
    for row, text in told:
        others = [area for area in areas_in(text[:300]) if area.kind == "force"]
        if others and table.area.value not in {area.id for area in others}:
            cell = a1(row, sheet.rows[row].index(text))
            yield Doubt(
                code=f"force:{named(cell)}",
                sentence=f"“{text.strip()[:120]}” names another force than this is said to be of.",
                where=f"{sheet.name}!{cell}",
                reading="of the force that was said",
            )


def columns_not_read(sheet: "Sheet", table: Table, named: Named) -> Iterator[Doubt]:
    """Columns of numbers among those with figures that nothing says how to read: “2019/2O”, say."""
    places = {table.where(name).at for name in PLACES if table.where(name).kind in ("column", "heading")}
    rows = range(table.first, min(table.last + 1, table.first + _SAMPLE, len(sheet.rows)))
    width = max((len(sheet.rows[row]) for row in rows), default=0)
    for column in range(min(table.values) + 1, width):
        texts = [sheet.rows[row][column] for row in rows if column < len(sheet.rows[row])]
        if column in places or column in table.values or not any(sense(text).digits for text in texts):
            continue
        head = " ".join(_heads(sheet, table, column))
        if counted(head) not in ("per cent", "an average"):
            yield Doubt(
                code=f"column:{named(a1(table.first, column))}",
                sentence=f"Column {letters(column)}, “{head[:80]}”, holds figures, and isn't read.",
                where=f"{sheet.name}!{letters(column)}",
                reading="left out",
            )


def _heads(sheet: "Sheet", table: Table, column: int) -> Iterator[str]:
    for row in range(max(0, table.first - 3), table.first):
        if column < len(sheet.rows[row]) and (text := sheet.rows[row][column].strip()):
            yield text


def _above(table: Table) -> range:
    heads = [table.where(name).at for name in PLACES if table.where(name).kind == "row"]
    return range(max(0, table.first - _ABOVE), max(table.first, *heads, 0) if heads else table.first)


def notes_under(sheets: Map[str, "Sheet"], mapping: Mapping) -> Iterator[Skipped]:
    """The words under the last table of a sheet, to be shown: some explain a sign."""
    for name in dict.fromkeys(table.sheet for table in mapping.tables):
        last = max(table.last for table in mapping.tables if table.sheet == name)
        for row, texts in enumerate(sheets[name].rows[last + 1 : last + 1 + _UNDER], last + 1):
            for column, text in enumerate(texts):
                if told := text.strip():
                    because = "it explains a sign" if explains(told) else "it stands under the figures"
                    yield Skipped(where=f"{name}!{a1(row, column)}", text=told[:200], because=because)
