"""Reports become cases."""

from datetime import timedelta

import pytest

from belisha.intake.models import Report
from belisha.intake.read import status_of
from belisha.ledger.models import Entry
from belisha.ledger.record import SYSTEM
from belisha.organisation.models import Service
from belisha.refusal import NotFound
from belisha.triage import arrange, read
from belisha.triage.models import Case, Membership
from belisha.triage.page import case_page
from belisha.triage.triage import OPEN_NOW, triage
from belisha.work.models import Task
from tests.committed import together
from tests.desk_cases import events, open_tasks, report

A_ACCOUNT = {"accounts": [{"id": "account-a", "role": "suspect"}], "items": []}
A_ITEM = {"accounts": [], "items": [{"id": "item-a"}]}
A_PRINT = {"accounts": [], "items": [{"id": "another-name", "sha256": "ab" * 32}]}
A_CHILD = {"accounts": [{"id": "child-a", "role": "child"}], "items": []}


def why(case):
    latest = Membership.objects.filter(case=case, left_at=None).order_by("-joined_at").first()
    return latest.why


@pytest.mark.parametrize(
    ("shared", "reason"),
    [
        (A_ACCOUNT, "same_account"),
        (A_ITEM, "same_item"),
        (A_CHILD, "same_child"),
        (A_PRINT, "same_fingerprint"),
    ],
)
def test_a_report_joins_the_open_case_that_shares_something_and_says_what(make_case, shared, reason):
    other = (
        {"items": [{"id": "one-name", "sha256": "ab" * 32}], "accounts": []} if shared is A_PRINT else shared
    )
    first = make_case(**other)
    second = make_case(**shared)
    assert second == first
    assert why(second) == reason
    assert Case.objects.get(id=first.id).report_count == 2
    assert events(first) == ["case.opened", "case.report_joined"]


def test_a_report_that_shares_nothing_opens_a_case_with_the_next_number(make_case):
    assert [make_case().number for _ in range(3)] == [1, 2, 3]


def test_what_a_reporter_account_or_an_address_shares_joins_nothing(make_case):
    household = {"items": [], "accounts": [{"id": "teacher", "role": "reporter", "ips": ["192.0.2.4"]}]}
    assert make_case(**household) != make_case(**household)


@pytest.fixture
def other_service(organisation):
    return Service.objects.create(slug="harbour", name="Harbour").slug


def test_an_account_of_another_service_with_the_same_id_joins_nothing(make_case, other_service):
    assert make_case(**A_ACCOUNT) != make_case(**A_ACCOUNT, service=other_service)
    assert make_case(**A_ACCOUNT) != make_case(**A_ACCOUNT, service=None)


def test_a_fingerprint_joins_over_services(make_case, other_service):
    assert make_case(**A_PRINT) == make_case(**A_PRINT, service=other_service)


def test_a_decided_case_takes_in_nothing_more_and_is_named_as_related(make_case, rosa):
    decided = make_case(**A_ACCOUNT)
    Case.objects.filter(id=decided.id).update(state="decided")
    fresh = make_case(**A_ACCOUNT)
    assert fresh != decided
    assert [one.id for one in case_page(fresh.id, viewer=rosa).related] == [decided.id]


def test_of_several_matching_cases_the_most_dangerous_is_joined_and_the_others_named(make_case, rosa):
    calm, danger = make_case(**A_ACCOUNT), make_case(**A_ITEM, danger_now="yes")
    both = make_case(accounts=A_ACCOUNT["accounts"], items=A_ITEM["items"])
    assert both == danger
    joined = Entry.objects.get(event="case.report_joined")
    assert joined.content["also_matches"] == [calm.label]
    assert [one.id for one in read.related(danger.id, rosa)] == [calm.id]


def test_the_same_report_twice_is_triaged_once(make_case):
    case = make_case()
    report_id = Membership.objects.get(case=case).report_id
    assert triage(report_id=report_id) == case
    assert events(case) == ["case.opened"]


