"""What one authority is told about one case, in which form, and what came back."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from belisha.decisions.models import Decision
from belisha.outbound.leased.rows import Leased, Line
from belisha.people.models import Staff
from belisha.referrals.false_alarm_models import FalseAlarm
from belisha.referrals.filing_models import Assessment, Tick
from belisha.referrals.follow_models import DontTell, Incoming
from belisha.referrals.reported_models import Reported, ReportedThing
from belisha.referrals.row import ReferralRow
from belisha.triage.models import Case
from belisha.vault.fields import SealedBytes, SealedJSON, SealedText
from belisha.vault.keys import KeyName

__all__ = [
    "Assessment",
    "Breaker",
    "Delivery",
    "Dispatch",
    "DontTell",
    "FalseAlarm",
    "Incoming",
    "Pack",
    "Referral",
    "ReferralRow",
    "ReferralState",
    "Reported",
    "ReportedThing",
    "RouteTaken",
    "Tick",
]


class ReferralState(models.TextChoices):
    """The life of a referral."""

    DRAFT = "draft", "Draft"
    HELD = "held", "Held"
    RELEASED = "released", "Released"
    SENT = "sent", "Sent"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    CLOSED = "closed", "Closed"
    FAILED = "failed", "Failed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Referral(models.Model):
    """One authority, one case: draft, released, sent, acknowledged, closed; or held, failed, withdrawn."""

    class Purpose(models.TextChoices):
        REPORT = "report", "Report"
        SUPPLEMENT = "supplement", "Supplement"
        CORRECTION = "correction", "Correction"
        WITHDRAWAL = "withdrawal", "Notice of withdrawal"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.REPORT)
    follows = models.ForeignKey("self", null=True, related_name="followed_by", on_delete=models.CASCADE)
    number = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, related_name="referrals", on_delete=models.CASCADE)
    decision = models.ForeignKey(Decision, null=True, related_name="referrals", on_delete=models.PROTECT)
    authority = models.CharField(max_length=80)
    authority_name = models.CharField(max_length=200)
    channel = models.CharField(max_length=20, default="by_hand")
    how_fast = models.CharField(max_length=10)
    place = models.PositiveSmallIntegerField(default=0)
    confirmed_address = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=ReferralState, default=ReferralState.DRAFT)
    step = SealedJSON(default=dict)
    message = SealedJSON(default=dict, typed=True)
    edits = SealedJSON(default=dict)
    problem = SealedText()
    drafted_at = models.DateTimeField()
    composed_at = models.DateTimeField()
    released_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    released_at = models.DateTimeField(null=True)
    one_person_mode = models.BooleanField(default=False)
    reference = SealedText()
    reference_lookup = models.BinaryField(null=True)
    chase_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["drafted_at", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "authority"],
                condition=Q(follows=None) & ~Q(state__in=["withdrawn", "failed", "closed"]),
                name="a_case_has_one_live_referral_per_authority",
            ),
            models.CheckConstraint(
                condition=Q(purpose="report", follows=None)
                | (~Q(purpose="report") & Q(follows__isnull=False)),
                name="what_follows_a_report_says_which",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "sent", "acknowledged"]) | Q(released_by__isnull=False),
                name="a_released_referral_says_who_released_it",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "sent", "acknowledged"]) | Q(confirmed_address=True),
                name="nothing_is_released_to_an_unconfirmed_address",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "chase_at"], name="referrals_to_chase"),
            models.Index(fields=["reference_lookup"], name="referrals_by_reference"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_notice(self) -> bool:
        """Does it only put right or withdraw what they were told?"""
        return self.purpose in (self.Purpose.CORRECTION, self.Purpose.WITHDRAWAL)

    def sealed_under(self) -> KeyName:
        return KeyName("case", self.case_id)


class RouteTaken(models.Model):
    """The router's whole answer for one decision: the steps, whom to talk to, and what would change it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, related_name="routes", on_delete=models.CASCADE)
    decision = models.ForeignKey(Decision, null=True, related_name="routes", on_delete=models.CASCADE)
    answer = SealedJSON(default=dict)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision"], name="a_decision_has_one_route"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(decision=None), name="a_case_has_one_route_before_a_decision"
            ),
        ]

    def __str__(self) -> str:
        return str(self.taken_at)

    def sealed_under(self) -> KeyName:
        return KeyName("case", self.case_id)


