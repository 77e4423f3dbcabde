"""What was reported where outlives its case as far as the law keeps the reference, and no longer."""

import pytest
from django.utils import timezone

from belisha.enforcement import erase
from belisha.enforcement.models import KeptReference
from belisha.referrals.models import Reported, ReportedThing
from belisha.referrals.refer import release
from belisha.referrals.refusals import AlreadyReported
from belisha.triage.models import Case
from tests.desk_cases import report
from tests.enforcement.kept import DAY, YEARS, clocks_begin, closed, on_day
from tests.enforcement.test_restored import backup, notes, restore
from tests.referrals.test_reported import alike, judged

__all__ = ["backup"]


@pytest.fixture
def first():
    return report(service="lantern", content_detected="yes")


def test_an_erased_case_leaves_its_items_beside_the_reference_and_they_go_with_it(
    make_case, first, rosa, omar
):
    case = closed(make_case(**first), rosa, omar)
    clocks_begin()
    assert Reported.objects.count() == 2
    on_day(367 * DAY)
    assert not Case.objects.filter(id=case.id).exists()
    row, kept = Reported.objects.get(), KeptReference.objects.get()
    assert (row.authority, row.kept_as, row.case, row.referral) == ("nca", kept.id, None, None)
    assert set(row.things.values_list("kind", flat=True)) == {"item"}
    again = judged(make_case(**alike(first)), rosa, omar)
    with pytest.raises(AlreadyReported, match=kept.reference):
        release(referral_id=again.id, by=rosa)
    on_day(6 * YEARS)
    assert not Reported.objects.filter(kept_as__isnull=False).exists()
    assert not ReportedThing.objects.filter(reported__authority="nca", reported__case=None).exists()


@pytest.mark.usefixtures("committed")
def test_a_restored_backup_knows_what_was_reported_and_what_was_erased_since(
    make_case, first, rosa, omar, backup
):
    closed(make_case(**first), rosa, omar)
    clocks_begin()
    taken = {alias: backup(alias) for alias in ("default", "keys")}
    on_day(400 * DAY)
    outside = notes()
    restore(**taken)
    assert Reported.objects.filter(case__isnull=False).count() == 2
    for note in outside:
        erase.apply(listed=note, now=timezone.now())
    for one in erase.unfinished():
        erase.carry_out(erasure_id=one, now=timezone.now())
    row = Reported.objects.get()
    assert (row.kept_as, row.reference) == (
        KeptReference.objects.get().id,
        KeptReference.objects.get().reference,
    )
    again = judged(make_case(**alike(first)), rosa, omar)
    with pytest.raises(AlreadyReported, match="REF-"):
        release(referral_id=again.id, by=rosa)
