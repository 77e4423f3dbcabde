"""What follows a report that was told: only what is new, what was wrong, or that it is withdrawn."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from belisha.referrals.gathered import story
from belisha.referrals.material import TOLD, Material
from belisha.referrals.message import EarlierReport, ReferralMessage
from belisha.referrals.models import Referral
from belisha.triage.models import Membership

Purpose = Referral.Purpose
SAYS = {
    Purpose.SUPPLEMENT: "This supplements our report {number}{theirs}. It says only what is new.",
    Purpose.CORRECTION: "This corrects our report {number}{theirs}.",
    Purpose.WITHDRAWAL: "We withdraw our report {number}{theirs}.",
}
LISTS = (
    "priority_reasons",
    "timeline",
    "accounts",
    "items",
    "conversation",
    "detections",
    "grounds",
    "viewed",
)
SINGLE = ("child", "suspect", "reporter", "decision")
NOTHING: dict[str, Any] = dict.fromkeys((*LISTS, "custody", "notes"), ()) | dict.fromkeys(SINGLE)


def as_follows(row: Referral, whole: ReferralMessage, material: Material) -> ReferralMessage:
    """Return what a referral says of the whole message of its case: all, or what follows an earlier one."""
    if row.follows is None:
        return whole
    said = _head(row, row.follows)
    if row.is_notice:
        text = f"{said}\n\n{row.edits.get('what_happened', '')}".strip()
        first = (_earlier(row.follows, material),)
        return replace(whole, **NOTHING, what_happened=text, earlier_reports=first)
    text = row.edits.get("what_happened") or story(new_reports(row, material))
    told = [ReferralMessage.from_json(one.message) for one in told_before(row) if one.message]
    # The parts of the custody log stand in the report; what is new of it is where this came from.
    return replace(whole, what_happened=f"{said}\n\n{text}".strip(), custody=(), **_only_new(whole, told))


def has_news(row: Referral, message: ReferralMessage, material: Material) -> bool:
    """Does a supplement say anything that they were not told?"""
    parts = any(getattr(message, name) for name in ("accounts", "items", "conversation", "grounds"))
    return parts or bool(row.edits.get("what_happened") or new_reports(row, material))


def told_before(row: Referral) -> list[Referral]:
    """The report that a referral follows, and whatever followed it and was told."""
    if row.follows is None:
        return []
    others = Referral.objects.filter(follows=row.follows, state__in=TOLD).exclude(id=row.id)
    return [row.follows, *others.order_by("drafted_at")]


def new_reports(row: Referral, material: Material) -> list[Any]:
    """The reports that have joined the case since the authority was last told."""
    since: datetime = max(one.composed_at for one in told_before(row))
    joined = Membership.objects.filter(case=row.case, left_at=None, joined_at__gt=since)
    ids = set(joined.values_list("report_id", flat=True))
    return [one for one in material.reports if one.id in ids]


def _only_new(whole: ReferralMessage, told: Iterable[ReferralMessage]) -> dict[str, Any]:
    known = list(told)
    lists = {
        name: tuple(
            one for one in getattr(whole, name) if not any(one in getattr(past, name) for past in known)
        )
        for name in LISTS
    }
    single = {
        name: None for name in SINGLE if any(getattr(whole, name) == getattr(past, name) for past in known)
    }
    return lists | single


def _head(row: Referral, first: Referral) -> str:
    theirs = f" (your reference {first.reference})" if first.reference else ""
    return SAYS[Purpose(row.purpose)].format(number=first.number, theirs=theirs)


def _earlier(first: Referral, material: Material) -> EarlierReport:
    ours = [one for one in material.told if one.authority == first.authority]
    at = ours[0].at if ours else first.released_at
    return EarlierReport(authority=first.authority_name, reference=first.reference, at=at)
