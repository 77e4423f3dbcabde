"""A referral as a letter: text that can be read alone, and the packs as PDF and JSON. Never a picture."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime
from uuid import UUID

from belisha.guard import Finding, inspect, inspect_json, inspect_plain
from belisha.referrals.message import ReferralMessage

FILES = (("pdf", "application/pdf"), ("json", "application/json"))
_LOOKS = {"text/plain": inspect_plain, "application/json": inspect_json, "application/pdf": inspect}
_SUFFIXES = {kind: suffix for suffix, kind in FILES}


def message_id(of: UUID, sender: str) -> str:
    """The one name of a letter, the same at each attempt: its receiver shows a repeat once."""
    return f"<referral-{of}@{sender.rpartition('@')[2]}>"


def written(
    *, of: UUID, message: ReferralMessage, documents: dict[str, bytes], to: str, sender: str, at: datetime
) -> EmailMessage:
    """Return the letter. Its subject names the referral and whom it is for, and nobody else."""
    letter = EmailMessage(policy=SMTP)
    letter["From"] = Address(_name(message.organisation.legal_name), addr_spec=sender)
    letter["To"] = Address(addr_spec=to)
    letter["Subject"] = f"Referral {message.reference} to {_name(message.recipient.name)}"
    letter["Date"] = format_datetime(at, usegmt=False)
    letter["Message-ID"] = message_id(of, sender)
    letter["Auto-Submitted"] = "auto-generated"
    if message.priority == "immediate":
        letter["Importance"] = "high"
    letter.set_content(documents["text"].decode(), cte="quoted-printable")
    for suffix, kind in FILES:
        main, _, sub = kind.partition("/")
        name = f"{message.reference}.{suffix}"
        letter.add_attachment(documents[suffix], maintype=main, subtype=sub, filename=name)
    return letter


def looked_through(letter: bytes, *, released: Iterable[bytes] = ()) -> tuple[Finding, ...]:
    """What the guard has against a finished letter: its text and its two packs, and nothing besides.

    A part that is, to the byte, a document that the guard let pass at the release is not judged again: there
    it knew which values had been checked as fields, and what two people had called a false alarm.
    """
    return tuple(_findings(letter, {_lines(one) for one in released}))


def _lines(given: bytes) -> bytes:
    return given.replace(b"\r\n", b"\n").rstrip(b"\n")


def _findings(letter: bytes, released: Collection[bytes]) -> Iterator[Finding]:
    whole = message_from_bytes(letter, policy=default)
    parts = list(whole.iter_parts())
    if whole.get_content_type() != "multipart/mixed" or [one.get_content_type() for one in parts] != [
        "text/plain", *(kind for _, kind in FILES)
    ]:  # fmt: skip
        yield Finding("attachment", "", "the letter is not a text with its two packs")
        return
    head = "".join(f"{name}: {value}\n" for name, value in whole.items())
    yield from inspect_plain(head.encode(), name="the letter's head").findings
    yield from (Finding("broken", "", type(defect).__name__) for defect in whole.defects)
    for part in parts:
        kind = part.get_content_type()
        given = part.get_payload(decode=True)
        if isinstance(given, bytes) and _lines(given) in released:
            continue
        name = f"letter.{_SUFFIXES.get(kind, 'text')}"
        yield from _LOOKS[kind](given if isinstance(given, bytes) else b"", name=name).findings


def _name(words: str) -> str:
    """A name as a header takes it: one line, of a sensible length."""
    return " ".join(words.split())[:120]
