"""What goes of referrals when their case is erased."""

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from belisha.referrals.models import (
    Delivery,
    DontTell,
    FalseAlarm,
    Incoming,
    Pack,
    Referral,
    Reported,
    RouteTaken,
)


def erase(*, case_ids: Collection[UUID]) -> Counter[str]:
    """Delete the referrals of these cases, inside the use case that erases and records it; count the rows."""
    gone: Counter[str] = Counter()
    for rows in (
        Delivery.objects.filter(referral__case__in=case_ids),
        Pack.objects.filter(referral__case__in=case_ids),
        RouteTaken.objects.filter(case__in=case_ids),
        Incoming.objects.filter(referral__case__in=case_ids),
        FalseAlarm.objects.filter(referral__case__in=case_ids),
        DontTell.objects.filter(referral__case__in=case_ids),
        Reported.objects.filter(case__in=case_ids),
        Referral.objects.filter(case__in=case_ids),
    ):
        gone.update(rows.delete()[1])
    return gone


def subjects(case_ids: Collection[UUID]) -> set[UUID]:
    """The ids of referrals of these cases and of questions about them, about which there may be tasks."""
    referrals = Referral.objects.filter(case__in=case_ids).values_list("id", flat=True)
    questions = Incoming.objects.filter(referral__case__in=case_ids).values_list("id", flat=True)
    return {*referrals, *questions}
