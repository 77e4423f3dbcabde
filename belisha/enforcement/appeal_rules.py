"""Who may decide an appeal, what may come of it, and by when: pure.

Source: Ofcom, Illegal content Codes of Practice for user-to-user services, measures D (reporting and
complaints): acknowledged with an indicative time frame, appeals determined, wrong decisions reversed,
complaints about proactive technology taken. Ofcom does not ask for another person; this desk does.
"""

from collections.abc import Collection
from datetime import datetime

ACTION, TURNED_DOWN, TOOL = "action", "turned_down", "tool"
UPHELD, PARTLY, REJECTED = "upheld", "partly", "rejected"

OUTCOMES = {
    ACTION: (UPHELD, PARTLY, REJECTED),
    TURNED_DOWN: (UPHELD, REJECTED),
    TOOL: (UPHELD, PARTLY, REJECTED),
}
"""What may come of an appeal of each kind: a report is looked at again, or not."""


def may_decide(*, person: object, had_part: Collection[object], one_person_mode: bool) -> bool:
    """Is this somebody other than those who decided, confirmed or ordered? A team of one has nobody else."""
    return one_person_mode or person not in had_part


def in_time(*, at: datetime, until: datetime) -> bool:
    """Does an appeal come before its time is over?"""
    return at <= until


def reverses_all(outcome: str) -> bool:
    """Was the decision as a whole wrong, so that all that rests on it is undone?"""
    return outcome == UPHELD


def reverses(outcome: str) -> bool:
    """Is anything undone?"""
    return outcome in (UPHELD, PARTLY)
