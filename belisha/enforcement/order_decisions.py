"""What becomes of orders when their decision is confirmed, sent back or reopened."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from belisha.decisions.decide import lock_case, standing
from belisha.decisions.models import Decision, DecisionState, Outcome
from belisha.enforcement import machine_holds
from belisha.enforcement.act import end, undo
from belisha.enforcement.order_add import still_standing
from belisha.enforcement.order_refusals import CannotBeUndone, ReversedAlready
from belisha.enforcement.order_rules import STANDING, undone_by
from belisha.enforcement.order_table import Order
from belisha.enforcement.orders_due import make_due
from belisha.ledger.record import SYSTEM, record
from belisha.people.models import Staff
from belisha.refusal import Refusal
from belisha.triage.erase import family
from belisha.triage.models import Case
from belisha.work.assign import finish, open_task
from belisha.work.models import CASE, Task

State = Order.State
REOPENED_TASK = "orders_of_reopened"
REOPENED = "This case was reopened. Say whether what was ordered on its old decision is reversed."
NOTHING_AGAINST_IT = "It was decided that nothing is to be done."


class NothingOrdered(Refusal):
    """Nothing that rested on a reopened decision stands any more."""

    code = "nothing_ordered"


def bring_in_line(case: Case) -> int:
    """Bring the orders of a case to where its decisions put them, inside the transaction that does so.

    Planned ones become due once their decision is in force and are withdrawn when it ends; where nothing is
    to be done, holds are released. Again, nothing happens. Returns how many changed.
    """
    decision = standing(case)
    done = sum(_planned(row) for row in _of(case).filter(state=State.PLANNED).select_related("decision"))
    if decision and (decision.state, decision.outcome) == (DecisionState.FINAL, Outcome.NO_ACTION):
        done += _release_holds(case, decision)
    return done


def ask_about_reopened(case: Case) -> bool:
    """Ask whether orders of a reopened decision are reversed; False: there are none."""
    if not of_reopened(case).exists():
        return False
    open_task(
        kind=REOPENED_TASK,
        about=case,
        reason=REOPENED,
        due_at=case.due_at,
        permission="enforcement.give_order",
    )
    return True


def of_reopened(case: Case) -> QuerySet[Order]:
    """The orders that rest on a reopened decision, still stand and can be undone.

    What is preserved is none of them: a law or an authority asks for it, also while it is decided anew. A
    senior lets it go by itself.
    """
    undoable = [kind for kind in Order.Kind.values if undone_by(kind) and kind != Order.Kind.PRESERVE]
    rows = still_standing(_of(case)).filter(decision__state=DecisionState.REOPENED, undoes=None)
    return rows.filter(kind__in=undoable).order_by("-due_at", "-place")


def is_asked(case: Case) -> bool:
    """Does a person still have to say whether orders of a reopened decision are reversed?"""
    return Task.objects.filter(kind=REOPENED_TASK, about_kind=CASE, about_id=case.id, done_at=None).exists()


@transaction.atomic
def settle_reopened(*, case_id: UUID, reverse: bool, reason: str, by: Staff) -> int:
    """Reverse what was ordered on a reopened decision, or say that it stays; how many were reversed.

    Raises NothingOrdered, NotFound.
    """
    case = lock_case(case_id)
    rows = list(of_reopened(case)) if is_asked(case) else []
    if not rows:
        raise NothingOrdered
    undone = [row for row in rows if reverse and _undone(row, by, reason)]
    finish(about=case, kind=REOPENED_TASK, by=by)
    for row in undone:
        record("order.reversed", by=by, about=row, kind=row.kind, reason=reason.strip())
    event = "case.orders_reversed" if reverse else "case.orders_stay"
    record(event, by=by, about=case, orders=[str(row.id) for row in rows], reason=reason.strip())
    return len(undone)


def orders_of(case_ids: Collection[UUID]) -> QuerySet[Order]:
    """All orders of these cases."""
    return Order.objects.filter(case__in=list(case_ids))


def _of(case: Case) -> QuerySet[Order]:
    return orders_of([one.id for one in family(case)]).order_by("made_at", "place")


def _planned(row: Order) -> int:
    state = row.decision.state if row.decision else DecisionState.REOPENED
    now = timezone.now()
    if state == DecisionState.FINAL:
        make_due(row, now=now)
        record("order.due", by=SYSTEM, about=row, kind=row.kind)
        return 1
    if state in (DecisionState.SENT_BACK, DecisionState.REOPENED):
        end(row, State.WITHDRAWN, now=now, by=SYSTEM, event="order.withdrawn")
        return 1
    return 0


def _release_holds(case: Case, decision: Decision) -> int:
    return sum(
        _released(row, case, decision) for row in _of(case).filter(kind=Order.Kind.HOLD, state__in=STANDING)
    )


def _released(row: Order, case: Case, decision: Decision) -> int:
    if other := machine_holds.other_case_of(row, case):
        # Somebody there has yet to decide, or decided otherwise: the same thing stays held for them.
        return machine_holds.move(row, other)
    return machine_holds.release(row, by=decision.made_by, reason=NOTHING_AGAINST_IT, decision=decision)


def _undone(row: Order, by: Staff, reason: str) -> bool:
    try:
        undo(row, by=by, reason=reason.strip() or "The decision was reopened.", now=timezone.now())
    except (CannotBeUndone, ReversedAlready):
        return False
    return True
