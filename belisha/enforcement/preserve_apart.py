"""What the service still keeps of an erased case: where it lies goes on under a key of its own."""

from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from belisha.enforcement.models import Preserved, Watch
from belisha.enforcement.references import listed
from belisha.ledger.outside import publish_signed
from belisha.ledger.record import SYSTEM, record
from belisha.vault.erase import destroy
from belisha.vault.keys import make_key, was_destroyed
from belisha.vault.seal import Erased

KEY = "preserved"
AT_ONCE = 50
_CARRIED = ("id", "place", "label", "service_id", "state", "law", "kept_at", "until", "released_at")


def set_apart(case_ids: Collection[UUID]) -> Counter[str]:
    """Take what isn't destroyed out of these cases, inside the use case that erases them; count what goes."""
    gone = Counter[str]()
    for row in list(Preserved.objects.filter(case__in=case_ids).order_by("id")):
        apart = _apart(row) if row.state != Preserved.State.DESTROYED else None
        gone.update(Preserved.objects.filter(id=row.id).delete()[1])
        if apart is not None:
            apart.save(force_insert=True)
    return gone


def subjects(case_ids: Collection[UUID]) -> set[UUID]:
    """What goes with these cases, since it is destroyed; for whoever erases what is about it."""
    rows = Preserved.objects.filter(case__in=case_ids, state=Preserved.State.DESTROYED)
    return set(rows.values_list("id", flat=True))


def forget_again(*, ids: Collection[UUID]) -> None:
    """Forget in a restored database what a note outside says was destroyed and forgotten.

    Also while its case is there: the notes come in any order, and the case's own would set it apart anew.
    """
    Preserved.objects.filter(id__in=ids).delete()


def _apart(row: Preserved) -> Preserved | None:
    """The same row with nothing but where it lies, which, until when; None where it was destroyed since."""
    carried = {name: getattr(row, name) for name in _CARRIED}
    apart = Preserved(**carried, order=None, case=None, released_by_id=row.released_by_id)
    if was_destroyed(apart.sealed_under()):
        return None
    # In an older backup the case's key may be gone: that something is kept is known all the same.
    with suppress(Erased):
        apart.locator, apart.sha256 = row.locator, row.sha256
    make_key(apart.sealed_under())
    return apart


def forget_destroyed(*, now: datetime) -> int:
    """Forget what was kept of erased cases and is proven destroyed; the ledger keeps that."""
    rows = Preserved.objects.filter(state=Preserved.State.DESTROYED, case=None)
    return sum(_forget(one, now) for one in list(rows.values_list("id", flat=True)[:AT_ONCE]))


@transaction.atomic
def _forget(preserved_id: UUID, now: datetime) -> bool:
    row = Preserved.objects.select_for_update().filter(id=preserved_id).first()
    if row is None:
        return False
    # As with a reference: the key first and for good, then the note outside, then the row.
    destroy([row.sealed_under()], at=now)
    note = listed(row.id, now, row.label, [row.sealed_under()])
    publish_signed(name=f"erasure-{row.id}.json", line=note)
    told = {"case": row.label, "preserved": str(row.id), "early": row.early}
    told["destroyed_at"] = row.destroyed_at.isoformat() if row.destroyed_at else ""
    row.delete()
    # Under the desk's key: under its own, nobody could read it any more.
    record("preservation.forgotten", by=SYSTEM, about=Watch.objects.get_or_create(id=1)[0], **told)
    return True
