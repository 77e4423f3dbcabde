"""Tables as they seem to lie in a sheet: which rows and columns hold figures, and what stands around them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from belisha.figures.collate.grid import Grid
from belisha.figures.collate.lines import (
    figure_columns,
    kind_of,
    rows_with_figures,
    year_columns,
    year_rows,
)
from belisha.figures.collate.mapping import ALL_OF_THEM, DIMENSIONS, UNKNOWN, Skipped, Table, Where
from belisha.figures.collate.names import a1, letters
from belisha.figures.collate.senses import sense


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A table, and why it seems to be one. `top`: the first row that belongs to it."""

    table: Table
    top: int
    because: dict[str, str] = field(default_factory=dict)
    skipped: tuple[Skipped, ...] = ()

    def with_place(self, name: str, where: Where, because: str) -> "Draft":
        """The same, with one place settled."""
        return replace(
            self,
            table=self.table.with_place(name, where),
            because={**self.because, name: because},
        )


def drafts_of(grid: Grid) -> list[Draft]:
    """Every table that a sheet seems to hold."""
    every = range(grid.height)
    heads = year_rows(grid)
    down = year_columns(grid, every)
    if heads and not (down and _is_long(grid, down[0], heads)):
        ends = [*heads[1:], grid.height]
        found = [_under_years(grid, head, end) for head, end in zip(heads, ends, strict=True)]
        return [draft for draft in found if draft]
    draft = _by_figures(grid, down)
    return [draft] if draft else []


def _is_long(grid: Grid, column: int, heads: Sequence[int]) -> bool:
    """Whether years run down more than they run across."""
    below = sum(sense(text).year for text in grid.column(column))
    return below > max(sum(sense(text).year for text in grid.row(head)) for head in heads)


def _under_years(grid: Grid, head: int, end: int) -> Draft | None:
    """A table whose years stand in the row `head`."""
    years = [column for column in range(grid.width) if grid.sense(head, column).year]
    body = rows_with_figures(grid, years, range(head + 1, end))
    if not body:
        return None
    first, heads = body[0], range(head + 1, body[0])
    values = [column for column in range(years[0], grid.width) if _is_value(grid, head, heads, column)]
    fill = any(not grid.text(head, column) for column in values)
    table = Table(
        sheet=grid.name,
        first=first,
        last=_last(grid, values, body, end),
        values=tuple(values),
        year=Where("row", head, fill=fill),
    )
    draft = Draft(
        table=table,
        top=head,
        because={"years": f"row {head + 1} names {len(years)} {'year' if len(years) == 1 else 'years'}"},
        skipped=tuple(_columns_beside(grid, head, values, body)),
    )
    above = [row for row in range(max(0, head - 3), head) if _is_heading(grid, row, values, title=True)]
    return _labelled(grid, _headed(grid, draft, [*above, *heads]), body)


def _is_value(grid: Grid, head: int, heads: range, column: int) -> bool:
    text = grid.text(head, column)
    if text:
        return sense(text).year or sense(text).total
    return any(grid.text(row, column) for row in heads)


def _columns_beside(grid: Grid, head: int, values: Sequence[int], body: Sequence[int]) -> list[Skipped]:
    return [
        Skipped(
            where=f"{grid.name}!{letters(column)}",
            text=grid.text(head, column),
            because="no year stands above it",
        )
        for column in range(values[0] + 1, grid.width)
        if column not in values and any(grid.text(row, column) for row in body)
    ]


def _by_figures(grid: Grid, down: Sequence[int]) -> Draft | None:
    """A table whose years run down a column, or stand nowhere in it."""
    every = range(grid.height)
    labels = [column for column in range(grid.width) if _is_label(grid, column)]
    values = [column for column in figure_columns(grid, every) if column not in {*down, *labels}]
    body = rows_with_figures(grid, values, every)
    body = [row for row in body if _has_a_label(grid, row, values)] or body
    if not values or not body:
        return None
    first = body[0]
    table = Table(
        sheet=grid.name,
        first=first,
        last=_last(grid, values, body, grid.height),
        values=tuple(values),
    )
    draft = Draft(table=table, top=first, because={})
    heads = [row for row in range(max(0, first - 4), first) if _is_heading(grid, row, values)]
    if heads:
        draft = replace(draft, top=heads[0])
    return _labelled(grid, _headed(grid, draft, heads), body)


