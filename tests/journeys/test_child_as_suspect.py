"""A child is a child, also when the suspect: a senior decides, and safeguarding comes first."""

import pytest
from django.urls import reverse

from belisha.decisions.models import Decision
from tests.journeys.steps import (
    a_report,
    confirms,
    decides,
    ledger_says,
    open_tasks,
    opens,
    opens_the_next_case,
    releases,
    sends_a_report_by_api,
    the_worker_runs,
    told,
)


@pytest.fixture
def case(back_end, rosa):
    sends_a_report_by_api(back_end, a_report(suspect_is_child="yes"))
    the_worker_runs()
    return opens_the_next_case(rosa)


def test_a_moderator_cannot_decide_and_asks_a_senior(case, rosa, sana):
    assert "A senior decides" in rosa.reads
    assert not rosa.offered("Decide this case")
    rosa.goes_to(reverse("decide", args=[case.id]))
    rosa.presses("Decide", outcome="refer", reasons="Both accounts.", answered=409)
    assert not Decision.objects.exists()
    opens(rosa, case).presses("Ask a senior to decide")
    assert open_tasks(case) == ["senior_decision"]
    assert "A child may be the suspect: a senior decides." in sana.goes_to("/desk/tasks/").reads
    assert "senior" not in rosa.goes_to("/desk/tasks/").reads


def test_a_senior_decides_and_social_care_comes_before_the_police(case, rosa, sana):
    opens(rosa, case).presses("Ask a senior to decide")
    decides(sana, case, "refer")
    confirms(rosa, case)
    assert list(told(case)) == ["social-care", "police:E23000023"]
    releases(rosa, case, "social-care")
    assert "safeguarding comes first" in rosa.reads
    assert Decision.objects.get().child_suspect
    assert ledger_says(case)[3:] == [
        "Rosa: case.handed_to_senior",
        "Sana: case.decided",
        "Rosa: case.confirmed",
        "Rosa: referral.drafted",
        "Rosa: referral.released",
    ]


def test_help_for_the_child_is_on_the_page(case, rosa, sana):
    decides(sana, case, "refer")
    confirms(rosa, case)
    assert "Childline" in opens(rosa, case).reads


def test_whoever_notices_it_while_deciding_hands_the_case_over(back_end, rosa):
    sends_a_report_by_api(back_end, a_report())
    the_worker_runs()
    case = opens_the_next_case(rosa)
    decides(rosa, case, "refer", child_suspect="on", reasons="Both are 13 to 15.")
    assert "Handed to a senior" in rosa.reads
    assert (case.child_suspect, open_tasks(case)) == (True, ["senior_decision"])
    assert ledger_says(case)[-2:] == ["Rosa: case.child_suspect_marked", "Rosa: case.handed_to_senior"]
