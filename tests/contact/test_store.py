"""What is kept of contacts: pseudonyms, in their order, and the ids of those who may have to be named."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.utils import timezone

from belisha.contact.assess import assess
from belisha.contact.models import Contact, NamedAccount
from belisha.contact.naming import name_of
from belisha.contact.pseudonyms import Pseudonyms
from belisha.contact.store import count, read_since, recorded
from belisha.organisation.models import Service
from belisha.organisation.read import only_service_id
from tests.contact.build import contact as of_ages
from tests.contact.told import contact


def lately(number, **changed):
    """A contact of the last hour."""
    return contact(number, **{"at": timezone.now() - timedelta(minutes=60 - number)} | changed)


def everything_kept():
    """Every value of the tables of contacts, as text."""
    with connection.cursor() as cursor:
        for table in ("contact_contact", "contact_namedaccount", "contact_shown"):
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                yield from (
                    bytes(one).hex() if isinstance(one, bytes | memoryview) else str(one) for one in row
                )


def test_no_id_group_or_place_lies_in_clear_and_the_same_id_has_the_same_pseudonym():
    assess(events=[lately(1), lately(2)])
    kept = " ".join(everything_kept())
    for word in ("stranger", "child-1", "group-1", "school-1"):
        assert word not in kept
        assert word.encode().hex() not in kept
    first, second = recorded()
    assert (first.actor, first.place) == (second.actor, second.place)
    assert (first.recipient, first.group) != (second.recipient, second.group)


def test_what_is_read_again_is_what_was_told_with_pseudonyms_for_ids():
    told = lately(1, off_platform_proposed=True, relation={"mutual_connections": 3, "in_contacts": False})
    assess(events=[told])
    [found] = recorded()
    marks = Pseudonyms.of_service()
    assert found.event.relation == told.relation
    assert found.event.off_platform_proposed
    assert found.event.actor.id == marks.account("stranger").hex() == found.actor.hex()
    assert found.event.actor.account_age_days == told.actor.account_age_days
    assert abs(found.event.at - told.at) < timedelta(milliseconds=1)
    assert (found.advice, found.shown) != ("allow", False)


def test_who_reads_on_from_a_position_meets_each_contact_once():
    assess(events=[lately(number) for number in range(1, 8)])
    position, found = 0, []
    while some := read_since(position, most=3):
        found += some
        position = some[-1].position
    assert [one.position for one in found] == sorted({one.position for one in found})
    assert len(found) == count() == 7
    assert all(a.event.at < b.event.at for a, b in pairwise(found))


def test_only_whoever_may_have_to_be_reported_is_kept_by_name():
    assess(events=[lately(1), lately(2, relation={"connected": True}, actor={"id": "coach"})])
    marks = Pseudonyms.of_service()
    assert name_of(marks.account("stranger")).account == "stranger"
    assert [name_of(marks.account(one)) for one in ("coach", "child-1")] == [None, None]


@pytest.mark.parametrize(("event", "kept"), [("first_message", 1), ("connection_accepted", 0)])
def test_of_two_adults_nothing_is_kept_but_that_they_met(event, kept):
    now = timezone.now()
    assess(events=[of_ages(event, "adult", "adult", at=now)])
    assert (Contact.objects.count(), NamedAccount.objects.count()) == (kept, 0)


def test_a_contact_that_changes_nothing_asks_for_no_write(django_assert_num_queries):
    told = of_ages("connection_accepted", "adult", "adult", at=timezone.now())
    assess(events=[told])
    with django_assert_num_queries(1):  # which service this desk is of
        assess(events=[told])


@pytest.mark.parametrize(
    ("services", "whose"), [([], None), (["Lantern"], "Lantern"), (["Lantern", "Harbour"], None)]
)
def test_what_names_no_service_is_of_the_only_one(services, whose):
    rows = {name: Service.objects.create(name=name, slug=name.lower()).id for name in services}
    assert only_service_id() == (rows[whose] if whose else None)
