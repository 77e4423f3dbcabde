"""What else was reported of the same accounts, items and files: linked for a person to see, never stopped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from belisha.intake.read import ReportView
from belisha.referrals.models import Reported
from belisha.referrals.reported import counting, reference_of, shared_with
from belisha.referrals.things import FILES, ITEM, LINE, SUSPECT, URL, Thing, things_of
from belisha.triage.models import Case

SHARES = {
    SUSPECT: "the same account",
    ITEM: "the same item",
    URL: "the same address",
    LINE: "the same messages",
} | dict.fromkeys(FILES, "a file with the same fingerprint")
MOST = 20


@dataclass(frozen=True, kw_only=True)
class Linked:
    """An earlier report about something that this case is about too; `shares` says about what."""

    referral_id: UUID | None
    case_id: UUID | None
    label: str
    authority: str
    name: str
    reference: str
    at: datetime | None
    shares: tuple[str, ...]
    said: bool
    """A report says so; it was not us."""


def linked_to(case: Case, reports: Sequence[ReportView]) -> tuple[Linked, ...]:
    """What other cases' reports to authorities share with these, the newest first, at most MOST."""
    things = things_of(reports)
    shared = shared_with(things.all)
    rows = counting().filter(id__in=shared, told_at__isnull=False).exclude(case=case)
    newest = rows.exclude(report_id__in=[one.id for one in reports]).order_by("-told_at")[:MOST]
    return tuple(_linked(row, shared[row.id]) for row in newest)


def _linked(row: Reported, shared: Iterable[Thing]) -> Linked:
    words = {SHARES[kind] for kind, _ in shared if kind in SHARES}
    return Linked(
        referral_id=row.referral_id,
        case_id=row.case_id,
        label=row.label,
        authority=row.authority,
        name=row.authority_name,
        reference=reference_of(row),
        at=row.told_at,
        shares=tuple(word for word in dict.fromkeys(SHARES.values()) if word in words),
        said=row.report_id is not None,
    )
