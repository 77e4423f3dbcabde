"""Two reports of one account are one case; a person takes them apart, and brings them together again."""

import pytest

from belisha.triage.models import Case, Membership
from tests.journeys.steps import (
    a_report,
    facts_of,
    ledger_says,
    opens,
    opens_the_next_case,
    sends_a_report_by_api,
    the_only_case,
    the_worker_runs,
)


@pytest.fixture
def case(back_end, rosa):
    """Two reports about the same account, by different doors of the service."""
    first = a_report()
    second = a_report(source="moderator", accounts=first["accounts"][:1], concerns=["coercion"])
    for report in (first, second):
        sends_a_report_by_api(back_end, report)
        the_worker_runs()
    return opens_the_next_case(rosa)


def test_two_reports_of_one_account_are_one_case_and_the_page_says_why(case, rosa):
    assert (case, case.report_count) == (the_only_case(), 2)
    assert "2 reports" in rosa.reads
    assert "It names the same account." in rosa.reads
    assert [facts["why"] for facts in facts_of(case, "case.report_joined")] == ["same_account"]


def test_a_person_takes_a_report_out_and_brings_it_back(case, rosa):
    moved = Membership.objects.get(case=case, report__source="moderator").report_id
    rosa.presses("Move the reports", report_ids=[moved], reason="", answered=422)
    rosa.presses("Move the reports", report_ids=[moved], reason="Another person uses the account.")
    other = Case.objects.exclude(id=case.id).get()
    assert f"The reports are in {other.label} now." in rosa.reads
    assert [Case.objects.get(id=one.id).report_count for one in (case, other)] == [1, 1]
    assert ledger_says(other) == ["Rosa: case.opened", "Rosa: case.first_seen"]

    opens(rosa, other).presses("Merge the cases", into=case.label, reason="It was one person after all.")
    other.refresh_from_db()
    case.refresh_from_db()
    assert (other.state, other.merged_into, case.report_count) == ("merged", case, 2)
    assert opens(rosa, other).offered(case.label)
    assert ledger_says(case)[-2:] == ["Rosa: case.split", "Rosa: case.took_in"]
    assert ledger_says(other)[-1] == "Rosa: case.merged"


def test_a_report_of_another_account_opens_a_case_of_its_own(case, back_end):
    sends_a_report_by_api(back_end, a_report())
    the_worker_runs()
    assert Case.objects.count() == 2