def test_a_report_that_is_not_there_is_refused(case):
    with pytest.raises(NotFound):
        triage(report_id=case.id)


def test_a_triaged_report_is_in_review_and_no_longer_waits(make_case):
    case = make_case()
    row = Membership.objects.get(case=case).report
    assert status_of(row.receipt).state == "in_review"
    assert read.untriaged() == []


def test_reports_with_danger_now_are_brought_in_first(organisation):
    from belisha.intake.incoming import IncomingReport
    from belisha.intake.receive import receive

    ids = [
        receive(report=IncomingReport.model_validate(report(danger_now=word)), by=SYSTEM).report_id
        for word in ("no", "unknown", "yes")
    ]
    assert read.untriaged() == [ids[2], ids[0], ids[1]]


def test_danger_now_wakes_somebody_and_unknown_does_not(make_case):
    assert open_tasks(make_case(danger_now="yes")) == {OPEN_NOW}
    assert open_tasks(make_case(danger_now="unknown")) == set()
    assert Task.objects.get().wakes


def test_a_case_rises_with_a_more_dangerous_report_and_its_deadline_comes_forward(make_case):
    calm = make_case(**A_ACCOUNT, concerns=["other"])
    risen = make_case(**A_ACCOUNT, danger_now="yes")
    assert (calm.priority, risen.priority) == (3, 1)
    assert risen.due_at - Report.objects.latest("received_at").received_at == timedelta(minutes=5)
    assert risen.danger_now == "yes"
    assert risen.concerns == ",grooming,other,"


def test_a_case_never_falls_with_a_calmer_report(make_case):
    urgent = make_case(**A_ACCOUNT, concerns=["coercion"], danger_now="unknown")
    joined = make_case(**A_ACCOUNT, concerns=["other"], danger_now="no")
    assert joined.priority == urgent.priority == 2
    assert joined.due_at == urgent.due_at


def test_an_override_stands_until_a_new_report_of_danger_now(make_case, rosa):
    case = make_case(**A_ACCOUNT, danger_now="yes")
    arrange.override_priority(case_id=case.id, priority=3, reason="It was a test of the form.", by=rosa)
    assert make_case(**A_ACCOUNT, concerns=["coercion"]).priority == 3
    risen = make_case(**A_ACCOUNT, danger_now="yes")
    assert (risen.priority, risen.overridden) == (1, False)


def test_an_override_upwards_is_never_undone_by_a_report(make_case, rosa):
    case = make_case(**A_ACCOUNT, concerns=["other"])
    arrange.override_priority(
        case_id=case.id, priority=1, reason="The last message speaks of tonight.", by=rosa
    )
    joined = make_case(**A_ACCOUNT, concerns=["other"], danger_now="no")
    assert (joined.priority, joined.overridden) == (1, True)


@pytest.mark.parametrize("band", ["under_13", "13_15", "16_17"])
def test_a_suspect_account_under_18_marks_the_case(make_case, band):
    assert make_case(accounts=[{"id": "s", "role": "suspect", "age_band": band}]).child_suspect


def test_an_adult_suspect_marks_nothing_and_being_said_to_be_a_child_does(make_case):
    assert not make_case(accounts=[{"id": "s", "role": "suspect", "age_band": "adult"}]).child_suspect
    assert make_case(suspect_is_child="yes").child_suspect


def test_reports_about_one_account_at_one_moment_become_one_case(committed):
    from belisha.intake.incoming import IncomingReport
    from belisha.intake.receive import receive

    ids = [
        receive(report=IncomingReport.model_validate(report(**A_ACCOUNT)), by=SYSTEM).report_id
        for _ in range(12)
    ]
    together(lambda number: triage(report_id=ids[number % 12]), times=24)
    assert Case.objects.count() == 1
    assert Case.objects.get().report_count == 12
    assert Membership.objects.count() == 12
