"""What becomes of notices and appeals when their case is erased."""

import pytest

from belisha.enforcement.appeal import appeal
from belisha.enforcement.appeal_decide import decide_appeal
from belisha.enforcement.models import Appeal
from belisha.ledger.record import PUBLIC
from belisha.triage.models import Case
from belisha.work.models import Task
from tests.enforcement.kept import DAY, clocks_begin, no_action, on_day
from tests.enforcement.test_appeals import nila
from tests.enforcement.test_erase import naming, texts_of

__all__ = ["nila"]
pytestmark = pytest.mark.usefixtures("committed")


def test_a_case_stays_while_somebody_waits_for_an_answer_and_takes_its_appeals_with_it(make_case, rosa, nila):
    case = no_action(make_case(), rosa)
    appeal(code=case.memberships.get().report.receipt, text="Look again.", by=PUBLIC)
    clocks_begin()
    ids = texts_of(case)
    on_day(100 * DAY)
    assert Case.objects.filter(id=case.id).exists()
    row = Appeal.objects.get()
    decide_appeal(appeal_id=row.id, outcome="rejected", reasons="No.", answer="It stands.", by=nila)
    on_day(100 * DAY)
    assert set(naming(ids)) == set()
    assert not Appeal.objects.exists()
    assert not Task.objects.filter(about_id=row.id).exists()
