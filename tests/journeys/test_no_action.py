"""Nothing to act on: one person says so, two where a child is in danger; and it can be reopened."""

import pytest

from belisha.decisions.models import Decision
from tests.journeys.steps import (
    a_report,
    checks_on,
    confirms,
    decides,
    facts_of,
    ledger_says,
    open_tasks,
    opens,
    opens_the_next_case,
    sends_a_report_by_api,
    the_worker_runs,
    told,
)

PLAIN = {"category": "Something else", "reasons": "Nothing in it concerns a child."}


@pytest.fixture
def reported(back_end, rosa):
    """reported(danger_now="yes"): a report that Rosa has opened as a case; the case and the receipt."""

    def report(**changed):
        receipt = sends_a_report_by_api(back_end, a_report(**changed))
        the_worker_runs()
        return opens_the_next_case(rosa), receipt

    return report


@pytest.fixture
def standard(reported):
    return reported(concerns=["other"], child=None, occurred_at="2026-09-01T10:00:00Z", source="user")


def test_one_person_closes_a_standard_case(standard, rosa, parent, back_end):
    case, receipt = standard
    assert case.priority == 3
    decides(rosa, case, "no_action", **PLAIN)
    assert "The decision is in force." in rosa.reads
    assert (case.state, told(case), open_tasks(case)) == ("closed", {}, [])
    assert back_end.asks(receipt)["state"] == "closed"
    assert "A person has looked at your report and decided what to do." in checks_on(parent, receipt)
    assert ledger_says(case)[-1] == "Rosa: case.decided"


def test_an_immediate_case_is_closed_by_two(reported, rosa, omar):
    case, _ = reported(danger_now="yes")
    decides(rosa, case, "no_action", **PLAIN)
    assert (case.state, open_tasks(case)) == ("proposed", ["second_person"])
    omar.goes_to("/desk/tasks/")
    assert "No action: waits for a second person." in omar.reads
    confirms(omar, case)
    assert (case.state, open_tasks(case)) == ("closed", [])
    assert Decision.objects.get().confirmed_by == omar.person


def test_the_second_person_may_send_it_back_with_a_reason(reported, rosa, omar):
    case, _ = reported(danger_now="yes")
    decides(rosa, case, "no_action", **PLAIN)
    opens(omar, case).follows("Read it, and confirm it or send it back")
    omar.presses("Send it back", reason=" ", answered=422)
    omar.presses("Send it back", reason="Line 1 says otherwise.")
    case.refresh_from_db()
    assert (case.state, case.owner) == ("open", rosa.person)
    decides(rosa, case, "refer")
    assert set(told(case)) == {"police:E23000023"}
    assert [facts["outcome"] for facts in facts_of(case, "case.decided")] == ["no_action", "refer"]


def test_a_closed_case_is_reopened_with_a_reason_and_takes_in_what_comes_next(standard, rosa, omar):
    case, _ = standard
    decides(rosa, case, "no_action", **PLAIN)
    opens(omar, case).follows("Read it for the second look, or reopen it")
    omar.presses("Reopen the case", reason="", answered=422)
    assert "Say why, in a sentence." in omar.reads
    omar.presses("Reopen the case", reason="The reporter wrote again.")
    case.refresh_from_db()
    assert (case.state, case.owner) == ("open", None)
    assert "The reporter wrote again." in opens(omar, case).reads
    assert opens_the_next_case(omar) == case
    assert ledger_says(case)[-2:] == ["Omar: case.reopened", "Omar: case.claimed"]
