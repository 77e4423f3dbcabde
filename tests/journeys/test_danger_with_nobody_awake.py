"""Three in the morning, a child is in danger now, and nobody opens the case."""

from datetime import UTC, datetime, timedelta

import pytest

from belisha.decisions.models import EmergencyCall
from belisha.work.models import Task
from tests.journeys.steps import (
    a_report,
    decides,
    ledger_says,
    notes_the_reference,
    open_tasks,
    opens,
    sends_a_report_by_api,
    the_only_case,
    the_worker_runs,
    told,
)

POLICE = "police:E23000023"
EVENING, NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=UTC), datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DANGER = a_report(danger_now="yes", content_detected="yes")


@pytest.fixture
def clock(time_machine):
    """clock(minutes): so many minutes after three in the morning."""
    time_machine.move_to(EVENING, tick=True)
    return lambda minutes: time_machine.move_to(NIGHT + timedelta(minutes=minutes), tick=True)


@pytest.fixture
def on_call(clock, organisation, rosa, omar, sana):
    """In the evening the senior puts three people on call, herself last."""
    turn = {
        "starts_at_0": "2026-11-23",
        "starts_at_1": "20:00",
        "ends_at_0": "2026-11-24",
        "ends_at_1": "08:00",
    }
    for place, colleague in enumerate((rosa, omar, sana)):
        sana.goes_to("/desk/rota/").presses("Put on call", person_id=colleague.person.id, place=place, **turn)
    assert sana.reads.count("On call now") == 3
    return rosa, omar, sana


def whom(mailbox):
    return [letter.to[0].partition("@")[0] for letter in mailbox.letters]


def test_the_ladder_climbs_until_somebody_opens_the_case(mailbox, clock, on_call, back_end):
    clock(0)
    sends_a_report_by_api(back_end, DANGER)
    for minutes, alerted in (
        (0, ["rosa"]),
        (4.9, ["rosa"]),
        (5.1, ["rosa", "omar"]),
        (10.2, ["rosa", "omar", "sana"]),
        (15.3, ["rosa", "omar", "sana", "rosa"]),
    ):
        clock(minutes)
        the_worker_runs()
        assert whom(mailbox) == alerted
    case = the_only_case()
    assert (case.priority, case.due_at - case.opened_at) == (1, timedelta(minutes=5))

    *_, sana = on_call
    sana.signs_in().goes_to(link_in(mailbox.letters[2]))
    assert case.label in sana.heading
    for minutes in (20.4, 60):
        clock(minutes)
        the_worker_runs()
    assert len(mailbox.letters) == 4
    task = Task.objects.get(kind="open_immediate_case")
    assert (task.done_by, task.alerts.count()) == (sana.person, 4)


def test_an_alert_says_that_somebody_is_needed_and_nothing_of_what_was_reported(
    mailbox, clock, on_call, back_end
):
    clock(0)
    sends_a_report_by_api(back_end, DANGER)
    the_worker_runs()
    [letter] = mailbox.letters
    assert the_only_case().label in letter.text
    account, child = DANGER["accounts"]
    for told_to_us in (
        DANGER["what_happened"],
        account["id"],
        account["screen_name"],
        child["id"],
        "grooming",
        "message 1",
    ):
        assert told_to_us.lower() not in letter.text.lower()


def test_until_it_is_opened_every_page_of_the_desk_leads_to_it(mailbox, clock, on_call, back_end):
    clock(0)
    sends_a_report_by_api(back_end, DANGER)
    the_worker_runs()
    _, omar, _ = on_call
    omar.signs_in().goes_to("/desk/search/").follows(f"Open {the_only_case().label}")
    assert not omar.goes_to("/desk/search/").offered(f"Open {the_only_case().label}")


def test_whoever_opens_it_calls_and_tells_the_police_and_is_looked_at_afterwards(
    mailbox, clock, on_call, back_end
):
    clock(0)
    sends_a_report_by_api(back_end, DANGER)
    the_worker_runs()
    rosa, omar, sana = on_call
    case = the_only_case()

    opens(sana.signs_in(), case).presses("I have called 999")
    call = EmergencyCall.objects.get()
    assert (call.number, call.by, call.called_at - NIGHT < timedelta(minutes=1)) == ("999", sana.person, True)
    opens(sana, case).presses("Draft the referral to the police now").presses("Release it")
    assert told(case) == {POLICE: "released"}
    notes_the_reference(sana, case.referrals.get(), "INC-4711")

    clock(30)
    decides(sana, case, "refer")
    assert (case.state, told(case)) == ("referred", {POLICE: "acknowledged", "nca": "draft"})
    assert open_tasks(case) == ["call_look", "release_referrals", "second_look"]

    clock(6 * 60)
    assert not opens(sana.signs_in(), case).offered("I have looked at this call")
    opens(rosa.signs_in(), case).presses("I have looked at this call")
    opens(omar.signs_in(), case).follows("Read it for the second look, or reopen it").presses(
        "Confirm this decision"
    )
    assert open_tasks(case) == ["release_referrals"]
    assert ledger_says(case) == [
        "Belisha: case.opened",
        "Sana: case.first_seen",
        "Sana: emergency.called",
        "Sana: referral.drafted",
        "Sana: referral.released",
        "Sana: referral.delivered",
        "Sana: case.decided",
        "Sana: referral.drafted",
        "Rosa: emergency.looked_at",
        "Omar: case.confirmed",
        "Omar: referral.drafted",
    ]


def link_in(letter):
    """The path of the link that an alert holds."""
    address = next(line for line in letter.text.splitlines() if line.startswith("http"))
    return address.removeprefix("http://127.0.0.1:8000")
