"""What names somebody is hidden until it is asked for, with a reason that is recorded first."""

import html
import re
from uuid import uuid4

import pytest
from django.urls import reverse

from belisha.decisions import decide
from belisha.decisions.models import Decision
from belisha.ledger.models import Entry
from belisha.referrals.models import Referral
from belisha.referrals.refer import prepare, refresh
from belisha.triage.models import Reveal
from tests.desk_cases import events, open_tasks
from tests.staff import stale

ACCOUNT, CHILD, SCREEN, MAIL, PHONE = "acc-7788", "kid-5521", "zorblax", "who@mail.example", "+447700900123"
ITEM, LOCATOR, IP, PORT = "item-zz91", "https://service.example/items/zz91", "198.51.100.77", 45871
PROFILE, PLACE, REPORTER, REFERENCE = "https://service.example/u/zorblax", "CB4 1YG", "Quillon", "REF-99107"
SECRETS = (ACCOUNT, CHILD, SCREEN, MAIL, PHONE, ITEM, "items/zz91", IP, str(PORT), PLACE, REPORTER, REFERENCE)


@pytest.fixture
def told(make_case):
    """A case with a value in every field that names somebody, and in the story too."""
    suspect = {"id": ACCOUNT, "role": "suspect", "screen_name": SCREEN, "emails": [MAIL], "phones": [PHONE]}

    def make(**changed):
        return make_case(
            **{
                "what_happened": f"Account {ACCOUNT} ({SCREEN.upper()}, {MAIL}) wrote to {CHILD}, {PLACE}.",
                "accounts": [
                    suspect | {"ips": [IP], "profile_url": PROFILE, "age_band": "adult"},
                    {"id": CHILD, "role": "child", "age_band": "13_15"},
                ],
                "items": [{"id": ITEM, "locator": LOCATOR, "ip": IP, "port": PORT, "sha256": "ab" * 32}],
                "conversation": [{"from": ACCOUNT, "to": CHILD, "text": f"message 1 to {CHILD}"}],
                "child": {"country": "GB", "place": PLACE, "age": 13},
                "reporter": {"name": REPORTER, "email": "q@mail.example", "may_contact": True},
                "already_reported": [{"authority": "ncmec", "reference": REFERENCE}],
                "content_detected": "yes",
            }
            | changed
        )

    return make


@pytest.fixture
def rosas(client, rosa):
    client.force_login(rosa)
    return client


def at(name, *parts):
    return reverse(name, args=[getattr(part, "id", part) for part in parts])


def seen(answer) -> list[str]:
    page = answer.content.decode().casefold()
    return [secret for secret in SECRETS if secret.casefold() in page]


def decided(case, rosa, omar):
    grounds = [{"element": "concern", "inferred": "yes", "why": f"As {ACCOUNT} wrote."}]
    reasons = f"It is {SCREEN}, says {REPORTER}."
    facts = {"case_id": case.id, "outcome": "refer", "category": "other"}
    made = decide.decide(**facts, reasons=reasons, grounds=grounds, by=rosa)
    if made.state == "proposed":
        decide.confirm(decision_id=made.id, by=omar)
    prepare(case_id=case.id)
    return made


def pages(case):
    """Every page on which something of a case stands."""
    yield at("case", case)
    yield at("what_to_say", case)
    yield at("decide", case)
    yield at("show_hidden", case)
    for decision in case.decisions.all():
        yield at("decision", case, decision)
    for referral in Referral.objects.filter(case=case):
        yield at("referral", referral)


@pytest.mark.parametrize("danger_now", ["no", "yes"])
def test_no_page_of_a_case_holds_a_hidden_value_anywhere(rosas, told, rosa, omar, danger_now):
    case = told(danger_now=danger_now)
    assert [seen(rosas.get(page)) for page in pages(case)] == [[]] * 4
    decided(case, rosa, omar)
    answers = {page: rosas.get(page) for page in pages(case)}
    assert len(answers) >= 6
    assert {answer.status_code for answer in answers.values()} == {200}
    assert {page: seen(answer) for page, answer in answers.items() if seen(answer)} == {}


def test_what_is_hidden_is_named_by_what_it_is_so_that_the_story_stays_readable(rosas, told):
    page = rosas.get(at("case", told())).content.decode()
    assert "Account [account 1] ([screen name 1], [e-mail address 1]) wrote to [account 2]" in page
    assert "<span>account 1</span></td>" in page
    assert "message 1 to [account 2]" in page
    assert "Cambridgeshire" in page


