"""What becomes of orders when their case is erased: what the service still has to answer goes on without it.

It is sealed anew under the desk's own key, without the case's words, and forgotten once it is long over.
"""

import contextlib
from collections import Counter
from collections.abc import Collection
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from belisha.enforcement.machine_holds import other_case_of
from belisha.enforcement.order_rules import DONE, FAILED, HOLD, STANDING, WAITING
from belisha.enforcement.order_table import Order
from belisha.enforcement.order_undone import TOLD as UNDONE
from belisha.enforcement.order_undone import part_with_undone
from belisha.ledger.record import SYSTEM, record
from belisha.screening.models import Unscreened
from belisha.triage.models import Case
from belisha.vault.seal import Erased
from belisha.work.erase import erase as erase_tasks

AT_ONCE = 200
TOLD = ("until", "law", "reference", *UNDONE)
"""What an order tells the service beside its target, or has to undo; all else are words of the case."""


def set_apart(case_ids: Collection[UUID]) -> Counter[str]:
    """Take what isn't over out of these cases, inside the use case that erases them; delete the rest."""
    for row in _of(case_ids).select_related("case", "undoes").order_by("made_at", "place"):
        _carry_on(row)
    # What undoes another goes before it: the database keeps the link.
    gone = Counter[str]()
    _part(Order.objects.filter(undoes__case__in=case_ids).exclude(case__in=case_ids))
    for rows in (_of(case_ids).exclude(undoes=None), _of(case_ids)):
        gone.update(rows.delete()[1])
    return gone


def subjects(case_ids: Collection[UUID]) -> set[UUID]:
    """The orders of these cases that go with them, about which there may be tasks."""
    return set(_of(case_ids).exclude(_goes_on()).values_list("id", flat=True))


def forget_ended(*, before: datetime) -> int:
    """Forget orders without a case that ended before then; a hold that nobody has looked at stays."""
    rows = Order.objects.filter(case=None, ended_at__lt=before).exclude(state__in=WAITING)
    over = (row.id for row in rows.order_by("ended_at").iterator() if not _is_held(row))
    ids = list(islice(over, AT_ONCE))
    return _forget(ids) if ids else 0


@transaction.atomic
def _forget(ids: Collection[UUID]) -> int:
    rows = list(Order.objects.select_for_update().filter(id__in=ids, case=None))
    erase_tasks(about_ids=ids)
    _part(Order.objects.filter(undoes__in=ids))
    Order.objects.filter(id__in=[row.id for row in rows]).delete()
    if rows:
        record("orders.forgotten", by=SYSTEM, about=rows[0], orders=len(rows))
    return len(rows)


def _part(rows: QuerySet[Order]) -> None:
    """Take the link off these orders, which stay, to what they undo, which goes."""
    for row in rows.select_related("case", "undoes").select_for_update(of=("self",)):
        with contextlib.suppress(Erased):
            part_with_undone(row)
            row.save(update_fields=["details", "undoes"])
    # An older backup: the words of some can't be opened, and the link goes all the same.
    rows.update(undoes=None)


def _of(case_ids: Collection[UUID]) -> QuerySet[Order]:
    return Order.objects.filter(case__in=list(case_ids))


def _goes_on() -> Q:
    """The service has yet to answer, or a person to say what becomes of a failure."""
    return Q(state__in=WAITING) | Q(state=FAILED, ended_at=None)


def _carry_on(row: Order) -> None:
    """Another case that names the same thing takes over what stands; else what isn't over stands alone."""
    assert row.case is not None  # noqa: S101 - it was found by its case
    try:
        if row.kind == HOLD and row.state in STANDING and (other := other_case_of(row, row.case)):
            _seal_for(row, other)
        elif Order.objects.filter(_goes_on(), id=row.id).exists():
            _seal_for(row, None)
    except Erased:
        # An older backup: the case's key is gone, and with it what its orders were about.
        return


def _seal_for(row: Order, case: Case | None) -> None:
    opened = (row.target_id, row.locator, row.answer)
    part_with_undone(row)
    details = row.details
    row.case, row.decision = case, None
    row.target_id, row.locator, row.answer = opened
    row.details = {name: details[name] for name in TOLD if name in details}
    row.save()
    record("order.set_apart", by=SYSTEM, about=row, kind=row.kind, case=case.label if case else "")


def _is_held(row: Order) -> bool:
    """Is this the hold of something that could not be screened, and that may still be released?"""
    if (row.kind, row.state) != (HOLD, DONE):
        return False
    return Unscreened.objects.filter(reference=row.details.get("reference", ""), answer="").exists()
