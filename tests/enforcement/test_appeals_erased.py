"""What becomes of notices and appeals when their case is erased."""

import pytest

from belisha.enforcement import act, order_answers
from belisha.enforcement.appeal import appeal
from belisha.enforcement.appeal_decide import decide_appeal
from belisha.enforcement.models import Appeal, Notice
from belisha.ledger.record import PUBLIC
from belisha.triage.models import Case
from belisha.work.models import Task
from tests.enforcement.kept import DAY, YEARS, clocks_begin, closed, no_action, on_day
from tests.enforcement.test_appeals import code_of, nila
from tests.enforcement.test_erase import naming, texts_of
from tests.enforcement.test_notices import item_of

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


def test_what_a_user_was_told_and_said_goes_with_its_case(make_case, rosa, omar, nila):
    case = closed(make_case(), rosa, omar)
    order = act.order(case_id=case.id, kind="remove", thing=item_of(case), by=rosa)
    order_answers.done(order_id=order.id, by=rosa)
    appeal(code=code_of(order), text="Mine.", by=PUBLIC)
    said = {"reasons": "No.", "answer": "It stands."}
    decide_appeal(appeal_id=Appeal.objects.get().id, outcome="rejected", by=nila, **said)
    clocks_begin()
    ids = texts_of(case)
    on_day(2 * YEARS)
    assert set(naming(ids)) == set()
    assert not Appeal.objects.exists()
    assert not Notice.objects.exists()
