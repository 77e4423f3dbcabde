"""Several people at one moment: one proposal comes of it, and one confirmation."""

from collections import Counter

import pytest
from django.utils import timezone

from belisha.ledger.models import Entry
from belisha.organisation.addresses import confirm, propose_as_shipped, say_wrong
from belisha.organisation.directory import directory
from belisha.organisation.models import AddressClaim
from belisha.organisation.read_again import look_again
from belisha.people.roles import Role
from tests.committed import together
from tests.organisation.said import read

AUSTRIA = "AT:stopline"


@pytest.fixture
def people(committed, person):
    return [person(name, Role.MODERATOR) for name in ("Rosa", "Omar", "Nila", "Timo")]


def outcomes(answers):
    return Counter(type(answer).__name__ for answer in answers)


def test_of_several_proposals_at_one_moment_one_stays(people):
    answers = together(
        lambda number: propose_as_shipped(authority=AUSTRIA, reading=read(), by=people[number]), len(people)
    )
    assert outcomes(answers) == {"AddressClaim": 1, "ProposalWaits": len(people) - 1}
    assert AddressClaim.objects.count() == 1


def test_of_several_confirmations_at_one_moment_one_counts_and_never_the_proposers(people):
    claim = propose_as_shipped(authority=AUSTRIA, reading=read(), by=people[0])
    day = timezone.localdate()
    answers = together(lambda number: confirm(claim_id=claim.id, read_on=day, by=people[number]), len(people))
    assert outcomes(answers)["AddressClaim"] == 1
    assert set(outcomes(answers)) <= {"AddressClaim", "SettledMeanwhile", "ConfirmedAlone"}
    assert AddressClaim.objects.get().confirmed_by != people[0]
    assert Entry.objects.filter(event="directory.confirmed").count() == 1


def test_a_doubt_and_a_confirmation_at_one_moment_each_see_the_other(people):
    rosa, omar, nila, timo = people
    day = timezone.localdate()
    for _ in range(5):
        claim = propose_as_shipped(authority=AUSTRIA, reading=read(), by=rosa)
        acts = (
            lambda: confirm(claim_id=claim.id, read_on=day, by=omar),  # noqa: B023 - called within the round
            lambda: say_wrong(authority=AUSTRIA, reason="The page is gone.", by=nila),
            lambda: say_wrong(authority=AUSTRIA, reason="The page is gone.", by=timo),
        )
        answers = together(lambda number: acts[number](), len(acts))  # noqa: B023
        assert set(outcomes(answers)) <= {"AddressClaim", "SettledMeanwhile", "AlreadyDoubted"}
        claim.refresh_from_db()
        sure = directory().row(AUSTRIA).confirmed
        assert sure == (claim.confirmed_by_id is not None and claim.ended_at is None)
        if sure:
            say_wrong(authority=AUSTRIA, reason="Once more.", by=timo)


def test_of_several_readings_at_one_moment_one_stands(people):
    answers = together(lambda number: look_again(row_id="DE:bka", reading=read(), by=people[number]), 4)
    assert set(outcomes(answers)) <= {"AddressClaim", "ReadMeanwhile"}
    assert AddressClaim.objects.filter(ended_at=None).count() == 1
