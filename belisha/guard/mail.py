"""Inspect an e-mail: its headers as text, its text parts by their kind; any other part is an attachment."""

import re
from collections.abc import Iterator
from email import errors
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from belisha.guard.finding import Finding
from belisha.guard.limits import Budget
from belisha.guard.markup import inspect_html
from belisha.guard.text import inspect_bytes, inspect_text
from belisha.guard.writing import inspect_writing

_KNOWN = re.compile(
    rb"^(?:from|to|cc|subject|date|message-id|received|return-path|mime-version|content-type|reply-to|sender"
    rb"|content-transfer-encoding|dkim-signature|delivered-to|authentication-results|in-reply-to|references):",
    re.IGNORECASE | re.MULTILINE,
)
_HEADERS = re.compile(rb"(?:[!-9;-~]{1,76}:[^\n]*+\n(?:[ \t][^\n]*+\n)*+)++\r?\n")
_ENCRYPTED = {
    "multipart/encrypted", "application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime",
}  # fmt: skip
_SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
MAX_PARTS = 200
"""Parts of one message; a usual one has three."""


def is_mail(data: bytes) -> bool:
    """Say whether the data begins with a block of headers, three of them those of a message."""
    headers = _HEADERS.match(data[:65_536].lstrip(b"\r\n"))
    return headers is not None and len(set(map(bytes.lower, _KNOWN.findall(headers.group())))) >= 3


def inspect_mail(data: bytes, budget: Budget) -> Iterator[Finding]:
    """Yield each part that is not text, and what the text and the headers carry. Raises TooMuch."""
    message = BytesParser(policy=compat32).parsebytes(data)
    yield from inspect_bytes(data)
    for number, part in enumerate(message.walk(), start=1):
        budget.take_member()
        place = f"part {number} ({part.get_content_type()[:60]})"
        if number > MAX_PARTS:
            yield Finding("too_much", place, "the message has too many parts")
            return
        yield from _headers(part, place)
        yield from _part(part, place, budget)
        # After the part was read: decoding finds defects too.
        grave = [type(defect).__name__ for defect in part.defects if _grave(defect)]
        yield from (Finding("broken", place, defect) for defect in grave)


def _grave(defect: object) -> bool:
    # A charset in capitals or a header without its space is everyday mail; the body still reads the same.
    return not isinstance(defect, errors.HeaderDefect)


def _headers(part: Message, place: str) -> Iterator[Finding]:
    block = "".join(f"{name}: {value}\n" for name, value in part.items())
    yield from inspect_text(block, f"{place}: headers")


def _part(part: Message, place: str, budget: Budget) -> Iterator[Finding]:
    kind = part.get_content_type()
    if kind in _ENCRYPTED:
        yield Finding("encrypted", place, "the message is encrypted")
    elif kind.startswith("multipart/") and not part.is_multipart():
        yield Finding("broken", place, "it has no parts")
    elif kind == "message/rfc822":
        yield Finding("attachment", place, "another message inside")
    elif part.is_multipart():
        for text in (part.preamble, part.epilogue):
            yield from inspect_text(text or "", f"{place}: between the parts")
    elif kind in _SIGNATURES:
        yield from _signature(part, place)
    elif part.get_filename() or part.get_content_disposition() == "attachment":
        yield Finding("attachment", place, "an attached file")
    elif kind in ("text/plain", "text/html"):
        yield from _text(part, kind, place, budget)
    else:
        family = {"image": "picture", "video": "video", "audio": "audio"}.get(part.get_content_maintype())
        yield Finding(family or "attachment", place, "a part that is not text")  # type: ignore[arg-type]  # Kinds.


def _text(part: Message, kind: str, place: str, budget: Budget) -> Iterator[Finding]:
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    budget.take_bytes(len(content))
    yield from inspect_bytes(content, place)
    try:
        text = content.decode(part.get_content_charset("utf-8"))
    except (LookupError, UnicodeError):
        yield Finding("unknown", place, "its letters are not in the character set that it names")
        return
    if "\0" in text:
        yield Finding("unknown", place, "it is not text")
    if kind == "text/html":
        yield from inspect_html(text, place)
        return
    yield from inspect_text(text, place)
    yield from inspect_writing(text, place, budget.known)


def _signature(part: Message, place: str) -> Iterator[Finding]:
    payload = part.get_payload()
    if part.get_content_type() == "application/pgp-signature" and isinstance(payload, str):
        yield from inspect_text(
            payload, place
        )  # A checked signature carries nothing; anything else is found.
    else:
        yield Finding("attachment", place, "a signature that the guard does not read")
