"""A message of the mailbox for reports becomes a report, once however often it is handed over."""

from dataclasses import dataclass
from hashlib import sha256

from belisha.intake.connectors.letter import Letter, read_letter, report_of
from belisha.intake.connectors.made import made
from belisha.intake.connectors.seen import Seen
from belisha.intake.receive import receive
from belisha.intake.repeat import IdempotencyConflict
from belisha.ledger.record import Nobody

MAIL = Nobody("mail")


@dataclass(frozen=True, kw_only=True)
class LetterTaken:
    """What became of a message. `aside`: why it is no report."""

    receipt: str = ""
    again: bool = False
    aside: str = ""
    attached: int = 0


def take_letter(*, data: bytes, service: str = "", own: tuple[str, ...] = ()) -> LetterTaken:
    """Make a report of a message; it is durable once this returns. Raises UnknownService.

    The same bytes again have the same receipt. What nobody wrote, such as an auto-reply, is no report.
    """
    letter = read_letter(data, own=own)
    if letter.aside:
        return LetterTaken(aside=letter.aside)
    return _kept(letter, sha256(data).hexdigest(), service)


def _kept(letter: Letter, digest: str, service: str) -> LetterTaken:
    report, _ = made(Seen(event="mail", report=report_of(letter)), tool="mail", service=service)
    try:
        received = receive(report=report, by=MAIL, idempotency_key=f"mail {digest}")
    except IdempotencyConflict:
        # The very same bytes, read by another version of this desk, or of a report that was erased.
        return LetterTaken(again=True)
    return LetterTaken(receipt=received.receipt, again=received.replayed, attached=len(letter.attached))
