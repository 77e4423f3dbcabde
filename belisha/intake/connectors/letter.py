"""An e-mail that somebody wrote to report something: its words, and what was attached, by digest alone.

Strangers write it. Nothing of an attachment is kept but its type, its size and its digest; nothing is loaded,
and nobody is ever answered.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import Compat32
from email.utils import parseaddr, parsedate_to_datetime
from hashlib import sha256
from itertools import islice
from re import Pattern
from typing import Any

from belisha.intake import values
from belisha.intake.connectors.pieces import Pieces, storable, text, told, without_nothing
from belisha.intake.connectors.plain import plain

LONGEST = 12 * 1024 * 1024  # bytes of one message; what is longer is told without its last attachments
MOST_PARTS = 200
MOST_ATTACHMENTS = 100
MOST_HEADER = 2000  # characters
# What a parser takes for each line, each level and each odd word grows faster than the message does.
MOST_MARKS = 2000
MOST_LEVELS = 20
MOST_WORDS = 400_000  # bytes of one part that are read, and characters of all HTML together
_MARK = re.compile(rb"\n--")
_LEVEL = re.compile(rb"content-type:\s*(?:multipart|message)/", re.IGNORECASE)
_CHARSET = re.compile(
    r"us-ascii|utf-?(?:8|16(?:le|be)?)|iso-8859-\d{1,2}|(?:windows-|cp)\d{3,4}|koi8-[ru]|gb2312|gbk|gb18030|big5"
    r"|euc-(?:jp|kr)|shift_jis|iso-2022-jp"
)
NO_TEXT = "The message has no words."
UNREADABLE = "The message can’t be read: its parts are not as mail is written. Open it in the mailbox."
CUT = "The message was too long to be read whole: more may be attached."
CUT_WORDS = "Its words were too long to be read whole: look in the mailbox."
_WORDS = ("text/plain", "text/html")
_NOTICES = ("delivery-status", "disposition-notification")


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A part that is not kept."""

    content_type: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message as it is reported. `aside` says why it is no report: nobody wrote it, or we did."""

    subject: str = ""
    words: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    sent_at: datetime | None = None
    attached: tuple[Attached, ...] = ()
    aside: str = ""
    notes: tuple[str, ...] = ()


def read_letter(data: bytes, *, own: tuple[str, ...] = ()) -> Letter:
    """Read a message; never raises. `own` are the addresses that this desk writes from."""
    bounded = _bounded(data)
    notes = (CUT,) if len(bounded) < len(data) else ()
    try:
        message = BytesParser(policy=_SHORT).parsebytes(bounded)
        return _letter(message, own, notes)
    except Exception:
        return _by_its_headers(data, (*notes, UNREADABLE))


class _Short(Compat32):
    """Keeps the beginning of each header: no sender needs more, and odd ones take for ever to be read."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MOST_HEADER]


_SHORT = _Short()


def _bounded(data: bytes) -> bytes:
    """The message up to where it has more parts or levels than people write."""
    ends = (_nth(_MARK, data, MOST_MARKS), _nth(_LEVEL, data, MOST_LEVELS), LONGEST)
    return data[: min(ends)]


def _nth(sought: Pattern[bytes], data: bytes, number: int) -> int:
    found = next(islice(sought.finditer(data, 0, LONGEST), number, None), None)
    return found.start() if found else len(data)


def report_of(letter: Letter) -> dict[str, Any]:
    """The report that a letter makes, in the shape of the API."""
    pieces = Pieces()
    reporter = {
        "name": pieces.take("name", letter.name, values.Short),
        "email": pieces.take("email", letter.address, values.Email),
        "may_contact": False,
    }
    report = {
        "source": "public",
        # Who writes to this mailbox fears for a child; a person says what it is.
        "concerns": ["child_safety"],
        "danger_now": "unknown",
        "what_happened": told(letter.subject, letter.words or NO_TEXT, _about(letter), *letter.notes),
        "reporter": without_nothing(reporter),
        "items": [_item(place, one) for place, one in enumerate(letter.attached, 1)],
    }
    return without_nothing(report)


def _about(letter: Letter) -> str:
    dated = f", dated {letter.sent_at:%Y-%m-%d %H:%M} UTC" if letter.sent_at else ""
    sent = f"Sent by e-mail{dated}."
    if not letter.attached:
        return sent
    listed = "\n".join(f"{one.content_type}, {one.size:,} bytes" for one in letter.attached)
    return f"{sent}\nAttached, and not kept here; it is in the mailbox:\n{listed}"


