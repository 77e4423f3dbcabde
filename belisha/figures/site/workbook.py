"""The figures as a workbook: words are written as words, so that nothing in it is worked out."""

import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import polars as pl
import xlsxwriter

from belisha.figures.spreadsheet import harmless


def workbook(sheets: Mapping[str, pl.DataFrame], *, title: str, words: list[str], made: datetime) -> bytes:
    """A workbook with a sheet of words first; the same to the byte for the same figures."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(written, options)
    book.set_properties({"title": title, "created": made.replace(tzinfo=None, microsecond=0)})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    read_me = book.add_worksheet("Read me")
    read_me.set_column(0, 0, 100, wrapped)
    read_me.write_string(0, 0, title, bold)
    for row, line in enumerate(words, 1):
        read_me.write_string(row, 0, line)
    for name, frame in sheets.items():
        _fill(book.add_worksheet(name), frame, bold, book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    return written.getvalue()


def _fill(sheet: Any, frame: pl.DataFrame, bold: Any, day: Any) -> None:
    for column, name in enumerate(frame.columns):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, 12 if frame[name].dtype.is_numeric() else 20)
    for number, row in enumerate(frame.iter_rows(), 1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, day)
    sheet.freeze_panes(1, 0)
    if frame.height:
        sheet.autofilter(0, 0, frame.height, frame.width - 1)


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    else:
        # As a word it is no formula here; saved as CSV and opened again it would become one.
        sheet.write_string(row, column, harmless(str(value)))
