"""A case's reports as one person may see them now, and the mask for texts made of them."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from belisha.intake.read import ReportView, reports_of
from belisha.people.models import Staff
from belisha.triage.mask import Mask, mask_of
from belisha.triage.models import Membership
from belisha.triage.reveal import shown_to

LEARNT_FROM = (
    200  # reports, the most dangerous of a case, from which is learnt what to hide on any page of it
)


def mask_for(case_id: UUID, viewer: Staff) -> Mask:
    """What of this case is hidden from this person now."""
    return hidden_reports(case_id, viewer)[0]


def mask_of_all(case_id: UUID, viewer: Staff) -> Mask:
    """The same, learnt from every report of the case: for what is made of all of them."""
    every = memberships(case_id).values_list("report_id", flat=True)
    return hidden_reports(case_id, viewer, list(every))[0]


def hidden_reports(
    case_id: UUID, viewer: Staff, wanted: Collection[UUID] = ()
) -> tuple[Mask, dict[UUID, ReportView]]:
    """The same with the reports, those that are wanted and others, by id."""
    known = memberships(case_id).values_list("report_id", flat=True)[:LEARNT_FROM]
    mask, reports = mask_of(case_id, reports_of({*known, *wanted}), shown_to(case_id, viewer))
    return mask, {report.id: report for report in reports}


def memberships(case_id: UUID) -> QuerySet[Membership]:
    """The reports of a case now, the most dangerous first."""
    rows = Membership.objects.filter(case_id=case_id, left_at=None)
    return rows.order_by("priority", "-points", "joined_at", "id")
