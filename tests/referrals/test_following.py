"""What is written to an authority again: only what is new, what was wrong, or that it is withdrawn."""

import json

import pytest

from belisha.guard import inspect_json
from belisha.intake.incoming import IncomingReport
from belisha.intake.receive import receive
from belisha.people.models import ApiKey
from belisha.referrals.following import write_again
from belisha.referrals.message import ReferralMessage
from belisha.referrals.models import Pack, Referral, Reported
from belisha.referrals.refer import edit, prepare, record_delivery, refresh, release, withdraw
from belisha.referrals.refusals import (
    GuardRefused,
    NoDecision,
    NothingNew,
    NotToldYet,
    OneAtATime,
    ReasonMissing,
)
from belisha.triage.models import Case
from belisha.triage.triage import triage
from tests.desk_cases import events, open_tasks, report
from tests.referrals.test_reported import judged, told

PICTURE = "data:image/png;base64," + "iVBORw0KGgo" + "A" * 200


@pytest.fixture
def first(make_case, rosa, omar):
    """The NCA was told under NCA-1."""
    return told(judged(make_case(content_detected="yes"), rosa, omar), rosa)


def another_report(case):
    """A second report that joins the case: the same account, another item, another line."""
    account = case.memberships.first().report.accounts.get(role="suspect").external_id
    body = report(service="lantern", content_detected="yes", what_happened="Text of the new report.")
    body["accounts"] = [{"id": account, "role": "suspect", "screen_name": "another name"}]
    body["items"] = [{"id": "a-new-item", "sha256": "cd" * 32}]
    incoming = IncomingReport.model_validate_json(json.dumps(body))
    joined = triage(report_id=receive(report=incoming, by=ApiKey.objects.get()).report_id)
    if joined != case:
        # A decided case takes in no report by itself; a person would move it.
        membership = joined.memberships.get()
        membership.case = case
        membership.save()
        Case.objects.filter(id=joined.id).delete()
    return body


def said(row):
    return ReferralMessage.from_json(row.message)


def test_a_supplement_says_only_what_is_new_and_names_the_first_and_their_reference(first, rosa):
    new = another_report(first.case)
    row = write_again(referral_id=first.id, by=rosa, purpose="supplement")
    message = said(row)
    assert (row.state, row.follows, row.number) == ("draft", first, f"{first.case.label}-3")
    assert message.what_happened.startswith(
        f"This supplements our report {first.number} (your reference NCA-1)."
    )
    assert "Text of the new report." in message.what_happened
    assert [item.id for item in message.items] == ["a-new-item"]
    assert [line.from_ for line in message.conversation] == [new["conversation"][0]["from"]]
    assert "child" not in {one.role for one in message.accounts}
    assert ("National Crime Agency (NCA)", "NCA-1") in [
        (one.authority, one.reference) for one in message.earlier_reports
    ]
    assert said(first).what_happened not in message.what_happened
    assert events(first.case)[-1] == "referral.followed"


def test_a_supplement_is_released_like_any_other_and_enters_the_register(first, rosa):
    another_report(first.case)
    row = write_again(referral_id=first.id, by=rosa, purpose="supplement")
    told(row, rosa, "NCA-2")
    entry = Reported.objects.get(referral=row)
    assert (entry.reference, entry.things.filter(kind="item").count()) == ("NCA-2", 1)
    packs = Pack.objects.filter(referral=row)
    assert {pack.kind for pack in packs} >= {"json", "pdf"}
    document = bytes(packs.get(kind="json").document)
    assert inspect_json(document, name="pack.json").verdict == "clean"
    assert first.number.encode() in document


def test_nothing_new_is_no_supplement_unless_somebody_writes_it(first, rosa):
    with pytest.raises(NothingNew):
        write_again(referral_id=first.id, by=rosa, purpose="supplement")
    row = write_again(referral_id=first.id, by=rosa, purpose="supplement", text="The account was closed.")
    assert "The account was closed." in said(row).what_happened
    assert said(row).items == ()


