"""Destroying a case because an authority asks for it: noted by one person, confirmed by another."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.decisions.decide import lock_case
from belisha.enforcement.keep import WhoAsked, kept_by
from belisha.enforcement.models import DestroyOrder
from belisha.enforcement.orders import CONFIRM, changed_since, end_stale
from belisha.ledger.record import record
from belisha.organisation.profile import profile
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal
from belisha.triage.models import Case, CaseState
from belisha.work.assign import finish, open_task

State = DestroyOrder.State
PERMISSION = "enforcement.destroy_case"


class WhyDestroyed(Refusal):
    """Say what was asked for, in which words. The reason is kept until the case is destroyed."""

    code = "no_reason"


class StillKept(Refusal):
    """Case {case} is kept: {laws}. Lift that first, with a reason, if this request goes before it."""

    code = "still_kept"


class StillWorkedOn(Refusal):
    """Case {case} is not closed. Decide it first, and bring its referrals to their end."""

    code = "still_worked_on"


class LivesOn(Refusal):
    """Case {case} was merged into {into}. Ask for that one, or for nothing."""

    code = "lives_on"


class OrderIsStale(Refusal):
    """Case {case} is not what it was when this was asked for. {because} Withdraw it, and ask anew."""

    code = "order_is_stale"


class OrderedAlready(Refusal):
    """Somebody asked for the destruction of case {case} already."""

    code = "ordered_already"


class OwnOrder(Refusal):
    """You asked for this yourself: somebody else confirms it."""

    code = "own_order"


@transaction.atomic
def ask(*, case_id: UUID, authority: str, reference: str, reason: str, by: Staff) -> DestroyOrder:
    """Note that an authority asks for a case to be destroyed; in one-person mode that is enough.

    Raises WhoAsked, WhyDestroyed, StillWorkedOn, LivesOn, StillKept, OrderedAlready.
    """
    if not authority.strip():
        raise WhoAsked
    if not reason.strip():
        raise WhyDestroyed
    case = lock_case(case_id)
    end_stale([case])
    if DestroyOrder.objects.filter(case=case).exclude(state=State.WITHDRAWN).exists():
        raise OrderedAlready(case=case.label)
    _refuse_unless_free(case)
    order = DestroyOrder.objects.create(
        case=case,
        authority=authority.strip(),
        reference=reference.strip(),
        reason=reason.strip(),
        asked_by=by,
        asked_at=timezone.now(),
    )
    if profile().one_person_mode:
        _end(order, State.CONFIRMED, by, alone=True)
    else:
        _ask_another(case)
    facts = {"authority": order.authority, "reference": order.reference, "reason": order.reason}
    record("destruction.asked", by=by, about=case, one_person_mode=order.one_person_mode, **facts)
    return order


@transaction.atomic
def confirm(*, case_id: UUID, order_id: UUID, by: Staff) -> DestroyOrder:
    """Confirm it as the second person: the case is erased within a minute.

    Two people were asked for when it was noted: switching to one-person mode since makes no difference.
    Raises OwnOrder, StillWorkedOn, LivesOn, StillKept, OrderIsStale.
    """
    order, case = _locked(case_id, order_id)
    if order.asked_by_id == by.id:
        raise OwnOrder
    _refuse_unless_free(case)
    if because := changed_since(case):
        raise OrderIsStale(case=case.label, because=because)
    _end(order, State.CONFIRMED, by)
    finish(about=case, kind=CONFIRM, by=by)
    record("destruction.confirmed", by=by, about=case, one_person_mode=order.one_person_mode)
    return order


@transaction.atomic
def withdraw(*, case_id: UUID, order_id: UUID, by: Staff) -> DestroyOrder:
    """Say that the case is not to be destroyed after all; anybody who may confirm it may."""
    order, case = _locked(case_id, order_id)
    _end(order, State.WITHDRAWN, by)
    finish(about=case, kind=CONFIRM, by=by)
    record("destruction.withdrawn", by=by, about=case)
    return order


def _locked(case_id: UUID, order_id: UUID) -> tuple[DestroyOrder, Case]:
    case = lock_case(case_id)
    order = DestroyOrder.objects.filter(id=order_id, case=case, state=State.ASKED).first()
    if order is None:
        raise NotFound(what="order that waits")
    return order, case


def _refuse_unless_free(case: Case) -> None:
    if case.merged_into is not None:
        raise LivesOn(case=case.label, into=case.merged_into.label)
    if case.state != CaseState.CLOSED:
        raise StillWorkedOn(case=case.label)
    if laws := kept_by(case.id, timezone.now()):
        raise StillKept(case=case.label, laws=", ".join(laws))


def _end(order: DestroyOrder, state: str, by: Staff, *, alone: bool = False) -> None:
    order.state, order.ended_by, order.ended_at = state, by, timezone.now()
    order.one_person_mode = alone
    order.save(update_fields=["state", "ended_by", "ended_at", "one_person_mode"])


def _ask_another(case: Case) -> None:
    open_task(
        kind=CONFIRM,
        about=case,
        reason="An authority asks for this case to be destroyed. A second person confirms or withdraws it.",
        permission=PERMISSION,
    )
