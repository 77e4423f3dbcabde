"""What the IWF said of an address that it was told of: kept, and recognised from then on if confirmed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.intake.read import reports_of
from belisha.ledger.record import record
from belisha.organisation.profile import profile
from belisha.people.models import Staff
from belisha.referrals.drafting import locked
from belisha.referrals.locator import defang
from belisha.referrals.models import Assessment, Referral, ReferralState
from belisha.referrals.refusals import NotReleased
from belisha.refusal import NotFound, Refusal
from belisha.screening import own
from belisha.screening.urls import NotAnAddress, canonical
from belisha.triage.models import Case, Membership
from belisha.vault.lookup import digest

IWF = "iwf"
TOLD = (ReferralState.SENT, ReferralState.ACKNOWLEDGED, ReferralState.CLOSED)
GOOD = (Assessment.Outcome.CONFIRMED, Assessment.Outcome.REMOVED)
CATEGORIES = {
    "indecent_images": "Indecent images of a child",
    "prohibited_images": "Prohibited images, drawn or made by a computer",
}
"""What the IWF may confirm; this desk's own list says it of the address."""


class WrongOutcome(Refusal):
    """Say what the IWF said: confirmed, confirmed and removed, or not confirmed."""

    code = "wrong_outcome"


class WrongDay(Refusal):
    """The IWF can't have said it in the future."""

    code = "wrong_day"


@dataclass(frozen=True, kw_only=True)
class Address:
    """An address that the IWF was told of; `id` stands for it in forms, and says nothing of it."""

    id: str
    text: str
    site: str
    row: Assessment | None

    @property
    def defanged(self) -> str:
        return defang(self.text)

    @property
    def can_be_listed(self) -> bool:
        return bool(self.site)


@transaction.atomic
def assess(
    *, referral_id: UUID, address: str, outcome: str, said_on: date, by: Staff, category: str = ""
) -> Assessment:
    """Note what the IWF said of an address, or correct it. What it confirmed goes on this desk's own list,
    once; corrected, it is taken off, unless another referral's answer still says so.

    Raises NotFound, NotReleased, WrongOutcome, WrongDay.
    """
    referral, case = locked(referral_id)
    if referral.authority == IWF and referral.state not in TOLD:
        raise NotReleased(number=referral.number, state=referral.get_state_display().lower())
    found = next((one for one in addresses_of(referral) if one.id == address), None)
    if found is None:
        raise NotFound(what="address in this referral")
    if outcome not in Assessment.Outcome.values or (outcome in GOOD and category not in CATEGORIES):
        raise WrongOutcome
    if said_on > timezone.now().astimezone(profile().zone).date():
        raise WrongDay
    was = found.row.outcome if found.row else ""
    row = found.row or Assessment(
        referral=referral,
        case_id=case.id,
        address=found.text,
        address_lookup=_lookup(found.text),
    )
    row.outcome, row.said_on, row.category = outcome, said_on, category if outcome in GOOD else ""
    row.noted_by, row.noted_at = by, timezone.now()
    _list_or_take_off(row, found, case, by)
    row.save()
    facts = {"number": referral.number, "outcome": outcome, "said_on": said_on.isoformat(), "was": was}
    record("referral.assessed", by=by, about=case, listed=row.listed, **facts)
    return row


def addresses_of(referral: Referral) -> list[Address]:
    """The addresses that the IWF was told of in this referral, as the case's reports have them."""
    if referral.authority != IWF:
        return []
    told = {item["id"] for item in referral.message.get("items", ()) if item.get("locator")}
    rows = {bytes(row.address_lookup): row for row in Assessment.objects.filter(referral=referral)}
    found = {_site(text) or text: text for text in _texts(referral.case, told)}
    return [_address(text, rows.get(_lookup(text))) for text in found.values()]


def _texts(case: Case, told: set[str]) -> Iterator[str]:
    # Of those that have left the case since, too: the IWF was told of their addresses under this number.
    ever = Membership.objects.filter(case=case).order_by("joined_at").values_list("report_id", flat=True)
    for report in reports_of(dict.fromkeys(ever)):
        for item in report.items:
            if item.locator and item.external_id in told:
                yield item.locator


def _address(text: str, row: Assessment | None) -> Address:
    return Address(id=_lookup(text).hex()[:24], text=text, site=_site(text), row=row)


def _lookup(text: str) -> bytes:
    """The same for two spellings of one address."""
    return digest("iwf_address", _site(text) or text)


def _site(text: str) -> str:
    """The address as lists have it; nothing for a locator that only the service itself understands."""
    try:
        site = canonical(text)
    except NotAnAddress:
        return ""
    return site if "." in site.partition("/")[0] or "://" in text else ""


def _list_or_take_off(row: Assessment, found: Address, case: Case, by: Staff) -> None:
    good = row.outcome in GOOD and found.can_be_listed
    if good and not row.listed:
        reason = f"Confirmed by the IWF on {row.said_on:%Y-%m-%d}, told as {row.referral.number}."
        own.add_to_own_list(
            fingerprints={"url": found.site}, category=row.category, by=by, about=case, reason=reason
        )
    if row.listed and not good and not _said_elsewhere(row):
        reason = f"The IWF did not confirm it after all: {row.referral.number}."
        own.take_off_own_list(fingerprints={"url": found.site}, reason=reason, by=by)
    row.listed = good


def _said_elsewhere(row: Assessment) -> bool:
    others = Assessment.objects.filter(address_lookup=row.address_lookup, listed=True)
    return others.exclude(referral=row.referral_id).exists()