def test_an_e_mail_address_in_a_story_is_hidden_though_no_field_has_it(rosas, told):
    case = told(what_happened="Write to someone.else+1@mail.example now.")
    page = rosas.get(at("case", case)).content.decode()
    assert "Write to [e-mail address 1] now." in page
    assert "someone.else" not in page


@pytest.mark.parametrize(
    ("place", "instead"),
    [
        ("14 Zorblax Road, Cambridgeshire", "Cambridgeshire Constabulary"),
        ("Flat 2, Zorblax House, Kent Police", "Kent Police"),
        ("12 rue Zorblax, France", "FR"),
    ],
)
def test_of_an_address_the_force_or_the_country_alone_is_shown(rosas, told, place, instead):
    page = rosas.get(at("case", told(child={"place": place}))).content.decode()
    assert "Zorblax R" not in page
    assert place not in page
    assert instead in page


@pytest.mark.parametrize("place", ["Cambridgeshire", "Kent Police", "France"])
def test_a_place_that_is_a_force_or_a_country_is_shown(rosas, told, place):
    assert place in rosas.get(at("case", told(child={"place": place}))).content.decode()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Weißkopf", "Weißkopf"),
        ("Weißkopf", "WEISSKOPF"),
        ("İlkay", "İlkay"),
        ("Finnegan", "ﬁnnegan"),
        ("Renée77", "Rene\u0301e77"),
        ("Rene\u0301e77", "Renée77"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("zorblax", "zor\u200bblax"),
    ],
)
def test_a_name_is_hidden_in_whatever_letters_it_is_written(rosas, told, name, written):
    suspect = {"id": ACCOUNT, "role": "suspect", "screen_name": name}
    case = told(
        what_happened=f"It is {written}, he says.", accounts=[suspect], reporter={"may_contact": False}
    )
    assert "It is [screen name 1], he says." in html.unescape(rosas.get(at("case", case)).content.decode())


@pytest.mark.parametrize(
    "written", ["07700 900 123", "+44 7700 900123", "0044 (0)7700-900-123", "7700 900123", "(07700) 900.123"]
)
def test_a_telephone_number_is_hidden_however_it_is_written(rosas, told, written):
    case = told(what_happened=f"Ring {written} tonight, says {SCREEN}.")
    page = rosas.get(at("case", case)).content.decode()
    assert "Ring [telephone number 1] tonight, says [screen name 1]." in page


def test_a_referral_hides_what_reports_say_of_which_no_page_learns(rosas, told, rosa, omar, monkeypatch):
    monkeypatch.setattr("belisha.triage.hide.LEARNT_FROM", 1)
    case = told()
    for number in range(3):
        item = {"id": f"zz-later-{number}", "locator": f"https://service.example/later/{number}"}
        told(items=[item | {"sha256": f"{number}b" * 32}])
    decided(case, rosa, omar)
    pages = [rosas.get(at("referral", one)).content.decode() for one in Referral.objects.filter(case=case)]
    assert pages
    assert not any("later-" in page or "later/" in page for page in pages)


def test_a_place_that_a_decision_alone_gives_is_hidden_and_can_be_shown(rosas, told, rosa, omar):
    case = told()
    decided(case, rosa, omar)
    decision = Decision.objects.get()
    decision.routing_facts = {"child": {"country": "GB", "place": "EC1V 9LB", "age": 13}}
    decision.save()
    refresh(case_id=case.id, by=rosa)
    draft = Referral.objects.filter(case=case, state="draft").first()
    page = rosas.get(at("referral", draft)).content.decode()
    assert "EC1V 9LB" not in page
    keys = re.findall(r'value="(place\.[0-9a-f]+)"', rosas.get(at("show_hidden", case)).content.decode())
    assert show(rosas, case, *keys).status_code == 302
    assert "EC1V 9LB" in rosas.get(at("referral", draft)).content.decode()


def key_of(rosas, case, what) -> str:
    page = rosas.get(at("case", case)).content.decode()
    return re.search(rf'<span class="b-hidden">{what}</span> <a[^>]*\?field=([a-z_.0-9]+)', page)[1]


def show(rosas, case, *keys, why="same", **more):
    return rosas.post(at("show_hidden", case), {"fields_": keys, "why": why} | more)


