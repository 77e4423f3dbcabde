"""What the fonts of a PDF pack can draw. What they can't is written as code points: nothing gets lost.

`data/glyphs.json` says which characters the two fonts inside typst draw; `tests/referrals/probe.py` makes it.
"""

import json
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

OPENING, CLOSING = "\u27e6", "\u27e7"
"""Stand around code points: a white bracket, which nobody types by accident."""
LONGEST_WORD = 24
"""Characters of a word from which it may be broken, so that no column overflows."""
PIECE = 12
"""Characters between two places where a long word may be broken."""

_TABLE = Path(__file__).with_name("data") / "glyphs.json"
_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
_JOINERS = frozenset("\u200c\u200d")
# Drawn as nothing: written as code points, or a reader would not see that they are there.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffc")
_LINES = str.maketrans({"\r": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\t": "    "})


def drawable(text: str, *, plain: bool = False) -> str:
    """Return the text with what can't be drawn as code points: '⟦U+0E01 0E02⟧', symbols with their name.

    `plain` trusts the fonts with ASCII alone.
    """
    text = text.replace("\r\n", "\n").translate(_LINES)
    if text.isascii() and text.isprintable():
        return text
    return "".join(_written(text, plain))


def pieces(text: str) -> str | list[str]:
    """Return the text, or where it has very long words, the pieces between which a line may break."""
    if all(len(word) <= LONGEST_WORD for word in text.split()):
        return text
    cut: list[str] = [""]
    length = 0
    for cluster in clusters(text):
        length = 0 if cluster.isspace() else length + 1
        if length > PIECE:
            cut.append("")
            length = 1
        cut[-1] += cluster
    return cut


def clusters(text: str) -> Iterator[str]:
    """Yield each character with the marks that stand on it."""
    current = ""
    for character in text:
        if current and current != "\n" and _joins(character):
            current += character
            continue
        if current:
            yield current
        current = character
    if current:
        yield current


def faces() -> tuple[frozenset[str], ...]:
    """Return the characters that each of the fonts draws."""
    return _faces()


@cache
def _faces() -> tuple[frozenset[str], ...]:
    table = json.loads(_TABLE.read_text(encoding="ascii"))["faces"]
    return tuple(frozenset(_points(ranges)) - _INVISIBLE for ranges in table.values())


def _points(ranges: str) -> Iterator[str]:
    for span in ranges.split():
        first, _, last = span.partition("-")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))


def _joins(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or character in _JOINERS


def _written(text: str, plain: bool) -> Iterator[str]:
    missing: list[str] = []
    for cluster in clusters(text):
        shown = _shown(cluster, plain)
        if shown is None:
            missing.append(cluster)
            continue
        if missing:
            yield _as_code_points("".join(missing), plain)
            missing = []
        yield shown
    if missing:
        yield _as_code_points("".join(missing), plain)


def _shown(cluster: str, plain: bool) -> str | None:
    if cluster == "\n":
        return cluster
    if len(cluster) == 1 and unicodedata.category(cluster) == "Zs":
        return " "
    if plain:
        return cluster if cluster.isascii() and cluster.isprintable() else None
    needed = set(cluster) - _SELECTORS - _JOINERS
    return cluster if needed and any(needed <= face for face in faces()) else None


def _as_code_points(missing: str, plain: bool) -> str:
    symbols = [c for c in missing if unicodedata.category(c)[0] == "S"]
    named = ", ".join(filter(None, (unicodedata.name(c, "").lower() for c in symbols)))
    points = " ".join(f"{ord(c):04X}" for c in missing)
    opening, closing = ("[", "]") if plain else (OPENING, CLOSING)
    return f"{opening}U+{points}{': ' + named if named else ''}{closing}"
