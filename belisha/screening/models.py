"""Lists of known material, what matched them, and what could not be screened. Never a byte of content."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q

from belisha.organisation.models import Service
from belisha.people.models import ApiKey, Staff
from belisha.vault.fields import SealedJSON, SealedText
from belisha.vault.keys import DESK_KEY, KeyName
from belisha.vault.plain import PlainSlug, PlainText


class OfTheDesk(models.Model):
    """A row that is sealed under the desk's own key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    class Meta:
        abstract = True

    def sealed_under(self) -> KeyName:
        return DESK_KEY


class HashList(OfTheDesk):
    """A list, and what its matches mean at this desk. Its name is for list officers alone."""

    class Kind(models.TextChoices):
        KNOWN = "known", "Known material"
        OWN = "own", "Confirmed here"
        HARMLESS = "harmless", "Known harmless pictures"

    class Source(models.TextChoices):
        FILE = "file", "A file"
        DESK = "desk", "Decisions at this desk"
        NCMEC = "ncmec", "NCMEC's exchange"
        STOPNCII = "stopncii", "StopNCII's exchange"

    class Means(models.TextChoices):
        HOLD = "hold", "Hold"
        LOOK = "hold_and_look", "Hold, and ask a person to look"

    name = PlainSlug(unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.KNOWN)
    source = models.CharField(max_length=10, choices=Source, default=Source.FILE)
    max_distance = models.PositiveSmallIntegerField(default=31)
    quality_floor = models.PositiveSmallIntegerField(default=50)
    video_share = models.PositiveSmallIntegerField(default=30)
    on_exact = models.CharField(max_length=15, choices=Means, default=Means.HOLD)
    on_near = models.CharField(max_length=15, choices=Means, default=Means.LOOK)
    sample_percent = models.PositiveSmallIntegerField(default=5)
    least_percent = models.PositiveIntegerField(default=50)
    most_percent = models.PositiveIntegerField(default=200)
    old_after_days = models.PositiveSmallIntegerField(default=7)
    ends_on = models.DateField(null=True)
    must_match = SealedJSON(default=list)
    must_not_match = SealedJSON(default=list)
    public_key = models.CharField(max_length=64, blank=True)
    sync_state = SealedJSON(default=dict)
    in_force = models.ForeignKey("ListVersion", null=True, related_name="+", on_delete=models.PROTECT)
    checked_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(max_distance__lte=40), name="a_list_matches_within_40_bits"),
            models.CheckConstraint(condition=Q(quality_floor__lte=100), name="a_quality_is_at_most_100"),
            models.CheckConstraint(
                condition=Q(sample_percent__lte=100, video_share__lte=100), name="a_share_is_at_most_all"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return f"list {self.name}"


class ListVersion(OfTheDesk):
    """One state of a list, in a folder of its own that is never changed: lists/LIST/VERSION."""

    class State(models.TextChoices):
        STAGED = "staged", "Being checked"
        IN_FORCE = "in_force", "In force"
        REPLACED = "replaced", "Replaced by a later one"
        REFUSED = "refused", "Refused"
        ROLLED_BACK = "rolled_back", "Rolled back"

    hash_list = models.ForeignKey(HashList, related_name="versions", on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.STAGED)
    counts = models.JSONField(default=dict)
    source_digest = models.CharField(max_length=64, blank=True)
    manifest_digest = models.CharField(max_length=64, blank=True)
    reason = SealedText()
    made_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["hash_list", "number"], name="a_list_numbers_its_versions_once"),
            models.UniqueConstraint(
                fields=["hash_list"], condition=Q(state="in_force"), name="a_list_has_one_version_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hash_list_id} {self.number}"


class ListChange(OfTheDesk):
    """What was added to a list, or set aside in it, since its version was made; every process reads it."""

    class Action(models.TextChoices):
        ADD = "add", "Added"
        REMOVE = "remove", "Taken out"
        QUARANTINE = "quarantine", "Set aside"
        RESTORE = "restore", "Put back"

    hash_list = models.ForeignKey(HashList, related_name="changes", on_delete=models.PROTECT)
    seq = models.BigIntegerField(unique=True)
    action = models.CharField(max_length=10, choices=Action)
    fingerprints = SealedJSON(default=dict, typed=True)
    category = PlainText(max_length=40, blank=True)
    grade = PlainText(max_length=40, blank=True)
    source_id = SealedText()
    reason = SealedText()
    by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.action} {self.seq}"


