"""Reads and writes warnings that wait, and their counts, by SQL: objects would cost four times as much."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from belisha.contact.models import Warned, WarningWeek
from belisha.contact.store import in_parts, insert

WAITING, WEEKS = Warned._meta.db_table, WarningWeek._meta.db_table
FOLLOWED = ("shown", "refused", "left", "accepted")
Cell = tuple[date, int, int]
"""Week, kind and age."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A warning that waits to see what follows."""

    pair: bytes
    week: date
    kind: int
    band: int
    at: datetime

    @property
    def cell(self) -> Cell:
        return self.week, self.kind, self.band


def waiting_of(pairs: Collection[bytes]) -> dict[bytes, Waiting]:
    """The warnings of these pairs that wait."""
    rows = (
        row
        for some in in_parts(sorted(pairs))
        for row in Warned.objects.filter(pair__in=some).values_list("pair", "week", "kind", "band", "at")
    )
    return {bytes(pair): Waiting(bytes(pair), week, kind, band, at) for pair, week, kind, band, at in rows}


def keep(rows: Sequence[Waiting]) -> None:
    """Keep warnings that wait from now on."""
    to_day, to_time = connection.ops.adapt_datefield_value, connection.ops.adapt_datetimefield_value
    ready = [(row.pair, to_day(row.week), row.kind, row.band, to_time(row.at)) for row in rows]
    insert(f"{WAITING} (pair, week, kind, band, at)", ready)


def remove(pairs: Collection[bytes]) -> None:
    """Forget warnings that were answered, or waited long enough."""
    for some in in_parts(sorted(pairs)):
        Warned.objects.filter(pair__in=some).delete()


def add(counts: Counter[tuple[Cell, str]]) -> None:
    """Add what was shown, and what followed, to the counts of its week, kind and age."""
    cells = sorted({cell for cell, _ in counts})
    quoted = [connection.ops.quote_name(name) for name in FOLLOWED]
    more = ", ".join(f"{name} = {WEEKS}.{name} + excluded.{name}" for name in quoted)
    rows = [
        (connection.ops.adapt_datefield_value(cell[0]), *cell[1:], *(counts[cell, name] for name in FOLLOWED))
        for cell in cells
    ]
    after = f"ON CONFLICT (week, kind, band) DO UPDATE SET {more}"
    insert(f"{WEEKS} (week, kind, band, {', '.join(quoted)})", rows, after)
