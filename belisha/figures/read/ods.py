"""What an ODS says besides its values: merged cells, formulas, per cents, raised footnotes, its size."""

from typing import Any, Final
from xml.parsers import expat

from belisha.figures.read.parts import Notes, Parts, raised
from belisha.figures.read.refusals import Broken

_PART: Final = "content.xml"
_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_STYLE: Final = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_CELLS: Final = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_GAPS: Final = {_TEXT + "p": "\n", _TEXT + "line-break": "\n", _TEXT + "s": " ", _TEXT + "tab": " "}
_MOST: Final = 20_000_000


class Ods:
    """The notes of each sheet, by its name."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.found: dict[str, Notes] = {}
        self.notes = Notes()
        self.row = self.column = self.rows = self.columns = 0
        self.last_row = 0  # with something in it
        self.here: dict[str, str] = {}
        self.above: set[str] = set()  # styles that raise their text
        self.style = ""
        self.pieces: list[str] | None = None
        self.raised = 0
        self.depth = 0
        self.aside = False  # in a comment, which is no part of the cell

    def sheets(self) -> dict[str, Notes]:
        """Read the document once, as a stream."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.buffer_text = True
        try:
            for chunk in self.parts.chunks(_PART):
                parser.Parse(chunk)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError) as problem:
            raise Broken(name=self.parts.name, what=f"{_PART} can't be read") from problem
        return self.found

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _CELLS:
            self.here, self.pieces, self.raised = attributes, [], 0
        elif tag in (_TABLE + "table-row", _TABLE + "table"):
            self._begin(tag, attributes)
        elif tag == _STYLE + "style":
            self.style = attributes.get(_STYLE + "name", "")
        elif tag == _STYLE + "text-properties" and attributes.get(_STYLE + "text-position", "").startswith(
            "super"
        ):
            self.above.add(self.style)
        elif tag == _OFFICE + "annotation":
            self.aside = True
        elif tag in _GAPS:
            self._characters(_GAPS[tag] if self.pieces else "")
        elif tag == _TEXT + "span":
            self.depth += 1
            if attributes.get(_TEXT + "style-name", "") in self.above and not self.raised:
                self.raised = self.depth

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        """A sheet, or a row of it."""
        if tag == _TABLE + "table":
            self.notes = self.found.setdefault(attributes.get(_TABLE + "name", ""), Notes())
            self.row = self.columns = self.last_row = 0
            return
        self.column = 0
        self.rows = _times(attributes, "number-rows-repeated")
        if attributes.get(_TABLE + "visibility", "visible") != "visible" and self.rows < 1000:
            self.notes.tell("hidden_rows", f"Row {self.row + 1} is hidden in the spreadsheet.", self.row)

    def _characters(self, text: str) -> None:
        if self.pieces is not None and not self.aside:
            self.pieces.append(raised(text) if self.raised else text)
            if self.raised and text.strip():
                self.here["raised"] = "yes"

    def _end(self, tag: str) -> None:
        if tag in _CELLS:
            self._cell(_times(self.here, "number-columns-repeated"))
        elif tag == _OFFICE + "annotation":
            self.aside = False
        elif tag == _TEXT + "span":
            self.raised = 0 if self.raised == self.depth else self.raised
            self.depth -= 1
        elif tag == _TABLE + "table-row":
            self.row += self.rows

    def _cell(self, times: int) -> None:
        text, self.pieces = "".join(self.pieces or ()), None
        if text or _OFFICE + "value-type" in self.here:
            self.last_row = max(self.last_row, self.row + self.rows)
            self.columns = max(self.columns, self.column + times)
            self.parts.check_size(self.last_row, self.columns)
            self._tell(text, times)
        down, across = (_times(self.here, f"number-{side}-spanned") for side in ("rows", "columns"))
        if down > 1 or across > 1:
            self.notes.merged.append((self.row, self.column, self.row + down - 1, self.column + across - 1))
        self.column += times

    def _tell(self, text: str, times: int) -> None:
        place = (self.row, self.column)
        if _TABLE + "formula" in self.here:
            self.notes.tell("formula", "A formula: the value that was saved is shown.", *place)
        if self.here.get(_OFFICE + "value-type") == "percentage":
            self._show(text, times)
            self.notes.tell("per_cent", "The spreadsheet shows a per cent here.", *place)
        if "raised" in self.here:
            self._show(text, times)
            self.notes.tell("raised", "A footnote stands raised beside the figure.", *place)

    def _show(self, text: str, times: int) -> None:
        """The text in place of what was read, in every cell that repeats it."""
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + times):
                self.notes.texts[row, column] = text


def _times(attributes: dict[str, Any], name: str) -> int:
    return min(max(int(attributes.get(_TABLE + name, 1)), 1), _MOST)
