"""What an address of an authority may look like, and how long a reading counts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from belisha.organisation import alike, rules
from belisha.routing.review import OLD_AFTER

pytestmark = pytest.mark.pure

SHIPPED = "https://www.stopline.at/en/"


def test_plain_addresses_of_the_public_internet_stand():
    for url in (SHIPPED, "https://police.uk/a?b=c", "https://a-b.gov.example.org/x#y", "https://1177.se/"):
        assert rules.wrong_url(url) == "", url


@pytest.mark.parametrize(
    ("words", "urls"),
    [
        (
            "https://",
            [
                "http://stopline.at/",
                "ftp://stopline.at/",
                "javascript:alert(1)",
                "stopline.at",
                "",
                "HTTPS://stopline.at/",
            ],
        ),
        ("user", ["https://stopline.at@other.example.org/", "https://a:b@other.org/", "https://@other.org/"]),
        ("port", ["https://stopline.at:8443/", "https://stopline.at:443/", "https://stopline.at:/"]),
        (
            "number",
            [
                "https://192.0.2.7/",
                "https://[2001:db8::1]/",
                "https://2130706433/",
                "https://0x7f.1/",
                "https://0177.0.0.1/",
            ],
        ),
        ("xn--", ["https://xn--stpline-q4a.at/", "https://www.xn--p1ai/"]),
        (
            "letters",
            ["https://stоpline.at/", "https://stopline.at/ x", "https://stop\\line.at/", "https://a\n.at/"],
        ),
        ("public Internet", ["https://localhost/", "https://stopline/", "https://desk.local/"]),
        ("short link", ["https://bit.ly/abc", "https://t.co/abc"]),
        ("can't be read", ["https://-a.at/", "https://a..at/", "https://stopline.at./", "https://a_b.at/"]),
        ("can't be read", ["https://[stopline.at/", "https://stopline.at:99999/"]),
    ],
)
def test_an_address_that_hides_where_it_leads_is_refused_in_words(words, urls):
    for url in urls:
        assert words in rules.wrong_url(url), url


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("ends otherwise", "https://stopline.eu/"),
        ("looks much like", "https://www.st0pline.at/"),
        ("looks much like", "https://stop-line.at/"),
        ("looks much like", "https://stopiine.at/"),
        ("only looks like", "https://stopline.at.reports.org/"),
        ("only looks like", "https://stopline-at.reports.org/"),
        ("another domain", "https://hotline.example.org/"),
    ],
)
def test_what_is_odd_beside_the_shipped_address_is_said(words, url):
    assert words in " ".join(alike.odd_about(url, known=SHIPPED))


def test_another_page_of_the_same_domain_is_not_odd():
    assert alike.odd_about("https://report.stopline.at/form", known=SHIPPED) == ()
    assert alike.odd_about("https://a.police.uk/", known="https://b.police.uk/") != ()
    assert alike.odd_about("https://hotline.example.org/", known="") == ()


def test_an_e_mail_address_elsewhere_than_the_page_is_odd():
    assert alike.odd_about(SHIPPED, known=SHIPPED, email="desk@stopline.at") == ()
    assert "other.org" in alike.odd_about(SHIPPED, known=SHIPPED, email="desk@other.org")[0]


def test_a_page_that_is_left_out_is_odd():
    [left_out] = alike.odd_about("", known=SHIPPED, email="desk@stopline.at")
    assert left_out == "It leaves out the page so far: stopline.at."


def test_telephone_numbers_and_e_mail_addresses_are_checked():
    for phone in ("116 111", "+43 (1) 409-5576", "110"):
        assert rules.wrong_phone(phone) == ""
    for phone in ("12", "0" * 16, "ring me", "٠١٢٣٤٥", "+", "116111;ext=9"):
        assert rules.wrong_phone(phone)
    assert rules.wrong_email("desk@stopline.at") == ""
    for email in (
        "desk",
        "desk@",
        "a b@stopline.at",
        "desk@xn--a.at",
        "desk@192.0.2.7",
        "x@y@z.at",
        "a@localhost",
        "desk%other.example@stopline.at",
        "-desk@stopline.at",
        "desk@stopline.at,desk@other.org",
        "desk@stopline.at\ndesk@other.org",
        "desk@stopline.at.",
    ):
        assert rules.wrong_email(email), email


def test_a_name_is_written_in_latin_letters_alone():
    for name in ("Vihjeliin", "Põhja-Žemaitija Hotline 116 111", "O’Brien & Co."):
        assert rules.wrong_name(name) == "", name
    for name in ("", "116 111", "Nаtional Hotline", "Hotline\u202eenil", "Hot\u200bline", "Ｈotline"):
        assert rules.wrong_name(name), name


def test_a_reading_counts_for_180_days_and_not_before_it_happened():
    today = date(2026, 11, 22)
    assert rules.wrong_date(today, today) == rules.wrong_date(today - timedelta(days=180), today) == ""
    assert "future" in rules.wrong_date(today + timedelta(days=1), today)
    assert "180 days ago" in rules.wrong_date(today - timedelta(days=181), today)
    assert rules.READING_COUNTS == OLD_AFTER


def test_a_change_waits_at_least_an_hour_and_three_times_as_long_for_one_person():
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    waits = {
        (hours, alone): rules.holds_from(now, hours=hours, alone=alone) - now
        for hours in (0, 24)
        for alone in (True, False)
    }
    assert {key: wait.total_seconds() / 3600 for key, wait in waits.items()} == {
        (0, True): 3, (0, False): 1, (24, True): 72, (24, False): 24,
    }  # fmt: skip
