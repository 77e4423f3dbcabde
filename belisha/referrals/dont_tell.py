"""Whether the people whom a case is about may be told of it: "don't tell", on whose word and until when.

`may_tell` and `may_tell_account` are what every notice asks first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from belisha.decisions.models import EmergencyCall
from belisha.intake.models import Identifier
from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.referrals.drafting import OVER, UNSENT, locked
from belisha.referrals.follow_models import DontTell
from belisha.referrals.models import Referral
from belisha.referrals.refusals import NotSilent, ReasonMissing, WrongClock
from belisha.refusal import NotFound
from belisha.triage.erase import family
from belisha.triage.models import Case, CaseState
from belisha.vault.lookup import digest

Basis = DontTell.Basis
IN_CANADA = (
    "Canada: nobody says that a report was made where that could prejudice an investigation"
    " (S.C. 2011 c.4; second-hand, November 2026)."
)
WITH_CARE = "Nobody is told while that could prejudice an investigation."


@dataclass(frozen=True, kw_only=True)
class Silence:
    """One reason for which nobody is told."""

    id: UUID
    referral_id: UUID
    number: str
    authority_name: str
    basis: str
    basis_words: str
    asked_by: str
    reason: str
    until: datetime | None
    noted_by: str
    noted_at: datetime
    lifted_at: datetime | None
    lifted_by: str
    lifted_because: str
    holds: bool


@dataclass(frozen=True, kw_only=True)
class MayTell:
    """Whether somebody may be told, and in words why not."""

    reasons: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        """Does nothing speak against it?"""
        return not self.reasons

    @property
    def why(self) -> str:
        """Why not, in one text."""
        return " ".join(self.reasons)

    def __bool__(self) -> bool:
        return self.allowed


def default_of(authority: str) -> tuple[Basis, str] | None:
    """What is held back by itself where this authority is told; None where nothing is."""
    if authority.startswith("CA:"):
        return Basis.LAW, IN_CANADA
    police = authority.startswith("police:") or authority.endswith((":police", ":bka"))
    return (Basis.CARE, WITH_CARE) if police or authority in ("nca", "ncmec") else None


def by_default(referral: Referral, *, now: datetime) -> DontTell | None:
    """Hold back by itself what the authority's law or an investigation asks for, as the referral leaves."""
    default = default_of(referral.authority)
    if default is None or referral.purpose == Referral.Purpose.WITHDRAWAL:
        return None
    basis, reason = default
    return DontTell.objects.create(
        referral=referral, case_id=referral.case_id, basis=basis, reason=reason, noted_at=now
    )


@transaction.atomic
def dont_tell(
    *, referral_id: UUID, by: Staff, asked_by: str, reason: str, until: datetime | None = None
) -> DontTell:
    """Note that nobody is told, on whose word and why; without `until`, until somebody lifts it.

    Without `asked_by` it is this desk's own decision. Raises ReasonMissing, WrongClock.
    """
    referral, case = locked(referral_id)
    now = timezone.now()
    if not reason.strip():
        raise ReasonMissing
    if until is not None and until <= now:
        raise WrongClock
    row = DontTell.objects.create(
        referral=referral,
        case_id=case.id,
        basis=Basis.ASKED if asked_by.strip() else Basis.OWN,
        asked_by=asked_by.strip(),
        reason=reason.strip(),
        until=until,
        noted_by=by,
        noted_at=now,
    )
    facts = {"number": referral.number, "until": until.isoformat() if until else "", "basis": row.basis}
    record("referral.dont_tell", by=by, about=case, reason=row.reason, **facts)
    return row


@transaction.atomic
def lift(*, referral_id: UUID, silence_id: UUID, by: Staff, reason: str) -> DontTell:
    """Lift one reason for which nobody is told. Raises ReasonMissing, NotSilent, NotFound."""
    referral, case = locked(referral_id)
    row = DontTell.objects.select_for_update().filter(id=silence_id, referral=referral).first()
    if row is None:
        raise NotFound(what="note")
    if not reason.strip():
        raise ReasonMissing
    if not _holds(row, timezone.now()):
        raise NotSilent
    row.lifted_at, row.lifted_by, row.lifted_because = timezone.now(), by, reason.strip()
    row.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    record("referral.may_tell", by=by, about=case, number=referral.number, reason=reason.strip())
    return row


def may_tell(case_id: UUID) -> MayTell:
    """May the people whom this case is about be told of it, as things stand? Merged cases count with it."""
    case = Case.objects.filter(id=case_id).first()
    while case is not None and case.merged_into_id is not None:
        case = Case.objects.filter(id=case.merged_into_id).first()
    if case is None:
        return MayTell()
    return MayTell(reasons=tuple(dict.fromkeys([*_held_back(case), *_about_to_be(case)])))


def may_tell_account(account: str) -> MayTell:
    """May the holder of this account be told of anything, whichever case names it and as what?"""
    named = Identifier.objects.filter(kind="account", digest=digest("account", account))
    here = Q(memberships__report__identifiers__in=named, memberships__left_at=None)
    cases = Case.objects.filter(here).values_list("id", flat=True).distinct()
    reasons = [reason for case_id in cases for reason in may_tell(case_id).reasons]
    return MayTell(reasons=tuple(dict.fromkeys(reasons)))


def silences(referral_id: UUID) -> list[Silence]:
    """All that was said of one referral about telling nobody, lifted or not."""
    rows = DontTell.objects.filter(referral=referral_id)
    return [_silence(row) for row in rows.select_related("referral", "noted_by", "lifted_by")]


def _held_back(case: Case) -> Iterator[str]:
    rows = DontTell.objects.filter(referral__case__in=family(case), lifted_at=None)
    # What nobody was told of after all holds nothing back; what a person asked for does.
    for row in rows.exclude(_withdrawn()).select_related("referral"):
        if _holds(row, timezone.now()):
            yield _words(row)


def _withdrawn() -> Q:
    return Q(referral__state__in=OVER, basis__in=(Basis.LAW, Basis.CARE))


def _about_to_be(case: Case) -> Iterator[str]:
    """A call to the emergency number and a draft hold back already: it may leave in a minute."""
    cases = family(case)
    if case.state != CaseState.CLOSED and EmergencyCall.objects.filter(case__in=cases).exists():
        yield f"The emergency number was called. {WITH_CARE}"
    drafts: Iterable[Referral] = Referral.objects.filter(case__in=cases, state__in=UNSENT, follows=None)
    for referral in drafts:
        if default := default_of(referral.authority):
            yield f"{referral.authority_name} is about to be told. {default[1]}"


def _words(row: DontTell) -> str:
    until = f" Until {row.until:%-d %B %Y}." if row.until else ""
    asked = f" {row.asked_by} asked for it." if row.asked_by else ""
    return f"{row.referral.authority_name}, {row.referral.number}: {row.reason}{asked}{until}"


def _holds(row: DontTell, now: datetime) -> bool:
    return row.lifted_at is None and (row.until is None or row.until > now)


def _silence(row: DontTell) -> Silence:
    return Silence(
        id=row.id,
        referral_id=row.referral_id,
        number=row.referral.number,
        authority_name=row.referral.authority_name,
        basis=row.basis,
        basis_words=row.get_basis_display(),
        asked_by=row.asked_by,
        reason=row.reason,
        until=row.until,
        noted_by=row.noted_by.name if row.noted_by else "",
        noted_at=row.noted_at,
        lifted_at=row.lifted_at,
        lifted_by=row.lifted_by.name if row.lifted_by else "",
        lifted_because=row.lifted_because,
        holds=_holds(row, timezone.now()),
    )
