"""What the decisions in force say of reports, for those who must know what became of theirs."""

from collections.abc import Collection, Iterator
from uuid import UUID

from belisha.decisions.models import Decision, DecisionState
from belisha.triage.models import Membership

CHUNK = 500


def outcomes_of(report_ids: Collection[UUID]) -> dict[UUID, str]:
    """`refer` or `no_action` for each of these reports whose case has a decision in force."""
    return dict(pair for some in _in_parts(list(report_ids)) for pair in _outcomes(some))


def _outcomes(reports: list[UUID]) -> Iterator[tuple[UUID, str]]:
    cases = dict(
        Membership.objects.filter(report_id__in=reports, left_at=None).values_list("report_id", "case_id")
    )
    final = Decision.objects.filter(case_id__in=set(cases.values()), state=DecisionState.FINAL)
    outcomes = dict(final.values_list("case_id", "outcome"))
    return ((report, outcomes[case]) for report, case in cases.items() if case in outcomes)


def _in_parts(ids: list[UUID]) -> Iterator[list[UUID]]:
    return (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK))
