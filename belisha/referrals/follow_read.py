"""What pages read of what follows a referral, through the mask of whoever looks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from belisha.decisions.after import reports_of_case
from belisha.intake.read import reports_of
from belisha.people.models import Staff
from belisha.referrals.answers import OUTCOMES
from belisha.referrals.dont_tell import MayTell, Silence, may_tell, silences
from belisha.referrals.drafting import UNSENT
from belisha.referrals.follow_models import Incoming
from belisha.referrals.linked import Linked, linked_to
from belisha.referrals.locator import defang
from belisha.referrals.material import TOLD
from belisha.referrals.models import Referral, Reported
from belisha.triage.access import open_to, opens
from belisha.triage.hide import mask_of_all
from belisha.triage.mask import Mask
from belisha.triage.models import Case
from belisha.vault.lookup import digest


@dataclass(frozen=True, kw_only=True)
class Said:
    """One thing that an authority said of a referral."""

    id: UUID
    kind_words: str
    open: bool
    state_words: str
    channel_words: str
    said_at: datetime
    contact: str
    reference: str
    text: str
    outcome: str
    due_at: datetime | None
    late: bool
    late_because: str
    noted_by: str
    ended_by: str
    ended_at: datetime | None
    answer: str


@dataclass(frozen=True, kw_only=True)
class Other:
    """Another referral to which this one belongs: its first, or one that follows it."""

    id: UUID
    number: str
    purpose_words: str
    state_words: str


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """What follows one referral."""

    referral_id: UUID
    case_id: UUID
    number: str
    authority_name: str
    purpose_words: str
    told: bool
    may_write_again: bool
    first: Other | None
    others: tuple[Other, ...]
    said: tuple[Said, ...]
    silences: tuple[Silence, ...]
    may_tell: MayTell
    linked: tuple[Linked, ...]
    open_to_me: frozenset[UUID]
    again_because: str

    @property
    def questions(self) -> tuple[Said, ...]:
        """What waits for an answer."""
        return tuple(one for one in self.said if one.open)


@dataclass(frozen=True, kw_only=True)
class QuestionLine:
    """An open question as the list shows it: whose, about what, until when; never what it says."""

    id: UUID
    referral_id: UUID
    number: str
    authority_name: str
    kind_words: str
    said_at: datetime
    due_at: datetime | None
    late: bool


def follow_up_of(referral_id: UUID, viewer: Staff) -> FollowUp | None:
    """What follows one referral; None where there is no such referral."""
    row = Referral.objects.select_related("case", "follows").filter(id=referral_id).first()
    if row is None:
        return None
    mask = mask_of_all(row.case_id, viewer).spelt(defang)
    first = row.follows or row
    chain = Referral.objects.filter(follows=first).order_by("drafted_at")
    reports = [one for one in reports_of(reports_of_case(row.case)) if not one.erased]
    linked = linked_to(row.case, reports)
    entry = Reported.objects.filter(referral=row).first()
    return FollowUp(
        referral_id=row.id,
        case_id=row.case_id,
        number=row.number,
        authority_name=row.authority_name,
        purpose_words=row.get_purpose_display(),
        told=row.state in TOLD,
        may_write_again=first.state in TOLD and not chain.filter(state__in=UNSENT).exists(),
        first=_other(first) if row.follows else None,
        others=tuple(_other(one) for one in chain.exclude(id=row.id)),
        said=tuple(_said(row, mask)),
        silences=tuple(_masked(one, mask) for one in silences(row.id)),
        may_tell=may_tell_as_seen(row.case_id, mask),
        linked=linked,
        open_to_me=frozenset(opens([one.case_id for one in linked if one.case_id], viewer)),
        again_because=mask.text(entry.again_because) if entry else "",
    )


def may_tell_as_seen(case_id: UUID, mask: Mask) -> MayTell:
    """Whether the people of a case may be told, in words that hide what is hidden."""
    return MayTell(reasons=tuple(mask.text(reason) for reason in may_tell(case_id).reasons))


def open_questions(viewer: Staff) -> list[QuestionLine]:
    """The open questions about cases that open to this person, the nearest clock first."""
    cases = Case.objects.filter(open_to(viewer))
    rows = Incoming.objects.filter(state=Incoming.State.OPEN, referral__case__in=cases)
    return [
        QuestionLine(
            id=row.id,
            referral_id=row.referral_id,
            number=row.referral.number,
            authority_name=row.referral.authority_name,
            kind_words=row.get_kind_display(),
            said_at=row.said_at,
            due_at=row.due_at,
            late=_late(row),
        )
        for row in rows.select_related("referral").order_by("due_at")
    ]


def known_by_reference(reference: str) -> set[UUID]:
    """The cases of which an authority spoke, or was told, under this number: ours, and what reports say."""
    found = digest("reference", reference)
    said = Incoming.objects.filter(reference_lookup=found).values_list("case_id", flat=True)
    told = Reported.objects.filter(reference_lookup=found, case__isnull=False)
    return {*said, *told.values_list("case_id", flat=True)}


def _said(row: Referral, mask: Mask) -> Iterable[Said]:
    for one in Incoming.objects.filter(referral=row).select_related("noted_by", "ended_by"):
        yield Said(
            id=one.id,
            kind_words=one.get_kind_display(),
            open=one.state == Incoming.State.OPEN,
            state_words=one.get_state_display(),
            channel_words=one.channel.replace("_", " "),
            said_at=one.said_at,
            contact=mask.text(one.contact),
            reference=one.reference,
            text=mask.text(one.text),
            outcome=OUTCOMES.get(one.outcome, ""),
            due_at=one.due_at,
            late=_late(one),
            late_because=mask.text(one.late_because),
            noted_by=one.noted_by.name if one.noted_by else "",
            ended_by=one.ended_by.name if one.ended_by else "",
            ended_at=one.ended_at,
            answer=mask.text(one.answer),
        )


def _late(row: Incoming) -> bool:
    return row.state == Incoming.State.OPEN and row.due_at is not None and row.due_at < timezone.now()


def _masked(one: Silence, mask: Mask) -> Silence:
    return replace(
        one,
        asked_by=mask.text(one.asked_by),
        reason=mask.text(one.reason),
        lifted_because=mask.text(one.lifted_because),
    )


def _other(row: Referral) -> Other:
    return Other(
        id=row.id,
        number=row.number,
        purpose_words=row.get_purpose_display(),
        state_words=row.get_state_display(),
    )
