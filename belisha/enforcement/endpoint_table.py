"""Where a service takes its orders without asking for them, as tables: endpoints, and what is on its way."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from belisha.enforcement.order_table import Order
from belisha.organisation.models import Service
from belisha.outbound.leased.rows import Leased, Line
from belisha.people.models import Staff
from belisha.vault.fields import SealedJSON, SealedText
from belisha.vault.keys import DESK_KEY, KeyName
from belisha.vault.plain import PlainText, PlainURL


class Endpoint(Line):
    """An address of the service that takes orders. Off until a person sets it; then it is tested first.

    `secrets` are the keys that sign now: the one in force first, then those that end soon, each
    {"secret", "until"}. `token` is what another system's own interface asks for. `set_as` is the keyed digest
    of what a person set, so that a row edited in the database doesn't count.
    """

    class Kind(models.TextChoices):
        WEBHOOK = "webhook", "Webhook"
        MASTODON = "mastodon", "Mastodon’s admin interface"

    class State(models.TextChoices):
        OFF = "off", "Off"
        TEST = "test", "Test: only test events are sent"
        ON = "on", "On"
        DISABLED = "disabled", "Disabled: it says that it is gone"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = PlainText(max_length=100, unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.WEBHOOK)
    state = models.CharField(max_length=10, choices=State, default=State.OFF)
    service = models.ForeignKey(Service, null=True, related_name="+", on_delete=models.PROTECT)
    url = PlainURL(max_length=300)
    secrets = SealedJSON(default=list)
    token = SealedText(default="")
    set_as = models.BinaryField(null=True)
    set_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return f"endpoint {self.name}"

    def sealed_under(self) -> KeyName:
        return DESK_KEY


class Shipment(Leased):
    """One event on its way to one endpoint; its id is the webhook's, the same over all attempts.

    What is about one item or account leaves in the order of `seq`; `target` says about which, empty for a
    test. It is leased to one worker, sent outside any transaction, and recorded.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        ARRIVED = "arrived", "Arrived"
        STOPPED = "stopped", "Stopped: it needs a person"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    seq = models.BigIntegerField(unique=True)
    endpoint = models.ForeignKey(Endpoint, related_name="shipments", on_delete=models.CASCADE)
    order = models.ForeignKey(Order, null=True, related_name="shipments", on_delete=models.CASCADE)
    event = models.CharField(max_length=20)
    target = models.BinaryField(default=b"")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "order", "event"],
                condition=Q(order__isnull=False),
                name="an_endpoint_is_told_once_of_an_event",
            )
        ]
        indexes = [
            models.Index(fields=["endpoint", "state", "next_at"], name="shipments_due"),
            models.Index(fields=["endpoint", "target", "state", "seq"], name="shipments_about_one_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.state}"


class ShipmentAttempt(models.Model):
    """One attempt to send it: when, how long it took, and the class of the answer; never their words."""

    shipment = models.ForeignKey(Shipment, related_name="tried", on_delete=models.CASCADE)
    at = models.DateTimeField()
    answer = models.CharField(max_length=60)
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.answer
