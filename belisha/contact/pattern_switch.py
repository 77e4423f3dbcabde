"""Whether patterns are reported: observed alone until two people, having seen a replay, switch it on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.contact.models import PatternSwitch
from belisha.contact.patterns.rules import HIGHEST, THRESHOLD, VERSION, WINDOW_DAYS
from belisha.contact.policy_change import CHANGE, MayNotChangePolicy
from belisha.ledger.record import record
from belisha.organisation.checks import one_or_two, reason_of
from belisha.organisation.read import last_switch
from belisha.organisation.refusals import ModeSwitchedSince
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal

LOWEST = 20  # points: below it nearly everybody who meets children is raised
State = PatternSwitch.State


class WrongThreshold(Refusal):
    """Reports begin at {lowest} to {highest} points."""

    code = "wrong_threshold"


class WrongWindow(Refusal):
    """A window has 1 to {longest} days: contacts are not kept for longer."""

    code = "wrong_window"


class SwitchWaits(Refusal):
    """{who} has proposed to switch reports on already. Confirm that or withdraw it first."""

    code = "switch_waits"


class NotReplayed(Refusal):
    """What it would have raised here is still being counted. Load the page again in a minute."""

    code = "not_replayed"


class RulesChanged(Refusal):
    """The rules of the pattern have changed since this was counted. Withdraw it and propose it anew."""

    code = "rules_changed"


@dataclass(frozen=True, kw_only=True, slots=True)
class InForce:
    """What holds now. `observes`: nothing is reported."""

    threshold: int = THRESHOLD
    window_days: int = WINDOW_DAYS
    observes: bool = True


def in_force() -> InForce:
    """What two people have switched on; without them observe only, by the defaults."""
    row = PatternSwitch.objects.filter(state=State.ON).only("threshold", "window_days").first()
    if row is None:
        return InForce()
    return InForce(threshold=row.threshold, window_days=row.window_days, observes=False)


@transaction.atomic
def propose(*, threshold: int, window_days: int, reason: str, by: Staff) -> PatternSwitch:
    """Propose that accounts are reported from so many points on; a replay on this desk's contacts follows.

    Raises MayNotChangePolicy, WrongThreshold, WrongWindow, ReasonWanted, SwitchWaits.
    """
    _refuse_unless_may(by)
    if not LOWEST <= threshold <= HIGHEST:
        raise WrongThreshold(lowest=LOWEST, highest=HIGHEST)
    longest = settings.BELISHA.contact_keep_days
    if not 1 <= window_days <= longest:
        raise WrongWindow(longest=longest)
    row = PatternSwitch(
        threshold=threshold,
        window_days=window_days,
        reason=reason_of(reason),
        proposed_by=by,
        proposed_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as problem:
        raise SwitchWaits(who="Somebody") from problem
    record("contact.patterns_proposed", by=by, about=row, **facts_of(row), reason=row.reason)
    return row


@transaction.atomic
def keep_replay(*, switch_id: UUID, seen: dict[str, Any]) -> None:
    """Keep with a proposal what it would have raised here; nothing where it was settled meanwhile."""
    row = PatternSwitch.objects.select_for_update().filter(id=switch_id, state=State.PROPOSED).first()
    if row and not row.seen:
        row.seen = seen
        row.save(update_fields=["seen"])
        record("contact.patterns_replayed", by=row.proposed_by, about=row, **seen)


@transaction.atomic
def confirm(*, switch_id: UUID, by: Staff) -> PatternSwitch:
    """Switch it on: another person than the one who proposed it, who sees what it would have raised.

    In one-person mode one person may do both, which is recorded. Raises MayNotChangePolicy, NotFound,
    NotReplayed, RulesChanged, ProposerLeft, ConfirmedAlone, OneHand and ModeSwitchedSince.
    """
    _refuse_unless_may(by)
    row = _locked(switch_id, State.PROPOSED)
    if not row.seen:
        raise NotReplayed
    if row.seen.get("rules") != VERSION:
        raise RulesChanged
    row.one_person_mode = _alone(row, by)
    for earlier in PatternSwitch.objects.select_for_update().filter(state=State.ON):
        _end(earlier, by, timezone.now())
    row.state, row.confirmed_by, row.confirmed_at = State.ON, by, timezone.now()
    row.save(update_fields=["state", "confirmed_by", "confirmed_at", "one_person_mode"])
    record("contact.patterns_switched_on", by=by, about=row, **facts_of(row))
    return row


@transaction.atomic
def withdraw(*, switch_id: UUID, by: Staff) -> None:
    """Take back what nobody has confirmed. Raises MayNotChangePolicy and NotFound."""
    _refuse_unless_may(by)
    row = _locked(switch_id, State.PROPOSED)
    _end(row, by, timezone.now())
    record("contact.patterns_withdrawn", by=by, about=row, **facts_of(row))


@transaction.atomic
def switch_off(*, by: Staff) -> None:
    """Observe only from now on; it needs nobody else. Raises MayNotChangePolicy; NotFound where it is off."""
    _refuse_unless_may(by)
    row = PatternSwitch.objects.select_for_update().filter(state=State.ON).first()
    if row is None:
        raise NotFound(what="switch")
    _end(row, by, timezone.now())
    record("contact.patterns_switched_off", by=by, about=row, **facts_of(row))


def facts_of(row: PatternSwitch) -> dict[str, Any]:
    """What the ledger keeps of it."""
    return {
        "threshold": row.threshold,
        "window_days": row.window_days,
        "one_person_mode": row.one_person_mode,
        "seen": row.seen,
    }


def _alone(row: PatternSwitch, by: Staff) -> bool:
    alone = one_or_two(row.proposed_by, by, CHANGE)
    switch = last_switch() if alone else None
    if switch is not None and switch.at > row.proposed_at:
        raise ModeSwitchedSince
    return alone


def _refuse_unless_may(by: Staff) -> None:
    if not by.has_perm(CHANGE):
        raise MayNotChangePolicy


def _locked(switch_id: UUID, state: State) -> PatternSwitch:
    row = PatternSwitch.objects.select_for_update().filter(id=switch_id, state=state).first()
    if row is None:
        raise NotFound(what="proposal")
    return row


def _end(row: PatternSwitch, by: Staff, at: datetime) -> None:
    row.state, row.ended_by, row.ended_at = State.ENDED, by, at
    row.save(update_fields=["state", "ended_by", "ended_at"])
