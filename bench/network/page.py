"""Writes docs/reference/contact-patterns.md between its marks: the words around stand in page_words.py."""

from collections.abc import Sequence
from pathlib import Path

from belisha.contact.patterns.rules import THRESHOLD, VERSION, WINDOW_DAYS
from bench.network import chart
from bench.network.figures import AtThreshold, found_by_kind, warned
from bench.network.kinds import ALL, HONEST, OFFENDING, Kind
from bench.network.page_words import AFTER, BEFORE
from bench.network.run import Run

FOLDER = Path(__file__).parents[2] / "docs" / "reference"
PAGE, CHART = FOLDER / "contact-patterns.md", FOLDER / "contact-patterns.svg"


def write(runs: Sequence[Run], ours: Sequence[AtThreshold], baseline: Sequence[AtThreshold]) -> None:
    """Write the page and its chart."""
    chosen = next(one for one in ours if one.threshold == THRESHOLD)
    parts = [
        BEFORE.format(version=VERSION, threshold=THRESHOLD, days=WINDOW_DAYS, **_size(runs)),
        _thresholds("By the score", ours),
        _thresholds("By the count of distinct children alone (baseline)", baseline),
        _alarms(chosen, _nearest(baseline, chosen)),
        _found(runs),
        _warned(runs),
        AFTER,
    ]
    PAGE.write_text("\n".join(parts), encoding="utf-8")
    chart.write(CHART, ours, baseline, THRESHOLD)


def _size(runs: Sequence[Run]) -> dict[str, str]:
    return {
        "seeds": str(len(runs)),
        "accounts": f"{runs[0].accounts:,}",
        "offenders": str(runs[0].offenders),
        "events": f"{sum(run.events for run in runs):,}",
    }


def _thresholds(title: str, rows: Sequence[AtThreshold]) -> str:
    head = (
        "| from | found, of 100 offenders | offenders, of 100 raised | median days until raised "
        "| children met by then | false alarms per 100,000 adults a day |\n|--:|--:|--:|--:|--:|--:|"
    )
    lines = [
        f"| {one.threshold} | {one.recall.words()} | {one.precision.words(1)} "
        f"| {one.days.words(1) if one.days else '-'} | {one.children.words() if one.children else '-'} "
        f"| {one.alarms.words(1)} |"
        for one in rows
    ]
    return "\n".join([f"### {title}\n", head, *lines, ""])


def _alarms(chosen: AtThreshold, baseline: AtThreshold) -> str:
    head = (
        f"| adult, no offender | of 1,000 adults | score from {chosen.threshold} "
        f"| baseline from {baseline.threshold} children |\n|---|--:|--:|--:|"
    )
    lines = [
        f"| {kind.words} | {1000 * kind.share:.0f} | {chosen.by_kind[kind.name].words(2)} "
        f"| {baseline.by_kind[kind.name].words(2)} |"
        for kind in HONEST
    ]
    words = (
        "### Whom false alarms hit\n\nFalse alarms per 100,000 adults a day at the default threshold, beside "
        "the baseline at the threshold that finds about as many offenders.\n"
    )
    return "\n".join([words, head, *lines, ""])


def _nearest(baseline: Sequence[AtThreshold], chosen: AtThreshold) -> AtThreshold:
    return min(baseline, key=lambda one: abs(one.recall.mean - chosen.recall.mean))


def _found(runs: Sequence[Run]) -> str:
    found = found_by_kind(runs, THRESHOLD)
    head = f"| kind of offender | raised from {THRESHOLD} points, all seeds |\n|---|--:|"
    lines = [_of(kind, *found[kind.name]) for kind in OFFENDING if kind.name in found]
    return "\n".join(["### Which offenders are found\n", head, *lines, ""])


def _of(kind: Kind, raised: int, there: int) -> str:
    return f"| {kind.words} | {raised} of {there} |"


def _warned(runs: Sequence[Run]) -> str:
    shares = warned(runs)
    head = "| who newly contacts a child | with a warning, or something stricter, of 100 |\n|---|--:|"
    lines = [f"| {kind.words} | {shares[kind.name].words()} |" for kind in ALL if kind.name in shares]
    words = (
        "### Which contacts come with a warning\n\nBy the shipped policy, before frequency rules. Warnings "
        "wait for no pattern: they are given at the first contact.\n"
    )
    return "\n".join([words, head, *lines, ""])
