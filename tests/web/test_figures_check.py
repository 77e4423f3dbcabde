"""`/figures/check/`: a sentence in, the verdict out, nothing kept, without JavaScript."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from belisha.figures.desk import checking
from belisha.ledger.models import Entry

ADDRESS = "/figures/check/"
FORM = "application/x-www-form-urlencoded"
CLAIM = "Cambridgeshire up 343% from 164 in 2017/18 to 727 in 2022/23"
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def asked(text, **more):
    body = urlencode({"text": text, **more})
    answer = Client(enforce_csrf_checks=True).post(ADDRESS, body, content_type=FORM)
    return answer, answer.content.decode()


def test_a_claim_that_the_figures_carry_is_supported_with_its_formula():
    answer, words = asked(CLAIM)
    assert answer.status_code == 200
    assert "Supported" in words
    assert "(727 - 164) / 164 = 343.29 per cent" in words


def test_a_wrong_one_is_contradicted_with_the_likely_mistake():
    _, words = asked(CLAIM.replace("343%", "443%"))
    assert "Contradicted" in words
    assert "The ratio told as a change" in words


def test_what_lacks_something_says_what_is_missing():
    _, words = asked("Cambridgeshire had the highest rise of the six East of England forces.")
    assert "Can’t be said" in words or "Can&#x27;t be said" in words
    assert "Norfolk, 2022/23" in words


def test_last_year_is_told_by_the_day_of_the_text():
    _, words = asked("Kent recorded 1,568 offences last year.", written="2024-02-01")
    assert "Supported" in words
    _, without = asked("Kent recorded 1,568 offences last year.")
    assert "depends on the day of the text" in without


def test_markup_that_is_pasted_is_shown_and_never_run():
    _, words = asked('<script>alert(1)</script> Kent recorded <img src=x> 5 offences in 2022/23 "><b>.')
    assert "<script>alert" not in words
    assert "<img src=x>" not in words
    assert '"><b>' not in words


@pytest.mark.parametrize("text", ["", "   ", "x" * (checking.MOST + 1)])
def test_nothing_and_too_much_are_asked_again(text):
    answer, words = asked(text)
    assert answer.status_code == 422
    assert "There is a problem" in words


def test_a_text_without_a_claim_says_how_to_make_one():
    _, words = asked("It rained all day in Leeds.")
    assert "No claim was found" in words


def test_nothing_that_is_asked_is_kept_and_nobody_gets_a_cookie():
    answer, _ = asked(CLAIM)
    assert not answer.cookies
    assert not Entry.objects.exists()


def test_a_body_that_could_carry_a_file_is_refused_unread():
    answer = Client().post(ADDRESS, {"text": CLAIM})
    assert answer.status_code == 415
