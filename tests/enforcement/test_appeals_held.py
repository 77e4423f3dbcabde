"""Codes and answers of appeals while nobody may be told, and who had a part in what is appealed."""

import pytest

from belisha.enforcement import act
from belisha.enforcement.appeal import appeal
from belisha.enforcement.appeal_refusals import HadPart, UnknownCode
from belisha.enforcement.appeal_status import status_of
from belisha.enforcement.models import Appeal
from belisha.enforcement.notices import notice_for
from belisha.ledger.record import PUBLIC
from belisha.people.roles import Role
from tests.enforcement.test_appeals import WRONG, code_of, upheld
from tests.enforcement.test_notices import decided, item_of, removed, silent_to_nobody, suspect_of


def sent(order):
    appeal(code=code_of(order), text=WRONG, by=PUBLIC)
    return Appeal.objects.get()


def test_the_code_of_a_notice_that_is_held_is_no_code(case, rosa, omar):
    order = removed(case, rosa, omar)
    assert notice_for(order) is None
    with pytest.raises(UnknownCode):
        sent(order)


def test_an_answer_waits_while_another_case_that_names_the_account_forbids_it(
    case, make_case, rosa, omar, person
):
    decided(case, rosa, omar)
    account = suspect_of(case)
    order = act.order(case_id=case.id, kind="suspend", thing=account, by=rosa)
    silent_to_nobody(case, rosa)
    row = upheld(sent(order), person("Nila", Role.MODERATOR), "rejected")
    assert status_of(row.receipt).answer == "You were right."
    decided(make_case(accounts=[{"id": account.id, "role": "other"}], items=[]), rosa, omar)
    assert status_of(row.receipt).answer == ""


def test_who_only_ordered_it_does_not_decide_the_appeal(case, rosa, omar, person):
    nila = person("Nila", Role.MODERATOR)
    decided(case, rosa, omar)
    order = act.order(case_id=case.id, kind="remove", thing=item_of(case), by=nila)
    silent_to_nobody(case, rosa)
    with pytest.raises(HadPart):
        upheld(sent(order), nila)