class Pack(ReferralRow):
    """The rendered form of a released referral, sealed by digest: what left is what is kept."""

    class Kind(models.TextChoices):
        JSON = "json", "JSON"
        PDF = "pdf", "PDF"
        XML = "xml", "XML"
        TEXT = "text", "Text"

    kind = models.CharField(max_length=4, choices=Kind)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    document = SealedBytes()
    made_at = models.DateTimeField()

    class Meta(ReferralRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["referral", "kind"], name="a_referral_has_one_pack_of_a_kind")
        ]

    def __str__(self) -> str:
        return self.kind


class Delivery(ReferralRow):
    """One attempt to tell the authority: when, by whom, over which channel, what was sent, what came back.

    Without a person it was the worker's. `sent_sha256` is the digest of the document that was sent, `answer`
    a short word for what came back, which names nobody and holds no secret.
    """

    class Channel(models.TextChoices):
        PORTAL = "portal", "Portal or web form"
        TELEPHONE = "telephone", "Telephone"
        EMAIL = "email", "E-mail"
        POST = "post", "Post or in person"
        BY_HAND = "by_hand", "Another way"
        CYBERTIP = "cybertip", "CyberTipline"
        WEBHOOK = "webhook", "Webhook"

    class Outcome(models.TextChoices):
        SENT = "sent", "Told, no reference yet"
        ACKNOWLEDGED = "acknowledged", "Told, with a reference"
        FAILED = "failed", "Could not be told"
        LATER = "later", "Not taken yet, tried again later"
        UNDONE = "undone", "Taken back before it was filed"
        TEST = "test", "Taken by their test environment only: nobody was told"
        DELIVERED = "delivered", "Reached their mailbox"
        RELAYED = "relayed", "Passed on to where no receipts come from"
        DELAYED = "delayed", "On its way, later than usual"
        OPENED = "opened", "Opened by them"
        ANSWERED = "answered", "Answered by them"
        CAME_BACK = "came_back", "Came back"

    TOLD = (Outcome.SENT, Outcome.ACKNOWLEDGED)
    """What counts as told; whatever else came back doesn't."""

    channel = models.CharField(max_length=20, choices=Channel)
    outcome = models.CharField(max_length=20, choices=Outcome)
    sent_sha256 = models.CharField(max_length=64, blank=True)
    answer = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    at = models.DateTimeField()
    reference = SealedText()
    contact = SealedText()
    note = SealedText()

    class Meta(ReferralRow.Meta):
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.channel} {self.outcome}"


class Dispatch(Leased, ReferralRow):
    """A released referral on its way over a channel that carries it without a person, and how far it got.

    A worker claims it by a lease, sends outside any transaction, and records. `progress` is what the
    recipient must know after a crash, such as the number under which a report was opened there. `way` is the
    digest of the way that it was released to, `mode` whether what arrives there counts.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        ARRIVED = "arrived", "Arrived"
        TESTED = "tested", "Sent to the test environment only"
        STOPPED = "stopped", "Stopped: it needs a person"
        BY_HAND = "by_hand", "Left to a person"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Wanted(models.TextChoices):
        SEND = "send", "Send it"
        BY_HAND = "by_hand", "Take back what is open there, then leave it to a person"
        WITHDRAW = "withdraw", "Take back what is open there, then withdraw it"

    channel = models.CharField(max_length=20, choices=Delivery.Channel)
    line = models.CharField(max_length=120)
    mode = models.CharField(max_length=4, choices=[("live", "live"), ("test", "test")], default="live")
    way = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    wanted = models.CharField(max_length=12, choices=Wanted, default=Wanted.SEND)
    wanted_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    wanted_because = SealedText()
    progress = SealedJSON(default=dict)
    resumed_at = models.DateTimeField(null=True)
    late_told_at = models.DateTimeField(null=True)

    class Meta(ReferralRow.Meta):
        ordering = ["began_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(state="waiting"), name="a_referral_is_on_its_way_once"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(ended_at__isnull=False),
                name="a_dispatch_that_ended_says_when",
            ),
        ]
        indexes = [models.Index(fields=["state", "next_at"], name="dispatches_due")]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class Letter(ReferralRow):
    """What a channel made once and sends again byte for byte, since it could not be made the same twice."""

    dispatch = models.OneToOneField(Dispatch, related_name="letter", on_delete=models.CASCADE)
    document = SealedBytes()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.made_at)


class Breaker(Line):
    """Whether one line to an authority is left alone for a while, since what it was sent kept failing."""

    line = models.CharField(max_length=120, primary_key=True)

    def __str__(self) -> str:
        return self.line