def test_a_field_is_shown_alone_to_one_person_with_its_reason_in_the_ledger(rosas, told, rosa, omar):
    case = told()
    key = key_of(rosas, case, "account 1")
    assert show(rosas, case, key, words="The same as in C-7?").status_code == 302
    assert seen(rosas.get(at("case", case))) == [ACCOUNT]
    entry = Entry.objects.get(event="case.revealed")
    assert (entry.actor, entry.content["fields"]) == (rosa.ledger_name, [key])
    assert entry.content["reason"].endswith("The same as in C-7?")
    rosas.force_login(omar)
    assert seen(rosas.get(at("case", case))) == []


def test_the_same_account_in_another_report_is_shown_with_it(rosas, told):
    case = told()
    show(rosas, told(), key_of(rosas, case, "account 1"))
    assert rosas.get(at("case", case)).content.decode().count(ACCOUNT) > 2


def test_nothing_is_shown_where_nothing_could_be_recorded(rosas, told, monkeypatch):
    case = told()
    key = key_of(rosas, case, "account 1")

    def broken(*what, **facts):
        raise RuntimeError("the ledger is away")

    monkeypatch.setattr("belisha.triage.reveal.record", broken)
    with pytest.raises(RuntimeError):
        show(rosas, case, key)
    assert Reveal.objects.count() == 0
    assert seen(rosas.get(at("case", case))) == []


def test_it_is_hidden_again_after_half_an_hour(rosas, told, time_machine):
    case = told()
    show(rosas, case, key_of(rosas, case, "account 1"))
    time_machine(minutes=29)
    assert seen(rosas.get(at("case", case))) == [ACCOUNT]
    time_machine(minutes=31)
    assert seen(rosas.get(at("case", case))) == []


@pytest.fixture
def time_machine(monkeypatch):
    """Make it so many minutes after the reveal."""
    from datetime import timedelta

    from django.utils import timezone

    start = timezone.now()

    def travel(minutes):
        monkeypatch.setattr(
            "belisha.triage.reveal.timezone.now", lambda: start + timedelta(minutes=minutes, seconds=-20)
        )

    return travel


def test_a_reason_and_a_field_must_be_given(rosas, told):
    case = told()
    key = key_of(rosas, case, "account 1")
    said = [
        {"why": "same"},
        {"fields_": [key]},
        {"fields_": [key], "why": "other"},
        {"fields_": ["no"], "why": "same"},
    ]
    answers = [rosas.post(at("show_hidden", case), one) for one in said]
    assert [answer.status_code for answer in answers] == [422] * 4
    assert not Reveal.objects.exists()


def test_whoever_shows_a_field_has_just_shown_who_they_are_but_not_while_a_child_is_in_danger(rosas, told):
    calm, danger = told(), told(danger_now="yes", accounts=[{"id": "another-1"}], items=[], conversation=[])
    keys = {case.id: key_of(rosas, case, "account 1") for case in (calm, danger)}
    stale(rosas)
    for method in (rosas.get, lambda page: rosas.post(page, {"fields_": [keys[calm.id]], "why": "same"})):
        assert "reauthenticate" in method(at("show_hidden", calm)).headers.get("Location", "")
    assert show(rosas, danger, keys[danger.id]).headers["Location"] == at("case", danger)
    assert Reveal.objects.get().case == danger


def test_the_way_back_leads_only_to_a_page_of_the_desk(rosas, told):
    case = told()
    key = key_of(rosas, case, "account 1")
    for back in ("https://elsewhere.example/desk/", "//elsewhere.example", "/account/logout/"):
        assert show(rosas, case, key, back=back).headers["Location"] == at("case", case)
    assert show(rosas, case, key, back=at("decide", case)).headers["Location"] == at("decide", case)


def test_one_click_shows_all_for_the_call_and_asks_for_a_second_look(rosas, told, rosa, omar):
    case = told(danger_now="yes")
    stale(rosas)
    assert PLACE not in rosas.get(at("what_to_say", case)).content.decode()
    answer = rosas.post(at("show_for_emergency", case), {"back": at("what_to_say", case)})
    assert answer.headers["Location"] == at("what_to_say", case)
    assert PLACE in rosas.get(at("what_to_say", case)).content.decode()
    assert set(seen(rosas.get(at("case", case)))) == set(SECRETS)
    assert "case.shown_for_emergency" in events(case)
    assert "shown_look" in open_tasks(case)
    assert rosas.post(at("look_at_shown", case)).status_code == 409
    rosas.force_login(omar)
    assert rosas.post(at("look_at_shown", case)).status_code == 302
    assert "shown_look" not in open_tasks(case)
    assert events(case)[-1] == "case.shown_looked_at"


