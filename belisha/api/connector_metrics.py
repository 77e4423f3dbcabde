"""Sums of other tools that report here, for `/metrics`: read from the rows at each visit."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from belisha.intake.connector_read import outcomes, states
from belisha.intake.mailbox import state


class Connectors(Collector):
    """Connectors by tool and state, what came of their events, and whether the mailbox can be read."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield _by("belisha_connectors", "Connectors by tool and state", "state", states())
        words = "Events of other tools in the last 7 days, by tool and by what became of them"
        yield _by("belisha_connector_events", words, "outcome", outcomes())
        box = state()
        words = "1 where the mailbox of reports could not be read when it was last looked at"
        yield GaugeMetricFamily("belisha_mailbox_failing", words, value=bool(box and box.problem))


def connectors() -> bytes:
    """The sums in the text of Prometheus."""
    registry = CollectorRegistry()
    registry.register(Connectors())
    return generate_latest(registry)


def _by(name: str, words: str, label: str, sums: list[tuple[str, str, int]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=["kind", label])
    for kind, value, count in sums:
        family.add_metric([kind, value], count)
    return family
