"""What the clocks need to know of a case, read from the stages before."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from belisha.decisions.decide import standing
from belisha.decisions.models import Outcome
from belisha.enforcement.laws import Law, laws_with
from belisha.enforcement.rules import Facts, Told
from belisha.ledger.models import Entry
from belisha.organisation.profile import profile
from belisha.referrals.models import Delivery
from belisha.routing.countries import countries
from belisha.triage.erase import family
from belisha.triage.models import Case, CaseState

CLOSING = ("case.decided", "case.confirmed", "referral.closed", "referral.withdrawn")


def laws() -> Mapping[str, Law]:
    """The clocks with the lengths that this desk has set."""
    ours = settings.BELISHA
    return laws_with(ours.retention_days, ours.retention_unfounded_days, ours.retention_laws)


def of_settings() -> str:
    """The settings on which the clocks hang: where they change, every case is looked at again."""
    ours, country = settings.BELISHA, profile().country
    return f"{ours.retention_days} {ours.retention_unfounded_days} {ours.retention_laws} {country}"[:300]


def facts_of(case: Case) -> Facts:
    """The facts of a case, with those of the cases that were merged into it."""
    decision = standing(case)
    return Facts(
        opened_at=case.opened_at,
        closed_at=_closed_at(case),
        unfounded=decision is not None and decision.outcome == Outcome.NO_ACTION,
        in_eu=_in_eu(),
        told=told_of([one.id for one in family(case)]),
        zone=profile().zone,
    )


def told_of(case_ids: Collection[UUID]) -> tuple[Told, ...]:
    """Which authorities were told of these cases, and when the last time."""
    told = Delivery.objects.filter(referral__case__in=case_ids, outcome__in=Delivery.TOLD)
    rows = told.values_list("referral_id", "referral__authority").annotate(last=Max("at")).order_by("last")
    return tuple(Told(referral=referral, authority=authority, at=last) for referral, authority, last in rows)


def _closed_at(case: Case) -> datetime | None:
    if case.state != CaseState.CLOSED:
        return None
    entries = Entry.objects.filter(key_kind="case", key_id=case.id, event__in=CLOSING)
    return entries.aggregate(last=Max("at"))["last"] or timezone.now()


def _in_eu() -> bool:
    country = countries().get(profile().country)
    return country is not None and country.in_eu
