"""Cases for the tests of keeping and erasing: told, closed, and brought to a later day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from belisha.decisions import decide
from belisha.enforcement import due, watch
from belisha.enforcement.models import Watch
from belisha.referrals import refer
from belisha.referrals.models import Referral
from tests.referrals.filing_steps import declared

DAY = timedelta(days=1)
YEARS = 366 * DAY


def no_action(case: Any, by: Any) -> Any:
    """The case is closed: nothing is to be done."""
    decide.decide(case_id=case.id, outcome="no_action", category="other", reasons="Unfounded.", by=by)
    case.refresh_from_db()
    assert case.state == "closed"
    return case


def told(case: Any, rosa: Any, omar: Any) -> list[Referral]:
    """Every authority of the route was told and gave a reference."""
    made = decide.decide(case_id=case.id, outcome="refer", category="grooming", reasons="Both.", by=rosa)
    if made.state == "proposed":
        decide.confirm(decision_id=made.id, by=omar)
    refer.prepare(case_id=case.id)
    rows = list(Referral.objects.filter(case=case, state="draft"))
    for row in rows:
        refer.release(referral_id=row.id, by=rosa)
        if row.authority == "nca":
            declared(row, rosa)
        given = {"reference": f"REF-{row.number}", "contact": "The duty desk", "note": "Told."}
        refer.record_delivery(referral_id=row.id, by=rosa, at=timezone.now(), channel="portal", **given)
    return rows


def closed(case: Any, rosa: Any, omar: Any) -> Any:
    """Told, and every referral brought to its end."""
    for row in told(case, rosa, omar):
        refer.close(referral_id=row.id, by=rosa, reason="They have it.")
    for row in Referral.objects.filter(case=case, state="held"):
        refer.withdraw(referral_id=row.id, by=rosa, reason="Not needed.")
    case.refresh_from_db()
    assert case.state == "closed", case.state
    return case


def clocks_begin() -> None:
    """The worker has read the log to its end."""
    while due.begin_clocks():
        pass


def on_day(later: Any) -> Any:
    """What the worker does on a later day that somebody has confirmed."""
    now = timezone.now() + later
    watch.drift.forget()
    Watch.objects.update_or_create(id=1, defaults={"seen_at": now, "stopped_at": None})
    due.erase_due(now=now)
    return now
