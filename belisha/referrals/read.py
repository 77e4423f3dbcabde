"""What pages, jobs and commands read of referrals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from belisha.decisions.models import Decision, DecisionState, Outcome
from belisha.organisation.directory import directory
from belisha.organisation.profile import profile
from belisha.people.models import Staff
from belisha.referrals.addresses import row_of, still_holds
from belisha.referrals.follow_read import known_by_reference
from belisha.referrals.kinds import NotSendable
from belisha.referrals.message import ReferralMessage
from belisha.referrals.models import Delivery, Pack, Referral, ReferralState, RouteTaken
from belisha.referrals.recipients import Asked, Instruction, recipient_for
from belisha.referrals.releasing import refuse_unless_releasable
from belisha.refusal import Refusal
from belisha.triage.models import Case, CaseState, Membership, Priority
from belisha.vault.lookup import digest

UNSENT = (ReferralState.DRAFT, ReferralState.HELD)
STANDING = (DecisionState.PROPOSED, DecisionState.FINAL)


@dataclass(frozen=True, kw_only=True)
class ReferralLine:
    """One referral as a case's page lists it."""

    id: UUID
    number: str
    case_id: UUID
    authority: str
    authority_name: str
    how_fast: str
    state: str
    state_words: str
    problem: str
    reference: str
    confirmed_address: bool


@dataclass(frozen=True, kw_only=True)
class PackView:
    """A released document: what left, by digest."""

    kind: str
    sha256: str
    size: int
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class DeliveryView:
    """One attempt to tell the authority."""

    at: datetime
    channel_words: str
    outcome: str
    outcome_words: str
    by: str
    reference: str
    contact: str
    note: str


@dataclass(frozen=True, kw_only=True)
class ReferralPage:
    """Everything that the page of one referral shows. `refusal` says why it can't be released now.

    `moved`: its address isn't the one that holds now; `in_directory`: this desk can confirm it.
    """

    line: ReferralLine
    case_label: str
    step: dict[str, Any]
    message: ReferralMessage | None
    checklist: tuple[Asked, ...]
    how_to: tuple[Instruction, ...]
    refusal: str
    stale: bool
    moved: bool
    in_directory: bool
    edited: dict[str, Any]
    drafted_at: datetime
    composed_at: datetime
    released_by: str
    released_at: datetime | None
    one_person_mode: bool
    chase_at: datetime | None
    packs: tuple[PackView, ...]
    deliveries: tuple[DeliveryView, ...]

    @property
    def unsent(self) -> bool:
        return self.line.state in UNSENT

    @property
    def to_tell(self) -> bool:
        """Was it released, so that somebody tells the authority or asks for its reference?"""
        return self.line.state in (ReferralState.RELEASED, ReferralState.SENT)


@dataclass(frozen=True, kw_only=True)
class ReferralPanel:
    """What a case's page says about who is told."""

    case_id: UUID
    lines: tuple[ReferralLine, ...]
    being_drafted: bool
    set_up: bool
    may_prepare_now: bool


def undrafted() -> list[UUID]:
    """Cases whose drafts are not in line with their decision: none yet, or of a decision that has ended."""
    if not profile().set_up:
        return []
    taken = RouteTaken.objects.filter(decision=OuterRef("pk"))
    to_refer = Decision.objects.filter(outcome=Outcome.REFER).exclude(Exists(taken))
    ready = Q(state=DecisionState.FINAL) | Q(state=DecisionState.PROPOSED, case__priority=Priority.IMMEDIATE)
    left = Referral.objects.filter(state__in=UNSENT)
    ended = Q(decision__state__in=[DecisionState.SENT_BACK, DecisionState.REOPENED])
    no_action = Decision.objects.filter(
        case=OuterRef("case"), outcome=Outcome.NO_ACTION, state=DecisionState.FINAL
    )
    return list(
        dict.fromkeys(
            [
                *to_refer.filter(ready)
                .order_by("case__priority", "made_at")
                .values_list("case_id", flat=True),
                *left.filter(ended | Exists(no_action) | Q(case__state=CaseState.MERGED)).values_list(
                    "case_id", flat=True
                ),
            ]
        )
    )


def of_case(case_id: UUID) -> list[ReferralLine]:
    """The referrals of a case, in the order of their route."""
    rows = Referral.objects.filter(case_id=case_id).order_by("drafted_at", "place")
    return [_line(row) for row in rows]


