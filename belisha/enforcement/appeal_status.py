"""What whoever appealed is told of it, by the receipt or by the code. A guesser learns nothing."""

from dataclasses import dataclass
from datetime import datetime

from belisha.enforcement.appeal import NOBODYS, RECEIPT
from belisha.enforcement.appeal_table import Appeal
from belisha.enforcement.notice_facts import case_may_be_told
from belisha.enforcement.notices import CODE
from belisha.intake.receipts import read_receipt
from belisha.ledger.record import PUBLIC, Actor
from belisha.organisation.reach import within
from belisha.vault.lookup import digest

RECEIVED = "We have what you sent. A person will look at it."
DECIDED = "A person has looked at it."


@dataclass(frozen=True, kw_only=True)
class Status:
    """Where an appeal stands, as whoever made it reads it."""

    receipt: str
    state: str
    sentence: str
    answer: str
    received_at: datetime
    due_at: datetime


def status_of(typed: str, by: Actor = PUBLIC) -> Status | None:
    """Where the appeal of this receipt, or of this code, stands; None where nobody knows the number,
    or it is beyond the reach of who asks.

    While the case is held back, it stands as it was received: the answer would say what happened.
    """
    shown = read_receipt(typed)
    number = shown or NOBODYS
    rows = within(Appeal.objects.all(), by)
    row = rows.filter(receipt_lookup=digest(RECEIPT, number)).first()
    by_code = rows.filter(code_lookup=digest(CODE, number)).first()
    by_report = rows.filter(code_lookup=digest("receipt", number)).first()
    found = row or by_code or by_report
    return _status(found) if shown and found else None


def may_be_answered(row: Appeal) -> bool:
    """May whoever appealed hear what was decided?"""
    if row.case_id is None:
        return True
    accounts = [row.order.target_id] if row.order and row.order.target_kind == "account" else []
    return bool(case_may_be_told(row.case_id, accounts))


def _status(row: Appeal) -> Status:
    told = row.state == Appeal.State.DECIDED and may_be_answered(row)
    return Status(
        receipt=row.receipt,
        state=row.state if told else Appeal.State.RECEIVED,
        sentence=DECIDED if told else RECEIVED,
        answer=row.answer if told else "",
        received_at=row.received_at,
        due_at=row.due_at,
    )
