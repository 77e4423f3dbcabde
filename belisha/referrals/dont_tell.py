"""Whether the people whom a case is about may be told of it: "don't tell", on whose word and until when.

`may_tell` and `may_tell_account` are what every notice asks first.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
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
from belisha.triage.families import members_of, roots_of
from belisha.triage.models import CaseState, Membership
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
    return may_tell_of([case_id])[case_id]


def may_tell_of(case_ids: Collection[UUID]) -> dict[UUID, MayTell]:
    """The same of many cases, in as many queries as of one."""
    roots = roots_of(case_ids)
    states = {root.id: root.state for root in roots.values()}
    members = members_of(states)
    reasons: dict[UUID, list[str]] = defaultdict(list)
    for case_id, reason in chain(_held_back(members), _called(members, states), _about_to_be(members)):
        reasons[members[case_id]].append(reason)
    return {one: MayTell(reasons=_once(reasons[roots[one].id] if one in roots else ())) for one in case_ids}


def may_tell_account(account: str) -> MayTell:
    """May the holder of this account be told of anything, whichever case names it and as what?"""
    return may_tell_accounts([account])[account]


def may_tell_accounts(accounts: Collection[str]) -> dict[str, MayTell]:
    """The same of many accounts, in as many queries as of one."""
    digests = {account: digest("account", account) for account in accounts}
    cases = _naming(set(digests.values()))
    told = may_tell_of({case for found in cases.values() for case in found})
    return {
        account: MayTell(reasons=_once(reason for case in cases[name] for reason in told[case].reasons))
        for account, name in digests.items()
    }


def silences(referral_id: UUID) -> list[Silence]:
    """All that was said of one referral about telling nobody, lifted or not."""
    rows = DontTell.objects.filter(referral=referral_id)
    return [_silence(row) for row in rows.select_related("referral", "noted_by", "lifted_by")]


def _held_back(cases: Collection[UUID]) -> Iterator[tuple[UUID, str]]:
    rows = DontTell.objects.filter(referral__case__in=list(cases), lifted_at=None)
    # What nobody was told of after all holds nothing back; what a person asked for does.
    for row in rows.exclude(_withdrawn()).select_related("referral"):
        if _holds(row, timezone.now()):
            yield row.referral.case_id, _words(row)


def _withdrawn() -> Q:
    return Q(referral__state__in=OVER, basis__in=(Basis.LAW, Basis.CARE))


def _called(cases: Mapping[UUID, UUID], states: Mapping[UUID, str]) -> Iterator[tuple[UUID, str]]:
    """A call to the emergency number holds back already, while its case is open."""
    live = [one for one, root in cases.items() if states[root] != CaseState.CLOSED]
    for case_id in set(EmergencyCall.objects.filter(case__in=live).values_list("case_id", flat=True)):
        yield case_id, f"The emergency number was called. {WITH_CARE}"


def _about_to_be(cases: Collection[UUID]) -> Iterator[tuple[UUID, str]]:
    """So does a draft: it may leave in a minute."""
    drafts = Referral.objects.filter(case__in=list(cases), state__in=UNSENT, follows=None)
    for referral in drafts:
        if default := default_of(referral.authority):
            yield referral.case_id, f"{referral.authority_name} is about to be told. {default[1]}"


def _naming(digests: Collection[bytes]) -> dict[bytes, set[UUID]]:
    """The cases whose reports name each of these accounts."""
    named = Identifier.objects.filter(kind="account", digest__in=list(digests))
    reports: dict[UUID, set[bytes]] = defaultdict(set)
    for name, report_id in named.values_list("digest", "report_id"):
        reports[report_id].add(bytes(name))
    cases: dict[bytes, set[UUID]] = defaultdict(set)
    rows = Membership.objects.filter(report__in=list(reports), left_at=None)
    for report_id, case_id in rows.values_list("report_id", "case_id").order_by("case__number"):
        for name in reports[report_id]:
            cases[name].add(case_id)
    return cases


def _once(reasons: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reasons))


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
