"""An older backup, restored, knows again what the service keeps, and forgets again what was destroyed."""

from __future__ import annotations

import pytest
from django.utils import timezone

from belisha.enforcement import erase
from belisha.enforcement.models import Preserved
from belisha.enforcement.preserve import note_destroyed
from belisha.enforcement.preserve_apart import forget_destroyed
from belisha.vault.keys import KeyName, was_destroyed
from tests.enforcement.kept import DAY, clocks_begin, no_action, on_day
from tests.enforcement.test_preserved import kept, service
from tests.enforcement.test_restored import backup, notes, restore

__all__ = ["backup"]

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def erased(make_case, rosa, backup):
    """erased(*aliases): a case of which the service keeps something is erased, after these were copied."""

    def make(*aliases):
        case = no_action(make_case(), rosa)
        [row] = kept(case, rosa, until=timezone.now() + 1000 * DAY)
        clocks_begin()
        taken = {alias: backup(alias) for alias in aliases}
        on_day(100 * DAY)
        return row, taken

    return make


def apply(outside):
    for note in outside:
        erase.apply(listed=note, now=timezone.now())
    for one in erase.unfinished():
        erase.carry_out(erasure_id=one, now=timezone.now())


def test_what_the_service_still_keeps_is_set_apart_again(erased):
    row, taken = erased("default", "keys")
    outside = notes()
    restore(**taken)
    apply(outside)
    apart = Preserved.objects.get()
    assert (apart.id, apart.case, apart.locator) == (row.id, None, "vault/1")


@pytest.mark.parametrize("destroyed_first", [True, False])
def test_what_was_destroyed_since_does_not_come_back(erased, destroyed_first):
    row, taken = erased("default", "keys")
    note_destroyed(preserved_id=row.id, at=timezone.now(), by_whom="Alex", detail="", by=service())
    assert forget_destroyed(now=timezone.now()) == 1
    # The files outside are named at random, so their order says nothing.
    outside = sorted(notes(), key=lambda note: (note["id"] == str(row.id)) != destroyed_first)
    restore(**taken)
    apply(outside)
    assert not Preserved.objects.exists()
    assert was_destroyed(KeyName("preserved", row.id))


def test_a_backup_of_the_data_alone_opens_nothing_of_it_but_says_that_it_is_there(erased):
    row, taken = erased("default")
    outside = notes()
    restore(**taken)
    apply(outside)
    apart = Preserved.objects.get()
    assert (apart.id, apart.label, apart.locator, apart.until) == (row.id, row.label, "", row.until)
