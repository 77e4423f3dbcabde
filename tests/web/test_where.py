"""`/where-to-report/`: four questions, no cookie, nothing kept, and the router's own answer in its order."""

import io
import logging
import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import time_machine
from django.apps import apps

from belisha.organisation.directory import directory
from belisha.routing import parse_facts, route
from belisha.routing.link import to_link
from belisha.routing.rules import RULES
from belisha.web.logs import Redacting
from tests.reading import grade
from tests.routing.test_scenarios import SCENARIOS
from tests.web.public_form import harbour, heading, post
from tests.web.test_where_words import most_for, prose

START = "/where-to-report/"
ANSWER = f"{START}answer/"
WHERE = f"{START}where/"
POSTCODE = "CB2 1TN"


@pytest.fixture(autouse=True)
def _harbour():
    harbour()


def text(answer):
    return unescape(answer.content.decode())


def told(answer):
    """The authorities on a page, in the order in which they are read."""
    return re.findall(r'data-authority="([^"]+)"', text(answer))


def helped(answer):
    return re.findall(r'data-help="([^"]+)"', text(answer))


def link_to(answer, label):
    """Where a link with these words leads."""
    found = re.search(rf'<a[^>]*href="([^"]+)"[^>]*>(?:<span[^>]*>)?{re.escape(label)}', text(answer))
    assert found, (label, text(answer))
    return found[1]


def test_four_answers_lead_to_whom_to_call(client):
    page = client.get(START)
    assert heading(page) == "Is a child in danger right now?"
    for label, question in (
        ("I am not sure", "Who are you?"),
        ("I am under 18", "What is it about?"),
        ("Someone is threatening me", "Where are you?"),
    ):
        page = client.get(link_to(page, label))
        assert (page.status_code, heading(page)) == (200, question)
    asked = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    page = post(client, asked, {"child_country": "GB", "child_place": POSTCODE})
    assert page.status_code == 303
    page = client.get(page.headers["Location"])
    assert told(page)[:2] == ["emergency", "police:E23000023"]
    assert "Childline" in helped(page)
    assert "This is not your fault" in text(page)


def test_danger_needs_no_second_question(client):
    page = client.get(link_to(client.get(START), "Yes"))
    assert heading(page) == "Call 999 now"
    assert '<a href="tel:999">' in text(page)
    assert told(page)[0] == "emergency"
    assert link_to(page, "Answer 3 more questions").startswith(f"{START}who/?danger_now=yes")
    assert "In another country? Call the emergency number there." in text(page)


def test_an_organisation_ticks_what_holds(client):
    page = client.get(f"{START}what/?reporter=organisation")
    labels = re.findall(r'id="tick-(\d+)".*?<label[^>]*>([^<]+)</label>', text(page), re.S)
    number = {label: value for value, label in labels}
    users = "Users can post or send things on our service"
    ticks = [number[one] for one in ("Someone grooms a child", "It was found on our service", users)]
    went = client.get(
        f"{START}what/?{urlencode({'reporter': 'organisation', 'go': 'on', 'tick': ticks}, doseq=True)}"
    )
    query = {key: value[0] for key, value in parse_qs(urlsplit(went.headers["Location"]).query).items()}
    assert query.pop("service.regulated_user_to_user") == "yes"
    assert query == {"reporter": "organisation", "concerns": "grooming", "content_detected": "yes"}


@pytest.mark.parametrize("typed", [POSTCODE, "cb21tn", "12 Mill Road, Cambridge", "Cambridge"])
def test_what_is_typed_for_a_place_goes_into_no_address(client, typed):
    went = post(client, f"{WHERE}?reporter=child", {"child_country": "GB", "child_place": typed})
    assert went.status_code == 303
    place = parse_qs(urlsplit(went.headers["Location"]).query)["child.place"][0]
    assert place in {"E23000023", "cambridge"}
    page = client.get(went.headers["Location"])
    assert "1TN" not in text(page).upper()
    assert "Mill Road" not in text(page)


def test_a_place_with_a_slip_is_asked_again_with_what_was_meant(client):
    page = post(client, f"{WHERE}?reporter=child", {"child_country": "GB", "child_place": "Cambrige"})
    assert page.status_code == 422
    assert told(client.get(link_to(page, "Cambridge")))[1] == "police:E23000023"


def test_a_place_that_nobody_knows_is_said_to_be_unknown_and_can_be_skipped(client):
    page = post(client, f"{WHERE}?reporter=child", {"child_country": "GB", "child_place": "the blue house"})
    assert page.status_code == 422
    assert "We do not know this place" in text(page)
    assert client.get(link_to(page, "Skip this question")).status_code == 200


