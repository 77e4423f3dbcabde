"""The cases that reports belong to now, for pages that know reports alone."""

from collections.abc import Collection
from uuid import UUID

from belisha.people.models import Staff
from belisha.triage.lines import CaseLine, lines_for
from belisha.triage.models import Case, Membership


def cases_of_reports(report_ids: Collection[UUID], viewer: Staff) -> dict[UUID, CaseLine]:
    """The case of each of these reports, as this person may see it; nothing for those who see no cases."""
    if not viewer.has_perm("triage.view_case"):
        return {}
    now = Membership.objects.filter(report_id__in=report_ids, left_at=None)
    cases = dict(now.values_list("report_id", "case_id"))
    lines = {line.id: line for line in lines_for(viewer, Case.objects.filter(id__in=set(cases.values())))}
    return {report: lines[case] for report, case in cases.items() if case in lines}
