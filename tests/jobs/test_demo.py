"""The demo: an invented month, complete, marked, and never mixed with real cases."""

import json

import pytest

from belisha.decisions.models import Decision, Outcome
from belisha.intake.connector_read import connectors
from belisha.intake.models import Concern, Report, Source
from belisha.jobs import carry, mode
from belisha.jobs.mode import DemoInterrupted, DemoIsThere, DemoServedAsReal, HoldsRealData, RealServedAsDemo
from belisha.jobs.story.people import PASSWORD, PEOPLE
from belisha.jobs.story.tell import tell
from belisha.ledger.record import CONSOLE
from belisha.ledger.verify import verify
from belisha.organisation.arrange import save_profile
from belisha.people.models import Staff
from belisha.people.roles import Role
from belisha.referrals.models import Referral, ReferralState
from belisha.screening import read_lists
from belisha.screening.models import Match, Unscreened
from belisha.triage.models import Case, Priority


@pytest.fixture
def served_as_demo(settings):
    settings.BELISHA = settings.BELISHA.model_copy(update={"demo": True})


@pytest.fixture
def told(served_as_demo):
    """The demo in this test's database."""
    mode.begin_demo()
    tell()
    mode.end_demo()


def words(rows):
    return {str(word) for word in rows}


def test_the_month_is_complete_and_was_really_lived(told):
    covers_every_concern_source_priority_and_outcome()
    has_six_people_one_case_of_danger_now_a_child_as_suspect_and_two_countries()
    has_lists_with_matches_answered_and_uploads_that_wait()
    was_really_done()
    has_orders_in_several_states()
    has_a_policy_on_contact_in_force_and_one_that_waits()
    has_a_tool_in_test_that_showed_what_it_makes()


def has_a_tool_in_test_that_showed_what_it_makes():
    (one,) = connectors()
    assert (one.state, one.ready, one.left) == ("test", True, 1)


def covers_every_concern_source_priority_and_outcome():
    reports = Report.objects.all()
    assert reports.count() == 30
    assert words(concern for report in reports for concern in report.concerns) == words(Concern.values)
    assert words(report.source for report in reports) == words(Source.values)
    assert set(Case.objects.values_list("priority", flat=True)) == set(Priority.values)
    assert words(Decision.objects.values_list("outcome", flat=True)) == words(Outcome.values)
    assert {"draft", "sent", "acknowledged"} <= words(Referral.objects.values_list("state", flat=True))
    assert (reports.last().received_at - reports.first().received_at).days <= 31


def has_six_people_one_case_of_danger_now_a_child_as_suspect_and_two_countries():
    assert {role for person in Staff.objects.all() for role in person.roles} == words(Role.values)
    danger = Case.objects.get(danger_now="yes")
    assert (danger.priority, danger.first_seen_at) == (Priority.IMMEDIATE, None)
    assert Case.objects.filter(child_suspect=True).count() == 1
    told_to = words(Referral.objects.values_list("authority", flat=True))
    assert "ncmec" in told_to
    assert any(authority.startswith("police:E23") for authority in told_to)


def has_lists_with_matches_answered_and_uploads_that_wait():
    lines = {line.name: line.health for line in read_lists.overview()}
    assert lines == {"confirmed-here": "good", "demo-addresses": "old", "demo-hashes": "refused"}
    assert words(Match.objects.values_list("answer", flat=True)) == {"", "confirmed", "refuted"}
    assert read_lists.waiting() == 1
    reasons = Unscreened.objects.filter(answer="").values_list("reason", flat=True)
    assert len(reasons) > len(set(reasons)) > 1


def has_orders_in_several_states():
    from belisha.enforcement.models import Order

    states = words(Order.objects.values_list("state", flat=True))
    assert states >= {"due", "done", "failed", "planned", "reversed", "withdrawn"}
    assert words(Order.objects.values_list("origin", flat=True)) >= {"machine", "decision"}


def has_a_policy_on_contact_in_force_and_one_that_waits():
    from belisha.contact.policy_read import policy_page

    page = policy_page(None)
    assert (page.holds.name, page.holds.number) == ("game", 1)
    assert page.waiting.replayed.difference.differing > 0


def was_really_done():
    assert verify().ok
    released = Referral.objects.filter(state__in=[ReferralState.SENT, ReferralState.ACKNOWLEDGED])
    assert released.exists()
    assert all(referral.pack_rows.count() == 2 for referral in released)
    assert carry.reports_into_cases() == carry.decisions_into_drafts() == 0


def test_the_demo_is_marked_on_every_page_told_once_and_never_served_as_real(told, client, settings):
    every_page_says_that_it_is_one(client)
    with pytest.raises(DemoIsThere):
        mode.begin_demo()
    mode.refuse_mixed()
    settings.BELISHA = settings.BELISHA.model_copy(update={"demo": False})
    with pytest.raises(DemoServedAsReal):
        mode.refuse_mixed()


def every_page_says_that_it_is_one(client):
    for path in ("/", "/report/", "/report/status/", "/account/login/", "/no-such-page"):
        assert "Demo" in client.get(path).content.decode(), path
    assert client.post("/account/login/", {"login": PEOPLE[0].email, "password": PASSWORD}).status_code == 302
    case = Case.objects.first()
    for path in ("/desk/", "/desk/tasks/", "/desk/search/", "/desk/rota/", f"/desk/cases/{case.id}/"):
        assert "Demo" in client.get(path).content.decode(), path


def test_a_database_with_real_cases_is_refused(client):
    save_profile(by=CONSOLE, legal_name="A real desk", country="GB")
    with pytest.raises(HoldsRealData, match="in use"):
        mode.begin_demo()


def test_a_demo_that_was_interrupted_says_so_and_is_not_taken_for_a_whole_one(served_as_demo):
    mode.begin_demo()
    with pytest.raises(DemoInterrupted, match="Delete its folder"):
        mode.demo_is_ready()


def test_a_real_desk_is_not_served_without_a_second_factor_by_mistake(served_as_demo):
    save_profile(by=CONSOLE, legal_name="A real desk", country="GB")
    with pytest.raises(RealServedAsDemo):
        mode.refuse_mixed()


@pytest.mark.pure
def test_the_words_of_the_demo_are_neutral():
    from belisha.jobs.story.reports import story

    text = json.dumps([report for *_, report, _ in story()]).lower()
    assert "message 1 of the reported conversation" in text
    assert not [word for word in ("sex", "nude", "naked", "explicit") if word in text]


@pytest.mark.pure
def test_no_two_fingerprints_of_an_item_of_the_demo_are_the_same():
    from belisha.jobs.story.reports import story

    items = [item for *_, report, _ in story() for item in report.get("items", [])]
    assert items
    for item in items:
        assert len({item["pdq"], item["sha256"], item["md5"]}) == 3, item["id"]
