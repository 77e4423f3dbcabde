"""Nobody is told twice: releases that meet keep one pack of each kind."""

from belisha.decisions.decide import decide
from belisha.referrals.models import Pack, Referral
from belisha.referrals.refer import prepare, release
from belisha.referrals.refusals import NotADraft
from tests.committed import together


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
