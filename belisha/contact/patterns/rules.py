"""How far an account’s contacts look like those of somebody who seeks children out, in points. Pure.

What is looked at is publicly described. The NSPCC names following young people without mutual friends and
many rejected requests from children as signs of grooming that a service could find (2018, read 2026-11-23:
https://www.nspcc.org.uk/what-we-do/news-opinion/more-than-1300-cases-sexual-communication-with-child-recorded-after-change-law/),
and, with many others, the move from an open service to a private one. The other parts, and all numbers, are
ours. No part is proof, and all together are not: a person looks.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from belisha.contact.patterns.window import MOST, OFF_PLATFORM, REFUSED, SHARES_PLACE, Met, Window

VERSION = "belisha-contact-pattern/1"
FEWEST = 3
"""Nothing is scored of fewer children newly contacted without ties: one contact is no pattern."""
HIGHEST = 100
THRESHOLD = 70
"""Where raising begins unless the desk sets another: chosen by docs/reference/contact-patterns.md."""
WINDOW_DAYS = 14
NEW_ACCOUNT = 30  # days
EASED_BELOW = 0.5  # of all who were newly contacted


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """What the window holds. `children`: known as such and without ties; `near`: met in a shared place."""

    children: int
    near: int
    unknown: int
    adults: int
    refused: int
    off_platform: int
    fastest_hour: int
    groups: int
    same_age: float
    same_place: float
    account_age_days: int | None
    upheld_reports: int
    at_most: bool

    @property
    def weight(self) -> float:
        """Children who count whole, and half each who share a place or whose age nobody knows."""
        return self.children + self.near / 2 + self.unknown / 2

    @property
    def share(self) -> float:
        """How much of all who were newly contacted are children, those of unknown age by half."""
        people = self.children + self.near + self.unknown + self.adults
        return (self.children + self.near + self.unknown / 2) / people if people else 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """One reason of a score: its stable code, its points, which may ease, and the words for people."""

    code: str
    points: int
    words: str


@dataclass(frozen=True, slots=True)
class Score:
    """The points from 0 to HIGHEST with their parts, and the numbers that they come from."""

    points: int
    parts: tuple[Part, ...]
    counts: Counts


def score(window: Window, *, now: datetime, days: int = WINDOW_DAYS) -> Score:
    """How the account's contacts of the last `days` look."""
    counts = counted(window.within(days, now), window, now)
    if counts.children + counts.near + counts.unknown < FEWEST or counts.weight < FEWEST:
        return Score(0, (), counts)
    parts = tuple(part for rule in RULES if (part := rule(counts)))
    return Score(max(0, min(HIGHEST, sum(part.points for part in parts))), parts, counts)


def counted(met: list[Met], window: Window, now: datetime) -> Counts:
    """The numbers of these people."""
    children = [one for one in met if one.is_child]
    sought = [one for one in met if one.band != "adult"]
    near = sum(1 for one in children if one.flags & SHARES_PLACE)
    return Counts(
        children=len(children) - near,
        near=near,
        unknown=len(sought) - len(children),
        adults=len(met) - len(sought),
        refused=sum(1 for one in sought if one.flags & REFUSED),
        off_platform=sum(1 for one in sought if one.flags & OFF_PLATFORM),
        fastest_hour=_fastest_hour(sought),
        groups=len({one.group for one in sought if one.group}),
        same_age=_most_alike([one.band for one in children]),
        same_place=_most_alike([one.place for one in sought if one.place]),
        account_age_days=_age(window, now),
        upheld_reports=window.upheld,
        at_most=len(met) >= MOST,
    )


def _many(counts: Counts) -> Part | None:
    points = min(40, round(2.5 * (counts.weight - 2)))
    shown = f"{counts.children} or more" if counts.at_most else str(counts.children)
    words = f"Newly contacted {shown} {_children(counts.children)} without ties"
    also = [f"{counts.near} met in a shared place"] if counts.near else []
    also += [f"{counts.unknown} of unknown age"] if counts.unknown else []
    return Part("many_children", points, words + (f", and {' and '.join(also)}" if also else "") + ".")


def _mostly(counts: Counts) -> Part | None:
    percent = round(100 * counts.share)
    words = f"{percent} % of all who were newly contacted are children."
    if counts.share >= 0.6:
        return Part("mostly_children", round(min(15, 37.5 * (counts.share - 0.5))), words)
    if counts.share < EASED_BELOW:
        # Who approaches everybody meets children too.
        return Part("few_are_children", -round(min(60, 240 * (EASED_BELOW - counts.share))), words)
    return None


def _refused(counts: Counts) -> Part | None:
    if counts.refused < 2:
        return None
    people = counts.children + counts.near + counts.unknown
    points = round(min(20, 60 * counts.refused / people))
    return Part("refused", points, f"{counts.refused} of {people} blocked or reported the account.")


def _alike(counts: Counts) -> Part | None:
    if counts.children + counts.near < 5:
        return None
    ages, places = counts.same_age >= 0.8, counts.same_place >= 0.6
    if not (ages or places):
        return None
    of_ages = f"{round(100 * counts.same_age)} % are of one age band" if ages else ""
    of_places = f"{round(100 * counts.same_place)} % are of one place" if places else ""
    return Part("alike", 5 * (ages + places), " and ".join(filter(None, (of_ages, of_places))) + ".")


def _fast(counts: Counts) -> Part | None:
    if counts.fastest_hour < 4:
        return None
    points = 10 if counts.fastest_hour >= 8 else 5
    return Part("fast", points, f"{counts.fastest_hour} were contacted within one hour.")


def _spread(counts: Counts) -> Part | None:
    if counts.groups < 3:
        return None
    return Part(
        "many_groups", 10 if counts.groups >= 5 else 5, f"They were met in {counts.groups} different groups."
    )


def _new(counts: Counts) -> Part | None:
    if counts.account_age_days is None or counts.account_age_days >= NEW_ACCOUNT:
        return None
    days = counts.account_age_days
    return Part("new_account", 10, f"The account is {days} {'day' if days == 1 else 'days'} old.")


def _elsewhere(counts: Counts) -> Part | None:
    if not counts.off_platform:
        return None
    points = min(20, 6 + 4 * counts.off_platform)
    words = f"Another service was proposed to {counts.off_platform} of them."
    return Part("off_platform", points, words)


def _before(counts: Counts) -> Part | None:
    if not counts.upheld_reports:
        return None
    number = counts.upheld_reports
    return Part("reported_before", 10, f"{number} earlier {'report' if number == 1 else 'reports'} upheld.")


RULES: tuple[Callable[[Counts], Part | None], ...] = (
    _many,
    _mostly,
    _refused,
    _alike,
    _fast,
    _spread,
    _new,
    _elsewhere,
    _before,
)


def _children(number: int) -> str:
    return "child" if number == 1 else "children"


def _fastest_hour(met: list[Met]) -> int:
    times, first, most = sorted(one.at for one in met), 0, 0
    for place, at in enumerate(times):
        while at - times[first] >= 60:
            first += 1
        most = max(most, place - first + 1)
    return most


def _most_alike(values: list[str] | list[int]) -> float:
    return Counter(values).most_common(1)[0][1] / len(values) if values else 0.0


def _age(window: Window, now: datetime) -> int | None:
    return max(0, (int(now.timestamp()) // 60 - window.born) // 1440) if window.born else None
