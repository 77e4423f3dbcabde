"""Who tells an authority is said before the release and after it: this desk, or a person."""

from unittest import mock

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.referrals import refer
from belisha.referrals.models import Dispatch
from belisha.referrals.refusals import NotOnTheRoute, NotReady
from belisha.triage.models import Case, Priority
from tests.desk_cases import case, danger, make_case, organisation
from tests.referrals.carried import channel, on_its_way, send, ways

__all__ = ["case", "channel", "danger", "make_case", "on_its_way", "organisation", "ways"]

FOLDED = "How to tell them by hand"


@pytest.fixture
def page(client, rosa):
    client.force_login(rosa)

    def read(referral):
        return client.get(reverse("referral", args=[referral.id])).content.decode()

    return read


def calm(referral):
    Case.objects.filter(id=referral.case_id).update(priority=Priority.URGENT)


def test_a_draft_that_a_channel_carries_folds_the_steps_by_hand(page, on_its_way):
    calm(on_its_way)
    type(on_its_way).objects.filter(id=on_its_way.id).update(state="draft")
    shown = page(on_its_way)
    assert "Once it is released, this desk sends it by itself (Webhook)." in shown
    assert FOLDED in shown


def test_a_draft_for_a_test_environment_is_told_by_hand_as_well(page, on_its_way, ways):
    ways.mode = "test"
    type(on_its_way).objects.filter(id=on_its_way.id).update(state="draft")
    shown = page(on_its_way)
    assert "That tells nobody: tell them by hand too." in shown
    assert FOLDED not in shown


def test_what_is_on_its_way_needs_nobody_until_it_stops(page, on_its_way, channel):
    calm(on_its_way)
    assert "This desk is sending it by itself (Webhook)." in page(on_its_way)
    Dispatch.objects.update(state="stopped", ended_at=timezone.now())
    shown = page(on_its_way)
    assert "This desk is sending it" not in shown
    assert FOLDED not in shown


def test_what_arrived_needs_nobody(page, on_its_way, channel):
    calm(on_its_way)
    send()
    assert "and it arrived. You needn’t tell them." in page(on_its_way)


def test_in_danger_now_nobody_waits_for_a_channel(page, on_its_way):
    Case.objects.filter(id=on_its_way.case_id).update(priority=Priority.IMMEDIATE)
    shown = page(on_its_way)
    assert "don’t wait for that: tell them by hand as well." in shown
    assert FOLDED not in shown


def test_only_the_reason_that_is_asked_for_is_asked_for(client, rosa, on_its_way, monkeypatch):
    type(on_its_way).objects.filter(id=on_its_way.id).update(state="draft")
    client.force_login(rosa)
    for refusal, asked in (
        (NotReady(number="C-1", problem="x is too long"), []),
        (NotOnTheRoute(authority="They", because="so."), ["anyway_because"]),
    ):
        monkeypatch.setattr(refer, "release", mock.Mock(side_effect=refusal))
        answer = client.post(reverse("release_referral", args=[on_its_way.id]))
        shown = answer.content.decode()
        assert answer.status_code == 409
        names = ("anyway_because", "again_because")
        assert [one for one in names if f'name="{one}"' in shown] == asked
        assert "The guard stopped" not in shown


def test_without_a_channel_the_page_says_only_how_a_person_tells_them(page, on_its_way, ways):
    ways.closed = True
    Dispatch.objects.all().delete()
    type(on_its_way).objects.filter(id=on_its_way.id).update(state="draft")
    shown = page(on_its_way)
    assert "by itself" not in shown
    assert FOLDED not in shown
