"""A second statutory report of the same thing is stopped; a later, different offence never is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from belisha.decisions.decide import confirm, decide, reopen
from belisha.ledger.models import Entry
from belisha.referrals import reported
from belisha.referrals.linked import linked_to
from belisha.referrals.material import gather
from belisha.referrals.message import ReferralMessage
from belisha.referrals.models import Referral, Reported, ReportedThing
from belisha.referrals.read import cases_known_as
from belisha.referrals.refer import close, prepare, prepare_now, record_delivery, release, withdraw
from belisha.referrals.refusals import AlreadyReported
from belisha.triage.arrange import merge
from tests.desk_cases import report
from tests.referrals.filing_steps import declared

FOUND = {"content_detected": "yes"}


def judged(case, rosa, omar, authority="nca"):
    """The draft to one authority of a case that two people decided."""
    decision = decide(case_id=case.id, outcome="refer", category="grooming", reasons="Both.", by=rosa)
    if decision.state == "proposed":
        confirm(decision_id=decision.id, by=omar)
    prepare(case_id=case.id)
    return Referral.objects.get(case=case, authority=authority, state="draft")


def told(row, by, reference="NCA-1", **reasons):
    release(referral_id=row.id, by=by, **reasons)
    if row.authority == "nca":
        declared(row, by)
    return record_delivery(
        referral_id=row.id, by=by, at=timezone.now(), channel="portal", reference=reference
    )


def alike(first, **changed):
    """Another report, of another child, with what is given."""
    return (
        report(service="lantern", **FOUND)
        | {"items": first["items"], "accounts": first["accounts"]}
        | changed
    )


@pytest.fixture
def first():
    return report(service="lantern", **FOUND)


@pytest.fixture
def nca(make_case, first, rosa, omar):
    """What the NCA was told of, under NCA-1; the case is closed, so that nothing joins it."""
    row = told(judged(make_case(**first), rosa, omar), rosa)
    for other in Referral.objects.filter(case=row.case, state="draft"):
        withdraw(referral_id=other.id, by=rosa, reason="Not this time.")
    close(referral_id=row.id, by=rosa, reason="Done.")
    return row


@pytest.mark.parametrize(
    "shared",
    [
        pytest.param(lambda first: first["items"], id="the same item"),
        pytest.param(
            lambda first: [{"id": "other", "locator": first["items"][0]["locator"]}], id="the same address"
        ),
        pytest.param(
            lambda first: [{"id": "other", "sha256": first["items"][0]["sha256"]}],
            id="the same file from the same account",
        ),
    ],
)
def test_a_second_report_of_the_same_thing_is_stopped_with_the_earlier_reference(
    nca, make_case, first, rosa, omar, shared
):
    row = judged(make_case(**alike(first, items=shared(first))), rosa, omar)
    with pytest.raises(AlreadyReported, match=r"National Crime Agency.*NCA-1.*1 of its 1 item"):
        release(referral_id=row.id, by=rosa)
    row.refresh_from_db()
    assert (row.state, Reported.objects.count()) == ("draft", 1)
    assert not Entry.objects.filter(event="referral.released", about_id=str(row.case_id)).exists()


def test_a_person_who_says_why_reports_it_again_and_the_reason_is_kept(nca, make_case, first, rosa, omar):
    row = judged(make_case(**alike(first)), rosa, omar)
    release(referral_id=row.id, by=rosa, again_because="The NCA asked for it again.")
    entry = Entry.objects.filter(event="referral.released").order_by("seq").last()
    assert entry.content["although_already_reported"] == "The NCA asked for it again."
    assert Reported.objects.get(referral=row).again_because == "The NCA asked for it again."


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"items": [{"id": "a-later-one", "sha256": "ab" * 32}]}, id="another item"),
        pytest.param({"items": []}, id="words alone"),
        pytest.param(
            {"items": "file", "accounts": [{"id": "another-account", "role": "suspect"}]},
            id="the same file from another account",
        ),
    ],
)
def test_a_later_different_offence_is_never_stopped_and_is_linked(nca, make_case, first, rosa, omar, other):
    if other["items"] == "file":
        other = other | {"items": [{"id": "its-own", "sha256": first["items"][0]["sha256"]}]}
    case = make_case(**alike(first, **other))
    row = release(referral_id=judged(case, rosa, omar).id, by=rosa)
    assert row.state == "released"
    linked = linked_to(case, gather(case).reports)
    assert [(one.name, one.reference) for one in linked] == [("National Crime Agency (NCA)", "NCA-1")]
    said = ReferralMessage.from_json(row.message).earlier_reports
    assert ("National Crime Agency (NCA)", "NCA-1") in [(one.authority, one.reference) for one in said]


def test_what_was_written_after_the_earlier_report_is_another_offence(nca, make_case, first, rosa, omar):
    after = (timezone.now() + timedelta(minutes=1)).isoformat()
    line = first["conversation"][0] | {"at": after, "text": "message 2 of the reported conversation"}
    row = judged(make_case(**alike(first, conversation=[line])), rosa, omar)
    assert release(referral_id=row.id, by=rosa).state == "released"


def test_a_time_that_has_not_come_yet_lets_nothing_be_reported_twice(nca, make_case, first, rosa, omar):
    line = first["conversation"][0] | {"at": (timezone.now() + timedelta(days=400)).isoformat()}
    row = judged(make_case(**alike(first, conversation=[line])), rosa, omar)
    with pytest.raises(AlreadyReported):
        release(referral_id=row.id, by=rosa)


def test_the_same_item_seen_again_after_the_earlier_report_is_the_same_thing(
    nca, make_case, first, rosa, omar
):
    seen = {"occurred_at": (timezone.now() + timedelta(minutes=1)).isoformat(), "conversation": []}
    items = [{"id": first["items"][0]["id"]}]
    row = judged(make_case(**alike(first, **seen, items=items)), rosa, omar)
    with pytest.raises(AlreadyReported, match="1 of its 1 item"):
        release(referral_id=row.id, by=rosa)


@pytest.mark.parametrize(
    ("number", "source"),
    [
        pytest.param("uploaded-again", "user", id="the same file under another number"),
        pytest.param("", "public", id="the same words of somebody else"),
    ],
)
def test_what_may_be_another_offence_is_not_stopped_where_it_was_seen_after_the_earlier_report(
    nca, make_case, first, rosa, omar, number, source
):
    seen = {"occurred_at": (timezone.now() + timedelta(minutes=1)).isoformat(), "conversation": []}
    item = {"id": number or first["items"][0]["id"], "sha256": first["items"][0]["sha256"]}
    row = judged(make_case(**alike(first, **seen, items=[item], source=source)), rosa, omar)
    assert release(referral_id=row.id, by=rosa).state == "released"


def test_messages_without_an_item_are_known_again_by_all_their_lines(make_case, rosa, omar):
    first = report(service="lantern", items=[], **FOUND)
    told(judged(make_case(**first), rosa, omar), rosa)
    lines = {"accounts": [{"id": "x", "role": "other"}], "conversation": first["conversation"]}
    row = judged(make_case(**alike(first, **lines)), rosa, omar)
    with pytest.raises(AlreadyReported, match="all its 1 message"):
        release(referral_id=row.id, by=rosa)


def test_two_cases_that_are_released_at_once_stop_the_second_before_anybody_is_told(
    make_case, first, rosa, omar
):
    rows = [judged(make_case(**first), rosa, omar)]
    rows.append(judged(make_case(**alike(first)), rosa, omar))
    assert rows[0].case_id != rows[1].case_id
    release(referral_id=rows[0].id, by=rosa)
    with pytest.raises(AlreadyReported, match="being told now"):
        release(referral_id=rows[1].id, by=rosa)
    withdraw(referral_id=rows[0].id, by=rosa, reason="Not this one.")
    assert release(referral_id=rows[1].id, by=rosa).state == "released"


def test_the_police_are_told_again_and_again(make_case, first, rosa, omar):
    police = "police:E23000023"
    told(judged(make_case(**first), rosa, omar, police), rosa, "35/1/26")
    row = judged(make_case(**alike(first)), rosa, omar, police)
    assert release(referral_id=row.id, by=rosa).state == "released"


def test_what_a_report_says_ncmec_has_is_not_filed_with_the_nca_from_another_case(
    make_case, first, rosa, omar
):
    said = {"already_reported": [{"authority": "ncmec", "reference": "TIP-9"}]}
    case = make_case(**first, **said)
    decision = decide(case_id=case.id, outcome="refer", category="grooming", reasons="Both.", by=rosa)
    confirm(decision_id=decision.id, by=omar)
    prepare(case_id=case.id)
    prepare(case_id=case.id)
    entry = Reported.objects.get(authority="ncmec")
    assert (entry.reference, entry.statutory, entry.referral) == ("TIP-9", True, None)
    assert cases_known_as("TIP-9") == {case.id}
    row = judged(make_case(**alike(first)), rosa, omar)
    with pytest.raises(AlreadyReported, match=r"NCMEC.*TIP-9.*as a report says"):
        release(referral_id=row.id, by=rosa)


def test_a_case_that_was_reopened_is_not_filed_again(nca, rosa, omar):
    reopen(case_id=nca.case_id, by=rosa, reason="More is known.")
    decision = decide(case_id=nca.case_id, outcome="refer", category="coercion", reasons="Both.", by=rosa)
    confirm(decision_id=decision.id, by=omar)
    prepare(case_id=nca.case_id)
    rows = Referral.objects.filter(case=nca.case)
    assert list(rows.filter(authority="nca").values_list("number", flat=True)) == [nca.number]
    # A person may still ask for it; the register stops that one.
    case, message = nca.case, ReferralMessage.from_json(nca.message)
    with pytest.raises(AlreadyReported, match="NCA-1"):
        reported.refuse_if_reported(Referral(case=case, authority="nca", number="next"), case, message)


def test_a_merged_case_keeps_what_was_reported_of_it(make_case, first, rosa, omar):
    danger = make_case(**(first | {"danger_now": "yes"}))
    prepare_now(case_id=danger.id, by=rosa)
    police = Referral.objects.get(case=danger)
    told(police, rosa, "35/1/26")
    into = make_case(**FOUND)
    merge(case_id=danger.id, into_id=into.id, reason="One person.", by=rosa)
    into.refresh_from_db()
    linked = linked_to(into, gather(into).reports)
    assert [(one.label, one.reference) for one in linked] == [(police.number, "35/1/26")]


def test_the_register_holds_look_ups_and_no_value_in_clear(nca, first):
    kinds = set(ReportedThing.objects.values_list("kind", flat=True))
    assert {"item", "url", "sha256", "line", "suspect"} <= kinds
    stored = b"".join(bytes(one.digest) for one in ReportedThing.objects.all())
    assert first["items"][0]["id"].encode() not in stored
    assert bytes.fromhex(first["items"][0]["sha256"]) not in stored


def test_what_was_told_before_there_was_a_register_is_entered_with_its_reference(nca, rosa):
    Reported.objects.all().delete()
    Referral.objects.filter(id=nca.id).update(state="sent")
    record_delivery(referral_id=nca.id, by=rosa, at=timezone.now(), channel="portal", reference="NCA-2")
    row = Reported.objects.get()
    assert (row.reference, row.things.filter(kind="item").count()) == ("NCA-2", 1)


def test_which_authorities_are_told_by_law():
    assert [one for one in ("nca", "ncmec", "CA:cybertip") if not reported.statutory(one)] == []
    assert [one for one in ("police:E23000023", "iwf", "nobody") if reported.statutory(one)] == []