class Shelf(models.Model):
    """One row: the generation of all that is matched against. A process that sees another reads anew."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    generation = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.generation)


class Match(OfTheDesk):
    """That content matched an entry: what list officers may see of it, and what the reviewer said of it."""

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        REFUTED = "refuted", "Refuted"
        UNSURE = "unsure", "Unsure"

    hash_list = models.ForeignKey(HashList, related_name="matches", on_delete=models.PROTECT)
    version = models.ForeignKey(ListVersion, null=True, related_name="+", on_delete=models.PROTECT)
    entry = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    value = SealedText()
    distance = models.PositiveSmallIntegerField()
    exact = models.BooleanField()
    look = models.BooleanField()
    sampled = models.BooleanField()
    category = PlainText(max_length=40, blank=True)
    grade = PlainText(max_length=40, blank=True)
    source_id = SealedText()
    matched_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answer_reason = SealedText()
    answered_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    answered_at = models.DateTimeField(null=True)
    set_aside = models.ForeignKey(ListChange, null=True, related_name="+", on_delete=models.SET_NULL)
    told_source_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["hash_list", "matched_at"], name="matches_of_a_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="an_answer_to_a_match_has_its_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.entry}"


class Held(models.Model):
    """That a content id was held, kept 24 hours as a keyed HMAC: the same id is held again at once."""

    id = models.BigAutoField(primary_key=True)
    content = models.BinaryField(unique=True)
    reference = models.CharField(max_length=40)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="held_content_by_end")]

    def __str__(self) -> str:
        return str(self.until)


class Unscreened(OfTheDesk):
    """Content that could not be screened: held until a person says what becomes of it."""

    class Answer(models.TextChoices):
        RELEASED = "released", "Nothing against it"
        REPORTED = "reported", "Reported"

    reference = models.CharField(max_length=40, unique=True)
    reason = models.CharField(max_length=40)
    content_id = SealedText()
    account = SealedText()
    locator = SealedText()
    fingerprints = SealedJSON(default=dict, typed=True)
    size = models.PositiveBigIntegerField()
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT)
    sent_by = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answer_reason = SealedText()
    answered_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)
    answered_at = models.DateTimeField(null=True)
    shown_because = SealedText(null=True, default=None)  # type: ignore[misc]  # rows of before have none

    class Meta:
        indexes = [models.Index(fields=["answer", "received_at"], name="unscreened_by_time")]

    def __str__(self) -> str:
        return self.reason

    @property
    def label(self) -> str:
        return self.reference


class Probe(OfTheDesk):
    """That somebody seems to be feeling for the edge of a list; for list officers."""

    class Kind(models.TextChoices):
        VARIANTS = "variants", "Many near variants of one picture"
        BUDGET = "budget", "More distinct hashes than its budget"
        MISSES = "misses", "Many hashes, hardly a match"

    kind = models.CharField(max_length=10, choices=Kind)
    key = models.ForeignKey(ApiKey, null=True, related_name="+", on_delete=models.PROTECT)
    account = SealedText()
    queries = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    looked_at_by = models.ForeignKey(Staff, null=True, related_name="+", on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_at__gte=F("began_at")), name="a_probe_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return self.kind


def desk_row(kind: str) -> tuple[str, UUID]:
    """What a task is about that concerns no single row, such as everything unscreened."""
    return kind, UUID(int=0)
