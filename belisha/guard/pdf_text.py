"""Read the text of a PDF's content stream through the character maps of its fonts."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from struct import unpack
from typing import Any

import pikepdf

from belisha.guard.limits import TooMuch

MAX_MAP = 1024 * 1024
"""Bytes of a character map that are read; the largest fonts' are a fifth of it."""

MAX_LETTERS = 131_072
"""Letters that a font's map may give: a font has at most 65,536 of its own."""

MAX_LIGATURE = 64
"""Letters that one code may stand for: the longest ligature in use has eighteen."""

_SECTION = re.compile(rb"begin(bfchar|bfrange|codespacerange)(.*?)end\1", re.DOTALL)
_VALUE = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")


class _Letters(dict[int, str]):
    """The letters of the codes; a code that the map leaves out shows as a mark of its own."""

    def __missing__(self, _code: int) -> str:
        return "\ufffd"


@dataclass
class CharacterMap:
    """What the codes of one font mean. `width` is the bytes of a code."""

    width: int = 1
    letters: dict[int, str] = field(default_factory=_Letters)
    given: int = 0

    def give(self, code: int, letters: str) -> None:
        """Note what a code means. Raises TooMuch for a map that is no font's."""
        self.given += 1
        if self.given > MAX_LETTERS or len(letters) > MAX_LIGATURE:
            raise TooMuch("the map of a font gives more letters than a font has")
        self.letters[code] = letters

    def read(self, raw: bytes) -> str:
        """Return the text that these bytes show."""
        letters = self.letters
        if self.width == 1:
            return "".join([letters.get(code, chr(code)) for code in raw])
        if self.width == 2:  # Nearly every font: read in one call.
            whole = raw if len(raw) % 2 == 0 else raw[:-1] + b"\0" + raw[-1:]
            return "".join(map(letters.__getitem__, unpack(f">{len(whole) // 2}H", whole)))
        codes = [int.from_bytes(raw[at : at + self.width], "big") for at in range(0, len(raw), self.width)]
        return "".join(map(letters.__getitem__, codes))


def character_map(font: pikepdf.Object, read: Callable[[pikepdf.Object], bytes]) -> CharacterMap | None:
    """Return the font's map, or None where it has none and its codes are no characters."""
    composite = font.get("/Subtype") == "/Type0"
    to_unicode = font.get("/ToUnicode")
    if not isinstance(to_unicode, pikepdf.Stream):
        return None if composite else CharacterMap()
    found = CharacterMap(2 if composite else 1)
    for section in _SECTION.finditer(read(to_unicode)[:MAX_MAP]):
        if section[1] == b"codespacerange":
            found.width = len(next(iter(_values(section[2])), b"\0" * found.width)) or 1
        elif section[1] == b"bfchar":
            _add_characters(found, _values(section[2]))
        else:
            _add_ranges(found, section[2])
    return found


def _values(section: bytes) -> list[bytes]:
    return [_hex(value[1]) for value in _VALUE.finditer(section) if value[1] is not None]


def _hex(digits: bytes) -> bytes:
    digits = b"".join(digits.split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _add_characters(found: CharacterMap, values: list[bytes]) -> None:
    for code, letters in zip(values[::2], values[1::2], strict=False):
        found.give(int.from_bytes(code, "big"), letters.decode("utf-16-be", "replace"))


def _add_ranges(found: CharacterMap, section: bytes) -> None:
    """A range maps to the letters that follow its first one, or to a list in brackets."""
    pending: list[bytes] = []
    listed: list[bytes] | None = None
    for value in _VALUE.finditer(section):
        if value[2]:
            listed = []
        elif value[1] is not None:
            (pending if listed is None else listed).append(_hex(value[1]))
        if (value[3] and len(pending) >= 2) or (listed is None and len(pending) == 3):
            _add_range(found, pending, listed)
            pending, listed = [], None


def _add_range(found: CharacterMap, pending: list[bytes], listed: list[bytes] | None) -> None:
    first, last = (int.from_bytes(code, "big") for code in pending[:2])
    codes = range(first, min(last, first + 0xFFFF) + 1)
    if listed is not None:
        for code, letters in zip(codes, listed, strict=False):
            found.give(code, letters.decode("utf-16-be", "replace"))
        return
    start = pending[2].decode("utf-16-be", "replace") or "\ufffd"
    for code in codes:
        shifted = min(ord(start[-1]) + code - first, 0x10FFFF)
        found.give(code, start[:-1] + chr(shifted))


_SHOWS = {"Tj", "TJ", "'", '"'}
_MOVES = {"Td", "TD", "T*", "Tm", "BT", "ET", "'", '"'}
_PAINTS = {"f", "F", "f*", "B", "B*", "b", "b*", "sh"}
_OPERATORS = " ".join(sorted(_SHOWS | _MOVES | _PAINTS | {"Tf", "BI", "ID", "EI"}))


@dataclass
class Content:
    """What one content stream does: its text, and how often it fills a shape or paints an inline image."""

    text: str = ""
    painted: int = 0
    inline_images: int = 0
    unread_fonts: int = 0


def read_content(stream: pikepdf.Object, fonts: dict[str, CharacterMap | None]) -> Content:
    """Run over a page or content stream. Raises pikepdf.PdfError where it does not parse."""
    content, pieces, current = Content(), [], CharacterMap()
    for instruction in pikepdf.parse_content_stream(stream, _OPERATORS):
        operator = str(instruction.operator)
        if operator in _SHOWS:
            if operator in _MOVES:
                pieces.append("\n")
            pieces += [current.read(raw) for raw in _strings(operator, instruction.operands)]
            continue
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            content.inline_images += 1
        elif operator == "Tf":
            chosen = fonts.get(str(instruction.operands[0]))
            content.unread_fonts += chosen is None
            current = chosen or CharacterMap()
        if operator in _MOVES:
            pieces.append("\n")
        content.painted += operator in _PAINTS
    content.text = re.sub("\n+", "\n", "".join(pieces))
    return content


_HEXED = re.compile(rb"<([0-9a-fA-F]*)>")
_NUMBERS = (int, float, Decimal)


def _strings(operator: str, operands: Any) -> list[bytes]:
    """Return the strings that one instruction shows; numbers between them only move the letters."""
    if operator == "TJ" and len(operands) == 1 and isinstance(operands[0], pikepdf.Array):
        written = operands[0].unparse()
        if b"(" not in written and b"<<" not in written:  # Nearly always: one call instead of one a string.
            digits = _HEXED.findall(written)
            if not any(length % 4 for length in set(map(len, digits))):
                return [bytes.fromhex(b"".join(digits).decode("ascii"))]
            return [bytes.fromhex(one.decode("ascii")) for one in digits]
        listed: Iterable[Any] = operands[0]
        shown = [bytes(item) for item in listed if not isinstance(item, _NUMBERS)]
        return [b"".join(shown)] if all(len(one) % 2 == 0 for one in shown) else shown
    return [bytes(operand) for operand in operands if isinstance(operand, pikepdf.String)]
