"""Doubts in words: about labels, cells and signs of an answer, each with the cell where it is first met."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import polars as pl

from belisha.figures.collate.mapping import Doubt
from belisha.figures.collate.meanings import Meaning
from belisha.figures.collate.names import a1
from belisha.figures.parse.numbers import Read

if TYPE_CHECKING:
    from belisha.figures.read import Sheet

Named = Callable[[str], str]  # "C14" -> "C14", or "Sheet1!C14" where a file has several sheets
MOST: Final = 200  # texts of one sheet that are asked about one by one


def label_code(dimension: str, cell: str, named: Named) -> str:
    """The code under which a label is confirmed."""
    return f"{dimension}:{named(cell)}"


def of_labels(
    sheet: str,
    dimension: str,
    first: Iterable[tuple[str, str, int]],
    meanings: Mapping[str, Meaning],
    in_words: Callable[[str, str], str],
    named: Named,
) -> Iterator[Doubt]:
    """About labels that aren't sure. `first`: each text, the cell where it stands first, and how many do."""
    for text, cell, count in first:
        meaning = meanings[text]
        if meaning.doubt:
            yield Doubt(
                code=label_code(dimension, cell, named),
                sentence=meaning.doubt,
                where=f"{sheet}!{cell}",
                reading=in_words(dimension, meaning.value),
                cells=count,
            )


def of_blanks(sheet: str, column: str, cell: str, count: int, named: Named) -> Doubt:
    """About blank labels that go on from the ones above them."""
    return Doubt(
        code=f"blank:{named(cell)}",
        sentence=f"Column {column} is blank beside figures, first in {cell}.",
        where=f"{sheet}!{cell}",
        reading="a blank cell goes on from the one above it",
        cells=count,
    )


def rest_code(sheet: str) -> str:
    """The code of all texts of a sheet beyond those that are asked about one by one."""
    return f"cells:{sheet}"


def of_cells(sheet: str, doubtful: pl.DataFrame, reads: Mapping[str, Read], named: Named) -> Iterator[Doubt]:
    """About texts in the place of a figure. `doubtful`: text, the cell where it stands first, how many."""
    for text, cell, count in doubtful.head(MOST).iter_rows():
        yield Doubt(
            code=f"cell:{named(cell)}",
            sentence=reads[text].doubt,
            where=f"{sheet}!{cell}",
            reading=in_words(reads[text].guess),
            cells=count,
        )
    rest = doubtful.slice(MOST)
    if rest.height:
        yield Doubt(
            code=rest_code(sheet),
            sentence=f"{rest.height:,} more texts of “{sheet}” aren't understood, first “{rest.item(0, 0)}”.",
            where=f"{sheet}!{rest.item(0, 1)}",
            reading=in_words(None),
            cells=int(rest["count"].sum()),
        )


def of_the_sheet(sheet: "Sheet", named: Named) -> Iterator[Doubt]:
    """About what a spreadsheet did to its cells before anybody read them."""
    for told in sheet.told:
        if told.doubt:
            place = "" if told.row is None or told.column is None else a1(told.row, told.column)
            yield Doubt(
                code=f"{told.what}:{named(place) if place else sheet.name}",
                sentence=told.sentence,
                where=f"{sheet.name}!{place}" if place else sheet.name,
                reading="as it is shown",
            )


def in_words(read: Read | None) -> str:
    """What a cell is taken for, in a word or two."""
    if read is None:
        return "nothing known"
    if read.low is None:
        return read.state.replace("_", " ")
    if read.low == read.high:
        return f"{read.low:,}"
    return f"at least {read.low:,}" if read.high is None else f"{read.low:,} to {read.high:,}"
