"""From a decision to a referral in hand: drafted, proved by the guard, released, told, acknowledged."""

import hashlib
import json
import secrets
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.decisions.decide import confirm, decide, reopen
from belisha.decisions.emergency import record_emergency_call
from belisha.decisions.views import record_view
from belisha.guard import inspect, inspect_json
from belisha.intake.models import Item, Report
from belisha.ledger.models import Entry
from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_profile
from belisha.referrals.documents import take_out
from belisha.referrals.message import ReferralMessage
from belisha.referrals.models import Pack, Referral, RouteTaken
from belisha.referrals.read import by_reference, cases_known_as, of_case, referral_page, undrafted
from belisha.referrals.refer import (
    close,
    edit,
    prepare,
    prepare_now,
    record_delivery,
    refresh,
    release,
    withdraw,
)
from belisha.referrals.refusals import (
    AlreadyTold,
    ChangedMeanwhile,
    ConfirmAddressFirst,
    GuardRefused,
    NeedsSecondPerson,
    NoDecision,
    NotADraft,
    NotImmediate,
    NotOnTheRoute,
    NotReleased,
    NotSetUp,
    WrongChannel,
    WrongTime,
)
from belisha.triage.arrange import mark_child_suspect, merge, override_priority
from tests.desk_cases import events, open_tasks, report

PICTURE = "data:image/png;base64," + "iVBORw0KGgo" + "A" * 200


def judge(case, by, second=None, **changed):
    told = {"outcome": "refer", "category": "grooming", "reasons": "Both accounts."} | changed
    decision = decide(case_id=case.id, by=by, **told)
    if second:
        confirm(decision_id=decision.id, by=second)
    return decision


def drafts(case):
    return {row.authority: row for row in Referral.objects.filter(case=case)}


@pytest.fixture
def drafted(case, rosa, omar):
    """The police's draft of a case that two people decided."""
    judge(case, rosa, omar)
    prepare(case_id=case.id)
    return drafts(case)["police:E23000023"]


@pytest.fixture
def released(drafted, rosa):
    return release(referral_id=drafted.id, by=rosa)


def deliver(referral, by, **changed):
    told = {"at": timezone.now(), "channel": "portal", "reference": ""} | changed
    return record_delivery(referral_id=referral.id, by=by, **told)


def test_a_decision_makes_one_draft_for_each_authority_of_the_route(make_case, rosa, omar):
    case = make_case(content_detected="yes", may_be_elsewhere="yes")
    judge(case, rosa, omar)
    assert undrafted() == [case.id]
    prepare(case_id=case.id)
    assert {row.authority: row.state for row in drafts(case).values()} == {
        "police:E23000023": "draft",
        "nca": "draft",
        "iwf": "draft",
    }
    assert undrafted() == []
    assert open_tasks(case) == {"release_referrals"}
    assert RouteTaken.objects.get(case=case).answer["help"]


def test_preparing_twice_makes_nothing_twice(drafted):
    prepare(case_id=drafted.case_id)
    assert Referral.objects.count() == 1


def test_a_decision_that_waits_has_no_drafts_yet(case, rosa):
    judge(case, rosa)
    assert undrafted() == []
    assert prepare(case_id=case.id) == []


def test_the_message_says_what_is_known_and_nothing_more(drafted, case):
    message = ReferralMessage.from_json(drafted.message)
    assert message.reference == f"{case.label}-1"
    assert message.organisation.legal_name == "Lantern Chat Ltd"
    assert message.organisation.service == "Lantern Chat"
    assert message.child
    assert (message.child.place, message.child.age) == ("CB4 1YG", 13)
    assert message.items[0].locator.startswith("hxxps://service[.]example/")
    assert [one.role for one in message.accounts] == ["suspect", "child"]
    assert message.conversation[0].text == "message 1 of the reported conversation"
    assert message.viewed == ()
    assert message.reporter
    assert message.reporter.name == ""
    assert message.decision
    assert message.decision.decided_by == "Reviewer 1 (moderator)"
    assert message.decision.confirmed_by == "Reviewer 2 (moderator)"
    assert next(one.what for one in message.custody) == "Report received"
    assert "Rosa" not in message.to_json()
    assert "rosa@" not in message.to_json()


def test_a_reporter_who_allows_contact_is_named(make_case, rosa, omar):
    case = make_case(reporter={"name": "Invented Reporter", "email": "r@mail.example", "may_contact": True})
    judge(case, rosa, omar)
    prepare(case_id=case.id)
    message = ReferralMessage.from_json(drafts(case)["police:E23000023"].message)
    assert message.reporter
    assert message.reporter.email == "r@mail.example"


