"""A partner that a person adds to a case: told beside the authorities, and as little as will do."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.decisions.decide import lock_case, standing
from belisha.ledger.record import record
from belisha.organisation.destination_table import Destination
from belisha.organisation.in_force import holding
from belisha.organisation.partners import PREFIX, Partner, partner_of
from belisha.people.models import Staff
from belisha.referrals.drafting import OVER, ask_for_release, may_draft, number_for, write
from belisha.referrals.material import gather
from belisha.referrals.models import Referral, ReferralState
from belisha.referrals.refusals import NotSetUp, ReasonMissing
from belisha.refusal import Refusal
from belisha.triage.models import Case

HOW_FAST = {1: "now", 2: "promptly", 3: "in_time"}
"""By the priority of the case."""


class NoSuchPartner(Refusal):
    """This desk has no such partner now. Two people confirm one in the directory; then it cools off."""

    code = "no_such_partner"


class DecideFirst(Refusal):
    """Decide first that case {case} is to be referred; then a partner can be told of it too."""

    code = "decide_first"


class PartnerOnTheWay(Refusal):
    """{partner} has a referral of case {case} already: {number}."""

    code = "partner_on_the_way"


@transaction.atomic
def tell_partner(*, case_id: UUID, authority: str, reason: str, by: Staff) -> Referral:
    """Draft what a partner is told of a case; it is released like any other, and the guard looks at it.

    `reason` stays here. Raises NoSuchPartner, DecideFirst, PartnerOnTheWay, ReasonMissing and NotSetUp.
    """
    case = lock_case(case_id)
    partner = partner_of(authority) if authority.startswith(PREFIX) else None
    if partner is None:
        raise NoSuchPartner
    if not reason.strip():
        raise ReasonMissing
    _refuse_unless_wanted(case, partner)
    referral = _drafted(case, partner, reason.strip()[:2000])
    ask_for_release(case)
    told = {"number": referral.number, "authority": authority, "state": str(referral.state)}
    record("referral.partner_added", by=by, about=case, **told, reason=reason.strip()[:2000])
    return referral


def partners_to_tell(case_id: UUID) -> tuple[Partner, ...]:
    """The partners in force that have no referral of this case."""
    told = Referral.objects.filter(case_id=case_id).exclude(state__in=_ENDED)
    already = set(told.values_list("authority", flat=True))
    return tuple(one for one in _in_force() if one.authority not in already)


def may_tell_a_partner(case_id: UUID) -> bool:
    """Is the case one of which a partner can be told, and is there a partner?"""
    case = Case.objects.filter(id=case_id).first()
    return case is not None and may_draft(standing(case), case) and bool(partners_to_tell(case_id))


_ENDED = (*OVER, ReferralState.CLOSED)


def _in_force() -> Iterable[Partner]:
    rows = holding(timezone.now()).filter(kind=Destination.Kind.PARTNER).order_by("name")
    return (one for row in rows if (one := partner_of(row.authority)))


def _refuse_unless_wanted(case: Case, partner: Partner) -> None:
    if not may_draft(standing(case), case):
        raise DecideFirst(case=case.label)
    # What was closed was told: something new about it is a referral of its own.
    live = Referral.objects.filter(case=case, authority=partner.authority).exclude(state__in=_ENDED).first()
    if live is not None:
        raise PartnerOnTheWay(partner=partner.name, case=case.label, number=live.number)


def _drafted(case: Case, partner: Partner, reason: str) -> Referral:
    material = gather(case)
    if not material.profile.set_up:
        raise NotSetUp
    referral = Referral(
        number=number_for(case),
        case=case,
        decision=standing(case),
        authority=partner.authority,
        authority_name=partner.name[:200],
        drafted_at=material.now,
        place=Referral.objects.filter(case=case).count(),
    )
    write(referral, _step(partner, reason, how_fast=HOW_FAST[case.priority]), material)
    return referral


def _step(partner: Partner, reason: str, *, how_fast: str) -> dict[str, Any]:
    """What a step of the route has, for somebody whom a person named and no rule."""
    return {
        "order": 0,
        "authority": {"id": partner.authority, "name": partner.name},
        "why": reason,
        "how_fast": how_fast,
        "channel": "webhook",
        "contact": {"url": partner.url, "phone": None, "email": None},
        "may_include_media": False,
        "basis": "",
        "source": {"title": "Added by a person at this desk", "url": None, "checked_on": None},
        "confirmed": True,
        "candidates": [],
        "rule": "",
    }