def test_whoever_raises_a_case_by_hand_to_see_it_is_looked_at_afterwards(rosas, told, rosa, omar):
    case = told()
    key = key_of(rosas, case, "account 1")
    stale(rosas)
    rosas.post(at("change_priority", case), {"priority": "1", "reason": "Tonight."})
    assert show(rosas, case, key).headers["Location"] == at("case", case)
    rosas.post(at("change_priority", case), {"priority": "3", "reason": "It was nothing."})
    assert "shown_look" in open_tasks(case)
    assert rosas.post(at("look_at_shown", case)).status_code == 409
    rosas.force_login(omar)
    assert "Fields were shown to Rosa because of danger now" in rosas.get(at("case", case)).content.decode()
    assert rosas.post(at("look_at_shown", case)).status_code == 302
    assert "shown_look" not in open_tasks(case)


def test_what_danger_shows_without_asking_who_it_is_is_looked_at_afterwards(rosas, told):
    danger = told(danger_now="yes")
    key = key_of(rosas, danger, "account 1")
    show(rosas, danger, key)
    assert "shown_look" not in open_tasks(danger)
    stale(rosas)
    show(rosas, danger, key)
    assert "shown_look" in open_tasks(danger)


@pytest.mark.parametrize("door", ["evidence", "destroy_case", "lift_clock"])
def test_no_danger_lets_anybody_take_evidence_out_or_destroy_it_unasked(client, told, sana, door):
    danger = told(danger_now="yes")
    client.force_login(sana)
    stale(client)
    page = at(door, danger, *([uuid4()] if door == "lift_clock" else []))
    for method in (client.get, client.post):
        assert "reauthenticate" in method(page).headers.get("Location", "")


def test_in_danger_the_form_for_one_field_offers_everything_in_one_click(rosas, told):
    page, button = at("show_hidden", told()), "Show what the call needs"
    assert button not in rosas.get(page).content.decode()
    assert button in rosas.get(at("show_hidden", told(danger_now="yes"))).content.decode()


def test_alone_nobody_is_asked_for_a_second_look(rosas, told, one_person):
    case = told(danger_now="yes")
    rosas.post(at("show_for_emergency", case))
    assert "shown_look" not in open_tasks(case)
    assert Entry.objects.get(event="case.shown_for_emergency").content["one_person_mode"] is True


def test_danger_after_all_makes_the_case_immediate_with_the_same_click(rosas, told):
    case = told()
    rosas.post(at("show_for_emergency", case))
    case.refresh_from_db()
    assert (case.priority, case.overridden) == (1, True)
    assert set(seen(rosas.get(at("case", case)))) == set(SECRETS)


def test_a_place_that_is_hidden_still_decides_who_is_told(rosas, told):
    case = told()
    rosas.post(
        at("decide", case),
        {
            "category": "grooming",
            "outcome": "refer",
            "reasons": "Both accounts.",
            "child_country": "GB",
            "child_place": "",
            "child_age": "13",
            "content_detected": "yes",
            "may_be_elsewhere": "no",
            "uk_link": "yes",
            "child_made_it": "no",
            **inferred("grooming"),
        },
    )
    assert case.decisions.get().routing_facts["child"]["place"] == PLACE


def inferred(category):
    from belisha.decisions.elements import elements_of

    return {f"inferred_{element.id}": "yes" for element in elements_of(category)}


def test_a_draft_whose_text_names_somebody_is_not_changed_while_that_is_hidden(rosas, told, rosa, omar):
    case = told()
    decided(case, rosa, omar)
    draft = Referral.objects.filter(case=case, state__in=("draft", "held")).first()
    rosas.post(at("edit_referral", draft), {"what_happened": f"It was {SCREEN}.", "note": ""})
    page = rosas.get(at("referral", draft)).content.decode()
    assert 'name="what_happened"' not in page
    assert SCREEN not in page
    show(rosas, case, key_of(rosas, case, "screen name 1"), why="tell")
    assert f"It was {SCREEN}." in rosas.get(at("referral", draft)).content.decode()
