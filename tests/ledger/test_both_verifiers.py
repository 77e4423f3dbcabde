"""Whatever is done to a log, both verifiers name the very entry, and never one of an honest log."""

import random

import pytest
from django.db import transaction

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


def test_leaf_hashes_that_do_not_prove_their_head_name_nobody(both, outside):
    from bench.ledger_mutations import _rewrite

    first = min(outside.glob("leaves-*"))
    lines = first.read_text().split()
    first.write_text("\n".join([*lines[:2], "0" * 64, *lines[3:]]))
    with transaction.atomic():
        _rewrite(1)
        # One of the entries up to the first head, and no more can be said.
        assert both.ours() == both.theirs() == (False, 0, False)
        transaction.set_rollback(True)


def test_a_head_whose_signature_does_not_fit_vouches_for_nothing(both, outside):
    """Somebody without the key writes heads that fit their own ledger."""
    from bench.ledger_mutations import Both

    newest = max(outside.glob("checkpoint-*"))
    body, _, signature = newest.read_text().rpartition(" ")
    letters = signature.strip()
    newest.write_text(f"{body} {letters[:30]}{'A' if letters[30] != 'A' else 'B'}{letters[31:]}\n")
    again = Both(outside)
    assert again.ours() == again.theirs() == (False, None, True)
