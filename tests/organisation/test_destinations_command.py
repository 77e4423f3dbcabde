"""`belisha directory destinations`: where referrals go without a person, and what wants care."""

import json
from datetime import timedelta

import pytest
import time_machine
import typer
from django.utils import timezone

from belisha.jobs.directory import _destinations
from belisha.organisation.models import Destination
from tests.organisation.said import mailbox, partner


def test_it_lists_each_with_its_state_and_says_what_wants_care(capsys, sana, tomas):
    mailbox(sana, tomas, authority="iwf", email="reports@iwf.org.uk")
    partner(sana, tomas)
    _destinations(as_json=True)
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert {first["authority"], second["authority"]} == {"iwf", "partner:other-desk"}
    assert first["state"] == second["state"] == "waiting"
    assert "secret" not in first | second
    with time_machine.travel(timezone.now() + timedelta(days=200), tick=False):
        with pytest.raises(typer.Exit) as stopped:
            _destinations(as_json=False)
        assert stopped.value.exit_code == 1
    assert "In force; wants care" in capsys.readouterr().out


def test_a_row_that_was_changed_by_hand_is_shown_as_such(capsys, sana, tomas):
    mailbox(sana, tomas, authority="iwf", email="reports@iwf.org.uk")
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        Destination.objects.update(email="reports@iwf-org.example")
        with pytest.raises(typer.Exit):
            _destinations(as_json=False)
    assert "Changed behind two people’s backs" in capsys.readouterr().out
