"""Who to tell, on the page of a case and on the page on which it is decided."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from belisha.decisions.decide import decide
from belisha.decisions.emergency import complete_call, record_emergency_call
from belisha.referrals.foresee import route_of
from belisha.referrals.models import Referral
from belisha.referrals.refer import prepare, record_delivery, release
from belisha.routing import SHIPPED
from belisha.triage.arrange import merge
from tests.desk_cases import case, danger, make_case, one_person, organisation
from tests.referrals.filing_steps import declared

__all__ = ["case", "danger", "make_case", "one_person", "organisation"]

DETECTED = {"content_detected": "yes", "danger_now": "unknown"}
GERMAN = {"child": {"country": "DE", "age": 13}}


@pytest.fixture
def page_of(client, rosa):
    """page_of(case): the case's page as Rosa sees it, as a tree."""

    def see(case, name="case"):
        client.force_login(rosa)
        answer = client.get(reverse(name, args=[case.id]))
        assert answer.status_code == 200
        return html.fromstring(answer.content.decode())

    return see


def steps_on(page):
    return {step.get("data-authority"): step for step in page.xpath("//li[@data-authority]")}


def words(part):
    return " ".join(part.text_content().split())


def referred(case, by):
    """A case that one person decided to refer."""
    grounds = [{"element": "concern", "inferred": "yes", "why": "Line 1."}]
    said = {"outcome": "refer", "category": "other", "reasons": "Both accounts.", "grounds": grounds}
    decide(case_id=case.id, by=by, **said)
    prepare(case_id=case.id)
    return {row.authority: row for row in Referral.objects.filter(case=case)}


def told(referral, by, reference=""):
    release(referral_id=referral.id, by=by)
    if referral.authority == "nca":
        declared(referral, by)
    record_delivery(referral_id=referral.id, by=by, at=timezone.now(), channel="portal", reference=reference)


@pytest.mark.parametrize("name", ["case", "decide"])
def test_who_to_tell_is_there_before_any_decision_in_the_order_of_the_route(page_of, make_case, name):
    case = make_case(**DETECTED)
    found = route_of(case.id)
    assert [step.authority.id for step in found.steps][:2] == ["emergency", "police:E23000023"]
    shown = steps_on(page_of(case, name))
    assert list(shown) == [step.authority.id for step in found.steps]
    for step in found.steps:
        part = shown[step.authority.id]
        assert words(part).startswith(f"{step.order}. {step.authority.name} ")
        assert step.how_fast.replace("_", " ").capitalize() in words(part)
        assert step.why in words(part)
        assert step.basis in words(part)
        assert step.source.title in words(part)
        if step.contact.url:
            assert step.contact.url in part.xpath(".//p/a/@href")


def test_numbers_and_pages_are_links_and_the_emergency_number_is_the_largest(page_of, danger):
    page = page_of(danger)
    first, police = list(steps_on(page).values())[:2]
    assert first.xpath(".//a[contains(@class, 'b-number')]/@href") == ["tel:999"]
    assert police.xpath(".//a[contains(@class, 'b-number')]/@href") == ["tel:101"]
    assert "https://www.cambs.police.uk" in " ".join(police.xpath(".//a/@href"))
    assert [step.get("class").endswith("--urgent") for step in (first, police)] == [True, False]
    assert "It needs nobody’s leave." in words(first)
    assert first.xpath(f".//a[@href='{reverse('what_to_say', args=[danger.id])}']")


@pytest.mark.parametrize("name", ["case", "decide"])
def test_a_child_abroad_is_helped_by_the_number_that_can_be_rung_from_here(page_of, make_case, name):
    first = steps_on(page_of(make_case(danger_now="yes", child={"country": "US"}), name))["emergency"]
    assert first.xpath(".//a[contains(@class, 'b-number')]/@href") == ["tel:999"]
    assert "999 from here. The number there is 911." in words(first)
    told = "in danger now: from the United Kingdom ring 999 and say that the child is in the United States."
    assert told in words(first)
    assert "ring 911" not in words(first)


def test_why_is_unfolded_with_its_source_its_date_and_its_rule(page_of, case, time_machine):
    police = steps_on(page_of(case))["police:E23000023"]
    (why,) = police.xpath(".//details")
    rule = next(rule for rule in route_of(case.id).rules if rule.id == "police")
    assert rule.says in words(why)
    assert "checked on 22 November 2026." in words(why)
    assert "180 days" not in words(why)
    time_machine.move_to(datetime(2027, 11, 22, tzinfo=UTC))
    police = steps_on(page_of(case))["police:E23000023"]
    assert "checked on 22 November 2026 More than 180 days ago." in words(police)


def test_an_address_that_nobody_confirmed_is_marked_and_danger_is_never_held_up(page_of, make_case):
    shown = steps_on(page_of(make_case(**GERMAN)))
    assert "Confirm first" in words(shown["DE:hotlines"])
    assert "Confirm first" not in words(shown["DE:bka"])
    assert "Their page, not confirmed" in words(shown["DE:hotlines"])
    assert reverse("authority", args=["DE:hotlines"]) in shown["DE:hotlines"].xpath(".//a/@href")
    assert reverse("authority", args=["DE:bka"]) not in shown["DE:bka"].xpath(".//a/@href")
    own = steps_on(page_of(make_case(**GERMAN, suspect_is_child="yes")))["social-care"]
    assert "Confirm first" in words(own)
    assert not own.xpath(".//a[contains(., 'Confirm it')]")
    several = steps_on(page_of(make_case(child={"country": "AT"})))["EU:member-state"]
    assert "No address is known here: look it up." in words(several)
    assert reverse("authority", args=["EU:member-state"]) not in several.xpath(".//a/@href")
    nowhere = steps_on(page_of(make_case(danger_now="yes", child={"country": "AQ"})))
    assert "Confirm first" not in words(nowhere["emergency"])


