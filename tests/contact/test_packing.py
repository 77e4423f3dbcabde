"""The facts of a contact as one number, and back."""

from itertools import product

import pytest

from belisha.contact.packing import (
    BANDS,
    KINDS,
    MOST_DAYS,
    MOST_MUTUAL,
    MOST_UPHELD,
    pack,
    unpack,
)
from tests.contact.build import NOON, contact

pytestmark = pytest.mark.pure

SAID = (None, False, True)


def again(event):
    return unpack(
        pack(event), kind=KINDS[event.event], at=event.at, actor=event.actor.id, recipient=event.recipient.id
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_and_age_comes_back(kind):
    for actor, recipient in product(BANDS, BANDS):
        told = contact(kind, actor, recipient, language="")
        assert again(told) == told


@pytest.mark.parametrize("number", [None, 0, 1, "most"])
def test_every_fact_comes_back_beside_every_other(number):
    days, mutual, upheld = (
        most if number == "most" else number for most in (MOST_DAYS, MOST_MUTUAL, MOST_UPHELD)
    )
    for yes, other in product(SAID, SAID):
        told = contact(
            at=NOON,
            language="",
            account_age_days=days,
            mutual_connections=mutual,
            upheld_reports=upheld,
            verified=yes,
            connected=other,
            in_contacts=yes,
            earlier_conversation=other,
            common_place=yes,
            off_platform_proposed=other,
        )
        assert again(told) == told
        assert pack(told) < 2**63


def test_a_number_without_room_is_kept_as_the_largest():
    told = contact(account_age_days=10**6, mutual_connections=10**6, upheld_reports=10**6)
    found = again(told)
    assert found.actor.account_age_days == MOST_DAYS
    assert found.actor.upheld_reports == MOST_UPHELD
    assert found.relation.mutual_connections == MOST_MUTUAL
