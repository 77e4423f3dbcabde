"""Saying that an authority's address is right, changed or wrong: two people, a source, and time to object."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from belisha.ledger.record import record
from belisha.organisation import checks, rules
from belisha.organisation.directory import digest_of, directory, in_force, shipped_row
from belisha.organisation.models import AddressClaim
from belisha.organisation.refusals import (
    AlreadyConfirmed,
    AlreadyDoubted,
    ChangeWaits,
    FixedHere,
    HoldsAlready,
    NoAddressToConfirm,
    ProposalWaits,
    SettledMeanwhile,
    WrongAddress,
)
from belisha.people.models import Staff
from belisha.routing import Mechanism

Kind, Ending = AddressClaim.Kind, AddressClaim.Ending


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Where somebody read an address, and on which day."""

    title: str
    url: str
    read_on: date


@dataclass(frozen=True, kw_only=True)
class Address:
    """How an authority is reached: a page, a telephone number, or both; an e-mail address besides."""

    url: str = ""
    phone: str = ""
    email: str = ""


@transaction.atomic
def propose_as_shipped(*, authority: str, reading: Reading, by: Staff) -> AddressClaim:
    """Say that a shipped address is right, having read its page; a second person confirms it.

    Raises NotFound, FixedHere, NoAddressToConfirm, AlreadyConfirmed, ProposalWaits, ChangeWaits and
    WrongAddress.
    """
    row = checks.known(authority)
    if checks.by_law(row):
        raise FixedHere(name=row.authority)
    if not (row.url or row.phone):
        raise NoAddressToConfirm(name=row.authority)
    checks.refuse_if_something_waits(authority, row.authority)
    if directory().row(authority).confirmed:
        raise AlreadyConfirmed(name=row.authority)
    return _proposed(_claim(Kind.AS_SHIPPED, row, address_of(row)), reading, by)


@transaction.atomic
def propose_change(
    *, authority: str, address: Address, reading: Reading, reason: str, by: Staff
) -> AddressClaim:
    """Say that an authority is reached otherwise. It counts when a second person has confirmed it and it has
    cooled off; until then the old address holds.

    Raises MayNotChange, NotFound, FixedHere, ReasonWanted, WrongAddress, ProposalWaits, ChangeWaits.
    """
    row = refuse_unless_changeable(authority=authority, by=by)
    checks.check_address(**asdict(address))
    if address == address_of(directory().row(authority)):
        raise WrongAddress(problem="Nothing is changed: this is the address that is shown now.")
    claim = _claim(Kind.CHANGED if shipped_row(authority) else Kind.ADDED, row, address)
    claim.reason = checks.reason_of(reason)
    return _proposed(claim, reading, by)


@transaction.atomic
def propose_new(
    *,
    country: str,
    name: str,
    address: Address,
    reading: Reading,
    reason: str,
    by: Staff,
    for_public: bool = True,
) -> AddressClaim:
    """Say who takes reports in a country that the directory has no row for. It waits as a change does.

    Raises MayNotChange, FixedHere, CountryHasOne, ReasonWanted, WrongAddress, ProposalWaits, ChangeWaits.
    """
    checks.refuse_unless_may_change(by)
    checks.refuse_unless_country_has_none(country)
    checks.check_address(**asdict(address))
    short = slugify(name)[:60].strip("-")
    if not short:
        raise WrongAddress(problem="Give the authority's name in Latin letters.", field="name")
    for other in AddressClaim.objects.filter(kind=Kind.ADDED, country=country, ended_at=None):
        checks.refuse_if_something_waits(other.authority, other.name)
    claim = AddressClaim(
        kind=Kind.ADDED,
        authority=f"{country}:{short}",
        country=country,
        name=name.strip(),
        for_public=for_public,
        reason=checks.reason_of(reason),
        **asdict(address),
    )
    return _proposed(claim, reading, by)


@transaction.atomic
def confirm(*, claim_id: UUID, read_on: date, by: Staff) -> AddressClaim:
    """Confirm a colleague's proposal, having read the page oneself on `read_on`.

    In one-person mode one person may do both: recorded, and a change then waits three times as long. Raises
    NotFound, SettledMeanwhile, MayNotChange, ProposerLeft, ConfirmedAlone, ShippedChanged, CountryHasOne,
    ChangeWaits, WrongAddress.
    """
    claim, now = checks.subject_of(claim_id), timezone.now()
    if claim.ended_at or claim.confirmed_at:
        raise SettledMeanwhile
    alone = checks.alone(claim, by)
    checks.check_day(read_on)
    checks.check_day(claim.read_on)
    checks.refuse_if_outdated(claim)
    claim.confirmed_by, claim.confirmed_at, claim.confirmed_read_on = by, now, read_on
    claim.one_person_mode = alone
    claim.holds_from = now if claim.kind == Kind.AS_SHIPPED else _cooled_off(now, alone)
    _supersede(claim, by)
    claim.save()
    record("directory.confirmed", by=by, about=claim, **facts_of(claim))
    return claim


@transaction.atomic
def withdraw(*, claim_id: UUID, reason: str, by: Staff) -> AddressClaim:
    """Take back a proposal, or a change that has not begun to hold; what held before stays.

    Anybody who may confirm addresses may do it. Raises NotFound, SettledMeanwhile, HoldsAlready and
    ReasonWanted.
    """
    claim, now = checks.subject_of(claim_id), timezone.now()
    if claim.ended_at:
        raise SettledMeanwhile
    if claim.holds_from and claim.holds_from <= now:
        raise HoldsAlready
    why = checks.reason_of(reason)
    end(claim, now, Ending.WITHDRAWN, by)
    for earlier in AddressClaim.objects.filter(superseded_by=claim):
        earlier.superseded_by = None
        end(earlier, None, "", None)
    record("directory.withdrawn", by=by, about=claim, **facts_of(claim), reason=why)
    return claim


