"""What the service keeps, in every state, for the pages that show it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any


def preserve_some(make_case: Callable[..., Any], moderator: Any, senior: Any) -> None:
    """Kept, to be destroyed, destroyed, destroyed too early, and what is left of an erased case."""
    from django.utils import timezone

    from belisha.enforcement import order_answers, preserve, preserve_due
    from belisha.enforcement.act import order, reverse
    from belisha.enforcement.models import Preserved
    from belisha.enforcement.order_add import Thing
    from belisha.enforcement.order_details import details_of
    from belisha.ledger.record import SYSTEM

    case, now = make_case(), timezone.now()
    for number in range(2):
        thing = Thing(kind="item", id=f"kept-{number}")
        made = order(
            case_id=case.id, kind="preserve", thing=thing, by=moderator, details=details_of("preserve")
        )
        long = {"what": "Text of the thing. " * 9, "sha256": "ab" * 32}
        what = [preserve.Kept(locator=f"vault/{n}/" + "long/" * 20, **long) for n in range(3)]
        order_answers.done(order_id=made.id, by=SYSTEM, kept=what)
    reverse(order_id=made.id, by=senior, reason="The court has what it needs.")
    preserve_due.follow_releases(now=now)
    proof = {"at": now, "by_whom": "Alex at the service", "detail": "Overwritten.", "by": SYSTEM}
    first, early, apart = Preserved.objects.filter(state="kept")
    for row in (Preserved.objects.filter(state="released").first(), early):
        preserve.note_destroyed(preserved_id=row.id, **proof)
    Preserved.objects.filter(id=first.id).update(until=now - timedelta(days=1))
    Preserved.objects.filter(id=apart.id).delete()
    Preserved(place=0, label="C-000000", kept_at=now, until=now, locator="vault/apart").save(
        force_insert=True
    )
