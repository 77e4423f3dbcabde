"""A disk that fills up at points of an intake, below the real server. In full: make bench-safety."""

import pytest

from bench.desk import prepared
from bench.survival import full, power

pytestmark = [
    pytest.mark.pure,
    pytest.mark.slow,
    pytest.mark.skipif(power.compiler() is None, reason="there is no C++ compiler"),
]


def test_a_full_disk_is_said_in_plain_words_and_ends_without_a_restart():
    with prepared("sqlite") as made:
        seen = full.run(made, points=3)
    assert seen.wrong == []
    assert seen.refused >= 9