def test_what_was_viewed_and_the_call_are_in_what_leaves(danger, rosa):
    item = Item.objects.get(report__memberships__case=danger)
    judge(danger, rosa)
    prepare(case_id=danger.id)
    record_view(case_id=danger.id, item_id=item.id, by=rosa)
    record_emergency_call(case_id=danger.id, by=rosa, reference="INC-4711")
    row = release(referral_id=drafts(danger)["police:E23000023"].id, by=rosa)
    message = ReferralMessage.from_json(row.message)
    assert [view.item for view in message.viewed] == [item.external_id]
    assert ("Emergency services (999)", "INC-4711") in {
        (one.authority, one.reference) for one in message.earlier_reports
    }
    assert "Emergency number called" in [one.what for one in message.custody]


def test_the_iwf_is_told_addresses_and_nothing_of_people(make_case, rosa, omar):
    case = make_case(may_be_elsewhere="yes")
    judge(case, rosa, omar)
    prepare(case_id=case.id)
    message = ReferralMessage.from_json(drafts(case)["iwf"].message)
    assert message.items[0].locator
    assert message.items[0].sha256
    assert not message.accounts
    assert not message.conversation
    assert message.child is None
    assert "Text of report" not in message.to_json()
    assert "192.0.2.17" not in message.to_json()


def test_a_person_corrects_where_the_child_is_and_the_route_follows(case, rosa, omar):
    judge(
        case,
        rosa,
        omar,
        routing_facts={"child": {"country": "GB", "place": "M1 1AE"}, "content_detected": "yes"},
    )
    prepare(case_id=case.id)
    assert set(drafts(case)) == {"police:E23000005", "nca"}


def test_a_release_keeps_exactly_what_leaves_and_the_guard_finds_it_clean(released, rosa):
    assert (released.state, released.released_by) == ("released", rosa)
    packs = {pack.kind: pack for pack in Pack.objects.filter(referral=released)}
    assert set(packs) == {"json", "pdf"}
    for pack in packs.values():
        assert pack.sha256 == hashlib.sha256(pack.document).hexdigest()
        assert pack.size == len(pack.document)
    assert inspect_json(packs["json"].document).verdict == "clean"
    assert inspect(packs["pdf"].document, name="pack.pdf").verdict == "clean"
    assert json.loads(packs["json"].document)["message"]["reference"] == released.number
    entry = Entry.objects.get(event="referral.released")
    assert entry.content["packs"] == {kind: pack.sha256 for kind, pack in packs.items()}
    assert open_tasks(released) == {"tell_authority"}


def test_a_picture_smuggled_into_a_draft_is_found_named_and_held(drafted, rosa):
    planted = dict(drafted.message)
    planted["accounts"][0]["screen_name"] = PICTURE
    drafted.message = planted
    drafted.save(update_fields=["message"])
    with pytest.raises(GuardRefused, match="“Screen name” of an account"):
        release(referral_id=drafted.id, by=rosa)
    drafted.refresh_from_db()
    assert drafted.state == "held"
    assert "“Screen name” of an account (number 1)" in drafted.problem
    assert "iVBOR" not in drafted.problem
    assert not Pack.objects.exists()
    assert events(drafted.case)[-1] == "referral.held"


def test_letters_that_could_be_a_picture_in_pieces_are_left_out_and_never_hold_a_referral_up(make_case, rosa):
    pieces = [secrets.token_urlsafe(33)[:43] for _ in range(60)]
    accounts = [{"id": piece, "role": "suspect"} for piece in pieces[:30]]
    lines = [{"text": piece} for piece in pieces[30:]]
    case = make_case(danger_now="yes", accounts=accounts, conversation=lines)
    prepare_now(case_id=case.id, by=rosa)
    referral = Referral.objects.get(case=case, authority__startswith="police")
    assert (referral.state, referral.problem) == ("draft", "")
    message = ReferralMessage.from_json(referral.message)
    assert "60 pieces of text" in message.notes[-1]
    assert all("left out: 43 characters, SHA-256" in account.id for account in message.accounts)
    released = release(referral_id=referral.id, by=rosa)
    assert released.state == "released"


