"""Places of a sheet as a spreadsheet names them: "C", "C14", "Sheet1!C14"."""

import re

_COLUMN = re.compile(r"[A-Za-z]{1,3}")


def letters(column: int) -> str:
    """The name of a column, counted from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_of(name: str) -> int | None:
    """The column that has this name; None where it is no name of one."""
    if not _COLUMN.fullmatch(name):
        return None
    place = 0
    for letter in name.upper():
        place = place * 26 + ord(letter) - 64
    return place - 1


def a1(row: int, column: int) -> str:
    """The name of a cell, counted from 0."""
    return f"{letters(column)}{row + 1}"
