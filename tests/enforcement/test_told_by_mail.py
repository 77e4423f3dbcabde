"""Users told by mail, where the operator chose that and the service named an address; answers to appeals."""

from datetime import timedelta

import pytest
from django.utils import timezone

from belisha.enforcement.appeal import appeal
from belisha.enforcement.appeal_decide import decide_appeal
from belisha.enforcement.appeal_round import forget_old, mail_answers
from belisha.enforcement.models import Appeal, Notice
from belisha.enforcement.notice_round import look_at_notices
from belisha.enforcement.notices import notice_for
from belisha.ledger.models import Entry
from belisha.ledger.record import PUBLIC
from tests.enforcement.test_appeals import code_of, nila
from tests.enforcement.test_notices import removed, silent_to_nobody
from tests.referrals.post import office
from tests.work.conftest import configured

__all__ = ["configured", "nila", "office"]
MAIL = "holder@mail.example"


@pytest.fixture
def reachable(make_case):
    """A case whose suspect's address the service named."""
    account = {"id": "mailed-1", "role": "suspect", "age_band": "adult", "emails": [MAIL]}
    return make_case(accounts=[account])


def look(later=timedelta(0)):
    return look_at_notices(now=timezone.now() + later)


def test_a_user_is_mailed_once_as_soon_as_they_may_be_told(reachable, rosa, omar, configured, office):
    configured(notices_by="mail")
    order = removed(reachable, rosa, omar)
    assert (look(), office.kept) == (0, [])
    silent_to_nobody(reachable, rosa)
    assert [look(timedelta(minutes=minutes)) for minutes in (6, 12)] == [1, 0]
    (letter,) = office.kept
    assert letter.to == (MAIL,)
    assert letter.letter["Subject"] == "Something you posted was taken away"
    assert code_of(order) in letter.letter.get_content().replace("=\n", "")
    assert notice_for(order) is None
    assert Notice.objects.get().told_by == "mail"
    assert Entry.objects.filter(event="notice.told").count() == 1


def test_a_mail_that_fails_is_tried_again_with_the_same_name(reachable, rosa, omar, configured, office):
    configured(notices_by="mail")
    removed(reachable, rosa, omar)
    silent_to_nobody(reachable, rosa)
    office.fails, office.times = {"DATA": "451 later"}, 1
    assert look(timedelta(minutes=6)) == 0
    assert (Notice.objects.get().problem, office.kept) == ("refused", [])
    assert look(timedelta(minutes=8)) == 1
    assert office.kept[0].letter["Message-ID"] == f"<{Notice.objects.get().id}@belisha.invalid>"


def test_what_a_member_of_the_public_wrote_is_no_address_of_the_user(
    make_case, rosa, omar, configured, office
):
    from belisha.intake.models import Report

    configured(notices_by="mail")
    case = make_case(accounts=[{"id": "mailed-2", "role": "suspect", "emails": [MAIL]}])
    Report.objects.update(sent_by=PUBLIC.ledger_name)
    order = removed(case, rosa, omar)
    silent_to_nobody(case, rosa)
    look(timedelta(minutes=6))
    assert office.kept == []
    assert notice_for(order)


def test_whoever_gave_an_address_is_mailed_that_there_is_an_answer_and_not_what(
    organisation, nila, configured, office
):
    appeal(text="A warning for no reason.", tool=True, contact=MAIL, by=PUBLIC)
    row = Appeal.objects.get()
    assert mail_answers(now=timezone.now()) == 0
    said = {"reasons": "It was.", "answer": "You were right."}
    decide_appeal(appeal_id=row.id, outcome="partly", by=nila, **said)
    assert [mail_answers(now=timezone.now()) for _ in range(2)] == [1, 0]
    (letter,) = office.kept
    assert letter.to == (MAIL,)
    assert "You were right" not in letter.data.decode()
    assert row.receipt not in letter.data.decode()


def test_an_answer_is_not_mailed_while_nobody_may_be_told(reachable, rosa, omar, nila, configured, office):
    order = removed(reachable, rosa, omar)
    appeal(code=code_of(order), text="Mine.", contact=MAIL, by=PUBLIC)
    said = {"reasons": "No.", "answer": "It stands."}
    decide_appeal(appeal_id=Appeal.objects.get().id, outcome="rejected", by=nila, **said)
    assert (mail_answers(now=timezone.now()), office.kept) == (0, [])
    silent_to_nobody(reachable, rosa)
    assert mail_answers(now=timezone.now() + timedelta(minutes=6)) == 1


def test_an_old_complaint_without_a_case_is_forgotten(organisation, nila):
    for _ in range(2):
        appeal(text="A warning for no reason.", tool=True, by=PUBLIC)
    row = Appeal.objects.first()
    decide_appeal(appeal_id=row.id, outcome="rejected", reasons="No.", answer="No.", by=nila)
    assert forget_old(now=timezone.now() + timedelta(days=89)) == 0
    assert forget_old(now=timezone.now() + timedelta(days=91)) == 1
    assert Appeal.objects.get().state == "received"