def test_a_picture_written_into_a_drafts_text_is_cut_before_it_is_kept(drafted, rosa):
    edit(referral_id=drafted.id, by=rosa, what_happened=f"See this: {PICTURE}", note="Please ring us.")
    drafted.refresh_from_db()
    message = ReferralMessage.from_json(drafted.message)
    assert message.what_happened.startswith("See this:")
    assert "iVBOR" not in message.to_json()
    assert message.notes == ("Please ring us.",)
    assert drafted.state == "draft"
    assert release(referral_id=drafted.id, by=rosa).state == "released"


def test_a_referral_is_released_once(released, rosa):
    with pytest.raises(NotADraft):
        release(referral_id=released.id, by=rosa)
    with pytest.raises(NotADraft):
        edit(referral_id=released.id, by=rosa, what_happened="Other words.")


def test_a_draft_that_changes_while_it_is_rendered_is_not_released(drafted, rosa, monkeypatch):
    from belisha.referrals import refer

    render = refer.rendered

    def slowly(message, **how):
        edit(referral_id=drafted.id, by=rosa, what_happened="Changed meanwhile.")
        return render(message, **how)

    monkeypatch.setattr(refer, "rendered", slowly)
    with pytest.raises(ChangedMeanwhile):
        release(referral_id=drafted.id, by=rosa)
    assert not Pack.objects.exists()


def test_any_referral_of_an_immediate_case_is_released_by_one_person(make_case, rosa):
    case = make_case(danger_now="yes", content_detected="yes")
    judge(case, rosa)
    prepare(case_id=case.id)
    for row in drafts(case).values():
        assert release(referral_id=row.id, by=rosa).state == "released"
    assert set(drafts(case)) == {"police:E23000023", "nca"}
    assert "second_look" in open_tasks(case)


def test_a_proposal_is_enough_once_a_child_is_in_danger(case, rosa):
    judge(case, rosa)
    type(case).objects.filter(id=case.id).update(priority=1)
    prepare(case_id=case.id)
    assert release(referral_id=drafts(case)["police:E23000023"].id, by=rosa).state == "released"


def test_a_case_that_is_immediate_no_more_waits_for_its_second_person(danger, rosa, omar):
    decision = judge(danger, rosa)
    prepare(case_id=danger.id)
    type(danger).objects.filter(id=danger.id).update(priority=3)
    row = drafts(danger)["police:E23000023"]
    with pytest.raises(NeedsSecondPerson):
        release(referral_id=row.id, by=rosa)
    confirm(decision_id=decision.id, by=omar)
    assert release(referral_id=row.id, by=rosa).state == "released"


def test_the_police_are_told_before_a_senior_decides_about_a_child_as_suspect(danger, rosa, sana):
    mark_child_suspect(case_id=danger.id, by=rosa, reason="Both accounts are marked 13 to 15.")
    prepare_now(case_id=danger.id, by=rosa)
    [row] = drafts(danger).values()
    assert row.authority == "police:E23000023"
    assert release(referral_id=row.id, by=rosa).state == "released"
    assert "senior_decision" in open_tasks(danger)
    assert deliver(row, rosa, reference="CC-1").state == "acknowledged"
    danger.refresh_from_db()
    assert danger.state == "open"
    judge(danger, sana)
    prepare(case_id=danger.id)
    assert {one.authority: one.state for one in drafts(danger).values()} == {
        "police:E23000023": "acknowledged",
        "social-care": "draft",
    }
    danger.refresh_from_db()
    assert danger.state == "referred"


def test_before_a_decision_nobody_but_the_police_is_told_and_only_in_danger(make_case, rosa):
    with pytest.raises(NotImmediate):
        prepare_now(case_id=make_case().id, by=rosa)
    case = make_case(danger_now="yes", content_detected="yes")
    prepare_now(case_id=case.id, by=rosa)
    assert set(drafts(case)) == {"police:E23000023"}
    Referral.objects.filter(case=case).update(authority="nca")
    with pytest.raises(NoDecision):
        release(referral_id=drafts(case)["nca"].id, by=rosa)


def test_a_draft_before_a_decision_is_written_anew_and_goes_with_the_case_into_another(make_case, rosa):
    case = make_case(danger_now="yes")
    prepare_now(case_id=case.id, by=rosa)
    assert [row.state for row in refresh(case_id=case.id, by=rosa)] == ["draft"]
    assert prepare(case_id=case.id) == []
    row = drafts(case)["police:E23000023"]
    assert row.state == "draft"
    merge(case_id=case.id, into_id=make_case().id, reason="The same group.", by=rosa)
    with pytest.raises(NotADraft):
        release(referral_id=row.id, by=rosa)
    assert undrafted() == [case.id]
    prepare(case_id=case.id)
    assert drafts(case)["police:E23000023"].state == "withdrawn"


