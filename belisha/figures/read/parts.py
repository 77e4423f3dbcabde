"""The parts of a zipped workbook: unpacked as a stream, counted, refused where XML could grow by itself."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from belisha.figures.read.refusals import TooLarge, Unsafe, ZipBomb
from belisha.figures.read.sheets import MOST_CELLS, MOST_ROWS, MOST_TOLD, MOST_UNZIPPED, Merged, Told

_CHUNK: Final = 4 * 1024 * 1024
_SMALL_PART: Final = 64 * 1024 * 1024  # of a part that is held as a whole


@dataclass
class Notes:
    """What a sheet holds besides the values that a reader of spreadsheets gives."""

    told: list[Told] = field(default_factory=list)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)  # in place of what was read
    merged: list[Merged] = field(default_factory=list)
    lost: bool = False  # what is to be shown elsewhere can't be placed

    def tell(
        self,
        what: str,
        sentence: str,
        row: int | None = None,
        column: int | None = None,
        doubt: bool = False,
    ) -> None:
        """Keep a note; of very many, the first."""
        if len(self.told) < MOST_TOLD or doubt:
            self.told.append(Told(what, sentence, row, column, doubt))


class Parts:
    """A zip of which every part is read within bounds."""

    def __init__(self, data: bytes, *, name: str) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = set(self.archive.namelist())
        self.name = name
        self._left = MOST_UNZIPPED

    def chunks(self, part: str) -> Iterator[bytes]:
        """The part in pieces; raises where it unpacks to more than is allowed, or declares entities."""
        before = b""
        with self.archive.open(part) as file:
            while chunk := file.read(_CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise ZipBomb(name=self.name, what=f"over {MOST_UNZIPPED // 1024**2:,} MB")
                joined = before[-16:] + chunk
                if b"<!DOCTYPE" in joined or b"<!ENTITY" in joined or b"<\x00!\x00D\x00" in joined:
                    raise Unsafe(name=self.name, what="XML that declares its own words")
                before = chunk
                yield chunk

    def whole(self, part: str) -> bytes:
        """The part as it is."""
        read = b""
        for chunk in self.chunks(part):
            read += chunk
            if len(read) > _SMALL_PART:
                raise TooLarge(name=self.name, what=f"{part} is over {_SMALL_PART // 1024**2} MB")
        return read

    def check_size(self, rows: int, columns: int) -> None:
        """Raise where a sheet would have more rows or cells than are read."""
        if rows > MOST_ROWS:
            raise TooLarge(name=self.name, what=f"{rows:,} rows, where {MOST_ROWS:,} are read")
        if rows * columns > MOST_CELLS:
            raise TooLarge(name=self.name, what=f"{rows:,} rows of {columns:,} columns")


_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """Text that stands above the line, as a footnote does: not to be taken for digits of the number."""
    text = text.strip()
    return text.translate(_RAISED) if text.isdigit() else f" [{text.strip('[]()')}]" if text else ""
