"""Several people at one moment: one proposal comes of it, and one confirmation."""

from collections import Counter

import pytest
from django.utils import timezone

from belisha.ledger.models import Entry
from belisha.organisation.addresses import confirm, propose_as_shipped
from belisha.organisation.models import AddressClaim
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