def test_the_second_look_after_the_police_were_told_first_is_the_decision_and_then_its_own(
    danger, rosa, omar
):
    prepare_now(case_id=danger.id, by=rosa)
    release(referral_id=drafts(danger)["police:E23000023"].id, by=rosa)
    assert "second_look" in open_tasks(danger)
    judge(danger, rosa, omar)
    assert "second_look" not in open_tasks(danger)


def test_in_one_person_mode_one_person_releases_and_the_referral_says_so(case, one_person, solo):
    judge(case, solo)
    prepare(case_id=case.id)
    row = release(referral_id=drafts(case)["police:E23000023"].id, by=solo)
    assert row.one_person_mode
    message = ReferralMessage.from_json(row.message)
    assert message.decision
    assert message.decision.one_person_mode


def test_an_address_that_nobody_confirmed_is_held_and_never_released(make_case, rosa, omar):
    save_profile(by=CONSOLE, country="FR", place="", force_code="")
    case = make_case(child={"country": "DE"})
    judge(case, rosa, omar)
    prepare(case_id=case.id)
    rows = drafts(case)
    assert rows["DE:bka"].state == "draft"
    held = rows["FR:pharos"]
    assert held.state == "held"
    assert held.problem.startswith("Confirm first")
    with pytest.raises(ConfirmAddressFirst):
        release(referral_id=held.id, by=rosa)
    constraint = "nothing_is_released_to_an_unconfirmed_address"
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Referral.objects.filter(id=held.id).update(state="released", released_by=rosa)


def test_what_ncmec_has_is_not_filed_twice_unless_a_person_says_why(make_case, rosa, omar):
    save_profile(by=CONSOLE, country="US", place="", force_code="")
    case = make_case(content_detected="yes", uk_link="yes")
    judge(case, rosa, omar)
    prepare(case_id=case.id)
    rows = drafts(case)
    deliver(release(referral_id=rows["ncmec"].id, by=rosa), rosa, reference="123456")
    with pytest.raises(NotOnTheRoute, match="NCMEC"):
        release(referral_id=rows["nca"].id, by=rosa)
    row = release(referral_id=rows["nca"].id, by=rosa, anyway_because="The NCA asked for it.")
    assert row.state == "released"
    told = Entry.objects.filter(event="referral.released").order_by("seq").last().content
    assert told["although_not_on_the_route"] == "The NCA asked for it."


def test_a_delivery_with_a_reference_is_acknowledged_and_found_again(released, rosa):
    deliver(released, rosa, reference="35/12345/26", contact="PC 123", note="By the web form.")
    released.refresh_from_db()
    released.case.refresh_from_db()
    assert (released.state, released.reference, released.case.state) == (
        "acknowledged",
        "35/12345/26",
        "referred",
    )
    assert set(Report.objects.values_list("state", flat=True)) == {"referred"}
    assert [line.number for line in by_reference("35/12345/26")] == [released.number]
    assert cases_known_as("35/12345/26") == cases_known_as(released.number.lower()) == {released.case_id}
    assert by_reference("35/12345") == []
    assert open_tasks(released) == set()


def test_a_delivery_without_a_reference_is_sent_and_gets_its_clock(released, rosa):
    deliver(released, rosa)
    released.refresh_from_db()
    assert released.state == "sent"
    assert released.chase_at > timezone.now()
    deliver(released, rosa, reference="R-1", channel="telephone")
    released.refresh_from_db()
    assert (released.state, released.chase_at) == ("acknowledged", None)
    assert len(referral_page(released.id).deliveries) == 2


def test_an_attempt_that_failed_is_kept_and_the_task_stays(released, rosa):
    deliver(released, rosa, failed=True, note="The portal was down.")
    released.refresh_from_db()
    assert released.state == "released"
    assert open_tasks(released) == {"tell_authority"}


def test_a_delivery_needs_a_release_a_time_that_was_and_a_known_channel(drafted, rosa):
    with pytest.raises(NotReleased):
        deliver(drafted, rosa)
    release(referral_id=drafted.id, by=rosa)
    with pytest.raises(WrongTime):
        deliver(drafted, rosa, at=timezone.now() + timedelta(hours=1))
    with pytest.raises(WrongTime):
        deliver(drafted, rosa, at=timezone.now() - timedelta(days=3))
    with pytest.raises(WrongChannel):
        deliver(drafted, rosa, channel="pigeon")


