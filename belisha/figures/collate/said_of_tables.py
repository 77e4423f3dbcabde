"""What a person says of tables: where their areas, years and figures stand."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from belisha.figures.collate.mapping import DIMENSIONS, PLACES, UNKNOWN, Mapping, Table, Where
from belisha.figures.collate.names import column_of
from belisha.figures.collate.said import Said, meant

_PLURAL: Final = {f"{name}s": name for name in PLACES}
_TABLE: Final = re.compile(r"(?:(\d+)\.)?(\w+)")


def of_a_table(mapping: Mapping, name: str, value: str, said: Said) -> Mapping:
    """A mapping with one thing said of its tables, or of one of them ("2.areas=A")."""
    found = _TABLE.fullmatch(name)
    change = _changes().get(found[2]) if found else None
    if not found or not change:
        raise said.wrong(f"there is no {name}, only {', '.join(_changes())}")
    number = int(found[1]) if found[1] else None
    tables = mapping.tables or (Table(sheet="", first=0, last=0, values=()),)
    if number is not None and not 1 <= number <= len(tables):
        raise said.wrong(f"there are {len(tables)} tables")
    return replace(
        mapping,
        tables=tuple(
            change(table, found[2], value, said) if number in (None, place) else table
            for place, table in enumerate(tables, 1)
        ),
    )


_Change = Callable[[Table, str, str, Said], Table]


def _changes() -> dict[str, _Change]:
    return {
        "sheet": lambda table, name, value, said: replace(table, sheet=value),
        "rows": _rows,
        "values": lambda table, name, value, said: replace(table, values=_columns(value, said)),
        "leave": _leave,
        "header": _header,
        **dict.fromkeys(_PLURAL, _place),
    }


def _rows(table: Table, name: str, value: str, said: Said) -> Table:
    first, last = _row_range(value, said)
    return replace(table, first=first, last=last)


def _leave(table: Table, name: str, value: str, said: Said) -> Table:
    rows = [range(first, last + 1) for first, last in (_row_range(part, said) for part in value.split(","))]
    return replace(table, leave=tuple(sorted({*table.leave, *(row for part in rows for row in part)})))


def _header(table: Table, name: str, value: str, said: Said) -> Table:
    """The row of the heads: whatever stood in another row, or the years where nothing did, stands there."""
    row, _ = _row_range(value, said)
    moved = [place for place in PLACES if table.where(place).kind == "row"] or ["year"]
    for place in moved:
        table = table.with_place(place, replace(table.where(place), kind="row", at=row))
    return replace(table, first=max(table.first, row + 1))


def _place(table: Table, name: str, value: str, said: Said) -> Table:
    dimension = _PLURAL[name]
    if ":" in value and not value.startswith(("=", "headings:")):
        row = max(0, table.first - 1)
        return replace(table, values=_columns(value, said)).with_place(dimension, Where("row", row))
    return table.with_place(dimension, _where(dimension, value, said))


def _where(dimension: str, value: str, said: Said) -> Where:
    """ "A" a column, "3" a row, "headings:A", "sheet", "=2017/18" for all; "A+" with blanks that go on."""
    if value.startswith("="):
        fixed = value[1:].strip()
        return Where("fixed", value=meant(dimension, fixed, said) if dimension in DIMENSIONS else fixed)
    value, fill = value.removesuffix("+"), value.endswith("+")
    if value in ("sheet", "unknown"):
        return Where("sheet") if value == "sheet" else UNKNOWN
    if value.startswith("headings:") and (at := column_of(value.removeprefix("headings:"))) is not None:
        return Where("heading", at)
    if value.isdigit() and int(value) > 0:
        return Where("row", int(value) - 1, fill=fill)
    if (column := column_of(value)) is not None:
        return Where("column", column, fill=fill)
    raise said.wrong("write a column (A), a row (3), sheet, headings:A or ==2017/18")


def _row_range(value: str, said: Said) -> tuple[int, int]:
    first, _, last = value.partition(":")
    if not first.strip().isdigit() or not (last or first).strip().isdigit() or int(first) < 1:
        raise said.wrong("write rows as 4:48")
    return int(first) - 1, int(last or first) - 1


def _columns(value: str, said: Said) -> tuple[int, ...]:
    found: list[int] = []
    for part in value.split(","):
        first, _, last = part.strip().partition(":")
        begin, end = column_of(first), column_of(last or first)
        if begin is None or end is None or end < begin:
            raise said.wrong("write columns as C:H or C:E,G")
        found += range(begin, end + 1)
    return tuple(dict.fromkeys(found))