def test_a_town_abroad_needs_no_table(client):
    went = post(client, f"{WHERE}?reporter=parent", {"child_country": "FR", "child_place": "Lyon"})
    assert went.headers["Location"] == f"{ANSWER}?reporter=parent&child.country=FR"


def test_where_several_forces_may_be_meant_all_are_named(client):
    page = client.get(f"{ANSWER}?reporter=parent&child.country=GB&child.place=london&danger_now=no")
    assert "Call 101 and say where the child is" in text(page)
    assert "Metropolitan Police" in text(page)
    assert "City of London Police" in text(page)


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.slow)], ids=["some", "all"])
def test_every_scenario_is_answered_as_the_router_answers_it_in_words_that_are_easy_to_read(client, step):
    wrong = []
    for row in SCENARIOS[::step]:
        facts = parse_facts(row["facts"])
        page = client.get(ANSWER, to_link(facts))
        found = route(facts, directory=directory())
        shown = [step.authority.id for step in found.steps], [one.name for one in found.help]
        if (page.status_code, told(page), helped(page)) != (200, *shown):
            wrong.append((row["because"], told(page), shown))
        if grade(prose(text(page))) > most_for(facts.reporter):
            wrong.append((row["because"], grade(prose(text(page)))))
    assert wrong == []
    assert len(SCENARIOS) > 40


@pytest.mark.parametrize(
    "query",
    [
        "danger_now=%00%ff&reporter=%3Cscript%3E",
        "child.place=" + "x" * 3000,
        "concerns=grooming&concerns=coercion&concerns=zzz",
        "on=9999-99-99&already_reported=" + "nca+" * 500,
        "child=1&service=2&=&&&",
    ],
)
@pytest.mark.parametrize("page", ["", "who/", "what/", "where/", "answer/", "rules/"])
def test_a_broken_link_is_answered_all_the_same(client, page, query):
    answer = client.get(f"{START}{page}?{query}")
    assert answer.status_code == 200
    assert "<script>" not in text(answer).replace("<script type", "")


def test_a_link_that_could_not_be_read_whole_says_so(client):
    assert "could not be read" in text(client.get(f"{ANSWER}?danger_now=perhaps"))
    assert "could not be read" not in text(client.get(f"{ANSWER}?danger_now=unknown&ready=yes"))


def test_nothing_is_kept_and_nothing_written_to_the_log(client, monkeypatch):
    written = io.StringIO()
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, Redacting):
            monkeypatch.setattr(handler, "stream", written)
    before = counted()
    for answer in (
        client.get(START),
        client.get(f"{START}what/?reporter=organisation&go=on&tick=1"),
        post(client, f"{WHERE}?reporter=child", {"child_country": "GB", "child_place": POSTCODE}),
        post(client, f"{WHERE}?reporter=child", {"child_country": "GB", "child_place": "canary house 77"}),
        client.get(f"{ANSWER}?reporter=child&child.country=GB&child.place=E23000023"),
        client.get(f"{ANSWER}?child.place=canary+house+77"),
    ):
        assert answer.cookies == {}
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
    assert counted() == before
    assert not re.search(r"1TN|canary|E23000023", written.getvalue(), re.I)


def counted():
    """How many rows each table has, the ledger's among them."""
    return {model.__name__: model._base_manager.count() for model in apps.get_models()}


def test_a_file_or_another_kind_of_body_is_refused(client):
    assert client.post(WHERE, {"child_place": "x"}).status_code == 415


def test_who_is_not_ready_gets_somebody_to_talk_to_first_and_a_way_back(client):
    page = client.get(f"{ANSWER}?reporter=adult&ready=no&concerns=grooming&danger_now=no&child.country=GB")
    assert heading(page) == "You can talk to someone first"
    assert told(page) == []
    back = client.get(link_to(page, "I am ready to report now"))
    assert "police:local" in told(back)


def test_a_service_says_with_one_click_what_the_law_makes_of_it(client):
    page = client.get(
        f"{ANSWER}?reporter=organisation&concerns=grooming&content_detected=yes&service.country=GB&danger_now=no"
    )
    assert "nca" not in told(page)
    page = client.get(link_to(page, "We are a service where users share things"))
    assert "nca" in told(page)
    assert "nca" not in told(client.get(link_to(page, "We have told NCMEC already")))


