"""Nobody is told twice: releases that meet keep one pack of each kind."""

from belisha.decisions.decide import decide
from belisha.referrals.models import Pack, Referral, Reported
from belisha.referrals.refer import prepare, release
from belisha.referrals.refusals import AlreadyReported, NotADraft
from tests.committed import together
from tests.desk_cases import report
from tests.referrals.test_reported import alike, judged


def test_people_who_release_at_once_release_one_referral(committed, danger, rosa):
    decide(case_id=danger.id, outcome="refer", category="grooming", reasons="Both.", by=rosa)
    prepare(case_id=danger.id)
    draft = Referral.objects.get(case=danger)
    answers = together(lambda _: release(referral_id=draft.id, by=rosa), 4)
    assert sum(isinstance(answer, Referral) for answer in answers) == 1
    assert sum(isinstance(answer, NotADraft) for answer in answers) == 3
    assert Pack.objects.count() == 2


def test_drafts_that_are_made_at_once_are_made_once(committed, danger, rosa):
    decide(case_id=danger.id, outcome="refer", category="grooming", reasons="Both.", by=rosa)
    answers = together(lambda _: prepare(case_id=danger.id), 8)
    assert all(isinstance(answer, list) for answer in answers)
    assert Referral.objects.count() == 1


def test_two_cases_about_one_thing_that_are_released_at_once_tell_an_authority_once(
    committed, make_case, rosa, omar
):
    first = report(service="lantern", content_detected="yes")
    rows = [judged(make_case(**body), rosa, omar) for body in (first, alike(first), alike(first))]
    assert len({row.case_id for row in rows}) == 3
    answers = together(lambda number: release(referral_id=rows[number].id, by=rosa), 3)
    assert sum(isinstance(answer, Referral) for answer in answers) == 1
    assert sum(isinstance(answer, AlreadyReported) for answer in answers) == 2
    assert Reported.objects.count() == 1
