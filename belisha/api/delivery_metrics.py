"""Sums of the referrals on their way, for `/metrics`: asked anew at each visit, whoever sends them."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from belisha.referrals.on_the_way import counts

HELP = {
    "waiting": "Released referrals that wait to be sent",
    "late": "Referrals that have not arrived in their time",
    "stopped": "Referrals that stopped and need a person",
    "untaken": "Referrals that are due and that no worker takes",
    "lines_left_alone": "Lines to authorities that are left alone for a while",
}


class Deliveries(Collector):
    """One gauge for each sum."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        found = counts()
        for name, words in HELP.items():
            yield GaugeMetricFamily(f"belisha_deliveries_{name}", words, value=found[name])


def deliveries() -> bytes:
    """The sums in the text of Prometheus."""
    registry = CollectorRegistry()
    registry.register(Deliveries())
    return generate_latest(registry)
