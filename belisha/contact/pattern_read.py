"""What the page on contacts shows: warnings and what followed, accounts that were raised, and the switch."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from belisha.contact.models import Contact, PatternSwitch, Raised, ReadUpTo, WarningWeek
from belisha.contact.packing import BANDS, KINDS
from belisha.contact.pattern_switch import InForce, in_force
from belisha.contact.pseudonyms import moment
from belisha.people.models import Staff

SHOWN = 50  # accounts that were raised, the newest
WEEKS = 8
KIND_WORDS = {
    "first_message": "First message",
    "connection_request": "Request to connect",
    "group_invitation": "Invitation to a group",
}
BAND_WORDS = {
    "under_13": "Under 13",
    "13_15": "13 to 15",
    "16_17": "16 or 17",
    "adult": "18 or over",
    "unknown": "Not known",
}


@dataclass(frozen=True, kw_only=True)
class WarningsView:
    """How many warnings of one kind were shown to one age in a week, and what followed."""

    week: date
    kind: str
    band: str
    shown: int
    refused: int
    left: int
    accepted: int

    @property
    def heeded(self) -> int:
        """After how many the child blocked or reported, or left the request."""
        return self.refused + self.left

    @property
    def not_told(self) -> int:
        """Of how many nothing more was heard, or nothing yet."""
        return max(0, self.shown - self.refused - self.left - self.accepted)


@dataclass(frozen=True, kw_only=True)
class RaisedView:
    """One account that was raised. `parts`: points and words, the weightiest first."""

    at: datetime
    points: int
    threshold: int
    parts: tuple[tuple[int, str], ...]
    observed: bool
    report_id: UUID | None
    outcome: str
    outcome_words: str


@dataclass(frozen=True, kw_only=True)
class RaisedCounts:
    """Of all that were raised: observed alone, reported, and what became of the reports."""

    observed: int
    reported: int
    confirmed: int
    refuted: int

    @property
    def open(self) -> int:
        return self.reported - self.confirmed - self.refuted


@dataclass(frozen=True, kw_only=True)
class ProposalView:
    """A proposal to report from a threshold on. `by_threshold`: accounts that each would have raised here."""

    id: UUID
    threshold: int
    window_days: int
    reason: str
    proposed_by: str
    proposed_at: datetime
    yours: bool
    is_counted: bool
    contacts: int
    accounts: int
    reports: int
    by_threshold: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class SwitchView:
    """What holds now, since when and by whom; and the proposal that waits."""

    now: InForce
    since: datetime | None
    who: str
    proposal: ProposalView | None


def warnings_by_week() -> list[WarningsView]:
    """The newest weeks, each kind and age of which a warning was shown."""
    first = timezone.localdate() - timedelta(weeks=WEEKS)
    kinds, bands = list(KINDS), list(BANDS)
    rows = WarningWeek.objects.filter(week__gte=first, shown__gt=0).order_by("-week", "kind", "band")
    return [
        WarningsView(
            week=row.week,
            kind=KIND_WORDS.get(kinds[row.kind], kinds[row.kind]),
            band=BAND_WORDS[bands[row.band]],
            shown=row.shown,
            refused=row.refused,
            left=row.left,
            accepted=row.accepted,
        )
        for row in rows
    ]


def raised() -> list[RaisedView]:
    """The accounts that were raised last. Who they are, the case says to those to whom it opens."""
    return [
        RaisedView(
            at=row.at,
            points=row.points,
            threshold=row.threshold,
            parts=tuple(sorted(((points, words) for _, points, words in row.parts), reverse=True)),
            observed=row.observed,
            report_id=row.report_id,
            outcome=row.outcome,
            outcome_words=row.get_outcome_display(),
        )
        for row in Raised.objects.all()[:SHOWN]
    ]


def raised_counts() -> RaisedCounts:
    """All that were ever raised, as counts."""
    counts: Counter[str] = Counter()
    by_state = Raised.objects.order_by().values_list("observed", "outcome").annotate(number=Count("id"))
    for observed, outcome, number in by_state:
        counts["observed" if observed else outcome or "open"] += number
    reported = counts["open"] + counts["confirmed"] + counts["refuted"]
    return RaisedCounts(
        observed=counts["observed"],
        reported=reported,
        confirmed=counts["confirmed"],
        refuted=counts["refuted"],
    )


def unread() -> int:
    """How many contacts came in that are not read yet: nearly none while a worker runs."""
    return _unread().count()


def unread_since() -> datetime | None:
    """When the first of them came in."""
    first = _unread().order_by("id").values_list("received_at", flat=True).first()
    return None if first is None else moment(first)


def _unread() -> QuerySet[Contact]:
    place = ReadUpTo.objects.filter(id=1).first()
    return Contact.objects.filter(id__gt=place.position if place else 0)


def switch(viewer: Staff) -> SwitchView:
    """Whether patterns are reported, and what waits for a second person."""
    rows = PatternSwitch.objects.select_related("proposed_by", "confirmed_by").exclude(state="ended")
    by_state = {row.state: row for row in rows}
    on, waits = by_state.get(PatternSwitch.State.ON), by_state.get(PatternSwitch.State.PROPOSED)
    return SwitchView(
        now=in_force(),
        since=on.confirmed_at if on else None,
        who=_who(on) if on else "",
        proposal=_proposal(waits, viewer) if waits else None,
    )


def _who(row: PatternSwitch) -> str:
    if row.one_person_mode or row.confirmed_by is None:
        return f"{row.proposed_by.name}, in one-person mode"
    return f"{row.proposed_by.name} and {row.confirmed_by.name}"


def _proposal(row: PatternSwitch, viewer: Staff) -> ProposalView:
    return ProposalView(
        id=row.id,
        threshold=row.threshold,
        window_days=row.window_days,
        reason=row.reason,
        proposed_by=row.proposed_by.name,
        proposed_at=row.proposed_at,
        yours=row.proposed_by_id == viewer.pk,
        is_counted=bool(row.seen),
        contacts=row.seen.get("contacts", 0),
        accounts=row.seen.get("accounts", 0),
        reports=row.seen.get("reports", 0),
        by_threshold=tuple(row.seen.get("by_threshold", {}).items()),
    )
