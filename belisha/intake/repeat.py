"""Idempotency keys: the same request sent twice is one report with one receipt."""

import hmac

from belisha.intake.incoming import IncomingReport
from belisha.intake.models import Report, Retry
from belisha.ledger.record import Actor
from belisha.refusal import Refusal
from belisha.vault.keys import key_to_open, key_to_seal
from belisha.vault.lookup import digest
from belisha.vault.seal import Erased

FIRST_KEY = 1  # the version of a report's key when the report comes in


class IdempotencyConflict(Refusal):
    """This Idempotency-Key was used for another report. Take a new key for each new report."""

    code = "idempotency_conflict"


def retry_row(report: Report, incoming: IncomingReport, by: Actor, key: str) -> Retry:
    """Return the row that remembers what this client used this key for."""
    _, secret = key_to_seal(report.sealed_under())
    return Retry(
        client=by.ledger_name,
        key=digest("idempotency", key),
        body=_body_hmac(secret, incoming),
        report=report,
    )


def earlier_report(incoming: IncomingReport, by: Actor, key: str) -> Report | None:
    """Return the report that this client sent with this key before, or None; raises IdempotencyConflict."""
    retry = Retry.objects.filter(client=by.ledger_name, key=digest("idempotency", key)).first()
    if retry is None:
        return None
    if not _same_body(retry, incoming):
        raise IdempotencyConflict
    return retry.report


def _same_body(retry: Retry, incoming: IncomingReport) -> bool:
    try:
        secret = key_to_open(retry.report.sealed_under(), FIRST_KEY)
    except Erased:
        # What was sent can't be known any more, so it can't be called the same.
        return False
    return hmac.compare_digest(_body_hmac(secret, incoming), bytes(retry.body))


def _body_hmac(secret: bytes, incoming: IncomingReport) -> bytes:
    # Of the report as it was understood: a client that writes its fields in another order repeats itself.
    return hmac.digest(secret, b"idempotency\0" + incoming.model_dump_json(by_alias=True).encode(), "sha256")
