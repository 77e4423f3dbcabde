"""The report that a pattern opens: the account, the points and their reasons. The children are not named."""

from datetime import datetime
from typing import Any

from belisha.contact.naming import Named
from belisha.contact.patterns.rules import VERSION, Counts, Score
from belisha.intake.incoming import IncomingReport
from belisha.intake.models import AccountRole, Concern, SignalKind, Source

FIRST = (
    "The contacts of this account look, in number and kind, like those of somebody who seeks children out."
)
LAST = (
    "This is a count and no proof. Nobody has read what was written, and nothing was done to the account. "
    "The service can say which accounts were contacted."
)


def incoming(found: Score, named: Named, *, at: datetime, band: str, threshold: int) -> IncomingReport:
    """What comes in. Whether the account's holder is a child stays unknown: the age is what they said."""
    return IncomingReport.model_validate(
        {
            "source": Source.CONTACT_PATTERN,
            "concerns": [Concern.GROOMING],
            "danger_now": "unknown",
            "what_happened": narrative(found, threshold),
            "occurred_at": at,
            "service": named.service,
            "accounts": [{"id": named.account, "role": AccountRole.SUSPECT, "age_band": band}],
            "signals": [
                {
                    "kind": SignalKind.CONTACT_PATTERN,
                    "produced_by": VERSION,
                    "facts": facts(found, threshold),
                }
            ],
        }
    )


def narrative(found: Score, threshold: int) -> str:
    """The reasons in plain words, each with its points."""
    score = f"The score is {found.points} of 100; reports begin at {threshold}."
    return "\n".join([FIRST, score, *reasons(found), LAST])


def reasons(found: Score) -> list[str]:
    """One line for each part: "Newly contacted 9 children without ties. (18 points)"."""
    return [f"{part.words} ({part.points:+d} points)" for part in found.parts]


def facts(found: Score, threshold: int) -> dict[str, Any]:
    """The numbers behind the score, without what nobody knows."""
    counts: Counts = found.counts
    said = {
        "score": found.points,
        "threshold": threshold,
        "children": counts.children,
        "children_in_shared_places": counts.near,
        "unknown_age": counts.unknown,
        "adults": counts.adults,
        "refused": counts.refused,
        "off_platform": counts.off_platform,
        "fastest_hour": counts.fastest_hour,
        "groups": counts.groups,
        "account_age_days": counts.account_age_days,
        "upheld_reports": counts.upheld_reports,
        "at_most_128_counted": counts.at_most,
        "reasons": ", ".join(part.code for part in found.parts),
    }
    return {name: value for name, value in said.items() if value is not None}
