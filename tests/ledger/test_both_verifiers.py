"""Whatever is done to a log, both verifiers name the very entry, and never one of an honest log."""

import random

import pytest

from belisha.ledger.models import Head


@pytest.fixture
def both(outside, monkeypatch):
    from bench import ledger_mutations as bench

    random.seed(6)
    bench.fill(30, outside)
    bench.drop_triggers()
    return bench.Both(outside)


def test_both_name_the_first_entry_that_anybody_touched(both):
    from bench.ledger_mutations import everything, tried

    assert both.ours() == both.theirs() == (True, None, True)
    size = Head.objects.get().size
    done = list(everything(size, every=7))
    missed = [(one.kind, one.expected, who) for one in done for who in tried(both, one)]
    assert missed == []
    assert len({one.kind for one in done}) == 18
