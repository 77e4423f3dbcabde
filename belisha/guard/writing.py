"""Inspect all that a document says, at once: what no single line, field or page of it shows."""

import re
from collections.abc import Iterator, Set
from html import unescape

from belisha.guard.blocks import find_blocks
from belisha.guard.even import find_even
from belisha.guard.finding import Finding
from belisha.guard.hex_runs import HASH_LENGTHS
from belisha.guard.signs import longest
from belisha.guard.tally import PHOTODNA, find_many, is_photodna, without_checked
from belisha.guard.text import inspect_text

LEAST = 512
"""Characters of the shortest text that could hold more than the limits of `even` and `tally` allow."""

_HEX = re.compile(r"[0-9a-fA-F]{8,}+(?![0-9A-Za-z])")
_PHOTODNA = re.compile(r"[A-Za-z0-9+/]{192,}+(?!=)")
_LINK = re.compile(r"h(?:tt|xx)ps?://\S{1,4096}")  # Signed links are coded by nature; `tally` counts them.
_TOKEN = re.compile(r"[^\s,;\"'<>]{6,}")


def inspect_writing(text: str, where: str = "", known: Set[str] = frozenset()) -> Iterator[Finding]:
    """Yield what a whole document carries in its letters.

    `known`: short values that were checked as typed fields.
    """
    if len(text) < LEAST:
        return
    open_text = _without(text, known)
    most = longest(open_text)
    bare = without_hashes(open_text, most)
    yield from _read_on(bare, where, most)
    rest, carried = without_checked(open_text, most)
    bare = bare if rest == open_text else without_hashes(rest, most)
    for detail in (*find_many(rest, carried, most), *find_even(_LINK.sub(" ", bare))):
        yield Finding("run", where, detail)


def without_hashes(text: str, most: int) -> str:
    """Return the text, no run of which is longer than `most`, without what has the length of a hash."""
    text = _HEX.sub(_hash, text)
    if most < PHOTODNA:
        return text
    return _PHOTODNA.sub(lambda found: " " if is_photodna(found[0]) else found[0], text)


def _hash(found: re.Match[str]) -> str:
    before = found.string[found.start() - 1 : found.start()]
    return " " if len(found[0]) in HASH_LENGTHS and not before.isalnum() else found[0]


def _read_on(text: str, where: str, most: int) -> Iterator[Finding]:
    """Look again at what stands behind a line's end, or behind an ampersand written as an entity."""
    whole = _LINE_END.sub(_joined, text)
    if "&amp;#" in whole:
        whole = unescape(whole)
    if whole != text:
        yield from inspect_text(whole, where)
        most = longest(whole)
    if most >= LONG_NUMBER and _LONG_NUMBER.search(whole):
        yield Finding("run", where, "a number of hundreds of digits")


_LINE_END = re.compile(r"\r?\n[ \t]*(?=\S{20})")


def _joined(end: re.Match[str]) -> str:
    """Return nothing where a line ends within a long run: 40 letters before it have no blank among them."""
    before = end.string[max(0, end.start() - 41) : end.start()].rstrip(" \t")[-40:]
    return "" if len(before) == 40 and not re.search(r"\s", before) else end[0]


LONG_NUMBER = 320
_LONG_NUMBER = re.compile(f"[0-9]{{{LONG_NUMBER}}}")


def _without(text: str, known: Set[str]) -> str:
    parts, at = [], 0
    for start, end in find_blocks(text):
        parts.append(text[at:start])
        at = end
    text = " ".join([*parts, text[at:]])
    return _TOKEN.sub(lambda found: " " if found[0] in known else found[0], text) if known else text
