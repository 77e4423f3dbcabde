"""What the service is told to do, as a table: one row is one order about one item or one account."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q

from belisha.decisions.models import Decision
from belisha.organisation.models import Service
from belisha.people.models import Staff
from belisha.triage.models import Case
from belisha.vault.fields import SealedJSON, SealedText
from belisha.vault.keys import DESK_KEY, KeyName


class Order(models.Model):
    """An order to the service. Its id is the idempotency key of everything that is sent about it.

    `target_id` is the service's own id of the item or account, `target` the keyed digest under which the
    orders about one thing are found and put in their order: `place` counts them. `details` holds what the
    kind needs, such as until when and under which law something is preserved. An order without a case is
    about content that could not be screened, and is sealed under the desk's own key.
    """

    class Kind(models.TextChoices):
        HOLD = "hold", "Hold"
        REMOVE = "remove", "Remove"
        RESTORE = "restore", "Restore"
        RESTRICT = "restrict", "Restrict the account"
        SUSPEND = "suspend", "Suspend the account"
        WARN = "warn", "Warn the account"
        PRESERVE = "preserve", "Preserve"
        RELEASE = "release", "Release"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned: waits for the decision to be confirmed"
        DUE = "due", "Due"
        DELIVERED = "delivered", "Delivered"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        REVERSED = "reversed", "Reversed"
        WITHDRAWN = "withdrawn", "Withdrawn before it was due"

    class Origin(models.TextChoices):
        MACHINE = "machine", "A match or an upload that could not be screened"
        PERSON = "person", "A person, before the decision"
        DECISION = "decision", "A decision"
        APPEAL = "appeal", "An appeal"

    class Target(models.TextChoices):
        ITEM = "item", "Item"
        ACCOUNT = "account", "Account"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    origin = models.CharField(max_length=10, choices=Origin)
    target_kind = models.CharField(max_length=7, choices=Target)
    target = models.BinaryField()
    place = models.PositiveIntegerField()
    target_id = SealedText()
    locator = SealedText(default="")
    details = SealedJSON(default=dict)
    case = models.ForeignKey(Case, null=True, related_name="orders", on_delete=models.CASCADE)
    service = models.ForeignKey(Service, null=True, related_name="+", on_delete=models.PROTECT)
    decision = models.ForeignKey(Decision, null=True, related_name="+", on_delete=models.PROTECT)
    undoes = models.OneToOneField("self", null=True, related_name="undone_by", on_delete=models.PROTECT)
    made_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answer = SealedText(default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "place"]
        constraints = [
            models.UniqueConstraint(fields=["target", "place"], name="orders_about_one_thing_have_an_order"),
            models.CheckConstraint(
                condition=~Q(origin="machine") | Q(kind="hold"), name="a_machine_orders_nothing_but_a_hold"
            ),
            models.CheckConstraint(
                condition=Q(origin="machine") | Q(made_by__isnull=False) | Q(decision__isnull=False),
                name="a_person_stands_behind_each_graver_order",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["restrict", "suspend", "warn"], target_kind="item"),
                name="an_item_has_no_account_to_act_on",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="orders_by_state"),
            models.Index(fields=["target", "state"], name="orders_about_one_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def words(self) -> str:
        """What is ordered, such as "Remove the item"; the names of some kinds say that it is an account."""
        kind = self.get_kind_display()
        return kind if "account" in kind else f"{kind} the {self.target_kind}"

    @property
    def label(self) -> str:
        return f"order {str(self.id)[:8]}"

    def sealed_under(self) -> KeyName:
        return KeyName("case", UUID(str(self.case_id))) if self.case_id else DESK_KEY
