"""Find every stretch of a text that carries bytes: what `cut` removes is what `inspect` reports."""

import re
from collections.abc import Iterable

from belisha.guard.base64_runs import SHORTEST, find_base64
from belisha.guard.blocks import find_blocks
from belisha.guard.data_uri import find_data_uris
from belisha.guard.dense import find_dense
from belisha.guard.escapes import find_escapes
from belisha.guard.hex_runs import find_hex
from belisha.guard.span import Span

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\ufeff]+"
)


def find_spans(text: str) -> list[Span]:
    """Return the stretches that carry bytes, in order, none over another. Linear in the text. Raises TooMuch.

    Blocks that a parser recognised and checked are left alone.
    """
    if len(text) < SHORTEST and "data" not in text.lower():
        return []  # Most strings of a report: too short for anything but a data URI.
    if text.isascii() or not _INVISIBLE.search(text):
        return _find(text)
    visible, places = _without_invisible(text)
    return [_moved(span, places) for span in _find(visible)]


def _find(text: str) -> list[Span]:
    open_text = _masked(text, find_blocks(text))
    uris = list(find_data_uris(open_text))
    rest = _masked(open_text, ((uri.start, uri.end) for uri in uris))
    return _apart([*uris, *find_base64(rest), *find_hex(rest), *find_escapes(rest), *find_dense(rest)])


def _masked(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in stretches:
        parts += [text[at:start], "\0" * (end - start)]
        at = end
    return "".join([*parts, text[at:]]) if parts else text


def _apart(spans: list[Span]) -> list[Span]:
    """Join what overlaps: the kind that recognised something wins, the stretch is the whole of both."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if kept and span.start < kept[-1].end:
            kept[-1] = _joined(kept[-1], span)
        else:
            kept.append(span)
    return kept


def _joined(one: Span, other: Span) -> Span:
    best = other if one.kind == "run" and other.kind != "run" else one
    return Span(one.start, max(one.end, other.end), best.kind, best.how, best.media_type, best.decoded)


def _without_invisible(text: str) -> tuple[str, list[int]]:
    """Return the text without characters of no width, and where each character of it stood."""
    places = [place for place, letter in enumerate(text) if not _INVISIBLE.match(letter)]
    return "".join(text[place] for place in places), places


def _moved(span: Span, places: list[int]) -> Span:
    start, end = places[span.start], places[span.end - 1] + 1
    return Span(start, end, span.kind, span.how, span.media_type, span.decoded)
