"""The invented network: the same for the same seed; the score finds more than a count at as many alarms."""

from itertools import pairwise
from pathlib import Path

import pytest

from belisha.contact.patterns.rules import THRESHOLD, VERSION, WINDOW_DAYS
from bench.network.figures import at
from bench.network.kinds import HONEST, OFFENDERS, OFFENDING
from bench.network.page_words import BEFORE
from bench.network.run import raised_at, run

pytestmark = pytest.mark.pure

PAGE = Path("docs/reference/contact-patterns.md")


@pytest.fixture(scope="module")
def small():
    return run(accounts=3000, seed=7, days=14)


def test_the_same_seed_gives_the_same_network(small):
    again = run(accounts=3000, seed=7, days=14)
    assert [(one.scores, one.counts) for one in again.weeks] == [
        (one.scores, one.counts) for one in small.weeks
    ]


def test_one_in_a_thousand_is_an_offender(small):
    assert small.offenders == round(3000 * OFFENDERS) == 3
    assert abs(sum(kind.share for kind in HONEST) - 1) < 1e-9
    assert abs(sum(kind.share for kind in OFFENDING) - 1) < 1e-9


def test_an_account_is_raised_once_in_a_window(small):
    for one in small.weeks:
        times = raised_at(one.scores, 30)
        assert all((later - earlier).days >= WINDOW_DAYS for earlier, later in pairwise(times))


def test_the_higher_the_threshold_the_fewer_are_raised(small):
    low, high = (at([small], points, lambda one: one.scores) for points in (30, 80))
    assert low.alarms.mean > high.alarms.mean
    assert low.recall.mean >= high.recall.mean


def test_the_page_is_of_these_rules_and_says_its_limits_first():
    page = PAGE.read_text(encoding="utf-8")
    assert VERSION in page
    assert f"{THRESHOLD} unless two people set another" in " ".join(page.split())
    first = BEFORE.split("\n\n")[1]
    assert first.startswith("**Read this first.**")
    assert first in page
    assert page.index(first) < page.index("| from |")
    assert PAGE.with_suffix(".svg").exists()
