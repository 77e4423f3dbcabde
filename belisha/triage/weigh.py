"""From a report's rows to what the rules weigh."""

from dataclasses import dataclass
from datetime import datetime

from belisha.intake.models import Account, AccountRole, AgeBand, Report
from belisha.triage import rules

# The oldest that somebody of a band can be.
OLDEST = {AgeBand.UNDER_13: 12, AgeBand.FROM_13: 15, AgeBand.FROM_16: 17, AgeBand.ADULT: 18}
UNDER_18 = (AgeBand.UNDER_13, AgeBand.FROM_13, AgeBand.FROM_16)


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """What triage takes from one report, opened once."""

    assessment: rules.Assessment
    child_suspect: bool


def weigh(report: Report, now: datetime) -> Weighed:
    """Open a report as far as the rules need it, and assess it."""
    accounts = list(report.accounts.all())
    facts = rules.Facts(
        danger_now=report.danger_now,
        concerns=tuple(report.concerns),
        source=report.source,
        received_at=report.received_at,
        occurred_at=report.occurred_at,
        child_age=_child_age(report, accounts),
        signals=tuple(report.signals.values_list("kind", flat=True)),
    )
    return Weighed(assessment=rules.assess(facts, now), child_suspect=_child_suspect(report, accounts))


def _child_age(report: Report, accounts: list[Account]) -> int | None:
    """The youngest child that the report names, as old as they can be."""
    bands = [row.age_band for row in accounts if row.role == AccountRole.CHILD]
    ages = [OLDEST[AgeBand(band)] for band in bands if band and band in OLDEST]
    said = report.child.get("age")
    return min([*ages, *([int(said)] if said is not None else [])], default=None)


def _child_suspect(report: Report, accounts: list[Account]) -> bool:
    suspects = [row for row in accounts if row.role == AccountRole.SUSPECT]
    return report.other_facts.get("suspect_is_child") == "yes" or any(
        row.age_band in UNDER_18 for row in suspects
    )