def referral_panel(case_id: UUID, viewer: Staff) -> ReferralPanel | None:
    """The referral part of a case's page; None where there is no such case."""
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        return None
    lines = tuple(of_case(case_id))
    standing = Decision.objects.filter(case_id=case_id, state__in=STANDING).first()
    told_first = any(line.authority.startswith("police:") and line.state != "withdrawn" for line in lines)
    immediate = case.priority == Priority.IMMEDIATE and case.state in ("open", "proposed")
    return ReferralPanel(
        case_id=case_id,
        lines=lines,
        being_drafted=case_id in undrafted(),
        set_up=profile().set_up,
        may_prepare_now=immediate
        and standing is None
        and not told_first
        and viewer.has_perm("referrals.release_referral"),
    )


def referral_page(referral_id: UUID) -> ReferralPage | None:
    """One referral with its message, checklist and history; None where there is no such referral."""
    row = Referral.objects.select_related("case", "released_by").filter(id=referral_id).first()
    if row is None:
        return None
    message = _message(row)
    recipient, now = recipient_for(row.authority), directory()
    joined = Membership.objects.filter(case=row.case, joined_at__gt=row.composed_at)
    return ReferralPage(
        line=_line(row),
        case_label=row.case.label,
        step=row.step,
        message=message,
        checklist=recipient.checklist(message) if message else (),
        how_to=recipient.how_to(message) if message else (),
        refusal=_refusal(row),
        stale=row.state in UNSENT and joined.exists(),
        moved=row.state in (*UNSENT, ReferralState.RELEASED) and not still_holds(row, now),
        in_directory=row_of(row.authority, now) is not None,
        edited=row.edits,
        drafted_at=row.drafted_at,
        composed_at=row.composed_at,
        released_by=row.released_by.name if row.released_by else "",
        released_at=row.released_at,
        one_person_mode=row.one_person_mode,
        chase_at=row.chase_at,
        packs=tuple(_packs(row)),
        deliveries=tuple(_deliveries(row)),
    )


def case_id_of(referral_id: UUID) -> UUID | None:
    """The case that this referral is about, or None where there is no such referral."""
    return Referral.objects.filter(id=referral_id).values_list("case_id", flat=True).first()


def by_reference(reference: str) -> list[ReferralLine]:
    """The referrals that an authority knows under this number."""
    rows = Referral.objects.filter(reference_lookup=digest("reference", reference)).order_by("-drafted_at")
    return [_line(row) for row in rows]


def by_number(number: str) -> ReferralLine | None:
    """The referral with our own number, such as C-000123-1."""
    row = Referral.objects.filter(number=number.strip().upper()).first()
    return _line(row) if row else None


def cases_known_as(text: str) -> set[UUID]:
    """The cases of the referrals that carry this number: an authority's reference, or our own."""
    found = {line.case_id for line in by_reference(text)} | known_by_reference(text)
    ours = by_number(text)
    return found | {ours.case_id} if ours else found


def _message(row: Referral) -> ReferralMessage | None:
    try:
        return ReferralMessage.from_json(row.message) if row.message else None
    except NotSendable:
        return None


def _refusal(row: Referral) -> str:
    if row.state not in UNSENT:
        return ""
    try:
        refuse_unless_releasable(row, row.case)
    except Refusal as refusal:
        return refusal.sentence
    return ""


def _line(row: Referral) -> ReferralLine:
    return ReferralLine(
        id=row.id,
        number=row.number,
        case_id=row.case_id,
        authority=row.authority,
        authority_name=row.authority_name,
        how_fast=row.how_fast,
        state=row.state,
        state_words=row.get_state_display(),
        problem=row.problem,
        reference=row.reference,
        confirmed_address=row.confirmed_address,
    )


def _packs(row: Referral) -> Iterable[PackView]:
    for pack in Pack.objects.filter(referral=row).defer("document").order_by("kind"):
        yield PackView(kind=pack.kind, sha256=pack.sha256, size=pack.size, made_at=pack.made_at)


def _deliveries(row: Referral) -> Iterable[DeliveryView]:
    # What the worker tried and did not bring about is told with how it is on its way (on_the_way.py).
    tried = Q(by=None, outcome__in=["failed", "later", "undone", "test"]) & ~Q(answer="")
    rows = Delivery.objects.select_related("by").filter(referral=row).exclude(tried)
    for one in rows.order_by("at"):
        yield DeliveryView(
            at=one.at,
            channel_words=one.get_channel_display(),
            outcome=one.outcome,
            outcome_words=one.get_outcome_display(),
            by=one.by.name if one.by else "A message" if one.answer.startswith("receipt") else "This desk",
            reference=one.reference,
            contact=one.contact,
            note=one.note,
        )
