"""What became of the accounts that were raised: carried back from the case, and kept as a count."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from belisha.contact.models import Raised, ReadUpTo, Watched
from belisha.contact.patterns.window import Window
from belisha.ledger.record import SYSTEM, record

Outcome = Raised.Outcome
CHUNK = 500


def reported() -> dict[UUID, str]:
    """The reports that patterns opened, with the outcome that is noted of each."""
    rows = Raised.objects.filter(report__isnull=False).values_list("report_id", "outcome")
    return {report_id: outcome for report_id, outcome in rows if report_id}


@transaction.atomic
def note(*, outcomes: Mapping[UUID, str], now: datetime) -> int:
    """Note for these reports what the decisions about their cases say; empty takes an outcome back."""
    changed = 0
    for row in Raised.objects.select_for_update().filter(report_id__in=outcomes).order_by("id"):
        outcome = outcomes[row.report_id] if row.report_id else row.outcome
        if outcome == row.outcome:
            continue
        row.outcome, row.outcome_at = outcome, now if outcome else None
        row.save(update_fields=["outcome", "outcome_at"])
        record("contact.pattern_answered", by=SYSTEM, about=row, outcome=outcome or "open again")
        changed += 1
    return changed


@transaction.atomic
def forget_old(*, now: datetime) -> int:
    """Forget the windows of accounts that met nobody of late, and whose account it was that was raised.

    Nothing is left of an account but a count. Follows from the operator's settings: no entry in the ledger.
    """
    before = now - timedelta(days=settings.BELISHA.contact_keep_days)
    gone = _forget_met(before)
    blank = list(Raised.objects.filter(at__lt=before).exclude(actor=b"").values_list("id", flat=True)[:CHUNK])
    return gone + Raised.objects.filter(id__in=blank).update(actor=b"")


def _forget_met(before: datetime) -> int:
    """Take out of windows whoever was met before; a window in which nobody is left goes too."""
    rows = list(Watched.objects.filter(oldest_at__lt=before)[:CHUNK])
    if rows:
        # Whoever has read windows before this keeps them no more.
        ReadUpTo.objects.filter(id=1).update(forgotten=F("forgotten") + 1)
    for row in rows:
        window = Window.unpack(bytes(row.window))
        window.forget_before(before)
        if window.met:
            row.window, row.oldest_at = window.pack(), window.oldest()
            row.save(update_fields=["window", "oldest_at"])
        else:
            row.delete()
    return len(rows)


def forget_accounts(actors: list[bytes]) -> int:
    """Forget these accounts in all that patterns keep, inside the use case that forgets their contacts.

    In the windows of others they are a cut digest, which goes too.
    """
    # Whoever has read windows before this keeps them no more.
    ReadUpTo.objects.filter(id=1).update(forgotten=F("forgotten") + 1)
    gone, _ = Watched.objects.filter(actor__in=actors).delete()
    gone += Raised.objects.filter(actor__in=actors).update(actor=b"")
    short = {actor[:8] for actor in actors}
    for row in Watched.objects.all().iterator(CHUNK):
        window = Window.unpack(bytes(row.window))
        if short & window.met.keys():
            window.met = {who: met for who, met in window.met.items() if who not in short}
            row.window = window.pack()
            row.save(update_fields=["window"])
            gone += 1
    return gone