def _is_label(grid: Grid, column: int) -> bool:
    texts = [text for text in grid.column(column) if text]
    kinds = sum(sense(text).area or sense(text).platform or sense(text).offence for text in texts)
    return bool(texts) and kinds * 2 >= len(texts)


def _has_a_label(grid: Grid, row: int, values: Sequence[int]) -> bool:
    return any(grid.text(row, column) for column in range(grid.width) if column not in values)


def _is_heading(grid: Grid, row: int, values: Sequence[int], *, title: bool = False) -> bool:
    """Whether a row stands above figures and tells of each of them. `title`: one text alone doesn't."""
    texts = [grid.text(row, column) for column in values]
    if not any(texts) or any(sense(text).digits and not sense(text).year for text in texts):
        return False
    if len(set(texts) - {""}) > 1:
        return True
    return not title and (len(values) == 1 or bool(sense(next(filter(None, texts))).counted))


def _last(grid: Grid, values: Sequence[int], body: Sequence[int], end: int) -> int:
    """The last row with figures: of the sample, or, where that ends in figures, of the whole sheet."""
    if end < grid.height or grid.rows == grid.height or body[-1] < grid.height - 20:
        return body[-1]
    for row in range(grid.rows - 1, body[-1], -1):
        if any(sense(grid.own(row, column)).figure for column in values):
            return row
    return body[-1]


def _headed(grid: Grid, draft: Draft, heads: Sequence[int]) -> Draft:
    """Settle what the rows above the figures tell."""
    for row in heads:
        texts = grid.row(row, draft.table.values)
        kind = kind_of([text for text in texts if text], "")
        if (
            not kind
            and len(draft.table.values) > 1
            and all(not sense(text).counted for text in texts if text)
        ):
            kind = "offence"
        if not kind and any(sense(text).counted for text in texts):
            kind = "measure"
        if kind and draft.table.where(kind) in (UNKNOWN, ALL_OF_THEM):
            fill = any(not text for text in texts)
            draft = draft.with_place(kind, Where("row", row, fill=fill), f"row {row + 1} names them")
    return draft


def _labelled(grid: Grid, draft: Draft, body: Sequence[int]) -> Draft:
    """Settle what the columns beside the figures tell."""
    beside = [column for column in range(grid.width) if column not in draft.table.values]
    skipped = []
    for column in beside:
        texts = [text for text in grid.column(column, body) if text]
        head = grid.text(draft.table.first - 1, column) if draft.table.first else ""
        kind = kind_of(texts, head) if texts else ""
        if kind and draft.table.where(kind) in (UNKNOWN, ALL_OF_THEM):
            fill = _goes_on(grid, column, body)
            draft = draft.with_place(kind, Where("column", column, fill=fill), _why(grid, column, body, kind))
        elif len(set(texts)) > 1 and not any(
            one.where.endswith(f"!{letters(column)}") for one in draft.skipped
        ):
            where = f"{grid.name}!{letters(column)}"
            skipped.append(Skipped(where=where, text=head or texts[0], because="its words aren't known"))
    return _unnamed(grid, replace(draft, skipped=(*draft.skipped, *skipped)), body)


def _unnamed(grid: Grid, draft: Draft, body: Sequence[int]) -> Draft:
    """Where nothing beside the figures is known, the first column of words names offences."""
    if any(draft.table.where(kind).kind == "column" for kind in (*DIMENSIONS, "measure")):
        return draft
    for column in range(draft.table.values[0]):
        texts = {text for text in grid.column(column, body) if text}
        if len(texts) > 1 and draft.table.offence == ALL_OF_THEM:
            return draft.with_place(
                "offence", Where("column", column), "its words are no force, year or platform"
            )
    return draft


def _goes_on(grid: Grid, column: int, body: Sequence[int]) -> bool:
    """Whether blank cells of a column go on from the one above: the first is told, others aren't."""
    texts = grid.column(column, body)
    return bool(texts) and bool(texts[0]) and any(not text for text in texts)


def _why(grid: Grid, column: int, body: Sequence[int], kind: str) -> str:
    texts = dict.fromkeys(
        text for text in grid.column(column, body) if text and getattr(sense(text), kind, False)
    )
    if not texts:
        return f"it is headed “{grid.text(body[0] - 1, column)}”"
    named = ", ".join(f"“{text}”" for text in list(texts)[:2])
    return f"it names {named}" + (f" and {len(texts) - 2} more" if len(texts) > 2 else "")


__all__ = ["Draft", "a1", "drafts_of"]
