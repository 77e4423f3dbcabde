"""Keeping drafts in line with the directory: addresses that were confirmed, changed or doubted meanwhile."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from belisha.decisions.decide import lock_case, standing
from belisha.ledger.record import SYSTEM, Actor, record
from belisha.organisation.directory import directory
from belisha.organisation.partners import PREFIX, partner_of
from belisha.referrals.drafting import (
    ADDRESS_CONFIRMED,
    UNSENT,
    ask_for_release,
    take_route,
    withdraw_drafts,
    write,
)
from belisha.referrals.material import gather
from belisha.referrals.models import Referral, ReferralState
from belisha.routing import Directory, Mechanism
from belisha.triage.models import Case
from belisha.work.assign import finish, open_task

GONE = "This desk has no address of the authority any more."
_ADDED_HERE = re.compile(r"[A-Z]{2}:.+")
_UNITED_KINGDOM = "GB"
_SPECIAL = "police:X-"
"""Police of railways, defence, nuclear sites and Crown dependencies, whose rows can be confirmed here."""


def row_of(authority: str, now: Directory) -> Mechanism | None:
    """The row of the directory that an authority's step is made of; None where a rule brings its own."""
    row = now.get(authority)
    own = row is not None and row.country == _UNITED_KINGDOM and not authority.startswith(_SPECIAL)
    return None if own else row


def still_holds(referral: Referral, now: Directory) -> bool:
    """Is a draft's address the one that holds now, and as sure as it was?"""
    if referral.authority.startswith(PREFIX):
        partner = partner_of(referral.authority)
        return partner is not None and partner.url == referral.step.get("contact", {}).get("url")
    row = row_of(referral.authority, now)
    if row is None:
        return now.get(referral.authority) is not None or not _ADDED_HERE.fullmatch(referral.authority)
    contact: Mapping[str, Any] = referral.step.get("contact", {})
    same = all(contact.get(way) == getattr(row, way) for way in ("url", "phone", "email"))
    return same and referral.confirmed_address == (row.confirmed and bool(row.url or row.phone))


def out_of_line() -> list[UUID]:
    """Cases with a draft whose address isn't the one that holds now."""
    now = directory()
    rows = Referral.objects.filter(state__in=UNSENT).order_by("drafted_at")
    # The step alone, and one row after the other: what the messages say is much, and sealed.
    rows = rows.only("case_id", "authority", "confirmed_address", "step")
    return list(dict.fromkeys(row.case_id for row in rows.iterator() if not still_holds(row, now)))


@transaction.atomic
def redraw(*, case_id: UUID, by: Actor = SYSTEM) -> int:
    """Write a case's drafts anew whose address has moved; return how many. What they say stays as it was.

    A draft that can go on now opens a task; one that can't any more is held, and says why.
    """
    case = lock_case(case_id)
    material = gather(case)
    if not material.profile.set_up:
        return 0
    steps = {step["authority"]["id"]: step for step in take_route(material, standing(case))}
    rows = list(Referral.objects.filter(case=case, state__in=UNSENT))
    moved = [row for row in rows if row.authority in steps and _moved(row.step, steps[row.authority])]
    for row in moved:
        write(row, steps[row.authority], material)
        _tell(row, case)
    now = directory()
    gone = [row for row in rows if row.authority not in steps and not still_holds(row, now)]
    withdraw_drafts(gone, GONE)
    ask_for_release(case, by)
    if moved or gone:
        record("referral.address_changed", by=by, about=case, referrals=[_facts(row) for row in moved + gone])
    return len(moved) + len(gone)


def _moved(drawn: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    return any(drawn.get(name) != now[name] for name in ("contact", "confirmed", "channel"))


def _facts(row: Referral) -> dict[str, Any]:
    return {"number": row.number, "authority": row.authority, "state": str(row.state)}


def _tell(row: Referral, case: Case) -> None:
    if row.state != ReferralState.DRAFT:
        finish(about=row, kind=ADDRESS_CONFIRMED, by=SYSTEM)
        return
    open_task(
        kind=ADDRESS_CONFIRMED,
        about=row,
        label=row.number,
        reason="Its address was confirmed or changed: look at the referral again, and release it.",
        due_at=case.due_at,
        permission="referrals.release_referral",
    )
