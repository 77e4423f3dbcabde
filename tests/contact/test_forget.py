"""Contacts are forgotten in their time, and those of one account when that is asked for."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from belisha.contact.assess import assess
from belisha.contact.forget import forget_account, forget_old
from belisha.contact.models import Contact, NamedAccount, Shown, Warned, Watched
from belisha.contact.naming import name_of
from belisha.contact.pseudonyms import Pseudonyms
from belisha.contact.watch_patterns import read_on
from belisha.jobs.contact import app
from belisha.ledger.models import Entry
from belisha.ledger.record import CONSOLE
from tests.contact.told import contact
from tests.desk_cases import organisation

__all__ = ["organisation"]


def told(number, days=0, actor="stranger"):
    at = timezone.now() - timedelta(days=days, minutes=60 - number)
    return contact(number, at=at, actor={"id": actor})


def test_what_is_older_than_contacts_are_kept_goes_and_the_rest_stays(settings):
    assess(events=[told(1, days=20, actor="earlier"), told(2, days=3), told(3)])
    assert forget_old(now=timezone.now()) == 0
    settings.BELISHA = settings.BELISHA.model_copy(update={"contact_keep_days": 4})
    assert forget_old(now=timezone.now()) > 0
    assert Contact.objects.count() == 2
    assert NamedAccount.objects.count() == 2
    settings.BELISHA = settings.BELISHA.model_copy(update={"contact_keep_days": 1})
    forget_old(now=timezone.now())
    assert Contact.objects.count() == 1


def test_after_thirty_days_nothing_is_left_of_anybody():
    assess(events=[told(number) for number in range(5)])
    later = timezone.now() + timedelta(days=32)
    while forget_old(now=later):
        pass
    assert [model.objects.count() for model in (Contact, NamedAccount, Shown)] == [0, 0, 0]


def test_of_an_account_that_is_forgotten_nothing_is_left_and_of_all_others_everything(organisation):
    assess(events=[told(1), told(2), told(3, actor="another")])
    read_on()
    gone = forget_account(account="stranger", by=CONSOLE)
    assert (gone.contacts, gone.named) == (2, True)
    marks = Pseudonyms.of_service()
    assert name_of(marks.account("stranger")) is None
    assert name_of(marks.account("another")).account == "another"
    assert [bytes(one) for one in Contact.objects.values_list("actor", flat=True)] == [
        marks.account("another")
    ]
    assert [bytes(one) for one in Watched.objects.values_list("actor", flat=True)] == [
        marks.account("another")
    ]
    assert Warned.objects.count() == 1
    assert Shown.objects.count() == 4  # a pair and a child of the other; a day each of two more children


def test_a_child_that_is_forgotten_goes_from_the_windows_of_others_too(organisation):
    assess(events=[told(1), told(2)])
    read_on()
    before = len(bytes(Watched.objects.get().window))
    forget_account(account="child-1", by=CONSOLE)
    assert len(bytes(Watched.objects.get().window)) < before
    assert Contact.objects.count() == 1


def test_the_ledger_says_that_an_account_was_forgotten_and_not_which(organisation):
    assess(events=[told(1)])
    forget_account(account="stranger", by=CONSOLE)
    entry = Entry.objects.last()
    assert entry.event == "contact.account_forgotten"
    assert json.loads(json.dumps(entry.content)) == {"contacts": 1}


@pytest.mark.parametrize("by_stdin", [True, False])
def test_the_command_says_how_much_went_and_by_its_exit_code_whether_anything_did(organisation, by_stdin):
    assess(events=[told(1)])
    name, typed = ("-", "stranger\n") if by_stdin else ("stranger", None)
    answers = [CliRunner().invoke(app, ["forget", name, "--json"], input=typed) for _ in range(2)]
    assert [answer.exit_code for answer in answers] == [0, 1]
    assert [json.loads(answer.stdout) for answer in answers] == [
        {"contacts": 1, "named": True},
        {"contacts": 0, "named": False},
    ]
