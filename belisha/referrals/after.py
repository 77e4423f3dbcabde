"""What referrals do to their case and its reports: referred once one was told, closed with the last."""

from django.db.models import Q

from belisha.decisions.after import reports_of_case
from belisha.decisions.decide import standing
from belisha.decisions.models import DecisionState
from belisha.intake.models import State
from belisha.intake.receive import move
from belisha.organisation.partners import PREFIX
from belisha.referrals.models import Referral, ReferralState
from belisha.triage.models import Case, CaseState
from belisha.work.assign import open_task

TOLD = (ReferralState.SENT, ReferralState.ACKNOWLEDGED, ReferralState.CLOSED)
_PARTNERS = Q(authority__startswith=PREFIX)
"""Whoever tells a partner has told no authority."""
ENDED = (ReferralState.WITHDRAWN, ReferralState.FAILED, ReferralState.CLOSED)


def case_told(case: Case) -> None:
    """An authority knows of the case. One that waits for a decision stays open: that still has to follow."""
    if case.state == CaseState.DECIDED and _an_authority_knows(case):
        _set(case, CaseState.REFERRED, State.REFERRED)


def case_untold(case: Case) -> None:
    """What was sent came back: where nobody else knows of the case, it is decided and not yet referred."""
    if case.state == CaseState.REFERRED and not _an_authority_knows(case):
        _set(case, CaseState.DECIDED, State.DECIDED)


def close_case_if_done(case: Case) -> None:
    """Close a decided case once all its referrals have ended; where nobody was told, ask what then."""
    decision = standing(case)
    rows = Referral.objects.filter(case=case)
    if decision is None or decision.state != DecisionState.FINAL or rows.exclude(state__in=ENDED).exists():
        return
    if rows.filter(state=ReferralState.CLOSED).exclude(_PARTNERS).exists():
        _set(case, CaseState.CLOSED, State.CLOSED)
    else:
        ask_what_then(case)


def _an_authority_knows(case: Case) -> bool:
    return Referral.objects.filter(case=case, state__in=TOLD).exclude(_PARTNERS).exists()


def ask_what_then(case: Case) -> None:
    """A case that is to be referred and about which nobody is told must not be forgotten."""
    open_task(
        kind="nobody_told",
        about=case,
        reason="Decided to refer, but no authority is being told. Reopen the case, or tell somebody.",
        due_at=case.due_at,
        permission="decisions.add_decision",
    )


def _set(case: Case, state: CaseState, of_reports: State) -> None:
    case.state = state
    case.save(update_fields=["state"])
    move(report_ids=reports_of_case(case), state=of_reports)
