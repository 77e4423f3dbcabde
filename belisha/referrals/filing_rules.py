"""By when this desk means to file with the NCA. Pure.

Online Safety Act 2023 ss. 66-70; S.I. 2026/268 (particulars second-hand, gathered on 22 November 2026). The
law names no hours: priority 1 immediately, 2 as soon as reasonably practicable, 3 without undue delay. The
times below are the operator's own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

IMMEDIATE, URGENT, STANDARD = 1, 2, 3
PRIORITIES = {
    IMMEDIATE: "Priority 1: a threat to a child’s life, or of serious harm. The law says: immediately.",
    URGENT: "Priority 2. The law says: as soon as reasonably practicable.",
    STANDARD: "Priority 3. The law says: without undue delay.",
}


@dataclass(frozen=True, kw_only=True)
class Targets:
    """How soon this desk means to file, by priority."""

    immediate: timedelta = timedelta(minutes=15)
    urgent: timedelta = timedelta(hours=24)
    standard: timedelta = timedelta(hours=72)


def file_by(priority: int, since: datetime, targets: Targets) -> datetime:
    """Return this desk's own target for filing what was drafted at `since`."""
    own = {IMMEDIATE: targets.immediate, URGENT: targets.urgent}
    return since + own.get(priority, targets.standard)
