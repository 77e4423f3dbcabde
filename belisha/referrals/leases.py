"""Who sends what: a row is leased to one worker at a time, and whoever lost its lease writes nothing."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Min, QuerySet
from django.utils import timezone

from belisha.outbound.leased.leases import Leases
from belisha.outbound.leased.rows import SLACK
from belisha.referrals.models import Dispatch, Letter
from belisha.referrals.pauses import LONGEST
from belisha.referrals.recipients.channel import LeaseLost

LEASES = Leases(
    table=Dispatch,
    lasts=timedelta(minutes=10),  # longer than the slowest conversation with an authority
    furthest=LONGEST + SLACK,
    beside="referral",
)
LOOKED_AT = 5  # rows that other workers may have taken since they were read


def lines_due(now: datetime) -> list[str]:
    """The lines on which something is due, the most dangerous first."""
    rows = due(now).order_by().values("line").annotate(first=Min("referral__case__priority"))
    return [row["line"] for row in rows.order_by("first", "line")]


def due(now: datetime) -> QuerySet[Dispatch]:
    """What may be sent now, the most dangerous first, and what broke its worker off last."""
    return LEASES.due(now).order_by("broken_off", "referral__case__priority", "began_at", "referral__number")


def take_next(line: str) -> Dispatch | None:
    """Lease the next row of a line; None where nothing is due, or others have it all."""
    now = timezone.now()
    ids = list(due(now).filter(line=line).values_list("id", flat=True)[:LOOKED_AT])
    return next((row for row in (take(dispatch_id, now) for dispatch_id in ids) if row), None)


def take(dispatch_id: UUID, now: datetime) -> Dispatch | None:
    """Lease this row, where it is free and due."""
    return LEASES.take(dispatch_id, now, among=due(now))


class Keeper:
    """Writes facts beside a leased row, and nothing once the lease is another's."""

    def __init__(self, row: Dispatch) -> None:
        self._row = row

    def __call__(self, *, made: bytes = b"", ahead: bool = False, **facts: Any) -> None:
        """Keep them and begin the lease anew; raises LeaseLost where a person wants something else by now."""
        if self._kept(made, facts, ahead) != self._row.wanted:
            raise LeaseLost

    @transaction.atomic
    def _kept(self, made: bytes, facts: dict[str, Any], ahead: bool) -> str:
        row, now = LEASES.held(self._row), timezone.now()
        if made:
            _keep_made(row, made)
        if row.wanted == self._row.wanted or not ahead:
            row.progress = {**row.progress, **facts}
        # A recipient of many steps is alive as long as it takes them.
        row.lease_until = now + LEASES.lasts
        if row.wanted != self._row.wanted:
            row.lease, row.lease_until, row.next_at = None, None, now
        row.save(update_fields=["progress", "lease", "lease_until", "next_at"])
        return row.wanted


def made_before(row: Dispatch) -> bytes:
    """The document that an earlier attempt made for this recipient, to be sent again as it was."""
    kept = Letter.objects.filter(dispatch=row).first()
    return bytes(kept.document) if kept else b""


def _keep_made(row: Dispatch, made: bytes) -> None:
    Letter.objects.filter(dispatch=row).delete()
    Letter.objects.create(
        dispatch=row,
        referral_id=row.referral_id,
        case_id=row.case_id,
        document=made,
        made_at=timezone.now(),
    )
