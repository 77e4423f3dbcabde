"""Who may decide an appeal, what may come of it, and by when: pure.

Source: Ofcom, Illegal content Codes of Practice for user-to-user services, measures D (reporting and
complaints): acknowledged with an indicative time frame, appeals determined, wrong decisions reversed,
complaints about proactive technology taken. Ofcom does not ask for another person; this desk does.
"""

from dataclasses import dataclass
from datetime import datetime

ACTION, TURNED_DOWN, TOOL = "action", "turned_down", "tool"
UPHELD, PARTLY, REJECTED = "upheld", "partly", "rejected"

OUTCOMES = {
    ACTION: (UPHELD, PARTLY, REJECTED),
    TURNED_DOWN: (UPHELD, REJECTED),
    TOOL: (UPHELD, PARTLY, REJECTED),
}
"""What may come of an appeal of each kind: a report is looked at again, or not."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Who had a part in what an appeal is about: who decided or ordered it, and who confirmed it."""

    made: frozenset[object]
    confirmed: frozenset[object]

    def __contains__(self, person: object) -> bool:
        return person in self.made or person in self.confirmed


def may_decide(*, person: object, parts: Parts, others: bool, one_person_mode: bool) -> bool:
    """Is this somebody who had no part in it?

    Where there are no `others` at the desk, whoever only confirmed it may: in a team of two everybody had a
    part. A team of one has nobody else at all.
    """
    if one_person_mode or person not in parts:
        return True
    return not others and person not in parts.made


def in_time(*, at: datetime, until: datetime) -> bool:
    """Does an appeal come before its time is over?"""
    return at <= until


def reverses_all(outcome: str) -> bool:
    """Was the decision as a whole wrong, so that all that rests on it is undone?"""
    return outcome == UPHELD


def reverses(outcome: str) -> bool:
    """Is anything undone?"""
    return outcome in (UPHELD, PARTLY)
