"""What a mail server or a reader says became of a letter (RFC 3464, RFC 8098). Pure; strangers wrote it.

Only the number of one of our letters, a fixed word and a status code are taken out of it. No text, no name
and no file of such a message is kept.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32
from hashlib import sha256
from typing import Literal
from uuid import UUID

Kind = Literal["came_back", "delayed", "relayed", "delivered", "opened", "answered"]

LONGEST = 256 * 1024  # bytes; what a server sends back of the letter itself comes last and says nothing new
MOST_PARTS = 20
_LETTER = re.compile(
    r"\breferral-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@", re.IGNORECASE
)
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
# The worst first: one letter has one receiver, but a server may tell of several steps.
_ACTIONS: tuple[tuple[str, Kind], ...] = (
    ("failed", "came_back"),
    ("delayed", "delayed"),
    ("relayed", "relayed"),
    ("expanded", "relayed"),
    ("delivered", "delivered"),
)


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What became of one letter, by the id of its dispatch. `status` is a code such as 5.1.1, or empty.

    `mark` tells one answer from the next: twelve hex digits of the SHA-256 of its own id.
    """

    about: UUID
    kind: Kind
    status: str = ""
    mark: str = ""


def read_receipt(data: bytes) -> Receipt | None:
    """Read a message that came in; None where it names no letter of ours, or can't be read."""
    try:
        message = BytesParser(policy=compat32).parsebytes(data[:LONGEST])
        return _read(message)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError):
        # Whatever a stranger wrote that the parser can't bear is no receipt.
        return None


def _read(message: Message) -> Receipt | None:
    parts = _parts(message)
    about = _about(message, parts)
    if about is None:
        return None
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            return _of_a_server(about, part)
        if part.get_content_type() == "message/disposition-notification":
            return _of_a_reader(about, part)
    return Receipt(about=about, kind="answered", mark=_mark(message))


def _mark(message: Message) -> str:
    name = _field(message, "Message-ID") or _field(message, "Date")
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12] if name else ""


def _parts(message: Message) -> list[Message]:
    """The parts of a report, one level deep: a report inside somebody's letter is theirs, not ours."""
    given = message.get_payload()
    if message.get_content_type() != "multipart/report" or not isinstance(given, list):
        return []
    return [one for one in given[:MOST_PARTS] if isinstance(one, Message)]


def _about(message: Message, parts: list[Message]) -> UUID | None:
    for value in _names(message, parts):
        if found := _LETTER.search(value):
            return UUID(found[1])
    return None


def _names(message: Message, parts: list[Message]) -> Iterator[str]:
    """Where a letter's name may stand, the surest first."""
    for part in parts:
        for fields in _groups(part):
            yield f"referral-{_field(fields, 'Original-Envelope-Id')}@"
            yield _field(fields, "Original-Message-ID")
            yield _field(fields, "Message-ID")
    yield from (_field(message, name) for name in ("In-Reply-To", "References"))


def _groups(part: Message) -> Iterator[Message]:
    """The groups of fields in a part: parsed already, or as text that was encoded."""
    given = part.get_payload()
    if isinstance(given, list):
        yield from (one for one in given[:MOST_PARTS] if isinstance(one, Message))
        return
    decoded = part.get_payload(decode=True)
    for block in re.split(rb"\r?\n\r?\n", decoded if isinstance(decoded, bytes) else b"")[:MOST_PARTS]:
        yield BytesHeaderParser(policy=compat32).parsebytes(block)


def _of_a_server(about: UUID, part: Message) -> Receipt | None:
    groups = list(_groups(part))
    actions = {_field(one, "Action").lower() for one in groups}
    kind = next((kind for action, kind in _ACTIONS if action in actions), None)
    if kind is None:
        return None
    statuses = (_STATUS.match(_field(one, "Status")) for one in groups)
    return Receipt(about=about, kind=kind, status=next((one[0] for one in statuses if one), ""))


def _of_a_reader(about: UUID, part: Message) -> Receipt:
    said = " ".join(_field(one, "Disposition") for one in _groups(part))
    opened = said.rpartition(";")[2].partition("/")[0].strip().lower() == "displayed"
    return Receipt(about=about, kind="opened" if opened else "answered")


def _field(fields: Message, name: str) -> str:
    return str(fields.get(name, "")).strip()[:1000]
