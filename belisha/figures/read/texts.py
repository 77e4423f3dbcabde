"""Text files: which letters their bytes are, told honestly."""

import codecs
import re
from typing import Final

from belisha.figures.read.refusals import WrongEncoding
from belisha.figures.read.sheets import Told

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MIXED: Final = re.compile("â€|Ã[\u0080-\u00bf©¨¢£]|Â[\u00a0-\u00bf]|ï¿½")
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def text_of(data: bytes, *, name: str) -> tuple[str, tuple[Told, ...]]:
    """The text, and what has to be said of how it was read."""
    text, told = _decoded(data, name)
    if _CONTROL.search(text):
        raise WrongEncoding(name=name, what="it holds signs that no text has")
    if "\ufffd" in text or _MIXED.search(text):
        sentence = (
            "Some letters were spoilt before the file came: look at names, dashes and the signs of money."
        )
        told = (*told, Told("mojibake", sentence, doubt=True))
    return text.replace("\r\n", "\n").replace("\r", "\n"), told


def without_control(text: str) -> str:
    """A workbook's text, its unwritable signs shown as lost: a terminal or a chart would obey them."""
    return text if text.isprintable() else _UNWRITABLE.sub("\ufffd", text)


def _decoded(data: bytes, name: str) -> tuple[str, tuple[Told, ...]]:
    encoding = next((found for mark, found in _MARKS if data.startswith(mark)), "") or _wide(data)
    try:
        return data.decode(encoding or "utf-8"), ()
    except UnicodeDecodeError as problem:
        if encoding:
            raise WrongEncoding(
                name=name, what=f"it says that it is {encoding.upper()}, and isn't"
            ) from problem
    return _windows(data, name)


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: every other byte of plain text is nought."""
    start = data[:4096]
    if len(start) < 4 or len(data) % 2:
        return ""
    for encoding, odd in (("utf-16-le", start[1::2]), ("utf-16-be", start[0::2])):
        if odd.count(0) > 0.6 * len(odd):
            return encoding
    return ""


def _windows(data: bytes, name: str) -> tuple[str, tuple[Told, ...]]:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as problem:
        raise WrongEncoding(name=name, what="neither UTF-8, nor UTF-16, nor Windows-1252") from problem
    if _MIXED.search(text):
        raise WrongEncoding(name=name, what="a mixture of UTF-8 and something else")
    sentence = (
        "The file doesn't say how its letters are written. It isn't UTF-8, and was read as Windows-1252."
    )
    return text, (Told("encoding", sentence),)
