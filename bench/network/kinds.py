"""Who is in the invented network and how each kind of member behaves: the assumptions, in one table.

Every number here is ours. What offenders do follows what is publicly described by charities and police on
online grooming: many children approached at once, slow approaches over weeks, approaches through groups, and
through one child's friends. What honest adults do is a guess on the side that is hard for the rules: their
ties are often unknown to the service.
"""

from dataclasses import dataclass

OFFENDERS = 1 / 1000  # of all members
CHILDREN = 0.25
UNKNOWN_AGE = 0.15  # of children and of adults alike
POSING = 0.2  # of offenders who say that they are children: no pattern sees them


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of member. `share`: of all honest adults, or of all offenders.

    `per_day`: people newly approached on a day on which they are active. `active`: share of days.
    `children`: share of these who are children. `tied`, `near`: share of the children with real ties, or met
    in a shared place, as far as the service knows. `groups`: how many groups they are met in.
    """

    name: str
    words: str
    share: float
    per_day: float
    active: float
    children: float
    tied: float = 0.0
    near: float = 0.0
    groups: int = 2
    blocked: float = 0.015
    elsewhere: float = 0.01
    new: float = 0.05
    one_age: bool = False
    at_once: bool = False
    days: int = 0  # only so many days from the day on which they begin; 0: always
    honest: bool = True


HONEST = (
    Kind(name="member", words="Adult member", share=0.7, per_day=1.2, active=0.2, children=0.04, tied=0.4),
    Kind(
        name="parent", words="Parent", share=0.14, per_day=1.2, active=0.2, children=0.3, tied=0.6, near=0.2
    ),
    Kind(
        name="teacher",
        words="Teacher, at the beginning of a term",
        share=0.01,
        per_day=9.0,
        active=0.7,
        children=0.85,
        tied=0.3,
        near=0.5,
        groups=2,
        one_age=True,
        at_once=True,
        days=5,
    ),
    Kind(
        name="coach",
        words="Coach or youth leader",
        share=0.015,
        per_day=2.5,
        active=0.4,
        children=0.7,
        tied=0.35,
        near=0.4,
        groups=2,
        elsewhere=0.08,
        one_age=True,
        days=12,
    ),
    Kind(
        name="tutor",
        words="Private tutor",
        share=0.004,
        per_day=1.5,
        active=0.4,
        children=0.6,
        tied=0.15,
        near=0.05,
        blocked=0.04,
        elsewhere=0.25,
    ),
    Kind(
        name="gamer",
        words="Player among mixed ages",
        share=0.08,
        per_day=3.5,
        active=0.5,
        children=0.33,
        tied=0.2,
        near=0.5,
        groups=6,
        elsewhere=0.06,
    ),
    Kind(
        name="streamer",
        words="Streamer or shopkeeper",
        share=0.006,
        per_day=15.0,
        active=0.7,
        children=0.22,
        tied=0.05,
        groups=4,
        blocked=0.03,
        elsewhere=0.2,
        at_once=True,
    ),
    Kind(
        name="newcomer",
        words="New adult member",
        share=0.04,
        per_day=4.0,
        active=0.6,
        children=0.15,
        groups=3,
        blocked=0.03,
        elsewhere=0.02,
        new=1.0,
        days=10,
    ),
    Kind(
        name="bot",
        words="Spam account (no offender against children)",
        share=0.005,
        per_day=60.0,
        active=0.5,
        children=0.25,
        groups=8,
        blocked=0.2,
        elsewhere=0.9,
        new=1.0,
        at_once=True,
        days=6,
    ),
)

OFFENDING = (
    Kind(
        name="scatter",
        words="Many children at once, from a new account",
        share=0.35,
        per_day=9.0,
        active=0.5,
        children=0.9,
        near=0.1,
        groups=5,
        blocked=0.25,
        elsewhere=0.3,
        new=0.8,
        one_age=True,
        at_once=True,
        honest=False,
    ),
    Kind(
        name="slow",
        words="A few children, slowly, over weeks",
        share=0.3,
        per_day=1.1,
        active=0.4,
        children=0.7,
        near=0.2,
        blocked=0.08,
        elsewhere=0.35,
        new=0.2,
        one_age=True,
        honest=False,
    ),
    Kind(
        name="groups",
        words="Through groups where children meet",
        share=0.2,
        per_day=2.5,
        active=0.6,
        children=0.7,
        near=0.7,
        groups=8,
        blocked=0.12,
        elsewhere=0.25,
        new=0.4,
        honest=False,
    ),
    Kind(
        name="circle",
        words="Through one child’s friends",
        share=0.15,
        per_day=1.8,
        active=0.5,
        children=0.9,
        tied=0.4,
        near=0.2,
        blocked=0.12,
        elsewhere=0.3,
        new=0.4,
        one_age=True,
        honest=False,
    ),
)
ALL = HONEST + OFFENDING
