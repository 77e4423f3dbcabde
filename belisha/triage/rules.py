"""How dangerous a report is, with every point in words, and by when its case must be seen. Pure.

The points are the desk's own weighing, not law: Online Safety Act 2023 s.66 and SI 2026/268 ask for a threat
to life or serious harm at once and name no hours for the rest (DOMAIN.md, checked November 2026).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

IMMEDIATE, URGENT, STANDARD = 1, 2, 3
URGENT_FROM = 60  # points
DANGER = {"yes": 100, "unknown": 10, "no": 0}
DANGER_WORDS = {
    "yes": "A child is said to be in danger now.",
    "unknown": "Nobody has said whether a child is in danger now.",
}
CONCERNS = {
    "coercion": (40, "Coercion or blackmail: victims are pressed within hours."),
    "grooming": (35, "Grooming: contact with a child may be going on."),
    "child_safety": (30, "A crime against a child, or serious harm to one, is feared."),
    "indecent_images": (30, "Indecent images may be spreading."),
    "other": (5, "Something else worries the reporter."),
}
AGES = (
    (13, 20, "The child is said to be under 13."),
    (16, 15, "The child is said to be 13 to 15."),
    (18, 10, "The child is said to be 16 or 17."),
)
AGE_UNKNOWN = (5, "The child's age is not known.")
RECENT = (
    (timedelta(days=1), 20, "It happened within a day of the report."),
    (timedelta(days=7), 10, "It happened within a week of the report."),
)
WHEN_UNKNOWN = (5, "When it happened is not known.")
SOURCES = {
    "hash_match": (20, "A fingerprint matched a list."),
    "url_match": (15, "An address matched a list."),
    "trusted_flagger": (15, "A trusted flagger reported it."),
    "partner": (15, "A partner service reported it."),
    "moderator": (10, "A moderator reported it."),
    "contact_pattern": (10, "A pattern of contact with children was detected."),
    "user": (5, "A user reported it."),
    "public": (5, "A member of the public reported it."),
    "classifier": (5, "A classifier flagged it."),
}
SIGNALS = {
    "list_match": (20, "Machine evidence: a list match."),
    "url_match": (15, "Machine evidence: an address on a list."),
    "contact_pattern": (10, "Machine evidence: a pattern of contact."),
    "score": (5, "Machine evidence: a classifier's score."),
}
SEVERAL = ((5, 20, "Five reports or more."), (2, 10, "More than one report."))
DANGER_ORDER = ("no", "unknown", "yes")


@dataclass(frozen=True)
class Reason:
    """Some points and the sentence that says what for; it names nobody."""

    points: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the rules weigh of one report; `child_age` in years."""

    danger_now: str
    concerns: tuple[str, ...]
    source: str
    received_at: datetime
    occurred_at: datetime | None = None
    child_age: int | None = None
    signals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assessment:
    """A priority (1 immediate, 2 urgent, 3 standard), its points, and each of them in words."""

    priority: int
    points: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class Targets:
    """The operator's own: how soon a case of each priority is to be seen."""

    immediate: timedelta = timedelta(minutes=5)
    urgent: timedelta = timedelta(hours=24)
    standard_working_days: int = 3


def assess(facts: Facts, now: datetime) -> Assessment:
    """Weigh one report. Only "a child is in danger now" makes it immediate; "unknown" only adds points."""
    return _weighed(_reasons(facts, now), immediate=facts.danger_now == "yes")


def assess_case(of_reports: Sequence[Assessment], reports: int) -> Assessment:
    """Weigh a case: as its most dangerous report, and more where it has several. ValueError without any."""
    worst = min(of_reports, key=lambda one: (one.priority, -one.points))
    several = (Reason(points, words) for least, points, words in SEVERAL if reports >= least)
    return _weighed([*worst.reasons, *islice(several, 1)], immediate=worst.priority == IMMEDIATE)


def _weighed(reasons: Sequence[Reason], *, immediate: bool) -> Assessment:
    points = sum(reason.points for reason in reasons)
    by_points = URGENT if points >= URGENT_FROM else STANDARD
    in_order = tuple(sorted(reasons, key=lambda reason: -reason.points))
    return Assessment(IMMEDIATE if immediate else by_points, points, in_order)


def most_danger(answers: Collection[str]) -> str:
    """Danger now over several reports: one "yes" is yes, else one "unknown" is unknown."""
    return max(answers, key=DANGER_ORDER.index)


def stands(overridden: int | None, found: int, danger_reported: bool) -> int:
    """The priority that stands: a person's word, until a new report says that a child is in danger now."""
    if overridden is None:
        return found
    return min(overridden, found) if danger_reported else overridden


def due(
    priority: int, opened_at: datetime, zone: ZoneInfo, holidays: Collection[date], targets: Targets
) -> datetime:
    """By when a case is to be seen, in UTC.

    Immediate and urgent run by the clock, through nights and changes of the clock. Standard runs over working
    days in the operator's zone: the same time of day, so many working days after the day it was opened.
    """
    # Sums over a zoned time go by the wall clock: an hour too much or too little when clocks change.
    opened_at = opened_at.astimezone(UTC)
    if priority == IMMEDIATE:
        return opened_at + targets.immediate
    if priority == URGENT:
        return opened_at + targets.urgent
    local = opened_at.astimezone(zone)
    day = _working_day_after(local.date(), targets.standard_working_days, holidays)
    return datetime.combine(day, local.timetz()).astimezone(UTC)


def _working_day_after(day: date, count: int, holidays: Collection[date]) -> date:
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in holidays
    return day


def _reasons(facts: Facts, now: datetime) -> list[Reason]:
    several = [
        Reason(DANGER[facts.danger_now], DANGER_WORDS.get(facts.danger_now, "")),
        *(Reason(*CONCERNS[concern]) for concern in dict.fromkeys(facts.concerns) if concern in CONCERNS),
        _age(facts.child_age),
        _recency(facts, now),
        Reason(*SOURCES.get(facts.source, (0, ""))),
        *(Reason(*SIGNALS[kind]) for kind in dict.fromkeys(facts.signals) if kind in SIGNALS),
    ]
    return [reason for reason in several if reason.points]


def _age(age: int | None) -> Reason:
    if age is None:
        return Reason(*AGE_UNKNOWN)
    return next((Reason(points, words) for below, points, words in AGES if age < below), Reason(0, ""))


def _recency(facts: Facts, now: datetime) -> Reason:
    if facts.occurred_at is None:
        return Reason(*WHEN_UNKNOWN)
    # Measured to the report, not to now: a case must not fall back for having waited.
    ago = min(facts.received_at, now) - facts.occurred_at
    return next((Reason(points, words) for within, points, words in RECENT if ago <= within), Reason(0, ""))


def _number(reports: int) -> Reason:
    return next(
        (Reason(points, words) for least, points, words in SEVERAL if reports >= least), Reason(0, "")
    )
