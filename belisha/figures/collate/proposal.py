"""How a file seems to be meant: each guess with its reason, to be shown beside the file and corrected."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from belisha.figures.collate.drafts import Draft, drafts_of
from belisha.figures.collate.grid import Grid
from belisha.figures.collate.legend import legend_of
from belisha.figures.collate.mapping import (
    UNKNOWN,
    Guess,
    Hints,
    Mapping,
    Proposal,
    Skipped,
    Table,
    Where,
)
from belisha.figures.collate.names import letters
from belisha.figures.collate.senses import areas_in, sense
from belisha.figures.collate.shape import recognised, shape_of
from belisha.figures.parse.years import read_years_in

if TYPE_CHECKING:
    from belisha.figures.read import Sheet

NAMES = {
    "area": "areas",
    "year": "years",
    "offence": "offences",
    "platform": "platforms",
    "measure": "measures",
}


def propose(
    sheets: Sequence["Sheet"], *, known: Mapping | None = None, hints: Hints | None = None
) -> Proposal:
    """Find the tables of a file, and what their rows and columns tell. Nothing is read yet.

    `known` is the mapping that was kept for files of this shape: what a person said then is taken again.
    """
    hints = hints or Hints()
    grids = [Grid(sheet) for sheet in sheets if not sheet.hidden] or [Grid(sheet) for sheet in sheets]
    drafts = [_settled(grid, draft, hints) for grid in grids for draft in drafts_of(grid)]
    mapping = Mapping(
        series=hints.series or (known.series if known else "") or "foi",
        tables=tuple(draft.table for draft in drafts),
        legend=legend_of(sheets, [draft.table for draft in drafts]),
    )
    mapping = replace(mapping, shape=shape_of(sheets, mapping))
    met = known is not None and known.shape == mapping.shape
    if known is not None and met:
        mapping = recognised(mapping, known)
    return Proposal(
        mapping=mapping,
        guesses=(_series(hints, known), *_guesses(drafts)),
        skipped=tuple(_left_out(sheets, drafts)),
        missing=tuple(missing(mapping)),
        recognised=met,
    )


def missing(mapping: Mapping) -> list[str]:
    """What must be said before anything can be read, in words."""
    if not mapping.tables:
        return [
            "No table of figures was found. Say which columns hold figures: values=C:H. A letter of "
            "refusal has none: note it in its round"
        ]
    several = len(mapping.tables) > 1
    return [
        f"{f'Table {number} ({table.sheet})' if several else 'The table'} doesn't say {what}"
        for number, table in enumerate(mapping.tables, 1)
        for what in _unknown(table, number if several else None)
    ]


def _unknown(table: Table, number: int | None) -> list[str]:
    before = "" if number is None else f"{number}."
    asked = {
        "area": f"which force it is of: {before}areas=A (a column), {before}areas=2 (a row) or"
        f" {before}areas==Kent",
        "year": f"which year it is of: {before}years=B (a column), {before}years=2 (a row) or"
        f" {before}years==2022/23",
    }
    return [what for name, what in asked.items() if table.where(name) == UNKNOWN]


def _settled(grid: Grid, draft: Draft, hints: Hints) -> Draft:
    """Settle what the table itself doesn't tell: by its headings, the sheet, its title, the file."""
    if hints.area and draft.table.area == UNKNOWN:
        draft = draft.with_place("area", Where("fixed", value=hints.area), "you said so")
    for name in ("year", "area"):
        if draft.table.where(name) == UNKNOWN:
            draft = _from_around(grid, draft, hints, name)
    return draft


def _from_around(grid: Grid, draft: Draft, hints: Hints, name: str) -> Draft:
    if (column := _headings(grid, draft, name)) is not None:
        return draft.with_place(
            name, Where("heading", column), f"rows of column {letters(column)} head parts"
        )
    if getattr(sense(grid.name), name):
        return draft.with_place(name, Where("sheet"), f"the sheet is called “{grid.name}”")
    above = " ".join(text for row in range(draft.top) for text in dict.fromkeys(grid.row(row)) if text)
    for text, called in ((above, "the title"), (hints.title, "its title"), (hints.file, "the file's name")):
        if len(found := _named(text, name)) == 1:
            return draft.with_place(name, Where("fixed", value=found[0]), f"{called} names it: “{text[:80]}”")
    return draft


def _named(text: str, name: str) -> list[str]:
    if name == "area":
        return [area.id for area in areas_in(text) if area.kind == "force"]
    return list(dict.fromkeys(year.label for year in read_years_in(text)))


def _headings(grid: Grid, draft: Draft, name: str) -> int | None:
    """The column in which rows without figures name a year or a force, each for the rows under it."""
    table = draft.table
    for column in range(min(table.values)):
        rows = [
            row
            for row in range(max(0, table.first - 2), min(table.last + 1, grid.height))
            if getattr(grid.sense(row, column), name) and not any(grid.own(row, one) for one in table.values)
        ]
        if rows and rows[0] < table.first and any(row > table.first for row in rows):
            return column
    return None


def _series(hints: Hints, known: Mapping | None) -> Guess:
    if hints.series:
        return Guess(name="series", value=hints.series, because="you said so")
    if known and known.series:
        return Guess(name="series", value=known.series, because="so it was for the last file of this shape")
    return Guess(name="series", value="foi", because="answers to requests are of this series")


def _guesses(drafts: Sequence[Draft]) -> Iterable[Guess]:
    for number, draft in enumerate(drafts, 1):
        table = draft.table
        yield Guess(name="rows", value=f"{table.first + 1}:{table.last + 1}", because="figures", table=number)
        yield Guess(name="values", value=columns_in_words(table.values), because="figures", table=number)
        for name, plural in NAMES.items():
            where = table.where(name)
            if where.kind != "unknown" and (name in draft.because or where.kind != "fixed"):
                because = draft.because.get(name, draft.because.get(plural, ""))
                yield Guess(name=plural, value=written(where), because=because, table=number)


def written(where: Where) -> str:
    """A place as `--set` takes it."""
    told = {
        "column": letters(where.at),
        "row": str(where.at + 1),
        "heading": f"headings:{letters(where.at)}",
        "sheet": "sheet",
        "fixed": f"={where.value}",
        "unknown": "",
    }[where.kind]
    return f"{told}+" if where.fill else told


def columns_in_words(columns: Sequence[int]) -> str:
    """Columns as `--set` takes them: "C:H,K"."""
    runs: list[list[int]] = []
    for column in columns:
        if runs and column == runs[-1][-1] + 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    return ",".join(
        letters(run[0]) if len(run) == 1 else f"{letters(run[0])}:{letters(run[-1])}" for run in runs
    )


def _left_out(sheets: Sequence["Sheet"], drafts: Sequence[Draft]) -> Iterable[Skipped]:
    for draft in drafts:
        yield from draft.skipped
    used = {draft.table.sheet for draft in drafts}
    for sheet in sheets:
        if sheet.name not in used and sheet.rows:
            text = next((text for row in sheet.rows for text in row if text.strip()), "")
            because = "it is hidden" if sheet.hidden else "no table of figures was found in it"
            yield Skipped(where=sheet.name, text=text[:80], because=because)
