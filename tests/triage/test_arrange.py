"""What a person changes about a case."""

import pytest

from belisha.ledger.models import Entry
from belisha.triage import arrange, queue
from belisha.triage.cases import CaseNotOpen
from belisha.triage.models import Case, Membership, Remark
from belisha.triage.page import case_page
from belisha.triage.triage import OPEN_NOW
from tests.desk_cases import events, open_tasks

SHARED = {"accounts": [{"id": "account-a", "role": "suspect"}], "items": []}


def reports_of(case):
    rows = Membership.objects.filter(case=case, left_at=None).order_by("joined_at")
    return list(rows.values_list("report_id", flat=True))


@pytest.fixture
def mixed(make_case):
    """A case of two reports, the second one dangerous."""
    make_case(**SHARED, concerns=["other"])
    return make_case(**SHARED, danger_now="yes")


def test_a_split_moves_reports_into_a_new_case_and_weighs_both_again(mixed, rosa):
    dangerous = reports_of(mixed)[1]
    new = arrange.split(case_id=mixed.id, report_ids=[dangerous], reason="Another matter.", by=rosa)
    old = Case.objects.get(id=mixed.id)
    assert (old.priority, old.danger_now, old.report_count) == (3, "no", 1)
    assert (new.priority, new.danger_now, new.report_count) == (1, "yes", 1)
    assert reports_of(new) == [dangerous]
    assert events(mixed)[-1] == "case.split"
    assert case_page(new.id, viewer=rosa).reports[0].why == ("A person moved it here from another case.",)


@pytest.mark.parametrize("chosen", [slice(0, 0), slice(0, 2)])
def test_a_split_leaves_at_least_one_report_and_takes_at_least_one(mixed, rosa, chosen):
    with pytest.raises(arrange.WrongReports):
        arrange.split(case_id=mixed.id, report_ids=reports_of(mixed)[chosen], reason="Why not.", by=rosa)


def test_a_report_of_another_case_cannot_be_split_off(mixed, make_case, rosa):
    stranger = reports_of(make_case())[0]
    chosen = [stranger, reports_of(mixed)[0]]
    with pytest.raises(arrange.WrongReports):
        arrange.split(case_id=mixed.id, report_ids=chosen, reason="Why not.", by=rosa)


def test_a_merge_brings_the_reports_together_and_never_lowers_the_priority(make_case, rosa):
    danger, calm = make_case(danger_now="yes"), make_case(concerns=["other"])
    into = arrange.merge(case_id=danger.id, into_id=calm.id, reason="The same people.", by=rosa)
    assert (into.priority, into.report_count) == (1, 2)
    gone = Case.objects.get(id=danger.id)
    assert (gone.state, gone.merged_into) == ("merged", into)
    assert (events(danger)[-1], events(calm)[-1]) == ("case.merged", "case.took_in")


def test_a_merge_keeps_a_priority_that_a_person_gave(make_case, rosa):
    raised, calm = make_case(concerns=["other"]), make_case(concerns=["other"])
    arrange.override_priority(case_id=raised.id, priority=1, reason="Tonight.", by=rosa)
    into = arrange.merge(case_id=raised.id, into_id=calm.id, reason="The same people.", by=rosa)
    assert Case.objects.get(id=into.id).priority == 1


def test_the_alarm_of_a_merged_case_goes_on_for_the_other(danger, case, rosa):
    arrange.merge(case_id=danger.id, into_id=case.id, reason="The same people.", by=rosa)
    assert (open_tasks(danger), open_tasks(case)) == (set(), {OPEN_NOW})


def test_a_merged_case_is_left_alone(danger, case, rosa):
    arrange.merge(case_id=danger.id, into_id=case.id, reason="The same people.", by=rosa)
    with pytest.raises(CaseNotOpen, match="is merged"):
        arrange.merge(case_id=case.id, into_id=danger.id, reason="And back.", by=rosa)
    with pytest.raises(arrange.WrongCase):
        arrange.merge(case_id=case.id, into_id=case.id, reason="With itself.", by=rosa)


def test_everything_that_is_changed_asks_for_a_reason(case, danger, rosa):
    ids = {"case_id": case.id, "by": rosa}
    for act in (
        lambda: arrange.split(report_ids=[], reason=" ", **ids),
        lambda: arrange.merge(into_id=danger.id, reason="", **ids),
        lambda: arrange.override_priority(priority=1, reason="\n", **ids),
        lambda: arrange.mark_child_suspect(reason="", **ids),
        lambda: arrange.add_note(text=" ", **ids),
    ):
        with pytest.raises(arrange.NoReason):
            act()
    assert Remark.objects.count() == 0


def test_an_override_is_kept_with_its_reason_and_its_deadline(case, rosa):
    before = Case.objects.get(id=case.id)
    after = arrange.override_priority(case_id=case.id, priority=1, reason="Tonight.", by=rosa)
    assert after.due_at < before.due_at
    assert Entry.objects.get(event="case.priority_overridden").content["reason"] == "Tonight."
    with pytest.raises(arrange.WrongPriority):
        arrange.override_priority(case_id=case.id, priority=4, reason="Lower still.", by=rosa)


def test_notes_and_marks_are_shown_on_the_case(case, rosa):
    arrange.add_note(case_id=case.id, text="The school was asked.", by=rosa)
    arrange.mark_child_suspect(case_id=case.id, reason="Both are pupils.", by=rosa)
    shown = case_page(case.id, viewer=rosa)
    assert [remark.text for remark in shown.remarks] == ["The school was asked.", "Both are pupils."]
    assert shown.case.child_suspect
    assert [step.by for step in shown.history[-2:]] == ["Rosa", "Rosa"]


def test_what_was_erased_is_said_to_be_erased(case, rosa):
    from belisha.vault.keys import forget
    from belisha.vault.models import DataKey

    arrange.add_note(case_id=case.id, text="The school was asked.", by=rosa)
    gone = DataKey.objects.filter(subject__in=[case.id, *reports_of(case)])
    gone.update(wrapped=None, destroyed_at=case.opened_at)
    forget()
    shown = case_page(case.id, viewer=rosa)
    assert shown.reports[0].report.erased
    assert shown.remarks[0].text == ""
    assert shown.history[-1].facts is None


def test_a_claim_survives_a_split(mixed, rosa):
    queue.claim(case_id=mixed.id, by=rosa)
    arrange.split(case_id=mixed.id, report_ids=reports_of(mixed)[:1], reason="Another matter.", by=rosa)
    assert Case.objects.get(id=mixed.id).owner == rosa
