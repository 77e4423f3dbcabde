"""When an order to destroy a case ends by itself: the case isn't any more what it was when that was asked."""

from collections.abc import Iterable

from django.utils import timezone

from belisha.enforcement.models import DestroyOrder
from belisha.ledger.models import Entry
from belisha.ledger.record import SYSTEM, record
from belisha.triage.models import Case
from belisha.work.assign import finish

State = DestroyOrder.State
CONFIRM = "confirm_destruction"
KEPT = "It must be kept now."
CHANGES = {
    "case.reopened": "The case was opened again.",
    "case.merged": "The case went into another one.",
    "case.took_in": "Another case came into it.",
    "retention.kept": KEPT,
}


def changed_since(case: Case) -> str | None:
    """What has become of a case since its destruction was asked for; None: nothing that ends the order."""
    told = Entry.objects.filter(about_kind=Case._meta.label_lower, about_id=str(case.id))
    asked = told.filter(event="destruction.asked").order_by("-seq").values_list("seq", flat=True).first()
    later = told.filter(event__in=CHANGES, seq__gt=-1 if asked is None else asked)
    event = later.order_by("seq").values_list("event", flat=True).first()
    return CHANGES[event] if event else None


def end_stale(cases: Iterable[Case], *, kept: bool = False) -> None:
    """Withdraw the orders for these cases as they were, inside a use case that holds them."""
    standing = DestroyOrder.objects.filter(case__in=list(cases)).exclude(state=State.WITHDRAWN)
    for order in standing.select_related("case"):
        if because := KEPT if kept else changed_since(order.case):
            _end(order, because)


def _end(order: DestroyOrder, because: str) -> None:
    order.state, order.ended_by, order.ended_at = State.WITHDRAWN, None, timezone.now()
    order.save(update_fields=["state", "ended_by", "ended_at"])
    finish(about=order.case, kind=CONFIRM, by=SYSTEM)
    record("destruction.withdrawn", by=SYSTEM, about=order.case, because=because)
