"""Sums of the patterns of contact, for `/metrics`: asked anew at each visit."""

from collections.abc import Iterator
from dataclasses import asdict

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from belisha.contact.pattern_read import raised_counts, unread


class Patterns(Collector):
    """Accounts that were raised, by what became of it, and the contacts that wait to be read."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        found = GaugeMetricFamily(
            "belisha_contact_patterns", "Accounts that patterns raised", labels=["outcome"]
        )
        counts = raised_counts()
        for outcome, number in (asdict(counts) | {"open": counts.open}).items():
            if outcome != "reported":
                found.add_metric([outcome], number)
        yield found
        yield GaugeMetricFamily(
            "belisha_contacts_unread", "Contacts that no pattern has read", value=unread()
        )


def patterns() -> bytes:
    """All of it in the text of Prometheus."""
    registry = CollectorRegistry()
    registry.register(Patterns())
    return generate_latest(registry)
