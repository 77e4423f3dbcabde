"""Sums of the orders to the service, for `/metrics`: asked anew at each visit."""

from collections.abc import Iterator
from dataclasses import asdict

from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from belisha.enforcement.order_read import counts, longest_due, stands

HELP = {
    "waiting": "Orders that wait for the service's answer",
    "late": "Orders that wait longer than a day",
    "unfetched": "Orders that wait longer than a day and were never fetched",
    "failed": "Orders that failed and wait for a person",
}


class Orders(Collector):
    """One gauge by kind and state, one for each sum, and the age of the oldest that waits."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        kinds = GaugeMetricFamily("belisha_orders", "Orders to the service", labels=["kind", "state"])
        for kind, state, count in counts():
            kinds.add_metric([kind, state], count)
        yield kinds
        for name, value in asdict(stands()).items():
            yield GaugeMetricFamily(f"belisha_orders_{name}", HELP[name], value=value)
        since = longest_due()
        seconds = (timezone.now() - since).total_seconds() if since else 0
        yield GaugeMetricFamily("belisha_orders_oldest_seconds", "The oldest order that waits", value=seconds)
