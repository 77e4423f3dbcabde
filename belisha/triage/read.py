"""What pages and the worker ask of triage: what waits, the queue, and where something is found again."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID
from zlib import crc32

from django.db.models import Case as When
from django.db.models import Count, IntegerField, QuerySet, Value
from django.db.models import When as If

from belisha.intake.models import Concern, Identifier, Report, State
from belisha.intake.receipts import read_receipt
from belisha.organisation.models import Service
from belisha.people.models import Staff
from belisha.triage.access import open_to
from belisha.triage.lines import CaseLine, lines_for
from belisha.triage.models import Case, CaseState, Membership, Priority
from belisha.vault.lookup import digest

PAGE = 25
IN_ORDER = ("priority", "due_at", "number")
AT_ONCE = 200  # reports that the worker takes in one go, so that a new dangerous one never waits long
LABEL = re.compile(r"(?:c\s*-?\s*)?0*([1-9]\d{0,14})", re.IGNORECASE)
SEARCHED = ("account", "item", "md5", "sha1", "sha256", "pdq", "photodna", "email", "phone", "ip")
MOST_FOUND = 100
Choices = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a person wants to see of the queue; "" is everything. `owner`: a member of staff, or "nobody"."""

    state: str = CaseState.OPEN.value
    priority: int | None = None
    service: str = ""
    concern: str = ""
    owner: UUID | str = ""


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """One page of the queue; `total` lines are on all pages, `counts` are the open cases by priority."""

    lines: list[CaseLine]
    total: int
    counts: dict[int, int]

    @property
    def version(self) -> str:
        """Changes when the order of the list, or who has what, does."""
        shown = ",".join(f"{one.number} {one.priority} {one.owner_id}" for one in self.lines)
        return f"{crc32(shown.encode()):08x}"


def untriaged() -> list[UUID]:
    """The reports that no case has yet, up to AT_ONCE: danger now, what is of no flood, the oldest first."""
    danger_first = When(If(danger_now="yes", then=Value(0)), default=Value(1), output_field=IntegerField())
    waiting = Report.objects.filter(state=State.RECEIVED).order_by(danger_first, "slow", "received_at", "id")
    return list(waiting.values_list("id", flat=True)[:AT_ONCE])


def queue(filters: Filters, viewer: Staff, page: int = 1) -> QueuePage:
    """A page of the queue: the most dangerous first, then the nearest deadline, then the number."""
    rows = _filtered(filters, viewer)
    counts = counts_by_priority()
    start = (page - 1) * PAGE
    # The index alone finds the numbers of a page, however far down; only its 25 rows are read.
    numbers = list(rows.order_by(*IN_ORDER).values_list("number", flat=True)[start : start + PAGE])
    shown = lines_for(viewer, Case.objects.filter(number__in=numbers).order_by(*IN_ORDER))
    total = sum(counts.values()) if filters == Filters() else rows.count()
    return QueuePage(lines=shown, total=total, counts=counts)


def counts_by_priority() -> dict[int, int]:
    """How many open cases there are of each priority."""
    rows = Case.objects.filter(state=CaseState.OPEN).values_list("priority").order_by()
    found = dict(rows.annotate(Count("number")))
    return {priority: found.get(priority, 0) for priority in Priority.values}


def search(text: str, viewer: Staff, *, also: Collection[UUID] = ()) -> list[CaseLine]:
    """The cases in which something is named exactly so, the newest first, at most MOST_FOUND.

    Something is a service's id of an account or an item, a fingerprint, an e-mail address, a telephone
    number, an Internet address, a receipt, or a case's own label. `also`: cases that later stages found.
    """
    text = text.strip()
    if not text:
        return []
    ids = _by_label(text) | _of_reports(_named(text) | _by_receipt(text)) | set(also)
    return lines_for(viewer, Case.objects.filter(id__in=ids).order_by("-number")[:MOST_FOUND])


def filter_choices() -> dict[str, Choices]:
    """What may be chosen in the queue's filters."""
    services = [(slug, name) for slug, name in Service.objects.order_by("name").values_list("slug", "name")]
    return {
        "state": [(str(value), str(label)) for value, label in CaseState.choices],
        "priority": [(str(value), str(label)) for value, label in Priority.choices],
        "service": services,
        "concern": [(str(value), str(label)) for value, label in Concern.choices],
    }


def by_label(text: str) -> UUID | None:
    """The case of this label ("C-000123", or its number alone), or None."""
    return next(iter(_by_label(text.strip())), None)


def related(case_id: UUID, viewer: Staff) -> list[CaseLine]:
    """Other cases, open or not, that name an account, an item or a fingerprint of this one; newest first."""
    own = Membership.objects.filter(case_id=case_id, left_at=None).values("report_id")
    shared = Identifier.objects.filter(report_id__in=own, joins=True).values("digest")
    others = Identifier.objects.filter(digest__in=shared, joins=True).exclude(report_id__in=own)
    ids = _of_reports(others.values_list("report_id", flat=True).distinct()[:MOST_FOUND])
    return lines_for(viewer, Case.objects.filter(id__in=ids - {case_id}).order_by("-number"))


def _filtered(filters: Filters, viewer: Staff) -> QuerySet[Case]:
    rows = Case.objects.filter(state=filters.state) if filters.state else Case.objects.all()
    if filters.priority:
        rows = rows.filter(priority=filters.priority)
    if filters.service or filters.concern:
        # Whoever finds a case by what it says knows what it says.
        rows = rows.filter(open_to(viewer))
    if filters.service:
        rows = rows.filter(service__slug=filters.service)
    if filters.concern:
        rows = rows.filter(concerns__contains=f",{filters.concern},")
    return _owned(rows, filters.owner)


def _owned(rows: QuerySet[Case], owner: UUID | str) -> QuerySet[Case]:
    if owner == "nobody":
        return rows.filter(owner=None)
    return rows.filter(owner_id=UUID(str(owner))) if owner else rows


def _by_label(text: str) -> set[UUID]:
    match = LABEL.fullmatch(text)
    number = int(match[1]) if match else 0
    return set(Case.objects.filter(number=number).values_list("id", flat=True)) if number else set()


def _named(text: str) -> set[UUID]:
    digests = [digest(kind, text) for kind in SEARCHED]
    found = Identifier.objects.filter(digest__in=digests).order_by("-report_id")
    return set(found.values_list("report_id", flat=True).distinct()[:MOST_FOUND])


def _by_receipt(text: str) -> set[UUID]:
    shown = read_receipt(text)
    if shown is None:
        return set()
    return set(Report.objects.filter(receipt_lookup=digest("receipt", shown)).values_list("id", flat=True))


def _of_reports(reports: Iterable[UUID]) -> set[UUID]:
    current = Membership.objects.filter(report_id__in=list(reports), left_at=None)
    return set(current.values_list("case_id", flat=True))
