"""What a file is, by what it holds: its name may say anything."""

import io
import zipfile
from typing import Final

from belisha.figures.read.refusals import Broken, Empty, Encrypted, NotATable, TooLarge, Unsafe, ZipBomb
from belisha.figures.read.sheets import MOST_BYTES, MOST_UNZIPPED

_BEGINS: Final = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"RIFF", "a picture or a sound"),
    (b"{\\rtf", "a text document"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"BZh", "an archive"),
    (b"\xfd7zXZ", "an archive"),
    (b"\x28\xb5\x2f\xfd", "an archive"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a parquet file"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\x00\x00\x00\x18ftyp", "a video"),
    (b"\x00\x00\x00\x20ftyp", "a video"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LISTED: Final = b"PK\x01\x02"  # before each name in the directory of a zip
_MOST_FILES: Final = 2_000
_MOST_RATIO: Final = 250
_SMALL: Final = 32 * 1024 * 1024  # a zip that unpacks to so little is no bomb, however well it is packed


def kind_of(data: bytes, *, name: str) -> str:
    """xlsx, xls, ods or text; refuses everything else, and what would be dangerous to open."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Empty(name=name)
    if len(data) > MOST_BYTES:
        raise TooLarge(name=name, what=f"{len(data) // 1024**2} MB, where {MOST_BYTES // 1024**2} are read")
    for begin, what in _BEGINS:
        if data.startswith(begin):
            raise NotATable(name=name, what=what)
    if data.startswith(_OLE):
        return _ole(data, name)
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _zip(data, name)
    _refuse_markup(data, name)
    return "text"


def _ole(data: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Encrypted(name=name)
    for stream in ("Workbook", "Book"):
        if stream.encode("utf-16-le") in data:
            return "xls"
    raise NotATable(name=name, what="a document of an old office program")


def _refuse_markup(data: bytes, name: str) -> None:
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(
        (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta", b"<script", b"<style")
    ):
        raise NotATable(name=name, what="a web page")
    if start.startswith((b"<?xml", b"<!doctype", b"<svg", b"<!entity")):
        raise NotATable(name=name, what="an XML document")
    if start.startswith((b"from: ", b"received: ", b"mime-version", b"return-path: ")):
        raise NotATable(name=name, what="an e-mail")
    if start.startswith((b'{"', b"[{", b"{\n", b'{ "')):
        raise NotATable(name=name, what="JSON")


def _zip(data: bytes, name: str) -> str:
    # Counted before they are listed: a list of two million files takes a gigabyte.
    if (listed := data.count(_LISTED)) > 2 * _MOST_FILES:
        raise ZipBomb(name=name, what=f"{listed:,} files")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = archive.infolist()
            _bounded(files, len(data), name)
            kind = _kind_of_zip({file.filename for file in files}, archive, name)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as problem:
        raise Broken(name=name, what="its zip can't be read") from problem
    return kind


def _bounded(files: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    unpacked = sum(file.file_size for file in files)
    if len(files) > _MOST_FILES:
        raise ZipBomb(name=name, what=f"{len(files):,} files")
    if unpacked > MOST_UNZIPPED or (unpacked > _SMALL and unpacked > _MOST_RATIO * packed):
        raise ZipBomb(name=name, what=f"{unpacked / 1024**2:,.0f} MB out of {packed / 1024**2:,.1f}")
    if any(file.flag_bits & 1 for file in files):
        raise Encrypted(name=name)
    for file in files:
        parts = file.filename.replace("\\", "/").split("/")
        if ".." in parts or parts[0] == "" or ":" in parts[0]:
            raise Unsafe(name=name, what="files that would be written outside of it")
    if len({file.filename.lower() for file in files}) != len(files):
        raise Unsafe(name=name, what="two files of one name")


def _kind_of_zip(names: set[str], archive: zipfile.ZipFile, name: str) -> str:
    if "xl/workbook.bin" in names:
        raise NotATable(name=name, what="a binary workbook (XLSB)")
    if "xl/workbook.xml" in names or (
        "[Content_Types].xml" in names and any(n.startswith("xl/") for n in names)
    ):
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return _open_document(archive, names, name)
    if any(file.startswith("word/") for file in names):
        raise NotATable(name=name, what="a text document")
    if any(file.startswith("ppt/") for file in names):
        raise NotATable(name=name, what="a presentation")
    raise NotATable(name=name, what="an archive")


def _open_document(archive: zipfile.ZipFile, names: set[str], name: str) -> str:
    with archive.open("mimetype") as file:
        kind = file.read(100).decode("ascii", "replace").strip()
    if "META-INF/manifest.xml" in names:
        with archive.open("META-INF/manifest.xml") as file:
            if b"encryption-data" in file.read(1024 * 1024):
                raise Encrypted(name=name)
    if not kind.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        raise NotATable(name=name, what="a text document")
    return "ods"