@transaction.atomic
def say_wrong(*, authority: str, reason: str, by: Staff) -> AddressClaim:
    """Say that an address is wrong: from now on it has to be confirmed first. One person is enough.

    A proposal that it is right ends, as it was read before the doubt. A change stays, and takes its place in
    time. Raises NotFound, FixedHere, AlreadyDoubted,
    ReasonWanted.
    """
    row, now, why = checks.doubtable(authority), timezone.now(), checks.reason_of(reason)
    checks.lock(authority)
    current = in_force(now).filter(authority=authority)
    if current.filter(kind=Kind.WRONG).exists():
        raise AlreadyDoubted(name=row.authority)
    claim = _claim(Kind.WRONG, row, address_of(directory(now).row(authority)))
    unsure = checks.addresses(authority).filter(kind=Kind.AS_SHIPPED, confirmed_at=None, ended_at=None)
    for address in (*current.filter(kind__in=AddressClaim.ADDRESSES), *unsure):
        address.superseded_by = None
        end(address, now, Ending.WRONG, by)
    claim.reason, claim.holds_from = why, now
    claim.proposed_by, claim.proposed_at, claim.proposed_on = by, now, checks.today()
    coming = checks.addresses(authority).filter(holds_from__gt=now, ended_at=None).first()
    if coming is not None:
        claim.superseded_by, claim.ending, claim.ended_at = coming, Ending.SUPERSEDED, coming.holds_from
    try:
        with transaction.atomic():
            claim.save()
    except IntegrityError as problem:
        # Two people at once: the constraint lets one through.
        raise AlreadyDoubted(name=row.authority) from problem
    record("directory.doubted", by=by, about=claim, **facts_of(claim), reason=why)
    return claim


def refuse_unless_changeable(*, authority: str, by: Staff) -> Mechanism:
    """Return the row whose address may be changed now. Raises MayNotChange, NotFound, FixedHere,
    ProposalWaits, ChangeWaits."""
    checks.refuse_unless_may_change(by)
    row = checks.changeable(authority)
    checks.refuse_if_something_waits(authority, row.authority)
    return row


def address_of(row: Mechanism) -> Address:
    """How a row's authority is reached."""
    return Address(url=row.url or "", phone=row.phone or "", email=row.email or "")


def facts_of(claim: AddressClaim) -> dict[str, Any]:
    """What the ledger keeps of a claim."""
    facts: dict[str, Any] = {
        "kind": str(claim.kind),
        "authority": claim.authority,
        "url": claim.url,
        "phone": claim.phone,
        "email": claim.email,
        "source": claim.source_url,
        "read_on": str(claim.confirmed_read_on or claim.read_on or ""),
        "holds_from": claim.holds_from.isoformat() if claim.holds_from else "",
        "one_person_mode": claim.one_person_mode,
    }
    return {name: value for name, value in facts.items() if value != ""}


def _claim(kind: AddressClaim.Kind, row: Mechanism, address: Address) -> AddressClaim:
    return AddressClaim(
        kind=kind,
        authority=row.id,
        country=row.country,
        name=row.authority[:200],
        for_public=row.for_the_public,
        shipped=digest_of(shipped_row(row.id)),
        **asdict(address),
    )


def read_by(claim: AddressClaim, reading: Reading, by: Staff) -> None:
    """Note where and when its author read it. Raises WrongAddress."""
    title, url = reading.title.strip(), reading.url.strip()
    checks.check_source(title, url)
    checks.check_day(reading.read_on)
    claim.source_title, claim.source_url, claim.read_on = title, url, reading.read_on
    claim.proposed_by, claim.proposed_at, claim.proposed_on = by, timezone.now(), checks.today()


def _proposed(claim: AddressClaim, reading: Reading, by: Staff) -> AddressClaim:
    read_by(claim, reading, by)
    try:
        with transaction.atomic():
            claim.save()
    except IntegrityError as problem:
        # Two people at once: the constraint lets one through.
        raise ProposalWaits(who="Somebody", name=claim.name) from problem
    why = {"reason": claim.reason} if claim.reason else {}
    record("directory.proposed", by=by, about=claim, **facts_of(claim), **why)
    return claim


def _cooled_off(now: datetime, alone: bool) -> datetime:
    return rules.holds_from(now, hours=settings.BELISHA.directory_cooling_off_hours, alone=alone)


def _supersede(claim: AddressClaim, by: Staff) -> None:
    """End what held until now, at the moment from which the claim holds. Raises ChangeWaits."""
    live = AddressClaim.objects.filter(authority=claim.authority, ended_at=None).exclude(id=claim.id)
    confirmed = Q(kind__in=AddressClaim.ADDRESSES, confirmed_at__isnull=False)
    for earlier in live.filter(confirmed | Q(kind=Kind.WRONG)):
        if earlier.holds_from and earlier.holds_from > timezone.now():
            raise ChangeWaits(name=claim.name)
        earlier.superseded_by = claim
        end(earlier, claim.holds_from, Ending.SUPERSEDED, by)


def end(claim: AddressClaim, at: datetime | None, how: str, by: Staff | None) -> None:
    """End a claim at a moment; without one it goes on."""
    claim.ended_at, claim.ending, claim.ended_by = at, how, by
    claim.save(update_fields=["ended_at", "ending", "ended_by", "superseded_by"])
