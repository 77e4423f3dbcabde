"""What must be kept is kept wherever it went, however often an authority is told."""

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.decisions import decide
from belisha.enforcement.models import Clock, Erasure, Keeping
from belisha.intake.models import Report
from belisha.ledger.models import Entry
from belisha.referrals import refer
from belisha.referrals.models import Referral
from belisha.triage import arrange
from tests.desk_cases import events
from tests.enforcement.kept import DAY, clocks_begin, no_action, on_day, told
from tests.referrals.filing_steps import declared

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def send(client):
    """Whoever sends a form of the desk."""

    def sent(by, name, *parts, **fields):
        client.force_login(by)
        return client.post(reverse(name, args=parts), fields)

    return sent


def tell(referral, by, **words):
    if referral.authority == "nca" and referral.state == "released" and not referral.follows_id:
        declared(referral, by)
    given = {"channel": "portal", "contact": "The duty desk", "note": "Told."} | words
    refer.record_delivery(referral_id=referral.id, by=by, at=timezone.now(), **given)


@pytest.mark.parametrize("reading", ["as_it_happens", "only_afterwards"])
def test_a_report_that_was_split_off_is_kept_though_the_authority_was_told_again_since(
    make_case, rosa, omar, reading
):
    other, case = make_case(), make_case(content_detected="yes")
    moved = other.memberships.get().report_id
    arrange.merge(case_id=other.id, into_id=case.id, reason="One person.", by=rosa)
    case.refresh_from_db()
    nca = next(row for row in told(case, rosa, omar) if row.authority == "nca")
    if reading == "as_it_happens":
        clocks_begin()
    decide.reopen(case_id=case.id, reason="Two people.", by=rosa)
    apart = arrange.split(case_id=case.id, report_ids=[moved], reason="Two people.", by=rosa)
    no_action(apart, rosa)
    if reading == "as_it_happens":
        clocks_begin()
    tell(nca, rosa, reference="REF-AGAIN")
    clocks_begin()
    on_day(100 * DAY)
    assert Report.objects.filter(id=moved).exists()
    on_day(400 * DAY)
    assert not Report.objects.filter(id=moved).exists()


def test_a_request_noted_on_a_merged_case_keeps_its_reports_wherever_they_are_now(
    send, make_case, rosa, sana
):
    case, into = make_case(), make_case()
    moved = case.memberships.get().report_id
    arrange.merge(case_id=case.id, into_id=into.id, reason="One person.", by=rosa)
    apart = arrange.split(case_id=into.id, report_ids=[moved], reason="Two people.", by=rosa)
    assert send(rosa, "keep_case", case.id, authority="Norfolk Police").status_code == 302
    assert "retention.kept" in events(apart)
    into.refresh_from_db()
    for one in (into, apart):
        no_action(one, rosa)
    clocks_begin()
    on_day(100 * DAY)
    assert Report.objects.filter(id=moved).exists()
    for clock in Clock.objects.filter(code="authority"):
        send(sana, "lift_clock", clock.case_id, clock.id, reason="They have it.")
    on_day(100 * DAY)
    assert not Report.objects.filter(id=moved).exists()


def test_a_request_is_lifted_by_a_senior_alone_and_the_certificate_says_so(
    client, send, make_case, rosa, omar, sana
):
    case = no_action(make_case(), rosa)
    send(rosa, "keep_case", case.id, authority="Norfolk Police")
    clock = Clock.objects.get(code="authority")
    assert "A senior lifts it" in client.get(reverse("kept", args=[case.id])).content.decode()
    for moderator in (rosa, omar):
        assert send(moderator, "lift_clock", case.id, clock.id, reason="Because.").status_code == 403
    assert send(sana, "lift_clock", case.id, clock.id, reason="They have it.").status_code == 302
    assert Entry.objects.get(event="retention.lifted").content["lifted_by"] == "a senior"
    clocks_begin()
    on_day(100 * DAY)
    grounds = Erasure.objects.get().grounds
    assert [one for one in grounds if one.startswith("Lifted by a senior: An authority asked")]


def test_a_clock_that_was_lifted_begins_anew_when_the_authority_is_told_anew(
    send, make_case, rosa, omar, sana
):
    case = make_case(content_detected="yes")
    nca = next(row for row in told(case, rosa, omar) if row.authority == "nca")
    clocks_begin()
    clock = Clock.objects.get(case=case, code="nca_content")
    assert send(sana, "lift_clock", case.id, clock.id, reason="The NCA says so.").status_code == 302
    clocks_begin()
    clock.refresh_from_db()
    assert clock.lifted_at
    tell(Referral.objects.get(id=nca.id), rosa, reference="REF-AGAIN")
    clocks_begin()
    clock.refresh_from_db()
    assert clock.lifted_at is None
    assert clock.lifted_because == ""


def test_a_request_noted_before_a_merge_is_lifted_from_the_case_that_it_went_into_and_from_no_other(
    send, make_case, rosa, sana
):
    case, into, other = make_case(), make_case(), make_case()
    send(rosa, "keep_case", case.id, authority="Norfolk Police")
    clock = Clock.objects.get(code="authority")
    arrange.merge(case_id=case.id, into_id=into.id, reason="One person.", by=rosa)
    assert send(sana, "lift_clock", other.id, clock.id, reason="They have it.").status_code == 404
    assert send(sana, "lift_clock", into.id, clock.id, reason="They have it.").status_code == 302
    clock.refresh_from_db()
    assert clock.lifted_because == "They have it."


def test_what_a_case_says_of_its_keeping_changes_at_once_where_its_report_came_from(
    send, make_case, rosa, sana
):
    case, into = make_case(), make_case()
    moved = case.memberships.get().report_id
    arrange.merge(case_id=case.id, into_id=into.id, reason="One person.", by=rosa)
    send(rosa, "keep_case", into.id, authority="Norfolk Police")
    apart = arrange.split(case_id=into.id, report_ids=[moved], reason="Two people.", by=rosa)
    for one in (into, apart):
        no_action(one, rosa)
    clocks_begin()
    assert Keeping.objects.get(case=apart).kept_until
    clock = Clock.objects.get(code="authority", case=into)
    send(sana, "lift_clock", into.id, clock.id, reason="They have it.")
    assert Keeping.objects.get(case=apart).kept_until is None
