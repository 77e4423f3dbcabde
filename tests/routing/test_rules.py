"""What the answer says, step by step."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from belisha.routing import SHIPPED, Facts, Step, parse_facts, route
from belisha.routing.facts import Child, Service
from belisha.routing.rules import RULES
from belisha.routing.scene import look

pytestmark = pytest.mark.pure


def step(facts, authority) -> Step:
    return next(one for one in route(facts).steps if one.authority.id == authority)


def ids(facts):
    return [one.authority.id for one in route(facts).steps]


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("GB", "999"), ("JE", "999"), ("IE", "112"), ("US", "911"), ("CA", "911"), ("AU", "000"),
        ("NZ", "111"), ("FR", "112"), ("DE", "112"), ("PL", "112"),
    ],
)  # fmt: skip
def test_the_emergency_number_is_that_of_the_childs_country(country, number):
    ring = step(
        {"danger_now": "yes", "child": {"country": country}, "reader": {"country": "GB"}}, "emergency"
    )
    assert (ring.order, ring.how_fast, ring.channel) == (1, "now", "telephone")
    assert (ring.contact.phone, ring.confirmed) == (number, True)
    assert ring.why.startswith(f"A child is in danger now: ring {number}")


def test_ireland_answers_both_112_and_999():
    assert "112 or 999" in step({"child": {"country": "IE"}}, "emergency").why


@pytest.mark.parametrize("facts", [{}, {"child": {"country": "JP"}}, {"reader": {"country": "BR"}}])
def test_where_the_number_is_not_certain_none_is_guessed(facts):
    ring = step(facts, "emergency")
    assert (ring.contact.phone, ring.confirmed) == (None, False)
    assert ring.contact.url == "https://www.gov.uk/foreign-travel-advice"
    assert not re.search(r"[0-9]{3}", ring.why)


def test_whoever_rings_from_another_country_is_told_that_numbers_end_at_the_border():
    ring = step({"child": {"country": "US"}, "reader": {"country": "GB"}}, "emergency")
    assert ring.contact.phone == "911"
    assert "From the United Kingdom ring 999 and say that the child is in the United States." in ring.why


def test_the_emergency_number_follows_the_reader_and_then_the_service_and_says_so():
    reader = step({"reader": {"country": "NZ"}, "service": {"country": "GB"}}, "emergency")
    service = step({"service": {"country": "GB"}}, "emergency")
    assert (reader.contact.phone, service.contact.phone) == ("111", "999")
    assert "person who asks" in reader.basis
    assert "organisation" in service.basis


def test_a_postcode_alone_tells_the_country():
    assert step({"child": {"place": "CB2 1TN"}}, "emergency").contact.phone == "999"


def test_danger_unknown_is_a_condition_and_danger_ruled_out_leaves_a_reminder():
    assert step({}, "emergency").why.startswith("If a child may be in danger now")
    found = route({"danger_now": "no"})
    assert "emergency" not in [one.authority.id for one in found.steps]
    assert any("emergency number" in sentence for sentence in found.would_change)


def test_the_police_step_has_the_forces_page_and_101_and_shows_its_basis():
    police = step({"child": {"place": "CB2 1TN"}, "concerns": ["grooming"]}, "police:E23000023")
    assert (police.authority.name, police.contact.phone) == ("Cambridgeshire Constabulary", "101")
    assert police.contact.url == "https://www.cambs.police.uk/"
    assert police.basis == "The child's place: by postcode, exact."
    assert "grooming" in police.why


def test_a_shared_outward_code_lists_the_candidates_with_their_share():
    police = step({"child": {"place": "SG8"}}, "police:local")
    assert [one.id for one in police.candidates][:2] == ["police:E23000027", "police:E23000023"]
    assert police.candidates[0].share == 0.5393
    assert any("full postcode" in sentence for sentence in route({"child": {"place": "SG8"}}).would_change)


def test_101_does_not_work_from_abroad_and_the_step_says_so():
    police = step({"child": {"place": "CB2 1TN"}, "reader": {"country": "US"}}, "police:E23000023")
    assert "101 works inside the United Kingdom only" in police.why
    assert (police.contact.phone, police.contact.url) == (None, "https://www.cambs.police.uk/")


def test_a_place_abroad_is_never_looked_up_as_a_british_one():
    assert "police:E23000020" in ids({"child": {"place": "Boston"}})
    assert "police:E23000020" not in ids({"child": {"country": "US", "place": "Boston"}})


@pytest.mark.parametrize(
    ("registered", "words"),
    [
        ("yes", "authorised person files"),
        ("no", "Register first"),
        ("unknown", "isn't registered yet registers"),
    ],
)
def test_the_nca_step_tells_registered_services_from_others(registered, words):
    service = {"country": "GB", "regulated_user_to_user": "yes", "nca_registered": registered}
    nca = step({"concerns": ["grooming"], "content_detected": "yes", "service": service}, "nca")
    assert words in nca.why
    assert "outside Belisha" in nca.why
    assert (nca.channel, nca.confirmed) == ("portal", True)


def test_danger_makes_the_nca_report_immediate():
    service = {"country": "GB", "regulated_user_to_user": "yes"}
    facts = {"danger_now": "yes", "concerns": ["grooming"], "content_detected": "yes", "service": service}
    assert (step(facts, "nca").how_fast, "Priority 1" in step(facts, "nca").why) == ("now", True)


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"content_detected": "unknown"}, "was detected"),
        ({"service": {"country": "GB"}}, "regulated user-to-user"),
        ({"service": {"country": "US", "regulated_user_to_user": "yes"}}, "linked with the United Kingdom"),
    ],
)
def test_what_is_missing_for_a_duty_is_named(missing, words):
    facts = {
        "content_detected": "yes",
        "service": {"country": "GB", "regulated_user_to_user": "yes"},
        **missing,
    }
    found = route(facts)
    assert "nca" not in [one.authority.id for one in found.steps]
    assert any(words in sentence and "National Crime Agency" in sentence for sentence in found.would_change)


def test_a_report_that_an_authority_has_is_not_forgotten_but_marked():
    facts = {"child": {"place": "Kent"}, "already_reported": [{"authority": "police:E23000032"}]}
    assert step(facts, "police:E23000032").why.endswith("add only what is new.")


def test_an_unconfirmed_row_is_shown_as_confirm_first():
    row = step({"child": {"country": "JP"}}, "JP:ihc")
    assert not row.confirmed
    assert row.why.startswith("Confirm first")
    assert row.source.checked_on is None


def test_a_row_without_an_address_is_never_confirmed():
    for country in ("CA", "FR"):
        for one in route({"reporter": "organisation", "service": {"country": country}}).steps:
            assert not one.confirmed or one.contact.url or one.contact.phone


def test_an_operators_confirmed_row_replaces_the_shipped_one():
    confirmed = replace(SHIPPED.row("JP:ihc"), confirmed=True)
    found = route({"child": {"country": "JP"}}, SHIPPED.with_rows([confirmed]))
    assert next(one for one in found.steps if one.authority.id == "JP:ihc").confirmed
    assert not SHIPPED.row("JP:ihc").confirmed


def test_a_row_that_has_ended_is_left_out_from_its_last_day_on():
    ended = replace(SHIPPED.row("JP:ihc"), valid_to="2026-11-22")
    directory = SHIPPED.with_rows([ended])
    assert directory.of("JP", date(2026, 11, 21)) == (ended,)
    assert directory.of("JP", date(2026, 11, 22)) == directory.of("JP") == ()


def test_ofcom_is_never_a_step_and_every_row_has_its_own_id():
    rows = SHIPPED.mechanisms
    assert len({row.id for row in rows}) == len(rows) == 79
    assert "GB:ofcom" not in ids(
        {"reporter": "parent", "child": {"country": "GB"}, "service": {"country": "GB"}}
    )


def test_who_is_not_ready_can_come_back_and_sees_who_would_be_told():
    found = route({"reporter": "parent", "ready": False, "danger_now": "no", "child": {"place": "Kent"}})
    assert found.steps == ()
    assert found.help[0].phone == "0808 800 5000"
    assert found.would_change[0].startswith(
        "You can come back when you are ready: then these would be told: Kent Police"
    )


def test_for_an_organisation_a_senior_decides_about_a_child_as_suspect():
    facts = {"reporter": "organisation", "suspect_is_child": "yes", "child": {"place": "Kent"}}
    care, police = step(facts, "social-care"), step(facts, "police:E23000032")
    assert care.order < police.order
    assert "senior decides" in care.why
    assert "senior decides" in police.why


def test_help_lines_carry_the_day_on_which_they_were_checked_and_a_word_to_callers_from_abroad():
    here = route({"reporter": "child", "reader": {"country": "GB"}}).help[0]
    away = route({"reporter": "adult", "reader": {"country": "US"}, "child": {"country": "GB"}}).help
    assert (here.name, here.phone, here.checked_on) == ("Childline", "0800 1111", "2026-11-22")
    assert [one.audience for one in away if one.name == "NSPCC Helpline"] == [
        "adults worried about a child (a United Kingdom number: from abroad see the page)"
    ]


def test_facts_may_be_given_as_values():
    facts = Facts(
        danger_now="yes", child=Child(country="GB"), service=Service(country="GB"), at=datetime.now(UTC)
    )
    assert route(facts).steps[0].authority.id == "emergency"


def test_the_answer_as_json_has_the_documented_shape():
    answer = route({"child": {"place": "CB2 1TN"}}).as_json()
    assert set(answer) == {"steps", "help", "would_change", "changes", "rules"}
    assert set(answer["changes"][0]) == {"sentence", "fact", "rule"}
    assert set(answer["rules"][0]) == {"id", "says", "source", "confidence"}
    assert set(answer["steps"][0]) >= {
        "order", "authority", "why", "how_fast", "channel", "contact",
        "may_include_media", "basis", "source", "confirmed",
    }  # fmt: skip
    assert set(answer["steps"][0]["contact"]) == {"url", "phone", "email"}
    assert set(answer["steps"][0]["source"]) == {"title", "url", "checked_on"}
    assert set(answer["help"][0]) >= {"name", "phone", "url", "for"}


def test_no_step_can_be_made_that_includes_media():
    made = step({}, "emergency")
    with pytest.raises(ValueError, match="may_include_media"):
        replace(made, may_include_media=True)


def test_every_rule_says_what_it_says_and_where_it_comes_from():
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.says.endswith(".")
        assert rule.source.title
        assert rule.confidence in {"high", "medium", "low"}


def test_every_step_names_the_rule_that_gave_it():
    known = {rule.id for rule in RULES}
    assert {
        one.rule for one in route({"child": {"country": "FR"}, "service": {"country": "GB"}}).steps
    } <= known


ABROAD = [
    ("US", "1-800-422-4453"), ("CA", "1-800-668-6868"), ("IE", "1800 66 66 66"), ("AU", "1800 55 1800"),
    ("NZ", "0800 942 8787"), ("NL", "116 111"), ("FR", "119"), ("VN", None),
]  # fmt: skip


@pytest.mark.parametrize(("country", "phone"), ABROAD)
def test_a_child_abroad_finds_the_line_of_the_country_said_to_be_unchecked_and_how_to_find_others(
    country, phone
):
    help_ = route({"reporter": "child", "child": {"country": country}}).help
    assert help_[0].phone == phone
    assert help_[-1].url == "https://childhelplineinternational.org/helplines/"
    for line in help_:
        assert (line.checked_on is None) == ("not checked" in line.audience)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"danger_now": "yes"}, "Priority 1: immediately."),
        (
            {},
            "Priority 1, immediately, if a child's life or serious harm is threatened; otherwise priority 2",
        ),
        ({"danger_now": "no", "concerns": ["grooming"]}, "Priority 2: as soon as reasonably practicable."),
        ({"danger_now": "no", "concerns": ["indecent_images"]}, "Priority 3: without undue delay."),
    ],
)
def test_the_nca_step_shows_the_priority_and_its_clock(facts, words):
    service = {"country": "GB", "regulated_user_to_user": "yes"}
    assert words in step({"content_detected": "yes", "service": service, **facts}, "nca").why


@pytest.mark.parametrize(
    ("place", "page"),
    [
        ("CB2 1TN", "https://www.gov.uk/report-child-abuse-to-local-council"),
        ("Cardiff", "https://www.gov.uk/report-child-abuse-to-local-council"),
        ("EH1 1YZ", "https://www.mygov.scot/report-child-abuse"),
        ("BT1 5GS", "https://www.nidirect.gov.uk/articles/reporting-child-abuse-and-neglect"),
    ],
)
def test_each_nation_has_its_own_protection_of_children(place, page):
    care = step({"reporter": "parent", "child": {"country": "GB", "place": place}}, "social-care")
    assert care.contact.url == page
    assert ("Health and Social Care Trust" in care.why) == place.startswith("BT")


@pytest.mark.parametrize(
    ("facts", "authority"),
    [
        ({"service": {"country": "US"}}, "ncmec"),
        ({"service": {"country": "DE"}}, "DE:bka"),
        ({"service": {"country": "PL"}}, "EU:member-state"),
        ({"service": {"country": "GB", "regulated_user_to_user": "yes"}, "content_detected": "yes"}, "nca"),
    ],
)
def test_where_a_law_takes_content_the_providers_authorised_person_does_that_outside_belisha(
    facts, authority
):
    asked = step({"reporter": "organisation", **facts}, authority)
    assert "authorised person" in asked.why
    assert "Belisha" in asked.why
    assert asked.may_include_media is False


def test_canada_is_told_addresses_only_and_its_police_with_21_days_and_no_tipping_off():
    facts = {"reporter": "organisation", "content_detected": "yes", "service": {"country": "CA"}}
    assert "only that: the law asks for no content" in step(facts, "CA:cybertip").why
    police = step(facts, "CA:police").why
    assert "reasonable grounds" in police
    assert "21 days" in police
    assert "no tipping-off" in police


def test_the_member_states_concerned_are_named_and_else_the_services_own_or_europol():
    known = {"reporter": "organisation", "child": {"country": "FR"}, "suspect": {"country": "IE"}}
    assert "Member State concerned: France and Ireland." in step(known, "EU:member-state").why
    unknown = {"reporter": "organisation", "service": {"country": "PL"}}
    assert "its own Member State, Poland, or Europol" in step(unknown, "EU:member-state").why
    assert "child.country" in {
        one.fact for one in route(unknown).changes if one.rule == "member_state_concerned"
    }


@pytest.mark.parametrize("place", ["JE", "GG", "IM"])
def test_the_police_of_a_crown_dependency_are_confirmed_by_the_row_of_the_directory(place):
    facts = {"danger_now": "no", "child": {"country": place}}
    (police,) = route(facts).steps
    assert not police.confirmed
    assert police.why.startswith("Confirm first")
    row = replace(SHIPPED.row(police.authority.id), confirmed=True, phone="01234 567890")
    (again,) = route(facts, SHIPPED.with_rows([row])).steps
    assert (again.confirmed, again.contact.phone) == (True, "01234 567890")
    assert "Confirm first" not in again.why


def test_a_bare_name_is_read_as_british_with_a_word_and_not_at_all_against_the_countries_given():
    here, away = {"child": {"place": "Boston"}}, {"child": {"place": "Boston"}, "reader": {"country": "US"}}
    assert "police:E23000020" in ids(here)
    assert "police:E23000020" not in ids(away)
    for facts in (here, away):
        assert "child.country" in {one.fact for one in route(facts).changes if one.rule == "places_read"}


def test_a_place_in_another_country_than_the_one_given_is_said_to_be_overruled():
    found = route({"child": {"country": "FR", "place": "CB2 1TN"}})
    assert "police:E23000023" not in [one.authority.id for one in found.steps]
    assert [one.sentence for one in found.changes if one.fact == "child.place" and one.rule == "places_read"]


def test_the_rules_that_fired_are_listed_and_each_step_and_change_names_one():
    found = route({"reporter": "parent", "child": {"place": "CB2 1TN"}})
    fired = [rule.id for rule in found.rules]
    assert fired == ["emergency", "police", "social_care", "ceop", "somebody_to_talk_to"]
    assert {one.rule for one in found.steps} <= set(fired)
    assert all(one.rule in {rule.id for rule in RULES} and one.fact for one in found.changes)


def test_every_rule_is_a_pure_function_of_the_scene():
    scene = look(parse_facts({"reporter": "parent", "child": {"place": "CB2 1TN"}}), SHIPPED)
    for rule in RULES:
        assert list(rule.apply(scene)) == list(rule.apply(scene))


def test_a_slip_in_a_name_gives_a_likely_force_and_says_that_a_postcode_makes_sure():
    found = route({"danger_now": "no", "child": {"country": "GB", "place": "Cambrige"}})
    (police,) = found.steps
    assert police.authority.name == "The local police: probably Cambridgeshire Constabulary"
    assert [one.id for one in police.candidates] == ["police:E23000023"]
    assert police.basis == "The child's place: by district, likely, not exact."
    assert any("makes sure" in one.sentence and one.fact == "child.place" for one in found.changes)


def test_a_place_that_no_table_knows_is_said_not_to_have_been_found():
    for facts in ({"child": {"place": "Kentt"}}, {"child": {"country": "GB", "place": "Kentt"}}):
        assert any("wasn't found" in sentence for sentence in route(facts).would_change)
    abroad = route({"child": {"country": "FR", "place": "Paris"}})
    assert not any("wasn't found" in sentence for sentence in abroad.would_change)
