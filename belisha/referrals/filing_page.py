"""What the page shows of filing by hand: the fields, the clock, the declaration, and who may file."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from belisha.organisation.profile import profile
from belisha.people.models import Staff
from belisha.referrals import assessed, filers
from belisha.referrals.filing_rules import PRIORITIES, Targets, file_by
from belisha.referrals.follow_models import Incoming
from belisha.referrals.hidden import HiddenPage, page_for
from belisha.referrals.models import Assessment, Referral, ReferralState, Tick
from belisha.referrals.recipients.nca_declaration import POINTS
from belisha.referrals.recipients.nca_schedule import Field, addresses, schedule
from belisha.triage.hide import mask_of_all

BY_HAND = {filers.NCA: schedule, assessed.IWF: addresses}
"""Which authorities have a form that is filled in field by field, and what its fields are."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """A point of the declaration, and who ticked it."""

    code: str
    words: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Said:
    """An address that the IWF was told of, and what it said."""

    id: str
    text: str
    outcome: str
    outcome_words: str
    category: str
    said_on: Any
    listed: bool
    can_be_listed: bool


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the NCA asks of us and nobody has answered yet; `set_anew`: the NCA agreed to a later day."""

    referral_id: UUID
    case_id: UUID
    number: str
    came_at: datetime
    due_at: datetime | None
    set_anew: bool


@dataclass(frozen=True, kw_only=True)
class FilingPage:
    """Everything that the page needs besides the referral. `nobody_linked`: no account here may file."""

    seen: HiddenPage
    fields: tuple[Field, ...]
    priority: str
    target: datetime
    points: tuple[Point, ...]
    requests: tuple[Request, ...]
    filers: tuple[filers.Filer, ...]
    nobody_linked: bool
    may_note: bool
    in_danger: bool
    registered: bool
    registration: str

    @property
    def at_nca(self) -> bool:
        return self.seen.page.line.authority == filers.NCA

    @property
    def missing(self) -> int:
        return sum(field.missing for field in self.fields)

    @property
    def unticked(self) -> int:
        return sum(point.at is None for point in self.points)

    @property
    def to_file(self) -> bool:
        """Is it released, and not filed yet?"""
        return self.seen.page.line.state == ReferralState.RELEASED


def is_filed_by_hand(authority: str) -> bool:
    """Has this authority a form that the page leads through?"""
    return authority in BY_HAND


def filing_page(referral_id: UUID, viewer: Staff) -> FilingPage | None:
    """The page of filing one referral; None where there is none, or its authority has no such form."""
    seen = page_for(referral_id, viewer)
    if seen is None or not is_filed_by_hand(seen.page.line.authority):
        return None
    row = Referral.objects.select_related("case").get(id=referral_id)
    named, ours = filers.filers(), profile()
    return FilingPage(
        seen=seen,
        fields=BY_HAND[row.authority](seen.message) if seen.message else (),
        priority=PRIORITIES[row.case.priority],
        target=file_by(row.case.priority, row.drafted_at, targets()),
        points=_points(row) if row.authority == filers.NCA else (),
        requests=tuple(open_requests(row)),
        filers=named,
        nobody_linked=not any(one.may_note for one in named),
        may_note=row.authority != filers.NCA or filers.may_note(row.case, viewer),
        in_danger=filers.waits_for_nobody(row.case),
        registered=ours.nca_registered == "yes",
        registration=ours.nca_reference,
    )


def open_requests(referral: Referral | None = None) -> list[Request]:
    """The NCA's requests that wait for an answer, the soonest first: of one referral, or of all."""
    rows = Incoming.objects.filter(state=Incoming.State.OPEN, referral__authority=filers.NCA)
    rows = rows.filter(referral=referral) if referral else rows
    return [
        Request(
            referral_id=row.referral_id,
            case_id=row.referral.case_id,
            number=row.referral.number,
            came_at=row.said_at,
            due_at=row.due_at,
            set_anew=bool(row.late_because),
        )
        for row in rows.select_related("referral").order_by("due_at")
    ]


def targets() -> Targets:
    """How soon this desk means to file, as its operator set it."""
    own = settings.BELISHA
    return Targets(
        immediate=timedelta(minutes=own.nca_immediate_minutes),
        urgent=timedelta(hours=own.nca_urgent_hours),
        standard=timedelta(hours=own.nca_standard_hours),
    )


def said_of(referral_id: UUID, viewer: Staff) -> list[Said]:
    """The addresses of a referral to the IWF, as this person may see them, with what it said of each."""
    row = Referral.objects.select_related("case").filter(id=referral_id, authority=assessed.IWF).first()
    if row is None or row.state not in assessed.TOLD:
        return []
    mask = mask_of_all(row.case_id, viewer)
    found = assessed.addresses_of(row)
    return [_said(one, shown=mask.typed("locator", one.text) == one.text) for one in found]


def _said(one: assessed.Address, *, shown: bool) -> Said:
    row = one.row
    return Said(
        id=one.id,
        text=one.defanged if shown else "",
        outcome=row.outcome if row else "",
        outcome_words=Assessment.Outcome(row.outcome).label if row else "",
        category=row.category if row else "",
        said_on=row.said_on if row else None,
        listed=bool(row and row.listed),
        can_be_listed=one.can_be_listed,
    )


def _points(referral: Referral) -> tuple[Point, ...]:
    rows = {row.point: row for row in Tick.objects.select_related("by").filter(referral=referral)}
    return tuple(
        Point(code=code, words=words, by=rows[code].by.name, at=rows[code].at)
        if code in rows
        else Point(code=code, words=words)
        for code, words in POINTS.items()
    )
