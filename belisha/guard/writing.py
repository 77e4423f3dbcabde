"""Inspect all that a document says, at once: what no single line, field or page of it shows."""

import re
from collections.abc import Iterator, Set
from html import unescape

from belisha.guard.blocks import find_blocks
from belisha.guard.even import find_even
from belisha.guard.finding import Finding
from belisha.guard.tally import find_many, without_checked
from belisha.guard.text import inspect_text

LEAST = 512
"""Characters of the shortest text that could hold more than the limits of `even` and `tally` allow."""

HASH = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{12}|[0-9a-fA-F]{16}|[0-9a-fA-F]{32}|[0-9a-fA-F]{40}"
    r"|[0-9a-fA-F]{48}|[0-9a-fA-F]{56}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128}|[0-9a-fA-F]{288})"
    r"(?![0-9A-Za-z])|(?<![0-9A-Za-z+/=])[A-Za-z0-9+/]{192}(?![0-9A-Za-z+/=])"
)
_LINK = re.compile(r"https?://\S{1,4096}")  # Signed links are coded by nature; `tally` counts them.
_TOKEN = re.compile(r"[^\s,;\"'<>()\[\]{}]{6,}")


def inspect_writing(text: str, where: str = "", known: Set[str] = frozenset()) -> Iterator[Finding]:
    """Yield what a whole document carries in its letters.

    `known`: short values that were checked as typed fields.
    """
    if len(text) < LEAST:
        return
    yield from _read_on(text, where)
    rest, carried = without_checked(_without(text, known))
    for detail in (*find_many(rest, carried), *find_even(_LINK.sub(" ", HASH.sub(" ", rest)))):
        yield Finding("run", where, detail)


def _read_on(text: str, where: str) -> Iterator[Finding]:
    """Look again at what stands behind a line's end, or behind an ampersand written as an entity."""
    without = HASH.sub(" ", text)  # A list of hashes is no run that was wrapped.
    whole = _WRAPPED.sub("", without)
    if "&amp;#" in whole:
        whole = unescape(whole)
    if whole != without:
        yield from inspect_text(whole, where)
    if _LONG_NUMBER.search(whole):
        yield Finding("run", where, "a number of hundreds of digits")


_WRAPPED = re.compile(r"(?<=\S{40})[ \t]?\r?\n[ \t]*(?=\S{20})")
_LONG_NUMBER = re.compile(r"[0-9]{320}")


def _without(text: str, known: Set[str]) -> str:
    parts, at = [], 0
    for start, end in find_blocks(text):
        parts.append(text[at:start])
        at = end
    text = " ".join([*parts, text[at:]])
    return _TOKEN.sub(lambda found: " " if found[0] in known else found[0], text) if known else text