def test_what_the_desk_has_confirmed_is_confirmed_here(page_of, make_case, monkeypatch):
    from dataclasses import replace

    row = replace(SHIPPED.row("DE:hotlines"), confirmed=True, url="https://hotline.example/")
    monkeypatch.setattr("belisha.referrals.drafting.directory", lambda: SHIPPED.with_rows([row]))
    hotline = steps_on(page_of(make_case(**GERMAN)))["DE:hotlines"]
    assert "Confirm first" not in words(hotline)
    assert hotline.xpath(".//p/a/@href")[0] == "https://hotline.example/"


def test_each_step_says_where_its_referral_stands(page_of, make_case, one_person, solo):
    case = make_case(**DETECTED)
    police = referred(case, solo)["police:E23000023"]
    link = reverse("referral", args=[police.id])
    for act, said in (
        (lambda: None, "Draft"),
        (lambda: release(referral_id=police.id, by=solo), "Released"),
        (lambda: record_delivery(
            referral_id=police.id, by=solo, at=timezone.now(), channel="telephone", reference="35/1/26"
        ), "their reference 35/1/26"),
    ):  # fmt: skip
        act()
        step = steps_on(page_of(case))["police:E23000023"]
        assert said in words(step)
        assert step.xpath(f".//a[@href='{link}']")


def test_who_was_told_and_is_no_step_any_more_stays_on_the_page(page_of, make_case, one_person, solo):
    case = make_case(**DETECTED)
    told(referred(case, solo)["nca"], solo, reference="NCA-12")
    page = page_of(case)
    assert "nca" not in steps_on(page)
    panel = words(page.get_element_by_id("who-to-tell"))
    assert "Other referrals of this case" in panel
    assert "NCA-12" in panel


def test_a_call_stands_beside_the_emergency_number(page_of, danger, omar):
    call = record_emergency_call(case_id=danger.id, by=omar)
    assert "No incident number yet." in words(steps_on(page_of(danger))["emergency"])
    complete_call(case_id=call.case_id, call_id=call.id, by=omar, reference="INC-4711", note="")
    step = words(steps_on(page_of(danger))["emergency"])
    assert f"Called by {omar.name}" in step
    assert "Incident number INC-4711." in step


def test_help_lines_and_what_would_change_the_answer_are_offered(page_of, case):
    page, found = page_of(case), route_of(case.id)
    assert page.xpath("//li[@data-help]/@data-help") == [one.name for one in found.help]
    assert "tel:08088005000" in page.xpath("//li[@data-help]//a/@href")
    panel = words(page.get_element_by_id("who-to-tell"))
    assert found.would_change
    assert all(sentence in panel for sentence in found.would_change)
    assert "Send no picture or video to any of them. Not legal advice." in panel


def test_several_forces_come_with_their_shares(page_of, make_case):
    page = page_of(make_case(child={"country": "GB", "place": "SG8"}))
    assert words(steps_on(page)["police:local"]).startswith("1. The local police Promptly")
    assert "One of: Hertfordshire Constabulary (54%), Cambridgeshire" in words(steps_on(page)["police:local"])


def test_a_closed_case_says_who_would_be_told_and_a_merged_one_nobody(page_of, make_case, one_person, solo):
    closed, merged, into = make_case(), make_case(), make_case()
    decide(case_id=closed.id, by=solo, outcome="no_action", category="other", reasons="A game.", grounds=[])
    merge(case_id=merged.id, into_id=into.id, reason="One person.", by=solo)
    assert "Who would be told" in words(page_of(closed).get_element_by_id("who-to-tell"))
    assert steps_on(page_of(merged)) == {}


def test_the_number_of_queries_does_not_grow_with_the_reports(client, rosa, make_case):
    same = {"accounts": [{"id": "account-a", "role": "suspect"}], "items": []}
    client.force_login(rosa)
    counts = []
    for more in (1, 12):
        for _ in range(more):
            case = make_case(**same)
        client.get(reverse("case", args=[case.id]))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("case", args=[case.id]))
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 1
    assert counts[0] < 100


def test_more_earlier_reports_than_the_router_reads_are_no_error(page_of, make_case):
    told = [{"authority": "police:E23000023", "reference": str(number)} for number in range(100)]
    same = {"accounts": [{"id": "account-a", "role": "suspect"}], "already_reported": told}
    make_case(**same)
    assert "They have been told already" in words(page_of(make_case(**same)))


@pytest.mark.parametrize("who", ["ada", "alex"])
def test_whoever_may_not_see_the_case_learns_nothing_of_whom_to_tell(client, danger, who, request):
    client.force_login(request.getfixturevalue(who))
    for name in ("case", "decide"):
        answer = client.get(reverse(name, args=[danger.id]))
        assert answer.status_code == 403
        assert "Cambridgeshire" not in answer.content.decode()


def test_a_country_stands_there_by_its_name(page_of, make_case):
    page = words(page_of(make_case(child={"country": "GB"}, site="civil_nuclear")))
    assert "Country: United Kingdom" in page
    assert "Site: civil nuclear" in page
