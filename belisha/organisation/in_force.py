"""Which destination holds now."""

import hmac
from datetime import datetime

import structlog
from django.db.models import Q, QuerySet
from django.utils import timezone

from belisha.organisation.destination_checks import as_confirmed
from belisha.organisation.destination_table import Destination
from belisha.vault.seal import CannotOpen

log = structlog.get_logger(__name__)


def holding(now: datetime) -> QuerySet[Destination]:
    """The destinations that count at a moment."""
    lasting = Q(ended_at=None) | Q(ended_at__gt=now)
    return Destination.objects.filter(lasting, holds_from__lte=now, confirmed_at__isnull=False)


def in_force(kind: str, authority: str) -> Destination | None:
    """Return the destination of an authority that holds now, as it was confirmed; else None."""
    rows = list(holding(timezone.now()).filter(kind=kind, authority=authority))
    # Two at once can only be a row that was changed by hand: then nobody knows which is right.
    return rows[0] if len(rows) == 1 and is_as_confirmed(rows[0]) else None


def is_as_confirmed(row: Destination) -> bool:
    """Is a confirmed row what two people confirmed?"""
    try:
        if row.confirmed_as and hmac.compare_digest(bytes(row.confirmed_as), as_confirmed(row)):
            return True
    except CannotOpen:
        # Its key or secret was sealed for another row.
        pass
    log.error("a destination is not what was confirmed: nothing is sent to it", destination=str(row.id))
    return False
