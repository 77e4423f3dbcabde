"""What a case puts on this desk's own list is taken off by that case alone."""

from belisha.decisions import known
from belisha.screening.known_here import on_own_list
from belisha.triage.models import Case
from tests.enforcement.test_notices import decided


def test_what_another_case_put_on_the_own_list_stays_there(case, make_case, rosa, omar):
    item = case.memberships.get().report.items.get()
    decided(case, rosa, omar)
    known.add_known(case_id=case.id, item_id=item.id, category="indecent_images", by=rosa)
    Case.objects.filter(id=case.id).update(state="closed")  # What comes now opens a case of its own.
    other = make_case(items=[{"id": "another-post", "sha256": item.fingerprints["sha256"]}])
    same = other.memberships.get().report.items.get()
    assert not known.take_off(case_id=other.id, item_id=same.id, reason="A school play.", by=rosa)
    assert on_own_list(item.fingerprints)
    Case.objects.filter(id=case.id).update(state="open")
    assert known.take_off(case_id=case.id, item_id=item.id, reason="A school play.", by=rosa)
