"""Signed heads: when one is made, that each follows from the last, and who can check it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from belisha.ledger.checkpoints import DoesNotFollow, is_due, latest, make_checkpoint
from belisha.ledger.models import Checkpoint, Entry, Head, Signer
from belisha.ledger.note import BadNote, open_note
from belisha.ledger.record import CONSOLE
from belisha.ledger.signer import rotate_signer, vkeys
from belisha.ledger.tree import Frontier
from belisha.ledger.verify import verify

HOUR = timedelta(hours=1)


def make(**later):
    return make_checkpoint(now=timezone.now() + timedelta(**later))


def test_an_empty_log_has_nothing_to_sign():
    assert not is_due(now=timezone.now())
    assert latest() is None


def test_a_head_is_the_log_as_it_is_and_anybody_can_check_it(happen):
    happen(3)
    head = open_note(make(), vkeys()[0])
    newest = Entry.objects.order_by("-seq").first()
    assert (head.size, head.root) == (Head.objects.get().size, bytes(newest.root))
    # The three, and the making of the key, of which an auditor is to know.
    assert [entry.event for entry in Entry.objects.order_by("seq")] == ["report.noted"] * 3 + [
        "ledger.key_made"
    ]
    assert Entry.objects.get(seq=3).content == {"vkey": vkeys()[0]}


def test_a_head_is_due_hourly_and_only_where_something_happened(happen):
    happen()
    assert is_due(now=timezone.now())
    make()
    assert not is_due(now=timezone.now() + 5 * HOUR)
    happen()
    assert not is_due(now=timezone.now() + HOUR / 2)
    assert is_due(now=timezone.now() + HOUR)


def test_a_head_is_due_at_once_when_a_referral_left_even_if_that_was_before_a_crash(happen):
    happen()
    make()
    happen(1, "referral.released")
    happen(2)
    assert is_due(now=timezone.now())
    make()
    assert not is_due(now=timezone.now())


def test_a_clock_that_went_back_does_not_end_the_signing(happen):
    happen()
    make(days=30)
    happen()
    assert is_due(now=timezone.now())


def test_a_log_that_has_not_grown_is_not_signed_again(happen):
    happen()
    assert make() == make(hours=2) == latest()
    assert Checkpoint.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET actor = 'nobody' WHERE seq = 6",
        "DELETE FROM ledger_entry WHERE seq = 6",
        "DELETE FROM ledger_entry WHERE seq = 7",
    ],
)
def test_what_does_not_follow_from_the_last_head_is_never_signed(happen, tampered, statement):
    happen(4)
    make()
    happen(3)
    tampered(statement)
    with pytest.raises(DoesNotFollow):
        make()
    assert Checkpoint.objects.count() == 1


def test_the_private_key_is_not_in_the_database_in_clear(happen):
    happen()
    make()
    signer = Signer.objects.get()
    sealed = bytes(signer.__dict__["private"])
    assert len(signer.private) == 32
    assert signer.private not in sealed


def test_after_a_change_of_keys_one_head_carries_both_signatures(happen):
    happen()
    make()
    rotate_signer(by=CONSOLE)
    new, old = vkeys()
    both = make()
    assert open_note(both, new) == open_note(both, old)
    happen()
    with pytest.raises(BadNote):
        open_note(make(), old)
    assert open_note(latest(), new).size == 4


@pytest.fixture
def cut_in_order(happen, tampered):
    """The newest entries taken away, and the head made to fit, by somebody who forgot the checkpoints."""
    happen(3)
    make()
    entry = Entry.objects.get(seq=1)
    frontier = Frontier()
    for leaf in Entry.objects.filter(seq__lt=2).order_by("seq").values_list("leaf", flat=True):
        frontier.add(bytes(leaf))
    tampered("DELETE FROM ledger_entry WHERE seq > 1")
    Head.objects.update(size=2, hashes=b"".join(frontier.hashes))
    assert frontier.root() == bytes(entry.root)


def test_the_checkpoints_in_the_database_itself_speak_too(cut_in_order):
    verdict = verify()
    assert (verdict.ok, verdict.first_bad) == (False, 2)
    assert "a checkpoint of 4 entries was signed here" in verdict.reason


@pytest.mark.parametrize("changed", [{"signed": "invented"}, {"root": bytes(32)}])
def test_a_checkpoint_in_the_database_that_was_changed_is_named(happen, changed):
    happen(3)
    make()
    Checkpoint.objects.update(**changed)
    verdict = verify()
    assert (verdict.ok, verdict.first_bad) == (False, 3)