def _item(place: int, one: Attached) -> dict[str, Any]:
    return {
        "id": f"attachment {place} {one.sha256[:16]}",
        "content_type": one.content_type,
        "sha256": one.sha256,
    }


def _letter(message: Message, own: tuple[str, ...], notes: tuple[str, ...]) -> Letter:
    parts = list(islice(_parts(message), MOST_PARTS + 1))
    if len(parts) > MOST_PARTS:
        notes = (*notes, CUT)
    parts = parts[:MOST_PARTS]
    written, attached = [one for one in parts if _is_text(one)], [one for one in parts if not _is_text(one)]
    if sum(len(_octets(one)) for one in written) > MOST_WORDS:
        notes = (*notes, CUT_WORDS)
    name, address = _sender(message)
    return Letter(
        subject=_header(message, "Subject"),
        words=_words(written),
        name=name,
        address=address,
        sent_at=_date(message),
        attached=tuple(_attached(one) for one in attached[:MOST_ATTACHMENTS]),
        aside=_aside(message, address, own),
        notes=notes,
    )


def _parts(message: Message) -> Iterator[Message]:
    """The parts that hold something, also those of a message that is forwarded within."""
    for part in message.walk():
        if not part.is_multipart():
            yield part


def _is_text(part: Message) -> bool:
    return part.get_content_type() in _WORDS and part.get_content_disposition() != "attachment"


def _words(parts: list[Message]) -> str:
    """What was written: as plain text where there is some, else out of the HTML."""
    plain_parts = [_decoded(one) for one in parts if one.get_content_type() == "text/plain"]
    if any(one.strip() for one in plain_parts):
        return told(*(text(one) for one in plain_parts))
    return told(*(text(plain(html)) for html in _pages(parts)))


def _pages(parts: list[Message]) -> Iterator[str]:
    """The HTML that was written, up to what is read of all of it together: each mark of it takes its time."""
    left = MOST_WORDS
    for one in parts:
        if one.get_content_type() == "text/html" and left > 0:
            html = _decoded(one)[:left]
            left -= len(html)
            yield html


def _decoded(part: Message) -> str:
    charset = (part.get_content_charset() or "utf-8").lower()
    known = charset if _CHARSET.fullmatch(charset) else "utf-8"
    try:
        return _octets(part)[:MOST_WORDS].decode(known, "replace")
    except LookupError:
        return ""


def _octets(part: Message) -> bytes:
    octets = part.get_payload(decode=True)
    return octets if isinstance(octets, bytes) else b""


def _attached(part: Message) -> Attached:
    data = _octets(part)
    kind = Pieces().take("type", part.get_content_type(), values.MediaType) or "application/octet-stream"
    return Attached(content_type=kind, size=len(data), sha256=sha256(data).hexdigest())


def _aside(message: Message, address: str, own: tuple[str, ...]) -> str:
    said = _header(message, "Auto-Submitted").lower()
    if said.startswith("auto-replied"):
        return "auto_reply"
    kind = str(message.get_param("report-type", "")).lower()
    if message.get_content_type() == "multipart/report" and kind in _NOTICES:
        return "notice_of_delivery"
    if _header(message, "Return-Path").replace(" ", "") == "<>":
        return "notice_of_delivery"
    # What we sent ourselves, and what came back to us, would otherwise be reported for ever.
    return "own_letter" if address.lower() in {one.lower() for one in own if one} else ""


def _sender(message: Message) -> tuple[str, str]:
    name, address = parseaddr(_header(message, "From"))
    return " ".join(name.split()), address


def _date(message: Message) -> datetime | None:
    try:
        date = parsedate_to_datetime(_header(message, "Date"))
        return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def _header(message: Message, name: str) -> str:
    try:
        value = str(make_header(decode_header(str(message.get(name, "")))))
    except Exception:
        return ""
    return " ".join(storable(value)[:MOST_HEADER].split())


def _by_its_headers(data: bytes, notes: tuple[str, ...]) -> Letter:
    try:
        head = BytesHeaderParser(policy=_SHORT).parsebytes(data[:64_000])
        name, address = _sender(head)
        return Letter(subject=_header(head, "Subject"), name=name, address=address, notes=notes)
    except Exception:
        return Letter(notes=notes)
