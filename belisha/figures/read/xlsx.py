"""What an XLSX says besides its values: formulas, errors, per cents, raised footnotes, what is hidden."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Final
from xml.etree import ElementTree

from belisha.figures.read.parts import Notes, Parts, raised
from belisha.figures.read.refusals import Broken

_RELATIONS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_COLUMN: Final = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br\s*=\s*["\']([A-Z]{1,3})\d')
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_ROW_NUMBER: Final = re.compile(rb'\br\s*=\s*["\'](\d+)["\']')
_CELL: Final = rb'<(?:\w+:)?c\s([^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*)>'
_FORMULA: Final = re.compile(_CELL + rb"\s*<(?:\w+:)?f\b")
_VALUE: Final = re.compile(
    _CELL + rb"(?:\s*<(?:\w+:)?f\b(?:[^>]*/>|.*?</(?:\w+:)?f>))?\s*<(?:\w+:)?v>([^<]*)<", re.S
)
_INLINE: Final = re.compile(_CELL + rb"\s*(<(?:\w+:)?is>.*?</(?:\w+:)?is>)", re.S)
_HIDDEN_COLUMNS: Final = re.compile(rb'<(?:\w+:)?col\s[^>]*\bhidden="(?:1|true)"')
_UNNAMED: Final = re.compile(rb"<(?:\w+:)?c(?:\s(?![^>]*\br\s*=)[^>]*)?>")
_END_OF_ROW: Final = b"row>"


class Xlsx:
    """The notes of each sheet, by its name."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.per_cents = self._per_cents()
        self.footnotes = self._footnotes()

    def sheets(self) -> dict[str, Notes]:
        """Read every sheet once, as a stream."""
        return {name: self._notes(part) for name, part in self._paths().items()}

    def _paths(self) -> dict[str, str]:
        book = self._tree("xl/workbook.xml")
        relations = {
            node.get("Id", ""): node.get("Target", "") for node in self._tree("xl/_rels/workbook.xml.rels")
        }
        sheets = [node for node in book.iter() if node.tag.endswith("}sheet")]
        paths = {node.get("name", ""): relations.get(node.get(_RELATIONS, ""), "") for node in sheets}
        found = {
            name: path.lstrip("/") if path.startswith("/") else f"xl/{path}" for name, path in paths.items()
        }
        return {name: path for name, path in found.items() if path in self.parts.names}

    def _tree(self, part: str) -> ElementTree.Element:
        try:
            return ElementTree.fromstring(self.parts.whole(part))  # noqa: S314 - its declarations were refused before
        except (ElementTree.ParseError, KeyError) as problem:
            raise Broken(name=self.parts.name, what=f"{part} can't be read") from problem

    def _per_cents(self) -> set[bytes]:
        """The numbers of the styles that show 0.12 as 12%."""
        if "xl/styles.xml" not in self.parts.names:
            return set()
        styles = self._tree("xl/styles.xml")
        formats = {
            node.get("numFmtId"): node.get("formatCode", "")
            for node in styles.iter()
            if node.tag.endswith("}numFmt")
        }
        shown = {number for number, code in formats.items() if "%" in re.sub(r'"[^"]*"|\\.', "", code)} | {
            "9",
            "10",
        }
        cells: Iterable[ElementTree.Element] = next(
            (node for node in styles.iter() if node.tag.endswith("}cellXfs")), []
        )
        return {str(place).encode() for place, node in enumerate(cells) if node.get("numFmtId") in shown}

    def _footnotes(self) -> dict[bytes, str]:
        """The texts of which a part is raised, by their number: 38,000 with a small 1 is not 38,0001."""
        part = "xl/sharedStrings.xml"
        if part not in self.parts.names or b"superscript" not in (text := self.parts.whole(part)):
            return {}
        try:
            strings = ElementTree.fromstring(text)  # noqa: S314 - its declarations were refused before
        except ElementTree.ParseError as problem:
            raise Broken(name=self.parts.name, what=f"{part} can't be read") from problem
        texts = ((place, _with_raised(node)) for place, node in enumerate(strings))
        return {str(place).encode(): text for place, text in texts if text is not None}

    def _notes(self, part: str) -> Notes:
        notes, rest, last, columns = Notes(), b"", 0, {b"A"}
        for chunk in self.parts.chunks(part):
            rest += chunk
            cut = rest.rfind(_END_OF_ROW)
            if cut < 0:
                continue
            piece, rest = rest[: cut + len(_END_OF_ROW)], rest[cut + len(_END_OF_ROW) :]
            last = self._rows(piece, last, notes)
            columns.update(_COLUMN.findall(piece))
            self.parts.check_size(last, max(map(_number, columns)))
            self._cells(piece, notes)
        return notes

    def _rows(self, piece: bytes, last: int, notes: Notes) -> int:
        for found in _ROW.finditer(piece):
            number = _ROW_NUMBER.search(found[0])
            here = int(number[1][:9]) if number else last + 1
            last = max(last, here)
            if b'hidden="1"' in found[0] or b'hidden="true"' in found[0]:
                notes.tell("hidden_rows", f"Row {here} is hidden in the spreadsheet.", here - 1)
        if _HIDDEN_COLUMNS.search(piece):
            notes.tell("hidden_columns", "The spreadsheet hides columns of this sheet.")
        return last

    def _cells(self, piece: bytes, notes: Notes) -> None:
        if b"<f" in piece or b":f" in piece:
            for found in _FORMULA.finditer(piece):
                notes.tell("formula", "A formula: the value that was saved is shown.", *_place(found))
        if self.per_cents or self.footnotes or b't="e"' in piece:
            for found in _VALUE.finditer(piece):
                self._value(found, notes)
        if self.footnotes and not notes.lost and _UNNAMED.search(piece):
            notes.lost = True
            notes.tell("raised", "Some texts have raised footnotes, and it can't be told where.", doubt=True)
        if b"superscript" in piece:
            for found in _INLINE.finditer(piece):
                self._inline(found, notes)

    def _value(self, found: re.Match[bytes], notes: Notes) -> None:
        about, value = found[1], found[4].strip()
        if b't="e"' in about:
            notes.texts[_place(found)] = unescape(value.decode("utf-8", "replace"))
            notes.tell("error", "The spreadsheet shows an error here.", *_place(found))
        elif b't="s"' in about:
            if value in self.footnotes:
                notes.texts[_place(found)] = self.footnotes[value]
                notes.tell("raised", "A footnote stands raised beside the figure.", *_place(found))
        elif self.per_cents and (style := re.search(rb'\bs="(\d+)"', about)) and style[1] in self.per_cents:
            notes.texts[_place(found)] = _per_cent(value)
            notes.tell("per_cent", "The spreadsheet shows a per cent here.", *_place(found))

    def _inline(self, found: re.Match[bytes], notes: Notes) -> None:
        text = re.sub(rb"<(/?)\w+:", rb"<\1", found[4])
        if (shown := _with_raised(ElementTree.fromstring(text))) is not None:  # noqa: S314 - its declarations were refused before
            notes.texts[_place(found)] = shown
            notes.tell("raised", "A footnote stands raised beside the figure.", *_place(found))


def _with_raised(string: ElementTree.Element) -> str | None:
    """The text of a string, its raised parts marked; None where nothing is raised."""
    texts, found = [], False
    for run in string:
        text = "".join(node.text or "" for node in run.iter() if node.tag.rpartition("}")[2] == "t")
        text = run.text or "" if run.tag.rpartition("}")[2] == "t" else text
        above = any(
            node.tag.endswith("vertAlign") and node.get("val") == "superscript" for node in run.iter()
        )
        if run.tag.rpartition("}")[2] in ("r", "t"):
            texts.append(raised(text) if above else text)
            found = found or above
    return "".join(texts) if found else None


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _place(found: re.Match[bytes]) -> tuple[int, int]:
    return int(found[3]) - 1, _number(found[2]) - 1


def _per_cent(value: bytes) -> str:
    try:
        return f"{float(value) * 100:.10g}%"
    except ValueError:
        return value.decode("utf-8", "replace")
