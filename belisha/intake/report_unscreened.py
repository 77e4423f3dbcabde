"""A person reports content that could not be screened: it comes in like any other report, by a moderator."""

from typing import Any
from uuid import UUID

from django.db import transaction

from belisha.intake.incoming import FINGERPRINTS, IncomingReport
from belisha.intake.models import AccountRole, Source
from belisha.intake.receive import Received, receive
from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.screening.answers import NoReason, answer, finish_task, waiting
from belisha.screening.models import Unscreened


@transaction.atomic
def report_unscreened(
    *, unscreened_id: UUID, concern: str, danger_now: str, what_happened: str, by: Staff
) -> Received:
    """Open a report about content that could not be screened, and keep that as the answer to it.

    `danger_now`: yes, no or unknown. Raises NotFound, AnsweredAlready, NoReason.
    """
    if not what_happened.strip():
        raise NoReason
    row = waiting(unscreened_id)
    incoming = IncomingReport.model_validate(
        {
            "source": Source.MODERATOR,
            "concerns": [concern],
            "danger_now": danger_now,
            "what_happened": what_happened.strip(),
            "occurred_at": row.received_at,
            "service": row.service.slug if row.service else None,
            "items": [_item(row)],
            "accounts": [{"id": row.account, "role": AccountRole.SUSPECT}] if row.account else [],
        }
    )
    # A repeat after a crash finds the same report: the key is its own for each upload.
    received = receive(report=incoming, by=by, idempotency_key=repeat_key(row.id))
    answer(row, Unscreened.Answer.REPORTED, reason=what_happened.strip(), by=by)
    finish_task(by=by)
    record("unscreened.reported", by=by, about=row, report=str(received.report_id), concern=concern)
    return received


def repeat_key(unscreened_id: UUID) -> str:
    """The idempotency key of the report about an upload; by it the two are erased together."""
    return f"unscreened-{unscreened_id}"


def _item(row: Unscreened) -> dict[str, Any]:
    known = {kind: row.fingerprints[kind] for kind in FINGERPRINTS if row.fingerprints.get(kind)}
    return {"id": row.content_id or row.reference, "locator": row.locator or None, **known}
