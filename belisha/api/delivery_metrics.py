"""Sums of what is on its way, for `/metrics`: asked anew at each visit, whoever sends it."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from belisha.api.order_metrics import Orders
from belisha.enforcement.endpoint_read import counts as endpoint_counts
from belisha.referrals.on_the_way import counts

HELP = {
    "waiting": "Released referrals that wait to be sent",
    "late": "Referrals that have not arrived in their time",
    "stopped": "Referrals that stopped and need a person",
    "untaken": "Referrals that are due and that no worker takes",
    "lines_left_alone": "Lines to authorities that are left alone for a while",
}

ENDPOINTS = {
    "waiting": "Events for the service's endpoints that wait to be sent",
    "late": "Events that have not arrived in their time",
    "stopped": "Events that stopped and need a person",
    "untaken": "Events that are due and that no worker takes",
    "endpoints_failing": "Endpoints that fail now",
    "endpoints_disabled": "Endpoints that said that they are gone",
    "endpoints_edited": "Endpoints that were changed in the database, by nobody here",
}


class Deliveries(Collector):
    """One gauge for each sum."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        found = counts()
        for name, words in HELP.items():
            yield GaugeMetricFamily(f"belisha_deliveries_{name}", words, value=found[name])
        sums = endpoint_counts()
        for name, words in ENDPOINTS.items():
            name_of = name if name.startswith("endpoints_") else f"shipments_{name}"
            yield GaugeMetricFamily(f"belisha_{name_of}", words, value=sums[name])


def deliveries() -> bytes:
    """The sums in the text of Prometheus."""
    registry = CollectorRegistry()
    registry.register(Deliveries())
    registry.register(Orders())
    return generate_latest(registry)
