"""After the release: told by hand, acknowledged with a reference, closed; or withdrawn before that."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import record
from belisha.organisation.directory import directory
from belisha.people.models import Staff
from belisha.referrals import filers, steer
from belisha.referrals.addresses import still_holds
from belisha.referrals.drafting import UNSENT, locked
from belisha.referrals.ending import end, told
from belisha.referrals.models import Delivery, Referral, ReferralState
from belisha.referrals.refusals import (
    AlreadyTold,
    NotADraft,
    NotReleased,
    ReasonMissing,
    WrongChannel,
    WrongTime,
)
from belisha.triage.models import Case

TOLD = (ReferralState.SENT, ReferralState.ACKNOWLEDGED)
SLACK = timedelta(minutes=5)  # between two clocks: the caller's and ours
EARLIEST = timedelta(days=1)  # before the release: somebody may have rung in danger, and released afterwards


@transaction.atomic
def record_delivery(
    *,
    referral_id: UUID,
    by: Staff,
    at: datetime,
    channel: str,
    reference: str = "",
    contact: str = "",
    note: str = "",
    failed: bool = False,
) -> Referral:
    """Note that the authority was told by hand, or that it could not be. Without a reference it is chased.

    Raises NotReleased, WrongChannel, WrongTime, NotAFiler, NotDeclared.
    """
    referral, case = locked(referral_id)
    if referral.state not in (ReferralState.RELEASED, *TOLD):
        raise NotReleased(number=referral.number, state=referral.get_state_display().lower())
    if channel not in Delivery.Channel.values:
        raise WrongChannel(channels=", ".join(Delivery.Channel.values))
    if at > timezone.now() + SLACK or (referral.released_at and at < referral.released_at - EARLIEST):
        raise WrongTime
    if not failed:
        filers.refuse_unless_filer(referral, case, by)
        _refuse_unless_declared(referral, case)
    outcome, doubted = _outcome(reference, failed), _doubted(referral)
    Delivery.objects.create(
        referral=referral,
        case_id=case.id,
        channel=channel,
        outcome=outcome,
        by=by,
        at=at,
        reference=reference.strip(),
        contact=contact.strip(),
        note=note.strip(),
    )
    if not failed:
        told(referral, case, at=at, reference=reference.strip(), by=by)
        doubted |= steer.told_by_hand(referral, by=by)
    facts = {"number": referral.number, "authority": referral.authority, "channel": channel} | doubted
    record(
        "referral.delivered", by=by, about=case, outcome=str(outcome), reference=reference.strip(), **facts
    )
    return referral


def _refuse_unless_declared(referral: Referral, case: Case) -> None:
    """A first report to the NCA is declared, by whichever form it is noted; what follows it is no report."""
    first = referral.state == ReferralState.RELEASED and not referral.follows_id
    if referral.authority == filers.NCA and first:
        filers.refuse_unless_declared(referral, case)


def _doubted(referral: Referral) -> dict[str, str]:
    """What the ledger says besides, where they were told although their address has moved or is doubted."""
    if referral.state != ReferralState.RELEASED or still_holds(referral, directory()):
        return {}
    return {"address": "It had moved or was doubted when this was noted."}


def _outcome(reference: str, failed: bool) -> Delivery.Outcome:
    if failed:
        return Delivery.Outcome.FAILED
    return Delivery.Outcome.ACKNOWLEDGED if reference.strip() else Delivery.Outcome.SENT


@transaction.atomic
def withdraw(*, referral_id: UUID, by: Staff, reason: str) -> Referral:
    """Withdraw a referral that nobody was told of yet, with a reason. Raises AlreadyTold, NotADraft.

    What may be open at the recipient is taken back there first; until then it stays released.
    """
    referral, case = locked(referral_id)
    if referral.state in TOLD:
        raise AlreadyTold(authority=referral.authority_name, number=referral.number)
    if referral.state not in (*UNSENT, ReferralState.RELEASED):
        raise NotADraft(number=referral.number, state=referral.get_state_display().lower())
    if steer.take_back(referral, by=by, reason=_reason(reason)):
        record("referral.taking_back", by=by, about=case, number=referral.number, reason=reason.strip())
        return referral
    end(referral, case, ReferralState.WITHDRAWN, _reason(reason), by)
    record("referral.withdrawn", by=by, about=case, number=referral.number, reason=reason.strip())
    return referral


@transaction.atomic
def close(*, referral_id: UUID, by: Staff, reason: str) -> Referral:
    """Close a referral that the authority has; the case closes with the last one. Raises NotReleased."""
    referral, case = locked(referral_id)
    if referral.state not in TOLD:
        raise NotReleased(number=referral.number, state=referral.get_state_display().lower())
    end(referral, case, ReferralState.CLOSED, _reason(reason), by)
    record("referral.closed", by=by, about=case, number=referral.number, reason=reason.strip())
    return referral


def _reason(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()
