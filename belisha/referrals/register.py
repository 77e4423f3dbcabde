"""The register as its page shows it: what was reported where, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from belisha.people.models import Staff
from belisha.referrals.models import Reported
from belisha.referrals.reported import reference_of
from belisha.triage.access import opens


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry. A reference is read by those to whom its case opens; `kept`: it outlived its case."""

    label: str
    authority_name: str
    statutory: bool
    reference: str
    told_at: datetime | None
    entered_at: datetime
    taken_back_at: datetime | None
    referral_id: UUID | None
    case_id: UUID | None
    said: bool
    kept: bool
    shut: bool
    again: bool


def entries(authority: str = "") -> QuerySet[Reported]:
    """The entries, of one authority or of all."""
    rows = Reported.objects.order_by("-entered_at", "id")
    return rows.filter(authority=authority) if authority else rows


def authorities() -> list[tuple[str, str]]:
    """Whom the register names, by name."""
    rows = Reported.objects.order_by("authority_name").values_list("authority", "authority_name")
    return list(dict(rows.distinct()).items())


def lines(rows: Sequence[Reported], viewer: Staff) -> list[Line]:
    """These entries as one person may see them."""
    open_to_me = opens([row.case_id for row in rows if row.case_id], viewer)
    return [_line(row, row.case_id is None or row.case_id in open_to_me) for row in rows]


def _line(row: Reported, is_open: bool) -> Line:
    own = row.case_id is not None and is_open
    return Line(
        label=row.label,
        authority_name=row.authority_name,
        statutory=row.statutory,
        reference=reference_of(row) if own else "",
        told_at=row.told_at,
        entered_at=row.entered_at,
        taken_back_at=row.taken_back_at,
        referral_id=row.referral_id if own else None,
        case_id=row.case_id if own else None,
        said=row.report_id is not None,
        kept=row.kept_as is not None,
        shut=not is_open,
        again=own and bool(row.again_because),
    )
