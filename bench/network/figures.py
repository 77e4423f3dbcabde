"""What the runs show: precision, recall, time to detection and false alarms, at each threshold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mean, median

from bench.network.kinds import ALL, HONEST, Kind
from bench.network.run import DAYS, Heights, Run, Weeks, raised_at


@dataclass(frozen=True, slots=True)
class Figure:
    """The mean over the seeds, with the lowest and the highest of them."""

    mean: float
    low: float
    high: float

    def words(self, digits: int = 0, unit: str = "") -> str:
        low, high = round(self.low, digits), round(self.high, digits)
        spread = f" ({low:.{digits}f} to {high:.{digits}f})" if low != high else ""
        return f"{self.mean:.{digits}f}{unit}{spread}"


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """All seeds at one threshold of the score or of the baseline; shares in per cent, times in days."""

    threshold: int
    recall: Figure
    precision: Figure
    days: Figure | None
    children: Figure | None
    alarms: Figure
    by_kind: dict[str, Figure]


def at(runs: Sequence[Run], threshold: int, heights: Callable[[Weeks], Heights]) -> AtThreshold:
    """The figures at one threshold. `heights`: of which way to raise."""
    ones = [_one(run, threshold, heights) for run in runs]
    times = [one.times for one in ones if one.times]
    before = [one.before for one in ones if one.before]
    return AtThreshold(
        threshold,
        over([one.recall for one in ones]),
        over([one.precision for one in ones]),
        over([median(some) for some in times]) if times else None,
        over([median(some) for some in before]) if before else None,
        over([sum(one.alarms.values()) for one in ones]),
        {kind.name: over([one.alarms[kind.name] for one in ones]) for kind in HONEST},
    )


@dataclass(frozen=True, slots=True)
class _One:
    recall: float
    precision: float
    times: list[float]
    before: list[float]
    alarms: dict[str, float]


def _one(run: Run, threshold: int, heights: Callable[[Weeks], Heights]) -> _One:
    raised = {id(weeks): raised_at(heights(weeks), threshold) for weeks in run.weeks}
    found = [weeks for weeks in run.weeks if raised[id(weeks)] and not _kind(weeks).honest]
    alarmed = [weeks for weeks in run.weeks if raised[id(weeks)] and _kind(weeks).honest]
    per = 100_000 / run.adults / DAYS
    alarms = {kind.name: 0.0 for kind in HONEST}
    for weeks in alarmed:
        alarms[_kind(weeks).name] += len(raised[id(weeks)]) * per
    everyone = len(found) + len(alarmed)
    return _One(
        100 * len(found) / run.offenders,
        100 * len(found) / everyone if everyone else 100.0,
        [(raised[id(weeks)][0] - weeks.first).total_seconds() / 86400 for weeks in found],
        [float(_met_before(weeks, raised[id(weeks)][0])) for weeks in found],
        alarms,
    )


def _met_before(weeks: Weeks, moment: object) -> int:
    return max((count for when, count in weeks.counts if when <= moment), default=0)  # type: ignore[operator]


def warned(runs: Sequence[Run]) -> dict[str, Figure]:
    """Of the new contacts with children of each kind of adult, how many per cent came with a warning."""
    found: dict[str, Figure] = {}
    for kind in ALL:
        shares = []
        for run in runs:
            ours = [weeks for weeks in run.weeks if _kind(weeks) == kind]
            if approached := sum(weeks.approached for weeks in ours):
                shares.append(100 * sum(weeks.warned for weeks in ours) / approached)
        if shares:
            found[kind.name] = over(shares)
    return found


def found_by_kind(runs: Sequence[Run], threshold: int) -> dict[str, tuple[int, int]]:
    """Of the offenders of each kind in all seeds, how many were raised, and how many there are."""
    counts: dict[str, tuple[int, int]] = {}
    for weeks in (weeks for run in runs for weeks in run.weeks if not _kind(weeks).honest):
        raised, there = counts.get(_kind(weeks).name, (0, 0))
        counts[_kind(weeks).name] = raised + bool(raised_at(weeks.scores, threshold)), there + 1
    return counts


def over(values: Sequence[float]) -> Figure:
    """One figure of the same thing over the seeds."""
    return Figure(mean(values), min(values), max(values))


def _kind(weeks: Weeks) -> Kind:
    assert weeks.one.kind
    return weeks.one.kind
