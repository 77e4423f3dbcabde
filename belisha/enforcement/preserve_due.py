"""What time does to what the service keeps: kept longer, let go with its order, asked about at its end."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from belisha.enforcement.models import Keeping, Order, Preserved
from belisha.enforcement.preserve import ACT, ENDS, UNPROVEN
from belisha.enforcement.rules import FOR_EVER
from belisha.ledger.record import SYSTEM, record
from belisha.work.assign import finish, open_task

REMIND = timedelta(days=30)
PROVE_WITHIN = timedelta(days=7)
AT_ONCE = 100
SEALED = ("what", "locator", "sha256", "destroyed_by", "proof")
RELEASES = (Order.State.DUE, Order.State.DELIVERED, Order.State.DONE)
_LONGER = Q(case__keeping__kept_until__gt=F("until"))


def follow_releases(*, now: datetime) -> int:
    """Let go what is kept under an order that an order of release undoes; return how many."""
    rows = Preserved.objects.filter(state=Preserved.State.KEPT, order__undone_by__state__in=RELEASES)
    return sum(_let_go(one, now) for one in list(rows.values_list("id", flat=True)[:AT_ONCE]))


def follow_moves(*, now: datetime) -> int:
    """Bring what is kept along with its order, where that went to another case; return how many."""
    rows = Preserved.objects.filter(case__isnull=False, order__case__isnull=False)
    moved = rows.exclude(case=F("order__case"))
    return sum(_move(one) for one in list(moved.values_list("id", flat=True)[:AT_ONCE]))


def extend(*, now: datetime) -> int:
    """Keep longer what its case must be kept longer for: a law's clock, or what an authority asked."""
    rows = Preserved.objects.filter(_LONGER, state=Preserved.State.KEPT)
    return sum(_extend(one) for one in list(rows.values_list("id", flat=True)[:AT_ONCE]))


def ask_about_ends(*, now: datetime) -> int:
    """Ask a person about what ends soon, once for each end."""
    rows = Preserved.objects.filter(state=Preserved.State.KEPT, until__lte=now + REMIND, asked_at=None)
    return sum(_ask_about_end(one, now) for one in list(rows.values_list("id", flat=True)[:AT_ONCE]))


def ask_for_proof(*, now: datetime) -> int:
    """Ask a person where the service has not said within a week that it destroyed what it was to."""
    rows = Preserved.objects.filter(
        state=Preserved.State.RELEASED, released_at__lte=now - PROVE_WITHIN
    ).filter(Q(asked_at=None) | Q(asked_at__lt=F("released_at")))
    return sum(_ask_for_proof(one, now) for one in list(rows.values_list("id", flat=True)[:AT_ONCE]))


@transaction.atomic
def _let_go(preserved_id: UUID, now: datetime) -> bool:
    row = _locked(preserved_id, Preserved.State.KEPT)
    release = Order.objects.filter(undoes=row.order_id).first() if row and row.order_id else None
    if row is None or release is None:
        return False
    row.state, row.released_at, row.released_by = Preserved.State.RELEASED, now, release.made_by
    row.save(update_fields=["state", "released_at", "released_by"])
    finish(about=row, kind=ENDS, by=SYSTEM)
    record("preservation.let_go", by=release.made_by or SYSTEM, about=row, order=str(release.id))
    return True


@transaction.atomic
def _move(preserved_id: UUID) -> bool:
    row = Preserved.objects.select_for_update().filter(id=preserved_id).first()
    order = Order.objects.select_related("case").filter(kept=preserved_id).first()
    if row is None or order is None or order.case is None:
        return False
    opened = {name: getattr(row, name) for name in SEALED}
    row.case, row.label = order.case, order.case.label
    for name, value in opened.items():
        # Read under the key of the old case, and sealed under that of the new one.
        setattr(row, name, value)
    row.save()
    record("preservation.moved", by=SYSTEM, about=row, case=row.label)
    return True


@transaction.atomic
def _extend(preserved_id: UUID) -> bool:
    row = _locked(preserved_id, Preserved.State.KEPT)
    kept = Keeping.objects.filter(case=row.case_id).first() if row and row.case_id else None
    if (
        row is None
        or kept is None
        or row.until is None
        or not kept.kept_until
        or kept.kept_until <= row.until
    ):
        return False
    before = row.until
    row.until, row.asked_at = (None if kept.kept_until == FOR_EVER else kept.kept_until), None
    row.save(update_fields=["until", "asked_at"])
    finish(about=row, kind=ENDS, by=SYSTEM)
    told = {"before": before.isoformat(), "until": row.until.isoformat() if row.until else "until let go"}
    record("preservation.extended", by=SYSTEM, about=row, **told)
    return True


@transaction.atomic
def _ask_about_end(preserved_id: UUID, now: datetime) -> bool:
    row = _locked(preserved_id, Preserved.State.KEPT)
    if row is None:
        return False
    open_task(
        kind=ENDS,
        about=row,
        label=row.label,
        reason="What the service keeps for this case ends soon. Have it kept longer, or let it go.",
        due_at=row.until,
        permission=ACT,
    )
    Preserved.objects.filter(id=row.id).update(asked_at=now)
    return True


@transaction.atomic
def _ask_for_proof(preserved_id: UUID, now: datetime) -> bool:
    row = _locked(preserved_id, Preserved.State.RELEASED)
    if row is None:
        return False
    open_task(
        kind=UNPROVEN,
        about=row,
        label=row.label,
        reason="The service was told to destroy what it kept, and has not said that it did. Ask it.",
        due_at=now + PROVE_WITHIN,
        permission=ACT,
    )
    Preserved.objects.filter(id=row.id).update(asked_at=now)
    return True


def _locked(preserved_id: UUID, state: Preserved.State) -> Preserved | None:
    return Preserved.objects.select_for_update().filter(id=preserved_id, state=state).first()
