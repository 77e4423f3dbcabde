"""Writing down how an attempt went, together with what follows from it: one transaction, or nothing."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import SYSTEM, record
from belisha.referrals import arrived, breaker, leases
from belisha.referrals.drafting import locked
from belisha.referrals.models import Delivery, Dispatch, Referral
from belisha.referrals.pauses import is_over, pause_after
from belisha.referrals.recipients.channel import Arrived, Later, LeaseLost, Refused, Undoing, Undone
from belisha.refusal import NotFound

GIVEN_UP = "It was tried for 14 days, and they did not take it."
TEST_ONLY = "test_only"


@transaction.atomic
def note(row: Dispatch, outcome: Undoing) -> None:
    """Write down how it went. Raises LeaseLost where the row is another's by now, or erased."""
    try:
        referral, case = locked(row.referral_id)
    except NotFound:
        raise LeaseLost from None
    held, now = leases.LEASES.held(row), timezone.now()
    held.leave_to_others()
    # Before the ledger, whose lock is taken last.
    breaker.note(held.line, outcome, now)
    outcome = _in_this_mode(held, _given_up(held, outcome, now))
    _attempted(held, referral, outcome, now)
    if isinstance(outcome, Undone):
        held.progress = {}
    if isinstance(outcome, Later) or _wanted_otherwise(row, held, outcome):
        _again(held, referral, outcome, now)
        return
    held.problem = outcome.problem[:60] if isinstance(outcome, Refused) else ""
    held.state, held.ended_at, held.failures = _ended(held, outcome), now, 0
    held.save()
    arrived.follow(held, referral, case, outcome, now)


def _given_up(held: Dispatch, outcome: Undoing, now: datetime) -> Undoing:
    since = held.resumed_at or held.began_at
    if isinstance(outcome, Later) and is_over(since, held.failures + 1, now):
        return Refused(problem="gave_up", words=GIVEN_UP, sent=outcome.sent)
    return outcome


def _in_this_mode(held: Dispatch, outcome: Undoing) -> Undoing:
    """What a test environment took can still be taken back: nobody was told."""
    if isinstance(outcome, Arrived) and held.mode == "test" and held.wanted != Dispatch.Wanted.SEND:
        return Undone(answer=TEST_ONLY)
    return outcome


def _wanted_otherwise(row: Dispatch, held: Dispatch, outcome: Undoing) -> bool:
    """Did a person want something else while this was under way? It comes next, unless it arrived."""
    return row.wanted != held.wanted and not isinstance(outcome, Arrived)


def _again(held: Dispatch, referral: Referral, outcome: Undoing, now: datetime) -> None:
    held.next_at = now
    if isinstance(outcome, Later):
        held.fail(outcome.problem)
        pause = pause_after(held.failures, how_fast=referral.how_fast, asked=outcome.after)
        held.next_at = now + pause
    held.save()


def _ended(held: Dispatch, outcome: Arrived | Refused | Undone) -> str:
    if isinstance(outcome, Arrived):
        return Dispatch.State.TESTED if held.mode == "test" else Dispatch.State.ARRIVED
    if isinstance(outcome, Refused) or held.wanted == Dispatch.Wanted.SEND:
        return Dispatch.State.STOPPED
    by_hand = held.wanted == Dispatch.Wanted.BY_HAND
    return Dispatch.State.BY_HAND if by_hand else Dispatch.State.WITHDRAWN


def _attempted(held: Dispatch, referral: Referral, outcome: Undoing, now: datetime) -> None:
    """The attempt as a delivery, and as an entry of the ledger."""
    reference = outcome.reference if isinstance(outcome, Arrived) else ""
    left = b"" if isinstance(outcome, Undone) else outcome.sent
    sent = sha256(left).hexdigest() if left else ""
    answer = outcome.problem if isinstance(outcome, Later | Refused) else outcome.answer
    how = _outcome(held, outcome, reference)
    Delivery.objects.create(
        referral=referral,
        case_id=referral.case_id,
        channel=held.channel,
        outcome=how,
        at=now,
        reference=reference,
        note=outcome.note if isinstance(outcome, Arrived) else "",
        sent_sha256=sent,
        answer=answer[:60],
    )
    facts: Mapping[str, Any] = {
        "number": referral.number,
        "authority": referral.authority,
        "channel": held.channel,
        "attempt": held.attempts,
        "mode": held.mode,
        "outcome": str(how),
        "answer": answer[:60],
        "sent": sent,
        "reference": reference,
    }
    record("referral.attempted", by=SYSTEM, about=referral.case, **facts)


def _outcome(held: Dispatch, outcome: Undoing, reference: str) -> Delivery.Outcome:
    if isinstance(outcome, Arrived):
        told = Delivery.Outcome.ACKNOWLEDGED if reference else Delivery.Outcome.SENT
        return Delivery.Outcome.TEST if held.mode == "test" else told
    if isinstance(outcome, Undone):
        return Delivery.Outcome.UNDONE
    return Delivery.Outcome.LATER if isinstance(outcome, Later) else Delivery.Outcome.FAILED
