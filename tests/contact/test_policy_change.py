"""Changing the policy in force: two people, recorded, and in every process within a moment."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import IntegrityError, connections, transaction

from belisha.contact.in_force import SHIPPED, changed, policy_in_force
from belisha.contact.models import ContactPolicy
from belisha.contact.policy_change import (
    MayNotChangePolicy,
    PolicySettled,
    PolicyWaits,
    SamePolicy,
    confirm,
    propose,
    withdraw,
)
from belisha.contact.policy_file import WrongPolicy, preset, preset_text
from belisha.contact.rules import assess
from belisha.ledger.models import Entry
from belisha.organisation.arrange import save_profile, switch_one_person_mode
from belisha.organisation.refusals import ConfirmedAlone, ModeSwitchedSince, ReasonWanted
from belisha.people.roles import Role
from tests.committed import together
from tests.contact.build import contact


@pytest.fixture
def tomas(person):
    """A second senior."""
    return person("Tomas", Role.SENIOR)


def proposed(by, name="game"):
    return propose(text=preset_text(name), reason="We are a game.", by=by)


def _work_alone(by):
    save_profile(by=by, legal_name="Lantern")
    switch_one_person_mode(on=True, reason="A team of one.", by=by)


def events():
    return [entry.event for entry in Entry.objects.filter(event__startswith="contact.").order_by("seq")]


def test_where_nobody_decided_the_shipped_policy_holds():
    assert policy_in_force() == SHIPPED == preset("messenger")


def test_two_people_put_a_policy_in_force_and_the_next_contact_is_advised_on_by_it(sana, tomas):
    row = proposed(sana)
    assert policy_in_force() == SHIPPED
    confirm(policy_id=row.id, by=tomas)
    holds = policy_in_force()
    assert (holds.name, holds.number) == ("game", 1)
    assert assess(contact("group_invitation"), holds).advice == "warn"
    assert events() == ["contact.policy_proposed", "contact.policy_confirmed"]


def test_the_next_policy_ends_the_one_before_it(sana, tomas):
    first = confirm(policy_id=proposed(sana).id, by=tomas)
    second = confirm(policy_id=proposed(tomas, "forum").id, by=sana)
    first.refresh_from_db()
    assert (first.ending, first.ended_by, second.number) == ("superseded", sana, 2)
    assert policy_in_force().name == "forum"


def test_whoever_proposed_it_does_not_confirm_it(sana):
    with pytest.raises(ConfirmedAlone):
        confirm(policy_id=proposed(sana).id, by=sana)
    assert policy_in_force() == SHIPPED


def test_in_one_person_mode_one_person_does_both_and_that_is_recorded(sana):
    _work_alone(sana)
    row = confirm(policy_id=proposed(sana).id, by=sana)
    assert row.one_person_mode
    assert Entry.objects.get(event="contact.policy_confirmed").content["one_person_mode"] is True


def test_one_person_mode_switched_on_for_it_does_not_help(sana):
    row = proposed(sana)
    _work_alone(sana)
    with pytest.raises(ModeSwitchedSince):
        confirm(policy_id=row.id, by=sana)


def test_one_proposal_at_a_time_and_none_that_changes_nothing(sana, tomas):
    with pytest.raises(SamePolicy):
        proposed(sana, "messenger")
    proposed(sana)
    with pytest.raises(PolicyWaits, match="Sana"):
        proposed(tomas, "forum")
    second = ContactPolicy.objects.get()
    second.id = uuid4()
    with (
        pytest.raises(IntegrityError, match=r"one_contact_policy_is_proposed|singleton"),
        transaction.atomic(),
    ):
        second.save(force_insert=True)


def test_a_proposal_that_was_withdrawn_can_not_be_confirmed(sana, tomas):
    row = withdraw(policy_id=proposed(sana).id, by=tomas)
    with pytest.raises(PolicySettled):
        confirm(policy_id=row.id, by=tomas)
    assert events() == ["contact.policy_proposed", "contact.policy_withdrawn"]
    assert proposed(tomas).name == "game"


def test_a_moderator_may_neither_propose_nor_confirm_nor_withdraw(rosa, sana):
    row = proposed(sana)
    for forbidden in (
        lambda: proposed(rosa, "forum"),
        lambda: confirm(policy_id=row.id, by=rosa),
        lambda: withdraw(policy_id=row.id, by=rosa),
    ):
        with pytest.raises(MayNotChangePolicy):
            forbidden()


def test_a_wrong_policy_or_none_with_a_reason_is_not_even_proposed(sana):
    with pytest.raises(WrongPolicy, match=r"rules\.under_13"):
        propose(text='name = "a"\n[rules]\nunder_13 = "allow"', reason="We want to.", by=sana)
    with pytest.raises(ReasonWanted):
        propose(text=preset_text("game"), reason=" ", by=sana)
    assert not ContactPolicy.objects.exists()


def test_a_proposal_below_what_a_release_has_raised_is_refused_when_confirmed(sana, tomas):
    row = proposed(sana)
    row.content = {**row.content, "rules": {**row.content["rules"], "under_13": "allow"}}
    row.save()
    with pytest.raises(WrongPolicy):
        confirm(policy_id=row.id, by=tomas)
    assert policy_in_force() == SHIPPED


def test_what_is_taken_back_was_never_in_force(sana, tomas):
    row = proposed(sana)
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        confirm(policy_id=row.id, by=tomas)
        assert policy_in_force().name == "game"
        raise ZeroDivisionError
    assert policy_in_force() == SHIPPED


def test_the_policy_in_force_is_read_once_however_often_it_is_asked_for(django_assert_num_queries):
    changed()
    with django_assert_num_queries(1):
        assert all(policy_in_force() is SHIPPED for _ in range(1000))


def test_a_change_is_seen_by_a_thread_that_has_asked_before(committed, sana, tomas):
    def asked():
        try:
            return policy_in_force().name
        finally:
            connections.close_all()

    row = proposed(sana)
    with ThreadPoolExecutor(1) as other:
        assert other.submit(asked).result() == "messenger"
        confirm(policy_id=row.id, by=tomas)
        assert other.submit(asked).result() == "game"


def test_of_several_proposals_at_one_moment_one_stays_and_of_confirmations_too(committed, sana, tomas):
    answers = together(lambda number: proposed(sana, ("game", "forum")[number % 2]), 4)
    assert sorted(type(answer).__name__ for answer in answers) == ["ContactPolicy"] + ["PolicyWaits"] * 3
    row = ContactPolicy.objects.get()
    answers = together(lambda number: confirm(policy_id=row.id, by=tomas), 4)
    assert sorted(type(answer).__name__ for answer in answers) == ["ContactPolicy"] + ["PolicySettled"] * 3
