"""Sums of notices and appeals, for `/metrics`: read from the rows at each visit."""

from collections.abc import Iterator

from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from belisha.enforcement import appeal_read, notice_read


class Appeals(Collector):
    """Appeals by kind and outcome, those that are late, and what users were told."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        found = appeal_read.counts(now=timezone.now())
        words = "Appeals by kind and outcome; those without an outcome wait for a person"
        by = GaugeMetricFamily("belisha_appeals", words, labels=["kind", "outcome"])
        for (kind, outcome), count in sorted(found.by.items()):
            by.add_metric([kind, outcome or "waiting"], count)
        yield by
        yield GaugeMetricFamily(
            "belisha_appeals_late", "Appeals that are not answered in time", value=found.late
        )
        notices = GaugeMetricFamily(
            "belisha_notices", "Notices to users by where they stand", labels=["state"]
        )
        for state, count in notice_read.counts().items():
            notices.add_metric([state], count)
        yield notices


def appeals() -> bytes:
    """The sums in the text of Prometheus."""
    registry = CollectorRegistry()
    registry.register(Appeals())
    return generate_latest(registry)