@pytest.mark.parametrize(
    ("purpose", "begins"),
    [("correction", "This corrects our report"), ("withdrawal", "We withdraw our report")],
)
def test_a_correction_and_a_withdrawal_say_nothing_but_their_words(first, rosa, purpose, begins):
    with pytest.raises(ReasonMissing):
        write_again(referral_id=first.id, by=rosa, purpose=purpose)
    row = write_again(referral_id=first.id, by=rosa, purpose=purpose, text="The time was in UTC.")
    message = said(row)
    assert message.what_happened == f"{begins} {first.number} (your reference NCA-1).\n\nThe time was in UTC."
    assert (message.accounts, message.items, message.conversation, message.child) == ((), (), (), None)
    assert [one.reference for one in message.earlier_reports] == ["NCA-1"]
    released = release(referral_id=row.id, by=rosa)
    assert said(released).custody == ()
    assert released.state == "released"


def test_a_told_withdrawal_takes_the_first_out_of_what_counts(first, rosa, make_case):
    row = write_again(referral_id=first.id, by=rosa, purpose="withdrawal", text="It was another account.")
    told(row, rosa, "")
    assert Reported.objects.get(referral=first).taken_back_at
    assert not Reported.objects.filter(referral=row).exists()


def test_the_guard_looks_at_what_is_written_again(first, rosa):
    row = write_again(referral_id=first.id, by=rosa, purpose="correction", text=f"See {PICTURE}")
    picture = "iVBORw0KGgo" + "A" * 200
    if row.state == "draft":
        assert picture not in json.dumps(row.message)
        return
    with pytest.raises(GuardRefused):
        release(referral_id=row.id, by=rosa)


def test_one_is_written_at_a_time_and_none_before_they_were_told(first, rosa, omar, make_case):
    waiting = write_again(referral_id=first.id, by=rosa, purpose="correction", text="One.")
    with pytest.raises(OneAtATime, match=waiting.number):
        write_again(referral_id=first.id, by=rosa, purpose="correction", text="Two.")
    withdraw(referral_id=waiting.id, by=rosa, reason="Not needed.")
    write_again(referral_id=first.id, by=rosa, purpose="correction", text="Two.")
    draft = judged(make_case(content_detected="yes"), rosa, omar)
    with pytest.raises(NotToldYet):
        write_again(referral_id=draft.id, by=rosa, purpose="supplement", text="More.")


def test_the_drafts_written_anew_keep_what_follows_and_touch_no_first(first, rosa):
    row = write_again(referral_id=first.id, by=rosa, purpose="correction", text="One.")
    before = Referral.objects.get(id=first.id).message
    refresh(case_id=first.case_id, by=rosa)
    edit(referral_id=row.id, by=rosa, what_happened="Another word.")
    row.refresh_from_db()
    assert said(row).what_happened.endswith("Another word.")
    assert Referral.objects.get(id=first.id).message == before
    assert Referral.objects.filter(case=first.case, authority="nca", follows=None).count() == 1


def test_a_withdrawal_outlives_the_decision_and_a_supplement_does_not(first, rosa):
    from belisha.decisions.decide import reopen

    supplement = write_again(referral_id=first.id, by=rosa, purpose="supplement", text="More.")
    reopen(case_id=first.case_id, by=rosa, reason="It was another account.")
    with pytest.raises(NoDecision):
        release(referral_id=supplement.id, by=rosa)
    prepare(case_id=first.case_id)
    supplement.refresh_from_db()
    assert supplement.state == "withdrawn"
    row = write_again(referral_id=first.id, by=rosa, purpose="withdrawal", text="It was another account.")
    prepare(case_id=first.case_id)
    assert release(referral_id=row.id, by=rosa).state == "released"
    assert "tell_authority" in open_tasks(row)


def test_a_delivery_of_what_follows_closes_nothing_of_the_first(first, rosa):
    row = write_again(referral_id=first.id, by=rosa, purpose="correction", text="One.")
    release(referral_id=row.id, by=rosa)
    record_delivery(referral_id=row.id, by=rosa, at=row.drafted_at, channel="email", reference="NCA-1")
    first.refresh_from_db()
    assert (first.state, first.reference) == ("acknowledged", "NCA-1")
