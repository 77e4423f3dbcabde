"""One table read by a mapping: ids for its labels, values for its cells, doubts for what isn't sure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from belisha.figures.cells import UNRECORDED
from belisha.figures.collate import doubts as doubting
from belisha.figures.collate.doubts import Named, in_words, label_code
from belisha.figures.collate.grid import spread
from belisha.figures.collate.mapping import LEAVE, PLACES, TOTAL, Doubt, Mapping, Skipped, Table
from belisha.figures.collate.meanings import Meaning, Meanings
from belisha.figures.collate.names import a1, letters
from belisha.figures.collate.titles import columns_not_read, of_titles
from belisha.figures.collate.unrolled import unroll
from belisha.figures.parse.numbers import Read, read_cell

if TYPE_CHECKING:
    from belisha.figures.read import Sheet

READ: Final = pl.Schema(
    {"text": pl.String, "state": pl.String, "low": pl.Int64, "high": pl.Int64, "note": pl.String}
)


@dataclass(frozen=True)
class Part:
    """What one table gives. `cells`: the columns of cells.SCHEMA but series and source, ids as text."""

    cells: pl.DataFrame
    doubts: list[Doubt]
    skipped: list[Skipped]
    said: list[tuple[str, str, str]]  # dimension, text, what it means since somebody confirmed it


class TableReading:
    """Reads one table. What is in doubt stays unknown until its code is among `confirmed`."""

    def __init__(
        self, sheet: "Sheet", table: Table, *, meanings: Meanings, confirmed: Collection[str], named: Named
    ) -> None:
        self.sheet, self.table = sheet, table
        self.meanings, self.confirmed, self.named = meanings, confirmed, named
        self.mapping: Mapping = meanings.told
        self.doubts: list[Doubt] = []
        self.skipped: list[Skipped] = []
        self.said: list[tuple[str, str, str]] = []

    def part(self) -> Part:
        """Labels first: a cell that belongs to nothing isn't asked about."""
        cells = self._without_empty_rows(unroll(self.sheet, self.table))
        self.doubts += of_titles(self.sheet, self.table, self.named)
        self.doubts += columns_not_read(self.sheet, self.table, self.named)
        self.doubts += self._merged_numbers()
        self.doubts += self._blanks(cells)
        for dimension in PLACES:
            cells = self._labelled(cells, dimension)
        cells = self._read(self._in_place(cells))
        return Part(
            cells.select(
                *("area", "year", "offence", "platform", "state", "low", "high", "note"), _sheet(self), "cell"
            ),
            self.doubts,
            self.skipped,
            self.said,
        )

    def _without_empty_rows(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Rows without a figure are headings, notes or blank lines, unless they name what they are of."""
        empty = (pl.col("text").str.strip_chars() == "").all().over("row")
        names = [
            name
            for name in PLACES
            if self.table.where(name).kind == "column" and not self.table.where(name).fill
        ]
        if not names:
            return cells.filter(~empty)
        blank = (
            cells.filter(empty | self._repeats_its_head()).select("row", *names).unique(maintain_order=True)
        )
        idle = [row["row"] for row in blank.iter_rows(named=True) if not self._all_named(row, names)]
        for row in idle:
            text = next((text for text in self.sheet.rows[row] if text.strip()), "")
            if text:
                self._skip(a1(row, 0), text, "no figure stands in its row")
        return cells.filter(~pl.col("row").is_in(idle))

    def _repeats_its_head(self) -> pl.Expr:
        """Whether a row is the one above the table again, as at the top of a second page."""
        head = self.sheet.rows[self.table.first - 1] if self.table.first else ()
        again = [
            row
            for row in range(self.table.first, min(self.table.last + 1, len(self.sheet.rows)))
            if any(head) and self.sheet.rows[row] == head
        ]
        return pl.col("row").is_in(again)

    def _all_named(self, row: dict[str, str], names: list[str]) -> bool:
        return all(row[name] and not self.meanings.of(name, row[name]).doubt for name in names)

    def _labelled(self, cells: pl.DataFrame, dimension: str) -> pl.DataFrame:
        """Put ids in the place of labels; what has none is left out."""
        where = self.table.where(dimension)
        if where.kind == "fixed":
            return cells
        first = cells.group_by(dimension, maintain_order=True).agg(
            pl.col("row").first(), pl.col("column").first(), pl.len().alias("count")
        )
        meanings = {text: self.meanings.of(dimension, text) for text in first[dimension]}
        if dimension == "platform":
            meanings = self._platform_total(meanings)
        places = [
            (text, self._place(dimension, row, column), count)
            for text, row, column, count in first.iter_rows()
        ]
        self.doubts += doubting.of_labels(
            self.sheet.name, dimension, places, meanings, self.meanings.in_words, self.named
        )
        ids = {text: self._id(dimension, meanings[text], cell) for text, cell, _ in places}
        for text, cell, _ in places:
            if meanings[text].doubt and ids[text] != LEAVE:
                self.said.append((dimension, text, ids[text]))
            if ids[text] == LEAVE and not meanings[text].doubt:
                self._skip(
                    cell, text, "it is no count of offences" if dimension == "measure" else "you said so"
                )
        told = cells.with_columns(pl.col(dimension).replace_strict(ids, return_dtype=pl.String))
        return told.filter(pl.col(dimension) != LEAVE)

    def _place(self, dimension: str, row: int, column: int) -> str:
        """The cell in which a label stands, of the figure in this row and column."""
        where = self.table.where(dimension)
        if where.kind == "row":
            return a1(where.at, column)
        return a1(row, where.at) if where.kind in ("column", "heading") else "A1"

    def _id(self, dimension: str, meaning: Meaning, cell: str) -> str:
        sure = not meaning.doubt or label_code(dimension, cell, self.named) in self.confirmed
        return meaning.value if sure else LEAVE

    def _platform_total(self, meanings: dict[str, Meaning]) -> dict[str, Meaning]:
        """A total of platforms may be of all offences, or of those with a platform: an answer that also lists
        the others leaves no doubt."""
        if any(meaning.value == UNRECORDED for meaning in meanings.values()):
            return meanings
        asked = "may be of all offences, or only of those with a platform (platform:{0}=known)."
        return {
            text: Meaning(TOTAL, f"“{text}” {asked.format(text)}", ())
            if meaning.value == TOTAL and self.mapping.word("platform", text) is None
            else meaning
            for text, meaning in meanings.items()
        }

    def _in_place(self, cells: pl.DataFrame) -> pl.DataFrame:
        """With what a person said is to be read in place of a cell."""
        before = f"{self.sheet.name}!"
        told = {
            place.removeprefix(before): text
            for place, text in self.mapping.readings.items()
            if place.startswith(before) or "!" not in place
        }
        if not told:
            return cells.with_columns(pl.lit("").alias("said"))
        text = pl.col("cell").replace_strict(told, default=None, return_dtype=pl.String)
        said = pl.when(text.is_not_null()).then(pl.format("read in place of “{}”", pl.col("text")))
        return cells.with_columns(
            said.otherwise(pl.lit("")).alias("said"), pl.coalesce(text, "text").alias("text")
        )

    def _read(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Each different text is read once, however many cells hold it."""
        cells = cells.with_columns(pl.col("text").str.strip_chars())
        first = cells.group_by("text", maintain_order=True).agg(
            pl.col("cell").first(), pl.len().alias("count")
        )
        reads = {text: read_cell(text, legend=self.mapping.legend) for text in first["text"]}
        doubtful = first.filter(pl.col("text").is_in([text for text, read in reads.items() if read.doubt]))
        doubts = list(doubting.of_cells(self.sheet.name, doubtful, reads, self.named))
        self.doubts += doubts
        yes = [
            text
            for (text, _, _), doubt in zip(doubtful.iter_rows(), doubts, strict=False)
            if doubt.code in self.confirmed
        ]
        told = [_told(text, read, confirmed=text in set(yes)) for text, read in reads.items()]
        values = pl.DataFrame(told, schema=READ, orient="row")
        both = pl.concat_str(
            pl.col("note"),
            pl.when((pl.col("note") != "") & (pl.col("said") != "")).then(pl.lit("; ")).otherwise(pl.lit("")),
            "said",
        )
        return cells.join(values, on="text", how="left", maintain_order="left").with_columns(
            both.alias("note")
        )

    def _blanks(self, cells: pl.DataFrame) -> Iterator[Doubt]:
        shared = spread(self.sheet)
        for name in PLACES:
            where = self.table.where(name)
            if where.kind != "column" or not where.fill:
                continue
            blank = [
                row
                for row in cells["row"].unique().sort()
                if not self.sheet.rows[row][where.at].strip() and (row, where.at) not in shared
            ]
            if blank:
                cell = a1(blank[0], where.at)
                yield doubting.of_blanks(self.sheet.name, letters(where.at), cell, len(blank), self.named)

    def _merged_numbers(self) -> Iterator[Doubt]:
        """A number that stands over several cells is of none of them alone."""
        inside = set(self.table.values)
        for top, left, bottom, right in self.sheet.merged:
            rows = range(max(top, self.table.first), min(bottom, self.table.last) + 1)
            columns = [column for column in range(left, right + 1) if column in inside]
            if len(rows) * len(columns) < 2 or top < self.table.first:
                continue
            cell, text = a1(top, left), self.sheet.rows[top][left].strip()
            read = read_cell(text, legend=self.mapping.legend)
            if text and (read.low is not None or read.doubt):
                yield Doubt(
                    code=f"merged:{self.named(cell)}",
                    sentence=f"“{text[:60]}” is one cell over {len(rows) * len(columns)}: whose is it?",
                    where=f"{self.sheet.name}!{cell}",
                    reading=f"{in_words(read)} in each of them",
                    cells=len(rows) * len(columns),
                )

    def _skip(self, cell: str, text: str, because: str) -> None:
        self.skipped.append(Skipped(where=f"{self.sheet.name}!{cell}", text=text[:120], because=because))


def _sheet(reading: TableReading) -> pl.Expr:
    return pl.lit(reading.sheet.name).alias("sheet")


def _told(text: str, read: Read, *, confirmed: bool) -> tuple[str, str, int | None, int | None, str]:
    """A row of READ. In doubt: what was confirmed, else nothing known."""
    if not read.doubt:
        return text, read.state, read.low, read.high, read.note
    if confirmed and read.guess:
        return (
            text,
            read.guess.state,
            read.guess.low,
            read.guess.high,
            read.guess.note or f"given as “{text}”",
        )
    return text, "none", None, None, f"given as “{text[:120]}”"
