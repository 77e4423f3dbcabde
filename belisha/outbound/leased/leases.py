"""Who sends what: a row is leased to one worker at a time, and whoever lost its lease writes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID, uuid4

from django.db.models import Case, F, PositiveIntegerField, Q, QuerySet, When

from belisha.outbound.leased.outcome import LeaseLost
from belisha.outbound.leased.rows import SLACK, WAITING, Leased

Row = TypeVar("Row", bound=Leased)


@dataclass(frozen=True, kw_only=True)
class Leases(Generic[Row]):
    """The leases of one table.

    Each lasts longer than the slowest conversation with a receiver. No time of ours at which a row is tried
    again lies `furthest` ahead. `beside` is what is read with a row.
    """

    table: type[Row]
    lasts: timedelta
    furthest: timedelta
    beside: str
    slack: timedelta = SLACK

    def due(self, now: datetime) -> QuerySet[Row]:
        """What nobody holds and whose time has come.

        A time further ahead than any of ours was written by a clock that went wrong, and holds nothing up.
        """
        held_until = now + self.lasts + self.slack
        free = Q(lease_until=None) | Q(lease_until__lt=now) | Q(lease_until__gt=held_until)
        ripe = Q(next_at__lte=now) | Q(next_at__gt=now + self.furthest)
        return self.table._default_manager.filter(free, ripe, Q(state=WAITING))

    def take(self, row_id: UUID, now: datetime, *, among: QuerySet[Row]) -> Row | None:
        """Lease this row, where it is free, due, and `among` what may leave now."""
        own = uuid4()
        may = among.filter(pk=row_id).order_by().values("pk")
        # One conditional UPDATE: of two workers one changes the row, the other none.
        taken = (
            self.due(now)
            .filter(pk=row_id, pk__in=may)
            .order_by()
            .update(
                lease=own,
                lease_until=now + self.lasts,
                attempts=F("attempts") + 1,
                # A lease that is still there was never given back.
                broken_off=Case(
                    When(lease__isnull=False, then=F("broken_off") + 1),
                    default=F("broken_off"),
                    output_field=PositiveIntegerField(),
                ),
            )
        )
        if not taken:
            return None
        return self.table._default_manager.select_related(self.beside).filter(pk=row_id, lease=own).first()

    def held(self, row: Row) -> Row:
        """The row as it is now, locked, while it is ours. Raises LeaseLost."""
        rows = self.table._default_manager.select_for_update()
        own = rows.filter(Q(state=WAITING), pk=row.pk, lease=row.lease).first()
        if own is None:
            raise LeaseLost
        return own
