"""What people do about a referral that is on its way: try it now, do it by hand instead, take it back.

What may be open at the recipient is first taken back there by the worker; only then it ends here.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.referrals import breaker
from belisha.referrals.arrived import BY_A_PERSON, BY_HAND, ask_a_person
from belisha.referrals.drafting import locked
from belisha.referrals.models import Dispatch, Referral, ReferralState
from belisha.referrals.reach import reach_of
from belisha.referrals.refusals import NotOnItsWay, ReasonMissing, WayChanged

State, Wanted = Dispatch.State, Dispatch.Wanted
ENDED = (ReferralState.WITHDRAWN, ReferralState.CLOSED, ReferralState.ACKNOWLEDGED)
AGAIN = (State.WAITING, State.STOPPED, State.BY_HAND)


@transaction.atomic
def try_now(*, referral_id: UUID, by: Staff) -> Dispatch:
    """Try again at once: what waits, what stopped, what was left to a person.

    What is being taken back is taken back, not sent. Raises NotOnItsWay, WayChanged.
    """
    referral, case = locked(referral_id)
    row = _newest(referral)
    if row is None or row.state not in AGAIN or referral.state in ENDED:
        raise NotOnItsWay(number=referral.number)
    reach = reach_of(referral.authority)
    if reach is None or row.way != reach.mark:
        raise WayChanged(authority=referral.authority_name, number=referral.number)
    before, now = row.state, timezone.now()
    if before != State.WAITING:
        row.failures, row.broken_off, row.resumed_at, row.late_told_at = 0, 0, now, None
        row.state, row.ended_at, row.problem = State.WAITING, None, ""
    if before == State.BY_HAND:
        row.wanted, row.wanted_by, row.wanted_because = Wanted.SEND, by, ""
    row.next_at = now
    row.save()
    breaker.close_now(row.line)
    record("referral.tried_now", by=by, about=case, **_facts(referral, row, before))
    return row


@transaction.atomic
def by_hand_instead(*, referral_id: UUID, by: Staff, reason: str) -> Dispatch:
    """Leave it to a person, once what may be open there is taken back. Raises NotOnItsWay, ReasonMissing."""
    referral, case = locked(referral_id)
    row = _newest(referral)
    if row is None or row.state != State.WAITING:
        raise NotOnItsWay(number=referral.number)
    before = row.state
    _want(row, Wanted.BY_HAND, by, _given(reason))
    if row.state == State.BY_HAND:
        ask_a_person(referral, BY_A_PERSON, timezone.now(), BY_HAND)
    record(
        "referral.by_hand_wanted", by=by, about=case, reason=reason.strip(), **_facts(referral, row, before)
    )
    return row


def take_back(referral: Referral, *, by: Staff, reason: str) -> Dispatch | None:
    """Inside the use case that withdraws: the dispatch that is taken back first, where one has to be."""
    row = _newest(referral)
    if row is None or row.state not in (State.WAITING, State.STOPPED):
        return None
    _want(row, Wanted.WITHDRAW, by, reason)
    return row if row.state == State.WAITING else None


def told_by_hand(referral: Referral, *, by: Staff) -> dict[str, str]:
    """Inside the use case that notes that a person told them: the channel is not to tell them again unasked.

    Returns what the ledger says besides.
    """
    row = _newest(referral)
    if row is None or row.state not in (State.WAITING, State.STOPPED) or row.wanted == Wanted.BY_HAND:
        return {}
    # A withdrawal under way ends here, too: who was told can't be untold.
    _want(row, Wanted.BY_HAND, by, "They were told by hand meanwhile.")
    return {"on_its_way": "taken back first" if row.state == State.WAITING else "ended"}


def _want(row: Dispatch, wanted: Dispatch.Wanted, by: Staff, reason: str) -> None:
    """Want something else than sending: at once where it was never sent, else the worker takes it back."""
    now = timezone.now()
    row.wanted, row.wanted_by, row.wanted_because = wanted, by, reason
    if row.attempts == 0 or _cannot_be_undone(row):
        row.state = State.WITHDRAWN if wanted == Wanted.WITHDRAW else State.BY_HAND
        row.ended_at, row.lease, row.lease_until = now, None, None
    else:
        row.state, row.ended_at, row.next_at = State.WAITING, None, now
        row.failures, row.broken_off, row.resumed_at, row.late_told_at = 0, 0, now, None
    row.save()


def _cannot_be_undone(row: Dispatch) -> bool:
    """Nobody can take anything back: the way is closed, it came back by itself, or they may have it."""
    for_good = ("way_closed", "broke_off", "came_back", "perhaps_there")
    return row.state == State.STOPPED and row.problem in for_good


def _newest(referral: Referral) -> Dispatch | None:
    return Dispatch.objects.select_for_update().filter(referral=referral).order_by("-began_at").first()


def _given(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def _facts(referral: Referral, row: Dispatch, before: str) -> dict[str, Any]:
    return {"number": referral.number, "channel": row.channel, "was": str(before), "is": str(row.state)}
