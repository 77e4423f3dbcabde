"""The auditor sees the newest checkpoint and where it lies, and compares the ledger with one from outside."""

import html

import pytest
from django.db import connection
from django.utils import timezone

from belisha.ledger import triggers
from belisha.ledger.checkpoints import latest, make_checkpoint
from belisha.ledger.models import Head, Place, Signer
from belisha.ledger.note import sign, write
from belisha.ledger.outside import notice_places
from belisha.ledger.signer import vkeys
from belisha.people.staff import change_roles
from belisha.web.desk import checkpoints as page
from tests.work.channels import configured

__all__ = ["configured"]

CHECKPOINTS = "/desk/ledger/checkpoints/"


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def kept(alex, rosa):
    """A checkpoint over six entries, and the log two entries later."""

    def happen(times):
        for _ in range(times):
            change_roles(person_id=rosa.id, roles=["moderator"], by=alex)

    happen(5)
    note = make_checkpoint(now=timezone.now())
    happen(2)
    return note


def text(answer):
    return html.unescape(answer.content.decode())


def compare(client, note, key=""):
    return client.post(CHECKPOINTS, {"checkpoint": note, "key": key})


def test_before_the_first_one_the_page_says_so(as_ada):
    shown = text(as_ada.get(CHECKPOINTS))
    assert "None yet" in shown
    assert "No place outside is set" in shown


def test_the_newest_is_shown_to_be_copied_with_the_key(as_ada, kept):
    shown = text(as_ada.get(CHECKPOINTS))
    assert latest().strip() in shown
    assert vkeys()[0] in shown


def test_where_it_went_is_said_without_the_address(as_ada, kept, configured, tmp_path):
    configured(checkpoint_dir=tmp_path / "somewhere")
    notice_places(now=timezone.now())
    Place.objects.update(problem="no_folder", failing_since=timezone.now())
    shown = text(as_ada.get(CHECKPOINTS))
    assert "The folder isn't there" in shown
    assert "somewhere" not in shown


def test_a_ledger_that_has_only_grown_fits_a_checkpoint_that_was_kept(as_ada, kept):
    for given in (kept, kept.replace("\n", "\r\n"), f"\n{kept}\n"):
        assert "The ledger is the one of your checkpoint" in text(compare(as_ada, given))
    assert "The first 6" in text(compare(as_ada, kept, vkeys()[0]))


def test_a_tail_that_was_cut_off_is_named(as_ada, kept):
    Head.objects.update(size=0, hashes=b"")
    drops = triggers.SQLITE_DROP if connection.vendor == "sqlite" else triggers.POSTGRES_DROP
    with connection.cursor() as cursor:
        for statement in (*drops, "DELETE FROM ledger_entry", "DELETE FROM ledger_checkpoint"):
            cursor.execute(statement)
    shown = text(compare(as_ada, kept))
    assert "The ledger is not what it was" in shown
    assert "Entry 0 and what follows is missing: your checkpoint was signed over 6 entries." in shown


def test_what_somebody_else_signed_or_a_letter_lost_is_refused_at_its_field(as_ada, kept):
    signer = Signer.objects.get()
    invented = sign(write(signer.origin, 6, bytes(32)), signer.origin, bytes(32))
    for given, words in (
        (invented, "isn't signed by this key"),
        (kept[:-9], "the text was changed"),
        ("x", "no signed note"),
    ):
        answer = compare(as_ada, given)
        assert answer.status_code == 422
        assert words in text(answer)


def test_a_ledger_too_long_to_recompute_here_says_only_what_it_can(as_ada, kept, monkeypatch):
    monkeypatch.setattr(page, "CHECKED_HERE", 3)
    assert "too long to be recomputed" in text(compare(as_ada, kept))
    signer = Signer.objects.get()
    forged = sign(write(signer.origin, 6, bytes(32)), signer.origin, signer.private)
    assert "The ledger is not what it was" in text(compare(as_ada, forged))
