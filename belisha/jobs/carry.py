"""What the worker carries from stage to stage: one function per job, each returning how much it did."""

from collections.abc import Callable, Iterable
from uuid import UUID

import structlog
from django.utils import timezone

from belisha.referrals import follow_up, refer
from belisha.referrals import read as referrals_read
from belisha.triage import read as triage_read
from belisha.triage.triage import triage
from belisha.work.deliver import deliver_due
from belisha.work.escalate import escalate

log = structlog.get_logger(__name__)


def reports_into_cases() -> int:
    """Bring every report that came in into its case, the dangerous ones first."""
    return _each(triage_read.untriaged(), lambda report_id: triage(report_id=report_id))


def decisions_into_drafts() -> int:
    """Draft a referral to every authority of the route of each decision in force."""
    return _each(referrals_read.undrafted(), lambda case_id: refer.prepare(case_id=case_id))


def wake_the_next() -> int:
    """Climb the on-call ladder for whatever nobody has opened in time."""
    return escalate(now=timezone.now())


def deliver_alerts() -> int:
    """Send the alerts that are due."""
    return deliver_due(now=timezone.now())


def chase_references() -> int:
    """Ask for the references that are overdue."""
    return follow_up.chase(now=timezone.now())


def _each(ids: Iterable[UUID], act: Callable[[UUID], object]) -> int:
    done = 0
    for one in ids:
        try:
            act(one)
            done += 1
        except Exception:
            # It stays where it is and is tried again; the next one must not wait for it.
            log.exception("could not carry", job=getattr(act, "__name__", "carry"))
    return done
