"""An invented network of members, honest and not, on which the patterns of contact are measured."""

from concurrent.futures import ProcessPoolExecutor

from belisha.contact.patterns.rules import THRESHOLD
from bench.network import page
from bench.network.figures import AtThreshold, at
from bench.network.run import COUNTS, THRESHOLDS, Run, run

ACCOUNTS = 30_000
SEEDS = (11, 12, 13, 14, 15)  # others than those that the points were set by


def measure(*, write: bool = False) -> list[tuple[str, str, str]]:
    """What is found and what is false at the default threshold, beside the baseline. `write`: a page too."""
    with ProcessPoolExecutor(2) as pool:
        runs = list(pool.map(_run, SEEDS))
    ours = [at(runs, threshold, lambda weeks: weeks.scores) for threshold in THRESHOLDS]
    baseline = [at(runs, count, lambda weeks: weeks.counts) for count in COUNTS]
    if write:
        page.write(runs, ours, baseline)
    chosen = next(one for one in ours if one.threshold == THRESHOLD)
    beside = min(baseline, key=lambda one: abs(one.recall.mean - chosen.recall.mean))
    return [*_rows("score", chosen), *_rows("baseline", beside)]


def _run(seed: int) -> Run:
    return run(accounts=ACCOUNTS, seed=seed)


def _rows(name: str, one: AtThreshold) -> list[tuple[str, str, str]]:
    what = f"{name} from {one.threshold}"
    goal = "none: a simulation, see docs/reference/contact-patterns.md"
    return [
        (f"{what}: of 100 offenders found", one.recall.words(), goal),
        (f"{what}: offenders of 100 raised", one.precision.words(1), goal),
        (f"{what}: median days until raised", one.days.words(1) if one.days else "-", goal),
        (f"{what}: false alarms per 100,000 adults a day", one.alarms.words(1), goal),
    ]
