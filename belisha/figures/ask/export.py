"""A board as a table for spreadsheets, and as JSON."""

import csv
import io
import json
from datetime import date
from typing import Any

from belisha.figures.ask.board import Board
from belisha.figures.spreadsheet import harmless


def as_dict(board: Board) -> dict[str, Any]:
    """A board with its round, its counts and a row for each force."""
    told = board.round
    return {
        "round": told.name,
        "title": told.title,
        "question": told.question,
        "years": told.years,
        "begun": told.begun,
        "today": board.today,
        "answered": board.answered,
        "imported": board.imported,
        "asked": len(board.rows),
        "counts": board.counts,
        "forces": [row.to_dict() for row in board.rows],
    }


def as_json(board: Board) -> str:
    """The board as one JSON object, to be read by people too."""
    return json.dumps(as_dict(board), ensure_ascii=False, indent=2, default=_plain) + "\n"


def as_csv(board: Board) -> str:
    """The board as CSV, the most pressing force first; no cell of it can be a formula."""
    text = io.StringIO()
    rows = [row.to_dict() for row in board.rows]
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(rows[0] if rows else [])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = "; ".join(value)
    return harmless(value) if isinstance(value, str) else value


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
