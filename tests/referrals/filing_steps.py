"""What the tests of filing share: a referral to the NCA or the IWF, and the people whom the NCA knows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from belisha.decisions.decide import confirm, decide
from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_profile
from belisha.referrals import filing
from belisha.referrals.models import Referral
from belisha.referrals.recipients.nca_declaration import POINTS
from belisha.referrals.refer import prepare, record_delivery, release


def named(**people: str) -> None:
    """The NCA knows these people: named(administrator="rosa@desk.example")."""
    persons = [
        {"role": role, "name": email.partition("@")[0].title(), "email": email}
        for role, email in people.items()
    ]
    save_profile(by=CONSOLE, authorised_persons=persons)


def drafted(case: Any, rosa: Any, omar: Any, authority: str = "nca") -> Referral:
    """The case is decided by two people and drafted."""
    told = {"outcome": "refer", "category": "grooming", "reasons": "Both accounts."}
    decision = decide(case_id=case.id, by=rosa, **told)
    if decision.state == "proposed":
        confirm(decision_id=decision.id, by=omar)
    prepare(case_id=case.id)
    return Referral.objects.get(case=case, authority=authority)


def released(case: Any, rosa: Any, omar: Any, authority: str = "nca") -> Referral:
    """And released."""
    return release(referral_id=drafted(case, rosa, omar, authority).id, by=rosa)


def told(case: Any, rosa: Any, omar: Any, authority: str = "iwf") -> Referral:
    """And told by hand, with a reference."""
    row = released(case, rosa, omar, authority)
    if authority == "nca":
        declared(row, rosa)
    given = {"at": timezone.now(), "channel": "portal", "reference": f"REF-{row.number}"}
    return record_delivery(referral_id=row.id, by=rosa, **given)


def declared(referral: Referral, by: Any, *, without: str = "") -> Referral:
    """Every point of the declaration is ticked, but perhaps one."""
    return filing.declare(
        referral_id=referral.id, by=by, points=[point for point in POINTS if point != without]
    )


def filed(referral: Referral, by: Any, **changed: Any) -> Referral:
    """Filed in the portal a minute ago."""
    given = {"at": timezone.now() - timedelta(minutes=1), "reference": "NCA-2026-0007"} | changed
    return filing.file(referral_id=referral.id, by=by, **given)
