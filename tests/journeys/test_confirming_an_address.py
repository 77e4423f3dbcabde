"""A child in Austria: the hotline's address is confirmed by two people, and then its referral can go."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.organisation.directory import directory
from belisha.organisation.models import AddressClaim
from belisha.people.roles import Role
from belisha.referrals.models import Referral
from belisha.routing import SHIPPED
from tests.journeys.steps import (
    a_report,
    confirms,
    decides,
    facts_of,
    ledger_says,
    notes_the_reference,
    open_tasks,
    opens_the_next_case,
    sends_a_report_by_api,
    the_worker_runs,
    told,
)

HOTLINE = "AT:stopline"
RIGHT = "I have read it: it is right"
CONFIRM = "Confirm this address"
NEW_URL = "https://www.stopline.at/en/report"


@pytest.fixture
def sana(colleague):
    return colleague("Sana", Role.SENIOR)


@pytest.fixture
def tomas(colleague):
    return colleague("Tomas", Role.SENIOR)


@pytest.fixture
def case(back_end, rosa, omar):
    """A case of a child in Austria, decided by one and confirmed by another."""
    sends_a_report_by_api(back_end, a_report(content_detected="yes", child={"country": "AT", "age": 13}))
    the_worker_runs()
    found = opens_the_next_case(rosa)
    decides(rosa, found, "refer")
    confirms(omar, found)
    return found


def the_hotlines(case):
    return Referral.objects.exclude(state="withdrawn").get(case=case, authority=HOTLINE)


def reads_the_hotlines(person, case):
    person.goes_to(reverse("referral", args=[the_hotlines(case).id]))
    return the_hotlines(case)


def goes_to_the_directory(person):
    return person.goes_to(reverse("authority", args=[HOTLINE]))


def today():
    return timezone.localdate().isoformat()


def confirm_together(first, second):
    goes_to_the_directory(first).presses(
        RIGHT, source_title="Stopline, contact", source_url="https://www.stopline.at/en/", read_on=today()
    )
    goes_to_the_directory(second).presses(CONFIRM, read_on=today(), read_it="on")


def change_together(first, second):
    goes_to_the_directory(first).follows("Change the address")
    first.presses(
        "Propose it",
        url=NEW_URL,
        reason="It moved.",
        source_title="Stopline, contact",
        source_url="https://www.stopline.at/en/",
        read_on=today(),
    )
    goes_to_the_directory(second).presses(CONFIRM, read_on=today(), read_it="on")


def test_two_people_confirm_the_address_and_the_referral_goes_out(case, rosa, omar):
    assert told(case)[HOTLINE] == "held"
    held = reads_the_hotlines(rosa, case)
    assert "Confirm first" in rosa.reads
    assert "Two people read its page and confirm its address in the directory" in rosa.reads
    rosa.forces(reverse("release_referral", args=[held.id]), answered=409)

    reads_the_hotlines(rosa, case)
    rosa.follows("Confirm its address in the directory")
    rosa.presses(
        RIGHT, source_title="Stopline, contact", source_url="https://www.stopline.at/en/", read_on=today()
    )
    assert not rosa.offered(CONFIRM)
    proposal = AddressClaim.objects.get()
    alone = reverse("confirm_address", args=[HOTLINE, proposal.id])
    rosa.forces(alone, answered=409, read_on=today(), read_it="on")
    the_worker_runs()
    assert told(case)[HOTLINE] == "held"

    goes_to_the_directory(omar).presses(CONFIRM, read_on=today(), read_it="on")
    the_worker_runs()
    assert told(case)[HOTLINE] == "draft"
    assert open_tasks(held) == ["address_confirmed"]
    assert "Its address was confirmed or changed" in rosa.goes_to("/desk/tasks/").reads

    reads_the_hotlines(rosa, case)
    rosa.presses("Release it")
    assert (told(case)[HOTLINE], open_tasks(held)) == ("released", ["tell_authority"])
    assert notes_the_reference(rosa, held, "SL-0001")
    assert told(case)[HOTLINE] == "acknowledged"
    assert "address" not in facts_of(case, "referral.delivered")[0]
    assert "Belisha: referral.address_changed" in ledger_says(case)
    assert facts_of(case, "referral.address_changed")[0]["referrals"] == [
        {"number": held.number, "authority": HOTLINE, "state": "draft"}
    ]


def test_one_word_of_doubt_stops_a_draft_at_once_and_holds_it_again(case, rosa, omar):
    confirm_together(rosa, omar)
    the_worker_runs()
    draft = reads_the_hotlines(omar, case)
    goes_to_the_directory(rosa).presses("This address is wrong", reason="The page is gone.")
    # Before the worker has come round, and with a page that still offers the button:
    omar.presses("Release it", answered=409)
    assert "Nobody has confirmed how" in omar.reads
    the_worker_runs()
    draft.refresh_from_db()
    assert (draft.state, draft.confirmed_address, open_tasks(draft)) == ("held", False, [])
    reads_the_hotlines(omar, case)
    assert not omar.offered("Release it")

    confirm_together(omar, rosa)
    the_worker_runs()
    assert told(case)[HOTLINE] == "draft"


def test_a_changed_address_reaches_the_draft_after_a_day_and_not_before(
    case, sana, tomas, rosa, time_machine
):
    sana.signs_in()
    tomas.signs_in()
    change_together(sana, tomas)
    the_worker_runs()
    assert told(case)[HOTLINE] == "held"
    shipped = SHIPPED.row(HOTLINE).url
    assert the_hotlines(case).step["contact"]["url"] == shipped

    time_machine.move_to(timezone.now() + timedelta(hours=23), tick=True)
    the_worker_runs()
    assert (told(case)[HOTLINE], directory().row(HOTLINE).url) == ("held", shipped)

    time_machine.move_to(timezone.now() + timedelta(hours=1, minutes=1), tick=True)
    the_worker_runs()
    draft = the_hotlines(case)
    assert (draft.state, draft.step["contact"]["url"]) == ("draft", NEW_URL)
    assert draft.message["recipient"]["url"] == NEW_URL


def test_what_was_drafted_to_the_old_address_is_not_released_to_it(
    case, rosa, omar, sana, tomas, time_machine
):
    confirm_together(rosa, omar)
    the_worker_runs()
    sana.signs_in()
    tomas.signs_in()
    change_together(sana, tomas)
    time_machine.move_to(timezone.now() + timedelta(hours=25), tick=True)
    # The worker has not come round yet.
    sana.signs_in()
    reads_the_hotlines(sana, case)
    assert "The address has moved" in sana.reads
    assert not sana.offered("Release it")
    sana.forces(reverse("release_referral", args=[the_hotlines(case).id]), answered=409)
    reads_the_hotlines(sana, case)
    sana.presses("Write it anew")
    assert the_hotlines(case).step["contact"]["url"] == NEW_URL
    sana.presses("Release it")
    assert told(case)[HOTLINE] == "released"


def test_what_is_released_and_not_told_warns_when_its_address_is_doubted(case, rosa, omar):
    confirm_together(rosa, omar)
    the_worker_runs()
    reads_the_hotlines(rosa, case)
    rosa.presses("Release it")
    goes_to_the_directory(omar).presses("This address is wrong", reason="The page is gone.")
    reads_the_hotlines(rosa, case)
    assert "Look at the directory before you tell them." in rosa.reads
    # It was told all the same: that is kept, and the ledger says what stood against it.
    assert notes_the_reference(rosa, the_hotlines(case), "SL-0002")
    assert facts_of(case, "referral.delivered")[0]["address"].startswith("It had moved or was doubted")
