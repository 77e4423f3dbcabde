"""Writing to an authority again: a supplement, a correction, a notice of withdrawal; each a referral."""

from typing import Any
from uuid import UUID

from django.db import transaction

from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.referrals.compose import compose
from belisha.referrals.drafting import UNSENT, ask_for_release, locked, number_for, route_now, write
from belisha.referrals.kinds import NotSendable
from belisha.referrals.material import TOLD, Material, gather
from belisha.referrals.models import Referral
from belisha.referrals.refusals import NothingNew, NotToldYet, OneAtATime, ReasonMissing
from belisha.referrals.supplement import as_follows, has_news

Purpose = Referral.Purpose
WRITTEN = (Purpose.SUPPLEMENT, Purpose.CORRECTION, Purpose.WITHDRAWAL)


@transaction.atomic
def write_again(*, referral_id: UUID, by: Staff, purpose: str, text: str = "") -> Referral:
    """Draft what follows a referral that the authority was told of; it is released like any other.

    A supplement holds only what is new; with `text`, in these words. A correction and a withdrawal say
    nothing but `text`. Raises NotToldYet, OneAtATime, ReasonMissing, NothingNew.
    """
    told, case = locked(referral_id)
    first = told.follows or told
    _refuse_unless_told(first)
    material = gather(case)
    row = _row(first, material, Purpose(purpose), text.strip())
    if row.is_notice and not text.strip():
        raise ReasonMissing
    if not row.is_notice and not _has_news(row, material):
        raise NothingNew(authority=row.authority_name)
    write(row, row.step, material)
    ask_for_release(case, by)
    facts = {"number": row.number, "follows": first.number, "purpose": str(row.purpose)}
    record("referral.followed", by=by, about=case, problem=row.problem, **facts)
    return row


def _refuse_unless_told(first: Referral) -> None:
    if first.state not in TOLD:
        raise NotToldYet(authority=first.authority_name, number=first.number)
    waiting = Referral.objects.filter(follows=first, state__in=UNSENT).first()
    if waiting is not None:
        raise OneAtATime(number=waiting.number)


def _row(first: Referral, material: Material, purpose: Purpose, text: str) -> Referral:
    return Referral(
        number=number_for(material.case),
        case=material.case,
        decision=first.decision,
        purpose=purpose,
        follows=first,
        authority=first.authority,
        authority_name=first.authority_name,
        step=_step_now(first, material),
        place=first.place,
        edits={"what_happened": text} if text else {},
        drafted_at=material.now,
    )


def _step_now(first: Referral, material: Material) -> dict[str, Any]:
    """The way to them as the directory has it now; where the route names them no more, as it was."""
    steps: list[Any] = list(route_now(material).as_json()["steps"])
    return next((step for step in steps if step["authority"]["id"] == first.authority), first.step)


def _has_news(row: Referral, material: Material) -> bool:
    try:
        whole = compose(material, row.step, number=row.number, edits=row.edits)
        return has_news(row, as_follows(row, whole, material), material)
    except NotSendable:
        return True
