"""An authority's reference that the law keeps longer than the case: set apart, and erased at its own time."""

from collections.abc import Collection
from datetime import datetime
from json import dumps
from uuid import UUID

from django.db import transaction

from belisha.enforcement.laws import Covers
from belisha.enforcement.models import Clock, Erasure, KeptReference
from belisha.ledger.outside import publish_signed
from belisha.ledger.record import SYSTEM, record
from belisha.people.models import Staff
from belisha.referrals import reported
from belisha.refusal import NotFound
from belisha.vault.erase import destroy
from belisha.vault.keys import KeyName, make_key
from belisha.vault.seal import Erased

AT_ONCE = 50


def set_apart(erasure: Erasure, case_ids: Collection[UUID], now: datetime) -> int:
    """Keep the references of these cases whose time isn't over, inside the use case that erases them."""
    rows = Clock.objects.filter(
        case__in=case_ids, covers=Covers.REFERENCE, lifted_at=None, ends_at__gt=now, referral__isnull=False
    )
    return sum(_set_apart(erasure, clock) for clock in rows.select_related("referral", "case"))


def _set_apart(erasure: Erasure, clock: Clock) -> bool:
    referral = clock.referral
    try:
        reference = referral.reference if referral else ""
    except Erased:
        # Its key is gone already: an older backup that erasures were applied to twice.
        reference = ""
    if referral is None or clock.ends_at is None or not reference:
        return False
    row = KeptReference(
        erasure=erasure,
        label=clock.case.label,
        code=clock.code,
        authority_name=referral.authority_name,
        reference=reference,
        told_at=clock.begins_at,
        keep_until=clock.ends_at,
    )
    make_key(row.sealed_under())
    row.save(force_insert=True)
    reported.set_apart(referral_id=referral.id, kept_as=row.id)
    return True


@transaction.atomic
def show(*, erasure_id: UUID, by: Staff) -> list[tuple[str, str]]:
    """The references kept of an erased case, each with its authority; recorded before they are seen."""
    rows = list(KeptReference.objects.filter(erasure=erasure_id).order_by("keep_until"))
    if not rows:
        raise NotFound(what="reference")
    record("reference.shown", by=by, about=rows[0].erasure, label=rows[0].label, references=len(rows))
    return [(row.authority_name, row.reference) for row in rows]


def erase_references(*, now: datetime) -> int:
    """Erase the references whose own time is over; return how many."""
    due = KeptReference.objects.filter(keep_until__lte=now).order_by("keep_until")
    return sum(_erase(one, now) for one in list(due.values_list("id", flat=True)[:AT_ONCE]))


@transaction.atomic
def _erase(reference_id: UUID, now: datetime) -> bool:
    row = KeptReference.objects.select_for_update().filter(id=reference_id).first()
    if row is None:
        return False
    # The key goes first, and for good: where the rest fails, the row holds nothing and goes the next time.
    destroy([row.sealed_under()], at=now)
    note = listed(row.id, now, row.label, [row.sealed_under()])
    publish_signed(name=f"erasure-{row.id}.json", line=note)
    reported.forget(kept_as=[row.id])
    about = row.erasure
    row.delete()
    record("reference.erased", by=SYSTEM, about=about, label=row.label, authority=row.authority_name)
    return True


def listed(erasure_id: UUID, at: datetime, label: str, keys: Collection[KeyName]) -> str:
    """What lies outside the database of an erasure: enough to do it again on a restored backup."""
    pairs = [[name.kind, str(name.subject)] for name in keys]
    return dumps({"id": str(erasure_id), "at": at.isoformat(), "case": label, "keys": pairs})
