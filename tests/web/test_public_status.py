"""Asking what became of a report: the holder of a receipt is told, a guesser learns nothing."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from belisha.intake.models import Report, State
from belisha.intake.receipts import DAMM, grouped
from belisha.web.public.guessing import MISSES
from tests.web.public_form import STATUS, Visitor, harbour, heading, post


@pytest.fixture
def receipt():
    harbour()
    return Visitor().to_check().send().receipt


def ask(receipt, client=None, **extra):
    return post(client or Client(**extra), STATUS, {"receipt": receipt})


def a_strangers_receipt():
    """Sixteen digits whose check digit is right."""
    digits, state = "123456789012345", 0
    for digit in digits:
        state = DAMM[state][int(digit)]
    return grouped(f"{digits}{state}")


def test_the_holder_of_a_receipt_is_told_in_plain_words(receipt):
    answer = ask(receipt)
    assert (answer.status_code, heading(answer)) == (200, "Where things stand")
    assert "We have your report. A person will look at it." in answer.content.decode()


@pytest.mark.parametrize("between", ["", "-", "\u00a0", " . "])
def test_the_receipt_may_be_typed_as_people_do(receipt, between):
    assert ask(between.join(receipt.split())).status_code == 200


def test_the_answer_repeats_nothing_of_the_report_and_not_the_receipt(receipt):
    text = ask(receipt).content.decode()
    assert receipt not in text
    assert receipt.replace(" ", "") not in text
    assert "Message 1" not in text


def test_what_was_decided_and_who_was_told_look_the_same(receipt):
    texts = set()
    for state in (State.DECIDED, State.REFERRED, State.CLOSED):
        Report.objects.update(state=state)
        texts.add(ask(receipt).content)
    assert len(texts) == 1


@pytest.mark.parametrize("source", ["hash_match", "url_match", "classifier", "contact_pattern"])
def test_the_receipt_of_what_a_machine_found_is_unknown_here(receipt, source):
    Report.objects.update(source=source)
    found, unknown = ask(receipt), ask(a_strangers_receipt())
    assert (found.status_code, found.content) == (unknown.status_code, unknown.content)


def test_wrong_receipts_cannot_be_told_apart(receipt):
    last = str((int(receipt[-1]) + 1) % 10)
    wrong = [
        a_strangers_receipt(),
        receipt[:-1] + last,
        "",
        "1",
        "x" * 5000,
        "' OR 1=1 --",
        "0000 0000 0000 0000",
    ]
    answers = [ask(one) for one in wrong]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


def test_a_wrong_receipt_costs_as_many_queries_as_a_malformed_one(receipt, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for wrong in (a_strangers_receipt(), "1", ""):
        with CaptureQueriesContext(connection) as queries:
            ask(wrong)
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_a_receipt_is_answered_only_to_a_form_that_was_sent(receipt):
    answer = Client().get(f"{STATUS}?receipt={receipt.replace(' ', '')}")
    assert heading(answer) == "Check on your report"
    assert answer.content == Client().get(STATUS).content


def test_whoever_tries_many_numbers_has_to_wait(receipt):
    for _ in range(MISSES):
        assert ask("1", REMOTE_ADDR="192.0.2.7").status_code == 404
    for one in ("1", receipt):
        answer = ask(one, REMOTE_ADDR="192.0.2.7")
        assert (answer.status_code, heading(answer)) == (429, "Please wait a minute")
        assert answer.headers["Retry-After"] == "60"
    assert ask(receipt, REMOTE_ADDR="192.0.2.8").status_code == 200


def test_right_numbers_are_never_counted(receipt):
    assert {ask(receipt, REMOTE_ADDR="192.0.2.7").status_code for _ in range(2 * MISSES)} == {200}


def test_a_report_never_has_to_wait(receipt):
    for _ in range(MISSES + 1):
        ask("1")
    assert Visitor().to_check().send().receipt


def test_one_household_on_ipv6_counts_as_one(receipt):
    for number in range(MISSES):
        ask("1", REMOTE_ADDR=f"2001:db8:0:1::{number:x}")
    assert ask("1", REMOTE_ADDR="2001:db8:0:1:ffff::1").status_code == 429
    assert ask("1", REMOTE_ADDR="2001:db8:0:2::1").status_code == 404


def test_a_header_that_anyone_can_send_hides_nobody(receipt):
    for number in range(MISSES):
        ask("1", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert ask("1", HTTP_X_FORWARDED_FOR="198.51.100.99").status_code == 429


def test_behind_our_proxy_the_address_that_it_adds_counts(receipt, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for number in range(MISSES):
        ask("1", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 192.0.2.7")
    assert ask("1", HTTP_X_FORWARDED_FOR="192.0.2.7").status_code == 429
    assert ask("1", HTTP_X_FORWARDED_FOR="192.0.2.8").status_code == 404


def test_no_address_is_kept_in_clear(receipt):
    ask("1", REMOTE_ADDR="192.0.2.7")
    names = " ".join(str(name) for name in cache._cache)
    assert "guesses:" in names
    assert "192.0.2.7" not in names


def test_the_title_gives_nothing_away_on_a_shared_device(receipt):
    titles = [
        re.search(r"<title>(.*?)</title>", answer.content.decode())[1]
        for answer in (
            Client().get("/"),
            Client().get(STATUS),
            ask(receipt),
            ask("1"),
            Client().get("/report/"),
        )
    ]
    assert titles == [
        "Help and contact – Harbour Chat",
        "Contact form, check a number – Harbour Chat",
        "Contact form, check a number – Harbour Chat",
        "Error: Contact form, check a number – Harbour Chat",
        "Contact form, step 1 of 4 – Harbour Chat",
    ]
