"""The register of what was filed with the NCA: its references, kept 5 years, whether or not their case is.

While a case is there, the reference stands with its referral. When the case is erased, it is set apart
(references.py) until its own time. This register reads both and keeps nothing itself.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from belisha.enforcement.facts import laws
from belisha.enforcement.laws import NCA_REFERENCE
from belisha.enforcement.models import Clock, KeptReference, Watch
from belisha.figures.spreadsheet import harmless
from belisha.ledger.record import Actor, record
from belisha.organisation.profile import profile
from belisha.people.models import Staff
from belisha.referrals.filers import NCA
from belisha.referrals.filing_page import Request, targets
from belisha.referrals.filing_rules import file_by
from belisha.referrals.models import Delivery, Referral, ReferralState
from belisha.refusal import Refusal
from belisha.triage.access import opens

COLUMNS = ("number", "reference", "filed_at", "keep_until", "state")
TO_FILE = (ReferralState.DRAFT, ReferralState.HELD, ReferralState.RELEASED)
ERASED = "Case erased"


class WrongForm(Refusal):
    """The register is written as csv or as json."""

    code = "wrong_form"


OfACase = TypeVar("OfACase", "Waiting", Request)


@dataclass(frozen=True, kw_only=True)
class Filed:
    """One report that was filed. After the erasure of its case `number` is the case's, and no id is left."""

    number: str
    reference: str
    filed_at: datetime
    keep_until: datetime | None
    state: str
    case_id: UUID | None = None
    referral_id: UUID | None = None
    erasure_id: UUID | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "reference": self.reference,
            "filed_at": self.filed_at.astimezone(UTC).isoformat(),
            "keep_until": self.keep_until.astimezone(UTC).isoformat() if self.keep_until else None,
            "state": self.state,
        }


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One report that is still to be filed, and this desk's own target for it."""

    referral_id: UUID
    case_id: UUID
    number: str
    state: str
    priority: int
    target: datetime


def filed() -> list[Filed]:
    """Every report that was filed, the newest first, those of erased cases too."""
    rows = [*_living(), *_set_apart()]
    return sorted(rows, key=lambda row: row.filed_at, reverse=True)


def waiting() -> list[Waiting]:
    """What is still to be filed, the most pressing first."""
    rows = Referral.objects.filter(authority=NCA, state__in=TO_FILE).select_related("case")
    own = targets()
    lines = [
        Waiting(
            referral_id=row.id,
            case_id=row.case_id,
            number=row.number,
            state=row.get_state_display(),
            priority=row.case.priority,
            target=file_by(row.case.priority, row.drafted_at, own),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: line.target)


def shown_to(person: Staff, rows: Iterable[Filed]) -> list[tuple[Filed, bool]]:
    """Each row, and whether its reference is shown to this person: that of a case which opens to them."""
    lines = list(rows)
    mine = opens([row.case_id for row in lines if row.case_id], person)
    return [(row, row.case_id in mine) for row in lines]


def open_to(person: Staff, lines: Iterable[OfACase]) -> list[OfACase]:
    """Those of cases that open to this person."""
    every = list(lines)
    mine = opens([line.case_id for line in every], person)
    return [line for line in every if line.case_id in mine]


@transaction.atomic
def export(*, form: str, by: Actor) -> str:
    """The whole register as CSV or JSON lines, for whoever must show it; recorded. Raises WrongForm."""
    if form not in WRITERS:
        raise WrongForm
    rows = filed()
    about = Watch.objects.get_or_create(id=1)[0]
    record("register.exported", by=by, about=about, authority=NCA, form=form, rows=len(rows))
    return WRITERS[form](rows)


def _living() -> Iterator[Filed]:
    told = Referral.objects.filter(authority=NCA, delivery_rows__outcome__in=Delivery.TOLD).distinct()
    clocks = {
        clock.referral_id: clock for clock in Clock.objects.filter(code=NCA_REFERENCE, referral__isnull=False)
    }
    for row in told.prefetch_related("delivery_rows"):
        at = max(one.at for one in row.delivery_rows.all() if one.outcome in Delivery.TOLD)
        yield Filed(
            number=row.number,
            reference=row.reference,
            filed_at=at,
            keep_until=_until(clocks.get(row.id), at),
            state=row.get_state_display(),
            case_id=row.case_id,
            referral_id=row.id,
        )


def _until(clock: Clock | None, filed_at: datetime) -> datetime | None:
    if clock is not None and clock.lifted_at is not None:
        return None
    # The clock begins within a second of the filing; until then its length tells.
    return clock.ends_at if clock else laws()[NCA_REFERENCE].ends(filed_at, profile().zone)


def _set_apart() -> Iterator[Filed]:
    for row in KeptReference.objects.filter(code=NCA_REFERENCE):
        yield Filed(
            number=row.label,
            reference=row.reference,
            filed_at=row.told_at,
            keep_until=row.keep_until,
            state=ERASED,
            erasure_id=row.erasure_id,
        )


def _csv(rows: Iterable[Filed]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        plain = row.as_json()
        writer.writerow(harmless(str(plain[name] or "")) for name in COLUMNS)
    return out.getvalue()


def _json(rows: Iterable[Filed]) -> str:
    return "".join(json.dumps(row.as_json(), ensure_ascii=False) + "\n" for row in rows)


WRITERS = {"csv": _csv, "json": _json}
