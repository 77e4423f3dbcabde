"""Deciding a case and, in the same step, what the service is told to do on that decision."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.decisions import decide as decisions
from belisha.decisions.models import Decision, Outcome
from belisha.enforcement.act import refuse_unless_senior
from belisha.enforcement.order_add import Basis, add, standing
from belisha.enforcement.order_decisions import ask_about_reopened, bring_in_line
from belisha.enforcement.order_details import details_of
from belisha.enforcement.order_propose import Proposal, propose
from belisha.enforcement.order_refusals import NotProposed, StandsAlready
from belisha.enforcement.order_table import Order
from belisha.enforcement.order_things import Seen, things_of
from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.triage.models import Case


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A proposal with what it is about, opened."""

    proposal: Proposal
    seen: Seen


@transaction.atomic
def decide(*, case_id: UUID, by: Staff, orders: Collection[str] = (), **judged: Any) -> Decision:
    """Decide a case as decisions.decide does, and plan the orders that were ticked (`Proposal.word`s).

    They are due with the decision: at once, or once a second person has confirmed it. Where nothing is to be
    done, holds are released. Raises NotProposed, and all that decisions.decide raises.
    """
    decision = decisions.decide(case_id=case_id, by=by, **judged)
    case = decision.case
    planned = _plan(case, decision, set(orders), by) if decision.outcome == Outcome.REFER else []
    for order in planned:
        record("order.planned", by=by, about=order, kind=order.kind, case=case.label)
    bring_in_line(case)
    return decision


@transaction.atomic
def confirm(*, decision_id: UUID, by: Staff) -> Decision:
    """Confirm a decision as decisions.confirm does; what was planned with it is due at once."""
    decision = decisions.confirm(decision_id=decision_id, by=by)
    bring_in_line(decision.case)
    return decision


@transaction.atomic
def send_back(*, decision_id: UUID, by: Staff, reason: str) -> Decision:
    """Send a decision back as decisions.send_back does; what was planned with it is withdrawn."""
    decision = decisions.send_back(decision_id=decision_id, by=by, reason=reason)
    bring_in_line(decision.case)
    return decision


@transaction.atomic
def reopen(*, case_id: UUID, reason: str, by: Staff) -> Decision:
    """Reopen a case as decisions.reopen does, and ask whether what was ordered on it is reversed."""
    decision = decisions.reopen(case_id=case_id, reason=reason, by=by)
    bring_in_line(decision.case)
    ask_about_reopened(decision.case)
    return decision


def proposed(case_id: UUID, *, category: str, child_suspect: bool) -> list[Proposed]:
    """What is proposed for a decision to refer this case; not what stands already."""
    seen = {one.key: one for one in things_of(case_id)}
    abouts = [one.about for one in seen.values()]
    found = propose(category=category, child_suspect=child_suspect, things=abouts)
    pairs = [Proposed(proposal=one, seen=seen[one.key]) for one in found]
    return _without_standing(pairs)


def _plan(case: Case, decision: Decision, chosen: set[str], by: Staff) -> Sequence[Order]:
    offered = {
        one.proposal.word: one
        for one in proposed(case.id, category=decision.category, child_suspect=decision.child_suspect)
    }
    if chosen - set(offered):
        raise NotProposed
    made = [_planned(one, case, decision, by) for word, one in offered.items() if word in chosen]
    return [order for order in made if order is not None]


def _planned(one: Proposed, case: Case, decision: Decision, by: Staff) -> Order | None:
    kind = one.proposal.kind
    refuse_unless_senior(case, kind, one.seen.thing, by)
    basis = Basis(
        origin=Order.Origin.DECISION,
        by=by,
        case=case,
        service=one.seen.service,
        decision=decision,
        details=details_of(kind),
    )
    try:
        return add(kind=kind, thing=one.seen.thing, basis=basis, now=timezone.now(), planned=True)
    except StandsAlready:
        # Somebody was quicker: the service is told once.
        return None


def _without_standing(pairs: Sequence[Proposed]) -> list[Proposed]:
    targets = [one.seen.thing.target for one in pairs]
    rows = standing(targets).values_list("kind", "target", "service_id")
    there = {(kind, bytes(target), service) for kind, target, service in rows}
    return [
        one
        for one in pairs
        if (one.proposal.kind, one.seen.thing.target, one.seen.service and one.seen.service.id) not in there
    ]
