"""The public form, walked through its own door."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies

from belisha.intake.models import Report
from belisha.intake.read import reports_of
from belisha.ledger.models import Entry
from belisha.web.public.answers import report_of
from belisha.web.public.state import State
from belisha.web.public.steps import FIELDS, unfinished
from tests.web.public_form import FORM, REPORT, STATUS, WORDS, Visitor, harbour, heading, post, receipt_on

DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
DOT_SHA256 = "6b7fa434f92a8b80aab02d9bf1a12e49ffcae424e4013a1c4f68b67e3d2bbcd0"


@pytest.fixture
def visitor():
    harbour()
    return Visitor()


def the_report():
    [view] = reports_of(Report.objects.values_list("id", flat=True))
    return view


def test_four_steps_become_one_report_with_a_receipt(visitor):
    visitor.open()
    headings = [visitor.heading]
    for fields in (
        {"danger_now": "no"},
        {
            "concerns": ["grooming", "coercion"],
            "what_happened": WORDS,
            "items": "https://chat.example/post/17",
        },
        {
            "child_age": "12",
            "child_country": "GB",
            "child_place": "Ely",
            "accounts": "harbour_fan_71\nother_71",
        },
        {"reporter_kind": "parent", "may_contact": "yes", "email": "kim@mail.example"},
    ):
        headings.append(visitor.press(**fields).heading)
    visitor.send()

    assert headings == [
        "Tell us what worries you",
        "What is it about?",
        "Who and where?",
        "How can we reach you?",
        "Check your answers",
    ]
    report = the_report()
    assert visitor.receipt == report.receipt
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", visitor.receipt)
    assert (report.source, report.danger_now, report.concerns) == ("public", "no", ("grooming", "coercion"))
    assert report.what_happened == WORDS
    assert [(item.external_id, item.locator) for item in report.items] == [
        ("https://chat.example/post/17", "https://chat.example/post/17")
    ]
    assert [(one.external_id, one.role) for one in report.accounts] == [
        ("harbour_fan_71", "suspect"),
        ("other_71", "suspect"),
    ]
    assert report.child == {"country": "GB", "place": "Ely", "age": 12}
    assert report.reporter == {"kind": "parent", "email": "kim@mail.example", "may_contact": True}
    assert [entry.event for entry in Entry.objects.all()] == ["report.received"]


def test_no_answer_sets_a_cookie_or_lets_itself_be_kept(visitor):
    client = visitor.client
    visitor.to_check().send()
    receipt = visitor.receipt
    answers = [
        client.get("/"),
        client.get(REPORT),
        visitor.page,
        post(client, REPORT, {"danger_now": "no"}),
        client.get(STATUS),
        post(client, STATUS, {"receipt": receipt}),
        post(client, STATUS, {"receipt": "1"}),
        client.post(REPORT, "message 1", content_type="text/plain"),
    ]
    for answer in answers:
        assert not answer.cookies
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_emergency_number_stands_before_the_first_field(visitor):
    visitor.open()
    number, first_field = visitor.text.index("Call 999"), visitor.text.index('type="radio"')
    assert number < first_field


@pytest.mark.parametrize(
    ("country", "shown"), [("US", "Call 911"), ("DE", "Call 112"), ("AD", "Call the local emergency number")]
)
def test_the_emergency_number_is_that_of_the_desks_country(country, shown):
    harbour(country=country)
    assert shown in Visitor().open().text


def test_danger_now_leads_to_the_number_and_one_page_of_few_questions(visitor):
    visitor.open().press(danger_now="yes")
    assert visitor.heading == "Call 999 now"
    asked = set(re.findall(r'<(?:input|textarea|select)[^>]* name="(\w+)"', visitor.text)) - {"state"}
    assert asked == {"what_happened", "child_place", "accounts", "phone"}

    visitor.press(what_happened=WORDS, child_place="Ely", phone="01632 960 001")

    report = the_report()
    assert (report.danger_now, report.concerns) == ("yes", ("child_safety",))
    assert report.child == {"place": "Ely"}
    assert report.reporter == {"phone": "01632 960 001", "may_contact": True}
    assert visitor.receipt == report.receipt
    assert "Call 999 now" in visitor.text


def test_danger_that_is_noticed_at_the_end_takes_every_answer_along(visitor):
    visitor.to_check(child_age="12", concerns=["coercion"])
    visitor.press("change:danger").press(danger_now="yes")
    assert visitor.heading == "Call 999 now"
    assert WORDS in visitor.text

    visitor.press("send", what_happened=WORDS)

    report = the_report()
    assert (report.danger_now, report.concerns, report.child) == ("yes", ("coercion",), {"age": 12})


def test_a_missing_answer_is_named_above_the_page_and_nothing_is_lost(visitor):
    visitor.open().press(danger_now="no").press(items="https://chat.example/post/17")
    assert visitor.page.status_code == 422
    assert "<title>Error: Contact form, step 2 of 4" in visitor.text
    assert 'href="#id_concerns_0"' in visitor.text
    assert 'href="#id_what_happened"' in visitor.text
    assert "https://chat.example/post/17" in visitor.text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("child_age", "twelve", "Enter the child’s age in years, such as 12"),
        ("child_age", "1200", "Enter the child’s age in years, such as 12"),
        ("child_country", "ZZ", "Choose one of the answers"),
        ("child_place", "x" * 201, "must be one line of at most 200 characters"),
        ("accounts", "x" * 501, "Line 1 is too long"),
        ("accounts", "\n".join(str(number) for number in range(51)), "Enter at most 50 lines"),
        ("day", "yesterday", "Enter the day as day, month and year"),
        ("day", "2999-01-01", "Enter a day that is not in the future"),
        ("time", "18:30", "Enter the day too, or leave the time out"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(visitor, field, value, sentence):
    visitor.open().press(danger_now="no").press(concerns="other", what_happened=WORDS)
    visitor.press(**{field: value})
    assert visitor.page.status_code == 422
    assert sentence in visitor.text
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"may_contact": "yes"}, "Enter an e-mail address or a phone number, or choose “No”"),
        ({"email": "kim"}, "Enter an e-mail address, such as"),
        ({"phone": "soon"}, "Enter a phone number, such as"),
    ],
)
def test_a_contact_that_cannot_be_used_is_said_in_a_sentence(visitor, fields, sentence):
    visitor.to_check(**fields)
    assert (visitor.page.status_code, visitor.heading) == (422, "How can we reach you?")
    assert sentence in visitor.text


def test_back_keeps_what_was_typed_even_where_it_is_not_finished(visitor):
    visitor.open().press(danger_now="unknown").press(concerns="other", what_happened=WORDS)
    visitor.press("back", child_age="twelve")
    assert visitor.heading == "What is it about?"
    assert WORDS in visitor.text
    assert re.search(r'value="other"[^>]*checked', visitor.text)
    visitor.press(concerns="other", what_happened=WORDS)
    assert (visitor.heading, 'value="twelve"' in visitor.text) == ("Who and where?", True)


def test_a_changed_answer_leads_straight_back_to_the_last_page(visitor):
    visitor.to_check().press("change:what")
    assert visitor.heading == "What is it about?"
    visitor.press(concerns="other", what_happened="Message 2.")
    assert visitor.heading == "Check your answers"
    assert "Message 2." in visitor.text


def test_sent_twice_it_is_one_report_with_one_receipt(visitor):
    visitor.to_check()
    state = visitor.state
    answers = [post(visitor.client, REPORT, {"state": state, "go": "send"}) for _ in range(2)]
    first, second = (receipt_on(answer) for answer in answers)
    assert first == second == the_report().receipt


def test_changed_after_it_was_sent_it_is_another_report(visitor):
    visitor.to_check()
    before = visitor.state
    visitor.send()
    visitor.page = post(visitor.client, REPORT, {"state": before, "go": "change:what"})
    visitor.press(concerns="other", what_happened="Message 2.").send()
    assert sorted(view.what_happened for view in reports_of(Report.objects.values_list("id", flat=True))) == [
        WORDS,
        "Message 2.",
    ]


def test_two_visitors_with_the_same_words_make_two_reports(visitor):
    receipts = {visitor.to_check().send().receipt, Visitor().to_check().send().receipt}
    assert len(receipts) == Report.objects.count() == 2


def test_a_picture_in_the_text_is_cut_before_it_is_shown_or_kept(visitor):
    visitor.open().press(danger_now="no").press(what_happened=f"{WORDS} {DOT}")
    assert (visitor.page.status_code, DOT[-40:] in visitor.text) == (422, False)
    visitor.press(concerns="other", what_happened=f"{WORDS} {DOT}").press(accounts=DOT).press()
    assert DOT[-40:] not in visitor.text
    visitor.send()
    assert "We took something out of your text" in visitor.text
    assert visitor.text.count(DOT_SHA256) >= 2

    report = the_report()
    assert DOT[-40:] not in report.what_happened + report.accounts[0].external_id
    assert f"SHA-256 {DOT_SHA256}" in report.what_happened
    assert {thing["field"] for thing in report.removed} == {"what_happened", "accounts"}
    assert {thing["sha256"] for thing in report.removed} == {DOT_SHA256}


def test_a_report_without_a_picture_says_nothing_of_one(visitor):
    assert "We took something out" not in visitor.to_check().send().text


def test_a_state_that_was_changed_is_refused_and_what_was_typed_is_still_there(visitor):
    visitor.to_check()
    state = visitor.state
    middle = len(state) // 2
    changed = state[:middle] + ("A" if state[middle] != "A" else "B") + state[middle + 1 :]
    for wrong in (changed, "", "é", state[:-4], f"{state}AAAA"):
        answer = post(visitor.client, REPORT, {"state": wrong, "go": "send", "what_happened": "Message 9."})
        assert (answer.status_code, heading(answer)) == (422, "Tell us what worries you")
        assert "Please start again" in answer.content.decode()
    assert not Report.objects.exists()
    visitor.page = answer
    assert "Message 9." in visitor.press(danger_now="no").text


def test_a_page_from_hours_ago_asks_again_and_loses_nothing(visitor):
    with time_machine.travel(datetime(2026, 11, 22, 9, 0, tzinfo=UTC), tick=False) as clock:
        visitor.open().press(danger_now="no")
        clock.shift(timedelta(hours=2, seconds=1))
        visitor.press(concerns="other", what_happened=WORDS)
        assert "This page was open for more than 2 hours" in visitor.text
        assert (visitor.heading, WORDS in visitor.text) == ("What is it about?", True)
        visitor.press(concerns="other", what_happened=WORDS).press().press()
        clock.shift(timedelta(hours=3))
        visitor.send()
        assert (receipt_on(visitor.page), Report.objects.count()) == (None, 0)
        visitor.send()
    assert the_report().what_happened == WORDS


def test_a_page_stays_good_for_two_hours(visitor):
    with time_machine.travel(datetime(2026, 11, 22, 9, 0, tzinfo=UTC), tick=False) as clock:
        visitor.open()
        clock.shift(timedelta(hours=2))
        assert visitor.press(danger_now="no").heading == "What is it about?"


def test_what_was_answered_cannot_be_read_from_the_page(visitor):
    visitor.open().press(danger_now="no").press(concerns="other", what_happened="canary-71")
    assert "canary-71" not in visitor.text


def test_day_and_time_are_read_in_the_zone_that_was_chosen(visitor):
    visitor.to_check(day="2026-07-03", time="18:30", zone="America/New_York").send()
    assert the_report().occurred_at == datetime(2026, 7, 3, 22, 30, tzinfo=UTC)


def test_without_a_zone_day_and_time_are_those_of_the_desk(visitor):
    visitor.to_check(day="2026-07-03", time="18:30").send()
    assert the_report().occurred_at == datetime(2026, 7, 3, 17, 30, tzinfo=UTC)


def test_a_day_without_a_time_is_kept_as_it_was_said(visitor):
    visitor.to_check(day="2026-07-03").send()
    report = the_report()
    assert report.occurred_at is None
    assert report.what_happened == f"{WORDS}\n\n[Day given on the form, without a time: 3 July 2026]"


def test_a_text_that_fills_its_room_is_taken_whole(visitor):
    visitor.to_check(what_happened="x y" * 6633, day="2026-07-03").send()
    assert the_report().what_happened.startswith("x y" * 6633)


def test_nobodys_name_joins_no_two_reports(visitor):
    from belisha.intake.models import Identifier

    for _ in range(2):
        Visitor().to_check(accounts="I don’t know", items="https://chat.example/").send()
    digests = [bytes(one) for one in Identifier.objects.values_list("digest", flat=True)]
    assert len(set(digests)) == len(digests) == 4


def test_the_same_account_is_found_in_both_reports(visitor):
    from belisha.intake.models import Identifier

    for _ in range(2):
        Visitor().to_check(accounts="harbour_fan_71").send()
    assert len({bytes(one) for one in Identifier.objects.values_list("digest", flat=True)}) == 1


def test_a_choice_of_services_is_offered_only_where_there_is_one(visitor):
    from belisha.organisation.models import Service

    assert 'name="service"' not in visitor.open().press(danger_now="no").text
    Service.objects.create(slug="harbour", name="Harbour")
    assert 'name="service"' not in visitor.open().press(danger_now="no").text
    visitor.to_check().send()
    assert the_report().service == "Harbour"
    Service.objects.create(slug="marina", name="Marina")
    assert 'name="service"' in visitor.open().press(danger_now="no").text


def test_a_file_is_refused_unread(visitor):
    from django.core.files.uploadedfile import SimpleUploadedFile

    visitor.open()
    answer = visitor.client.post(
        REPORT,
        {"state": visitor.state, "danger_now": "no", "f": SimpleUploadedFile("note.txt", b"message 1")},
    )
    assert (answer.status_code, heading(answer)) == (415, "This form takes text only")


def test_a_body_beyond_the_limit_is_answered_in_plain_words(visitor):
    visitor.open()
    answer = visitor.client.post(
        REPORT,
        f"state={visitor.state}&what_happened={'x' * 1_100_000}",
        content_type=FORM,
    )
    assert (answer.status_code, heading(answer)) == (413, "Your text is too long")
    assert "Call 999" in answer.content.decode()


def test_a_database_that_does_not_answer_loses_nothing(visitor, monkeypatch):
    from django.db import OperationalError

    from belisha.web.public import report as door

    def away(**_):
        raise OperationalError

    visitor.to_check()
    with monkeypatch.context() as patched:
        patched.setattr(door, "receive", away)
        visitor.send()
    assert (visitor.page.status_code, "We could not save your report" in visitor.text) == (503, True)
    assert visitor.send().receipt == the_report().receipt


def test_the_form_needs_no_csrf_token_and_no_session(visitor):
    strict = Visitor(Client(enforce_csrf_checks=True))
    assert strict.to_check().send().receipt
    assert not strict.client.cookies


def test_the_receipt_can_be_read_over_the_telephone(visitor):
    visitor.to_check().send()
    names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    for group in visitor.receipt.split():
        assert " ".join(names[int(digit)] for digit in group) in visitor.text


def test_the_receipt_page_offers_help_that_fits(visitor):
    visitor.to_check(concerns=["indecent_images"], reporter_kind="child").send()
    assert "Childline" in visitor.text
    assert "Report Remove" in visitor.text
    assert "StopNCII" not in visitor.text
    Visitor()
    other = Visitor().to_check(concerns=["other"], reporter_kind="parent").send()
    assert "NSPCC" in other.text
    assert "Report Remove" not in other.text


def test_fields_of_other_pages_and_unknown_buttons_change_nothing(visitor):
    visitor.open().press("change:urgent", danger_now="no", what_happened="Message 9.", state_="x")
    assert visitor.heading == "What is it about?"
    assert "Message 9." not in visitor.text
    visitor.press("nonsense", concerns="other", what_happened=WORDS)
    assert visitor.heading == "Who and where?"


def test_the_demo_says_that_nobody_reads_what_is_sent(visitor, settings):
    settings.BELISHA = settings.BELISHA.model_copy(update={"demo": True})
    assert "This is a demo" in visitor.open().text
    assert "This is a demo" in visitor.open("/").text


TYPED = strategies.text(max_size=60) | strategies.sampled_from(
    [
        "yes",
        "no",
        "unknown",
        "GB",
        "12",
        "2026-07-03",
        "18:30",
        "UTC",
        "parent",
        "grooming",
        "a@b",
        "0800 1111",
    ]
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=strategies.dictionaries(strategies.sampled_from(FIELDS), TYPED, max_size=4))
def test_whatever_the_form_accepts_is_a_report_that_is_taken(db_ready, typed):
    posted = QueryDict(mutable=True)
    for name, value in ({"danger_now": "no", "concerns": "other", "what_happened": WORDS} | typed).items():
        posted[name] = value
    state = State().answered(posted, FIELDS)
    if not unfinished(state):
        assert report_of(state).what_happened


@pytest.fixture
def db_ready():
    harbour()
