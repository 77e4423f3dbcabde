"""Say of any file whether it may leave: text only, no picture, no video, nothing that can't be checked."""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Set
from io import BytesIO
from itertools import chain

from belisha.guard.archive import UNREADABLE, inspect_zip
from belisha.guard.bodies import is_text
from belisha.guard.finding import Finding, Inspection, shortened
from belisha.guard.json_text import FINGERPRINTS, Typed, parsed
from belisha.guard.json_text import inspect_json as _json
from belisha.guard.libmagic import second_opinion
from belisha.guard.limits import MAX_BYTES, MAX_FINDINGS, Budget, TooMuch
from belisha.guard.magic import find_media
from belisha.guard.mail import inspect_mail, is_mail
from belisha.guard.markup import inspect_html, inspect_xml, is_xml
from belisha.guard.office import inspect_office, is_office
from belisha.guard.tables import inspect_csv
from belisha.guard.text import decoded, inspect_bytes, inspect_text
from belisha.guard.writing import inspect_writing

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(
    r"<(?:!doctype\s+html|html|head|body|table|svg|img|video|audio|object|embed|iframe|script|style|meta|div)\b[^<]*>",
    re.IGNORECASE,
)
_SUFFIXES: Mapping[str, str] = {
    "pdf": "pdf", "zip": "zip", "docx": "office", "xlsx": "office", "pptx": "office", "odt": "office",
    "ods": "office", "odp": "office", "docm": "office", "xlsm": "office", "pptm": "office", "json": "json",
    "xml": "xml", "html": "html", "htm": "html", "eml": "mail", "csv": "csv", "tsv": "csv",
}  # fmt: skip
_MUST_BE = {"pdf", "zip", "office", "json", "xml"}
"""Kinds whose name is a promise: a file that is named so and is something else can't be checked."""


def inspect(data: bytes, *, name: str = "", known: Set[str] = frozenset()) -> Inspection:
    """Return whether the file may leave, with every reason against it.

    Reads plain text, JSON, XML, CSV, HTML, PDF, OOXML, ODF, e-mail and ZIP, known by their content; `name`
    only adds what it promises, and `known` are short values that the caller checked as typed fields. An
    empty file is clean. Never raises; time and memory are bounded by `limits`.
    """
    answer = _answered(name, lambda: look(data, name, Budget(known=known), 0))
    if answer.findings or is_text(data):  # Words were read to their end; it sees no more in them.
        return answer
    return Inspection(name, tuple(second_opinion(data)))


def inspect_json(
    data: bytes, *, name: str = "", typed: Typed = FINGERPRINTS, known: Set[str] = frozenset()
) -> Inspection:
    """Return the same for a JSON file with known fields: each holds what its pattern says, nothing else."""
    text = decoded(data)
    if text is None:
        return Inspection(name, (Finding("broken", "", "not text"),))
    return _answered(name, lambda: _json(text, typed, known))


def inspect_plain(data: bytes, *, name: str = "", known: Set[str] = frozenset()) -> Inspection:
    """Return the same for text that is shown as it stands, never as a page: a tag in it is only letters."""
    text = decoded(data)
    if text is None:
        return Inspection(name, (Finding("broken", "", "not text"),))
    return _answered(name, lambda: chain(inspect_text(text), inspect_writing(text, known=known)))


def _answered(name: str, looked: Callable[[], Iterator[Finding]]) -> Inspection:
    findings: list[Finding] = []
    try:
        for finding in looked():
            findings.append(finding)
            if len(findings) > 10 * MAX_FINDINGS:
                break
    except TooMuch as limit:
        findings.append(Finding("too_much", "", str(limit)))
    except Exception as error:  # A parser that fails in any way has not checked the file: it is refused.
        findings.append(Finding("broken", "", f"it could not be read to its end ({type(error).__name__})"))
    return Inspection(name, shortened(findings))


def look(data: bytes, name: str, budget: Budget, depth: int) -> Iterator[Finding]:
    """Yield the findings of one file by the rules for what it is. Raises TooMuch."""
    if len(data) > MAX_BYTES:
        raise TooMuch(f"it is larger than {MAX_BYTES // 2**20} MB")
    kind = kind_of(data, name)
    promised = _SUFFIXES.get(name.lower().rpartition(".")[2], "")
    if promised in _MUST_BE and promised != kind and data:
        yield Finding("broken", "", f"its name says {promised}, its content does not")
    if kind == "zip":
        yield from inspect_zip(data, budget, depth, look)
    elif kind == "office":
        yield from inspect_office(data, budget)
    elif kind == "mail":
        yield from inspect_mail(data, budget)
    elif kind == "pdf":
        from belisha.guard.pdf import inspect_pdf  # Late: a tenth of a second that text never needs.

        yield from inspect_pdf(data, budget)
    else:
        yield from _simple(data, kind, budget.known)


def kind_of(data: bytes, name: str = "") -> str:
    """Return what the content is: pdf, zip, office, mail, json, xml, html, csv, text, media or unknown."""
    seen = find_media(data[:4096])
    if seen and seen.offset == 0:
        return "media"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")) or b"PK\x05\x06" in data[-65_600:]:
        return _kind_of_zip(data)
    if is_mail(data):
        return "mail"
    text = decoded(data)
    promised = _SUFFIXES.get(name.lower().rpartition(".")[2], "")
    return "unknown" if text is None else _kind_of_text(data, text, promised)


def _kind_of_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return "office" if is_office(archive.namelist()) else "zip"
    except UNREADABLE:
        return "zip"


def _kind_of_text(data: bytes, text: str, promised: str) -> str:
    if promised == "mail":
        return "mail"
    if text.lstrip().startswith(("{", "[")) and _is_json(text):
        return "json"
    if promised == "xml" or text.lstrip().startswith("<?xml"):
        return "xml"
    if promised == "html" or _PAGE.search(text):
        return "html"
    if text.lstrip().startswith("<") and is_xml(data):  # A chat log may begin with a name in brackets.
        return "xml"
    return "csv" if promised == "csv" else "text"


def _is_json(text: str) -> bool:
    try:
        parsed(text)
    except ValueError:
        return False
    return True


def _simple(data: bytes, kind: str, known: Set[str]) -> Iterator[Finding]:
    text = decoded(data) or ""
    if kind == "json":
        yield from _json(text, known=known)
    elif kind == "xml":
        yield from inspect_xml(data, known=known)
    elif kind == "html":
        yield from inspect_html(text)
    elif kind == "csv":
        yield from inspect_csv(text, known)
    elif kind == "text":
        yield from inspect_text(text)
        yield from inspect_writing(text, known=known)
    else:
        yield from _binary(data, kind)


def _binary(data: bytes, kind: str) -> Iterator[Finding]:
    yield from inspect_bytes(data)
    if data.startswith(_OLE):
        yield Finding("encrypted", "", "an office file that is encrypted, or of the kind before 2007")
    elif kind == "unknown":
        yield Finding("unknown", "", "not a kind of file that the guard can read")