def test_an_address_that_nobody_has_checked_is_named_and_cannot_be_opened(client):
    row = next(row for row in directory().mechanisms if row.country == "AL" and not row.confirmed)
    page = client.get(f"{ANSWER}?reporter=adult&child.country=AL&danger_now=no&concerns=indecent_images")
    assert row.id in told(page)
    step = re.search(
        rf'data-authority="{row.id}".*?</li>\s*(?=<li class="b-tell__step"|</ol>)', text(page), re.S
    )[0]
    assert "Nobody here has checked this yet" in step
    assert row.url not in step
    assert "tel:" not in step


def test_links_carry_no_endorsement_and_the_dates_are_shown(client):
    page = text(client.get(f"{ANSWER}?reporter=adult&child.country=GB&concerns=grooming"))
    assert "A link to a site does not mean that they endorse us, or we them." in page
    assert "checked on 22 November 2026" in page
    assert "Checked more than 6 months ago" not in page
    with time_machine.travel("2027-05-22T12:00:00+00:00", tick=False):
        later = text(client.get(f"{ANSWER}?reporter=adult&child.country=GB&concerns=grooming"))
    assert "Checked more than 6 months ago" in later


def test_the_rules_page_lists_every_rule_with_its_source(client):
    page = text(client.get(f"{START}rules/"))
    places = [page.index(f'<li id="{rule.id}">') for rule in RULES]
    assert places == sorted(places)
    for rule in RULES:
        assert rule.says in page
        assert rule.source.title in page
        assert not rule.source.url or f'href="{rule.source.url}"' in page


def test_other_pages_lead_here(client):
    for page in ("/", "/report/", "/report/status/"):
        assert f'href="{START}"' in text(client.get(page))


def test_a_name_that_several_places_share_is_asked_for_again(client):
    page = post(client, f"{WHERE}?reporter=child", {"child_country": "GB", "child_place": "Newport"})
    assert page.status_code == 422
    offered = re.findall(r'<span class="b-choice__label">([^<]+)</span>', text(page))
    assert offered[0] == "Newport"
    assert len(offered) > 2
    forces = {told(client.get(link_to(page, name)))[1] for name in offered}
    assert len(forces) == len(offered)


@pytest.mark.parametrize("reporter", ["organisation", "child"])
def test_each_thing_that_would_change_the_answer_is_one_click(client, reporter):
    here = f"{ANSWER}?reporter={reporter}&concerns=indecent_images&child.country=GB&service.country=US"
    page = text(client.get(here))
    folded = re.search(r"Do you know more\?.*?</ul>", page, re.S)[0]
    links = re.findall(r'href="([^"]+)"', folded)
    assert len(links) == len(set(links)) >= 3
    for link in links:
        assert client.get(link).status_code == 200
        assert link != here
    assert ("our service" in folded) == (reporter == "organisation")


def test_whoever_works_with_children_is_told_to_bring_in_their_own_lead(client):
    said = {
        who: text(client.get(f"{ANSWER}?reporter={who}&concerns=grooming"))
        for who in ("professional", "parent", "adult")
    }
    assert "Do not question the child." in said["professional"]
    assert "Tell your child that you are there to help." in said["parent"]
    assert "Do not question the child." not in said["adult"]


def test_a_number_that_does_not_work_from_abroad_is_not_offered_there(client):
    page = text(client.get(f"{ANSWER}?reporter=adult&danger_now=no&child.country=GB&reader.country=FR"))
    assert "You can’t call 101 from another country." in page
    assert "tel:101" not in page


def test_whoever_worries_about_themselves_is_not_told_to_gather_evidence(client):
    page = text(client.get(f"{ANSWER}?reporter=adult&danger_now=no&own_behaviour=yes&child.country=GB"))
    assert "Talk to someone today." in page
    assert "What to keep" not in page
    for who in ("parent", "adult"):
        assert heading(client.get(f"{WHERE}?reporter={who}&own_behaviour=yes")) == "Where are you?"


def test_who_calls_from_another_country_sees_the_number_that_works_there_as_large_as_the_childs(client):
    def dialled(child):
        page = client.get(f"/where-to-report/answer/?danger_now=yes&reader.country=GB&child.country={child}")
        return re.findall(r'(In [^<]+): <a href="tel:([^"]+)"', page.content.decode())

    assert dialled("US") == [
        ("In the United Kingdom", "999"),
        ("In the United States", "911"),
    ]
    assert dialled("JP") == [("In the United Kingdom", "999")]
    assert dialled("GB") == []
