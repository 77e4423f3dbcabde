"""Rows of another tool's table (CSV, RFC 4180), each an event for a mapping; strangers may write it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from belisha.refusal import Refusal

LONGEST_FIELD = 1_000_000  # characters
MOST_COLUMNS = 500
MARKS = ",;\t|"


class NoTable(Refusal):
    """{file} can't be read as a table: {problem}."""

    code = "no_table"


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """One row by its headings. `line` is where it ends in the file; `problem` where it is no row."""

    line: int
    values: dict[str, Any]
    problem: str = ""


def rows(file: Path) -> Iterator[TableRow]:
    """Read a table with a line of headings, in UTF-8; raises NoTable."""
    csv.field_size_limit(LONGEST_FIELD)
    with _opened(file) as opened:
        try:
            reader = csv.reader(opened, _marks(file), strict=True)
            headings = [one.strip() for one in next(reader, [])]
            _refuse_odd(file, headings)
            for fields in reader:
                if any(fields):
                    yield _row(reader.line_num, headings, fields)
        except UnicodeDecodeError:
            raise NoTable(file=file.name, problem="it is not UTF-8") from None
        except csv.Error as wrong:
            raise NoTable(file=file.name, problem=f"{wrong} in line {reader.line_num}") from None


def _opened(file: Path) -> Any:
    try:
        return file.open(newline="", encoding="utf-8-sig")
    except OSError as problem:
        raise NoTable(file=file.name, problem=str(problem.strerror)) from None


def _marks(file: Path) -> type[csv.Dialect]:
    """What stands between two columns, as the line of headings shows it."""
    with _opened(file) as opened:
        line = opened.readline(100_000)
    mark = max(MARKS, key=line.count)
    return type("Table", (csv.excel,), {"delimiter": mark})


def _refuse_odd(file: Path, headings: list[str]) -> None:
    named = [one for one in headings if one]
    if not named:
        raise NoTable(file=file.name, problem="its first line has no headings")
    if len(named) != len(set(named)):
        raise NoTable(file=file.name, problem="two columns have the same heading")
    if len(headings) > MOST_COLUMNS:
        raise NoTable(file=file.name, problem=f"it has more than {MOST_COLUMNS} columns")


def _row(line: int, headings: list[str], fields: list[str]) -> TableRow:
    values = {name: value.strip() for name, value in zip(headings, fields, strict=False) if name}
    problem = (
        "" if len(fields) == len(headings) else f"has {len(fields)} columns, the headings {len(headings)}"
    )
    return TableRow(line=line, values=values, problem=problem)
