"""The text of a letter to an authority: all that a person needs who opens none of the files."""

import re
from collections.abc import Iterator
from typing import Any

from belisha.referrals.message import ReferralMessage
from belisha.referrals.sheet import sheet
from belisha.referrals.words import counted

MOST_ROWS = 60
"""Rows of one table in the text; the rest is in the pack."""
LONGEST = 4_000  # characters of one text in a row; the rest is in the pack
INDENT = "    "


def letter_text(message: ReferralMessage) -> str:
    """Return the text. What others wrote is set in, so that no line of theirs can pose as ours."""
    text = "\n".join(_lines(message, sheet(message)))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _lines(message: ReferralMessage, written: dict[str, Any]) -> Iterator[str]:
    yield f"This is referral {message.reference} to {message.recipient.name}."
    yield "You can read it without the files attached, which hold the same in full (PDF and JSON)."
    yield from ("", written["banner"], written["danger"])
    yield from (f"- {reason}" for reason in written["reasons"])
    yield ""
    yield from (f"{name}: {value}" for name, value in written["front"])
    yield from _heading("What happened")
    yield from _set_in(written["story"])
    for section in written["sections"]:
        yield from _heading(section["heading"])
        for block in section["blocks"]:
            yield from _block(block)
    yield from _heading("How to answer")
    yield f"Please answer with your reference, and quote ours: {message.reference}."
    yield "Do not send images or other media to us: this desk keeps none, and removes what comes."


def _heading(words: str) -> tuple[str, ...]:
    return "", words.upper(), ""


def _block(block: dict[str, Any]) -> Iterator[str]:
    if block["kind"] == "prose":
        yield from _set_in(block["text"])
    elif block["kind"] == "heading":
        yield from ("", block["text"], "")
    elif block["kind"] == "facts":
        for name, value in block["rows"]:
            yield from _named(name, value)
    else:
        yield from _table(block)


def _table(block: dict[str, Any]) -> Iterator[str]:
    rows = block["rows"]
    for row in rows[:MOST_ROWS]:
        for name, cell in zip(block["head"], row, strict=True):
            yield from _named(name, cell)
        yield ""
    if len(rows) > MOST_ROWS:
        yield f"{INDENT}{counted(len(rows) - MOST_ROWS, 'more row')} in the files attached."


def _named(name: str, cell: Any) -> Iterator[str]:
    if isinstance(cell, dict) and "pairs" in cell:
        yield f"{INDENT}{name}:"
        for label, value in cell["pairs"]:
            yield from (f"{INDENT}{line}" for line in _named(label or "-", value))
        return
    first, *others = _shortened(cell["mono"] if isinstance(cell, dict) else str(cell)).splitlines() or [""]
    yield f"{INDENT}{name}: {first}"
    yield from (f"{INDENT}{INDENT}{line}" for line in others)


def _set_in(text: str) -> Iterator[str]:
    yield from (f"{INDENT}{line}" for line in text.splitlines())


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} … (the rest is in the files attached)"