def test_a_reopened_case_withdraws_its_drafts_and_keeps_what_was_released(make_case, rosa, omar):
    case = make_case(content_detected="yes")
    judge(case, rosa, omar)
    prepare(case_id=case.id)
    release(referral_id=drafts(case)["nca"].id, by=rosa)
    reopen(case_id=case.id, by=omar, reason="The reporter wrote again.")
    assert undrafted() == [case.id]
    with pytest.raises(NoDecision):
        release(referral_id=drafts(case)["police:E23000023"].id, by=rosa)
    prepare(case_id=case.id)
    assert {one.authority: one.state for one in drafts(case).values()} == {
        "police:E23000023": "withdrawn",
        "nca": "released",
    }
    assert undrafted() == []
    assert open_tasks(case) == set()


def test_after_a_new_decision_only_those_who_know_nothing_yet_get_a_draft(drafted, rosa, omar):
    case = drafted.case
    deliver(release(referral_id=drafted.id, by=rosa), rosa, reference="R-1")
    reopen(case_id=case.id, by=omar, reason="More came in.")
    judge(case, rosa, omar, routing_facts={"content_detected": "yes"})
    prepare(case_id=case.id)
    assert {one.authority: one.state for one in drafts(case).values()} == {
        "police:E23000023": "acknowledged",
        "nca": "draft",
    }


def test_a_withdrawn_referral_says_why_and_a_case_that_nobody_is_told_of_is_not_forgotten(drafted, rosa):
    withdraw(referral_id=drafted.id, by=rosa, reason="The wrong force.")
    drafted.refresh_from_db()
    assert (drafted.state, drafted.problem) == ("withdrawn", "The wrong force.")
    assert open_tasks(drafted.case) == {"nobody_told"}
    prepare(case_id=drafted.case_id)
    assert [line.state for line in of_case(drafted.case_id)] == ["withdrawn", "draft"]


def test_what_was_told_is_closed_and_not_withdrawn_and_the_case_closes_with_it(released, rosa):
    with pytest.raises(NotReleased):
        close(referral_id=released.id, by=rosa, reason="Done.")
    deliver(released, rosa, reference="R-1")
    with pytest.raises(AlreadyTold):
        withdraw(referral_id=released.id, by=rosa, reason="No more.")
    close(referral_id=released.id, by=rosa, reason="The force took it over.")
    released.case.refresh_from_db()
    assert released.case.state == "closed"
    assert set(Report.objects.values_list("state", flat=True)) == {"closed"}


def test_without_an_organisation_nothing_is_drafted_in_its_name(case, rosa, omar):
    judge(case, rosa, omar)
    from belisha.organisation.models import Organisation

    Organisation.objects.all().delete()
    assert undrafted() == []
    with pytest.raises(NotSetUp):
        prepare(case_id=case.id)


def test_a_report_that_joins_later_makes_a_draft_stale_until_it_is_written_anew(drafted, make_case):
    case = drafted.case
    type(case).objects.filter(id=case.id).update(state="open")
    same = report()["items"][0] | {"id": "item-again", "sha256": drafted.message["items"][0]["sha256"]}
    assert make_case(items=[same], what_happened="Another report.").id == case.id
    type(case).objects.filter(id=case.id).update(state="decided")
    assert referral_page(drafted.id).stale
    prepare(case_id=case.id)
    page = referral_page(drafted.id)
    assert not page.stale
    assert page.message
    assert "Report 2 of 2" in page.message.what_happened


def test_taking_a_document_out_is_recorded_before_it_is_shown(released, rosa):
    document = take_out(referral_id=released.id, kind="pdf", by=rosa, reason="To tell them.")
    assert document.name.startswith(f"referral-{released.number}-rosa-")
    assert document.data.startswith(b"%PDF-")
    assert events(released.case)[-1] == "referral.taken_out"


def test_a_lowered_case_can_be_raised_again_by_a_person_who_then_acts_alone(case, rosa):
    override_priority(case_id=case.id, priority=1, reason="The last message speaks of tonight.", by=rosa)
    judge(case, rosa)
    prepare(case_id=case.id)
    assert release(referral_id=drafts(case)["police:E23000023"].id, by=rosa).state == "released"
    assert "second_look" in open_tasks(case)
