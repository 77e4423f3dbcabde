"""What the monitoring may know of screening: sums by door, verdict and reason; of no list, key or account.

The processes of one `belisha serve` are added up; several machines are scraped one by one.
"""

import os
from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Literal, Protocol, get_args
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from belisha.screening.lists_versions import STILL_REFUSED
from belisha.screening.models import HashList, ListVersion
from belisha.screening.seen import NotScreened

Door = Literal["media", "hashes", "urls"]
DOORS: tuple[Door, ...] = get_args(Door)
VERDICTS = ("match", "no_match", "not_screened")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
OTHER = "other"

REGISTRY = CollectorRegistry()
SCREENED = Counter("belisha_screened", "Content that was screened.", ["door", "verdict"], registry=REGISTRY)
REFUSED = Counter("belisha_not_screened", "Content that could not be.", ["reason"], registry=REGISTRY)
TURNED_AWAY = Counter("belisha_turned_away", "Requests told to come back later.", ["code"], registry=REGISTRY)
# By door alone: a histogram by verdict would tell how long a match takes, and so which upload was one.
SECONDS = Histogram(
    "belisha_screen_seconds", "How long an answer took.", ["door"], registry=REGISTRY, buckets=BUCKETS
)


def answered(
    door: Door, *, verdicts: Mapping[str, int] | Iterable[str], seconds: float, reasons: Iterable[str] = ()
) -> None:
    """Count one request that was answered: its verdicts (how many of each), its time, why any was refused."""
    for verdict, count in Tally(verdicts).items():
        SCREENED.labels(door, verdict if verdict in VERDICTS else OTHER).inc(count)
    for reason, count in Tally(reasons).items():
        REFUSED.labels(reason if reason in NotScreened.REASONS else OTHER).inc(count)
    SECONDS.labels(door).observe(seconds)


def turned_away(code: str) -> None:
    """Count a request that was told to come back later; `code` is that of a refusal."""
    TURNED_AWAY.labels(code).inc()


class Lists(Collector):
    """The lists all together, read when asked: a number for each would tell how many there are and which."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now, rows = timezone.now(), list(_lists())
        ages = [((row.checked_at or row.made_at), row.old_after_days) for row in rows if _from_outside(row)]
        seconds = [(now - since).total_seconds() for since, _ in ages]
        old = sum(now - since > timedelta(days=days) for since, days in ages)
        refused = sum(row.refused for row in rows)
        in_force = sum(_counts(row, now.date()) for row in rows)
        yield GaugeMetricFamily("belisha_lists_in_force", "Lists that are compared with.", in_force)
        yield GaugeMetricFamily("belisha_lists_refused", "Lists whose last update was refused.", refused)
        yield GaugeMetricFamily("belisha_lists_old", "Lists not checked for changes in their time.", old)
        yield GaugeMetricFamily(
            "belisha_lists_oldest_seconds", "Since the first of them was checked.", max(seconds, default=0)
        )


class _Row(Protocol):
    source: str
    checked_at: datetime | None
    made_at: datetime
    old_after_days: int
    ends_on: date | None
    in_force_id: UUID | None
    refused: bool


def _lists() -> Iterable[_Row]:
    refused = ListVersion.objects.filter(STILL_REFUSED, hash_list=OuterRef("pk"))
    return HashList.objects.annotate(refused=Exists(refused))


def _from_outside(row: _Row) -> bool:
    # What the desk itself adds to has no update to wait for.
    return row.source != HashList.Source.DESK


def _counts(row: _Row, today: date) -> bool:
    return row.in_force_id is not None and (row.ends_on is None or row.ends_on >= today)


def _begin_at_nought() -> None:
    # A rate needs a first value: without it the first match of a process would not show.
    for door in DOORS:
        SECONDS.labels(door)
        for verdict in VERDICTS:
            SCREENED.labels(door, verdict)
    for reason in NotScreened.REASONS:
        REFUSED.labels(reason)


def exposition() -> bytes:
    """All of it in the text of Prometheus; several processes count in one folder (jobs/several.py)."""
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        registry.register(Lists())
    return generate_latest(registry)


REGISTRY.register(Lists())
_begin_at_nought()
