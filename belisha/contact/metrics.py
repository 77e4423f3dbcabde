"""What the monitoring may know of contacts: sums by advice, and how long answers took; of no account."""

from collections import Counter as Tally
from collections.abc import Sequence

from prometheus_client import Counter, Histogram

from belisha.contact.advice import WORDS, Advice
from belisha.screening.metrics import BUCKETS, REGISTRY

ASSESSED = Counter("belisha_contacts", "Contacts that were assessed.", ["advice"], registry=REGISTRY)
MESSAGES = Counter("belisha_contact_messages", "Messages that were to be shown.", registry=REGISTRY)
SECONDS = Histogram(
    "belisha_contact_seconds", "How long an answer took.", ["size"], registry=REGISTRY, buckets=BUCKETS
)


def answered(answers: Sequence[Advice], *, several: bool, seconds: float) -> None:
    """Count one request that was answered."""
    for advice, count in Tally(answer.advice for answer in answers).items():
        ASSESSED.labels(advice).inc(count)
    MESSAGES.inc(sum(answer.message is not None for answer in answers))
    SECONDS.labels("batch" if several else "one").observe(seconds)


for _word in WORDS:  # A rate needs a first value.
    ASSESSED.labels(_word)
