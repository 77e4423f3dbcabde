"""Filing with the NCA by hand: the declaration ticked point by point, the filing noted by who may file."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.referrals import filers
from belisha.referrals.deliver import record_delivery
from belisha.referrals.drafting import locked
from belisha.referrals.models import Referral, ReferralState, Tick
from belisha.referrals.recipients.nca_declaration import POINTS
from belisha.referrals.refusals import NotReleased
from belisha.refusal import NotFound, Refusal


class WrongPoint(Refusal):
    """The declaration has no such point."""

    code = "wrong_point"


@transaction.atomic
def declare(*, referral_id: UUID, points: Collection[str], by: Staff) -> Referral:
    """Tick these points of the declaration, and take the others back. Ticked is what a person looked at.

    Raises NotFound, WrongPoint, NotReleased, NotAFiler.
    """
    referral, case = locked(referral_id)
    _refuse_unless_filed(referral)
    if set(points) - set(POINTS):
        raise WrongPoint
    if referral.state != ReferralState.RELEASED:
        raise NotReleased(number=referral.number, state=referral.get_state_display().lower())
    filers.refuse_unless_filer(referral, case, by)
    before = filers.ticked(referral)
    Tick.objects.filter(referral=referral).exclude(point__in=points).delete()
    new = [point for point in POINTS if point in points and point not in before]
    Tick.objects.bulk_create(
        Tick(referral=referral, case_id=case.id, point=point, by=by, at=timezone.now()) for point in new
    )
    back = sorted(before - set(points))
    if new or back:
        record("referral.declared", by=by, about=case, number=referral.number, ticked=new, taken_back=back)
    return referral


@transaction.atomic
def file(*, referral_id: UUID, by: Staff, at: datetime, reference: str = "", note: str = "") -> Referral:
    """Note that it was filed in the NCA's portal; without a reference it is chased.

    Raises NotFound, NotReleased, NotAFiler, NotDeclared (never where a child is in danger now), WrongTime.
    """
    referral, case = locked(referral_id)
    _refuse_unless_filed(referral)
    filers.refuse_unless_filer(referral, case, by)
    first, left = referral.state == ReferralState.RELEASED, filers.undeclared(referral)
    if first:
        filers.refuse_unless_declared(referral, case)
    told = record_delivery(
        referral_id=referral_id, by=by, at=at, channel="portal", reference=reference, note=note
    )
    if first:
        facts = {"number": referral.number, "left_open": left, "filed_as": filers.role_of(by)}
        record("referral.filed", by=by, about=case, **facts)
    return told


def _refuse_unless_filed(referral: Referral) -> None:
    if referral.authority != filers.NCA:
        raise NotFound(what="report to be filed with the NCA")
