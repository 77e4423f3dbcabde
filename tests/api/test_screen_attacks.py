"""What a thief of a key might send to the doors for screening: refused or held, and no error of ours."""

import json

import pytest

from belisha.api import screen_rows
from belisha.intake.uploads import SentHashes
from belisha.screening import screen
from belisha.screening.models import Unscreened
from tests.api.screening import HASHES, MEDIA, URLS, planted

FORM = "multipart/form-data; boundary=B"
END = b"--B--\r\n"


@pytest.fixture
def shop(caller):
    return caller("screen")


def part(name="file", filename="a.png", data=b"x", extra=""):
    """One part of a form."""
    named = f'; filename="{filename}"' if filename else ""
    head = f'--B\r\nContent-Disposition: form-data; name="{name}"{named}\r\n{extra}\r\n'
    return head.encode() + data + b"\r\n"


@pytest.mark.parametrize("door", [MEDIA, HASHES, URLS])
def test_a_query_of_thousands_of_fields_is_no_error_of_ours(shop, door):
    content_type = "image/png" if door == MEDIA else "application/json"
    query = "&".join(f"field{number}=1" for number in range(2000))
    answer = shop.post(b"x", f"{door}?{query}", content_type=content_type)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (part() + part("second", "b.png") + END, 400),
        (part() + part("field", "") + END, 400),
        (b"".join(part(f"field{number}", "") for number in range(2000)) + END, 400),
        (part(), 400),
        (part(extra="X-Long: " + "a" * 200_000 + "\r\n") + END, 400),
        (part(filename="../../etc/passwd") + END, 200),
        (part(extra="Content-Transfer-Encoding: base64\r\n", data=b"*" * 400) + END, 200),
        (part(extra="Content-Type: image/png; charset=nothing\r\n") + END, 200),
    ],
)
def test_a_form_with_tricks_is_refused_or_held(shop, body, status):
    answer = shop.post(body, MEDIA, content_type=FORM)
    assert answer.status_code == status, answer.content
    assert status != 200 or answer.json()["action"] == "hold"


def test_a_body_that_is_packed_is_not_unpacked(shop):
    answer = shop.post(b"\x1f\x8b" + bytes(99), MEDIA, content_type="image/png", Content_Encoding="gzip")
    assert (answer.status_code, answer.json()["verdict"]) == (200, "not_screened")


@pytest.mark.parametrize(
    "row",
    [
        {"id": "a\0b", "pdq": "1" * 64},
        {"pdq": "\u0661" * 64},
        {"pdq": " 1" * 32},
        {"pdq": "1" * 64, "quality": 101},
        {"pdq": "1" * 64, "list": "any"},
        {"pdq": None},
        {},
        [],
    ],
)
def test_a_row_that_is_none_is_refused_and_nothing_of_it_repeated(shop, row):
    answer = shop.post({"hashes": [row]}, HASHES)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert "\u0661" not in json.dumps(answer.json(), ensure_ascii=False)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b'{"hashes":[' + b"{}," * 4_000_000 + b"{}]}", "application/json"),
        (b'{"hashes":[' + b'"ab",' * 3_000_000 + b"1]}", "application/json"),
        (b"{}\n" * 4_000_000, "application/x-ndjson"),
        (b"\n" * 7_000_001, "application/x-ndjson"),
    ],
)
def test_a_body_of_millions_of_values_is_refused_before_it_is_read(shop, body, content_type, monkeypatch):
    monkeypatch.setattr(screen_rows, "read_json", lambda _: pytest.fail("it was read"))
    answer = shop.post(body, HASHES, content_type=content_type)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_a_hundred_thousand_rows_that_say_everything_are_within_what_is_read():
    row = SentHashes.model_validate({"id": "x", "pdq": "1" * 64}).model_dump_json().encode()
    marks = len(row) - len(row.translate(None, screen_rows._MARKS))
    assert screen_rows.MOST * (marks + 2) <= screen_rows.MOST_MARKS


def test_one_more_than_the_most_is_refused(shop):
    answer = shop.post(bytes(32 * 100_001), HASHES, content_type="application/octet-stream")
    assert answer.status_code == 422


def test_addresses_compared_in_parts_are_answered_in_their_order(shop, monkeypatch):
    monkeypatch.setattr(screen, "TOGETHER", 3)
    planted(url="known.example/page")
    urls = [*(f"https://other.example/{number}" for number in range(4)), "https://", "known.example/page"]
    answer = shop.post({"urls": [{"id": str(place), "url": url} for place, url in enumerate(urls)]}, URLS)
    said = [(one["id"], one["verdict"]) for one in answer.json()["results"]]
    assert said == [*((str(n), "no_match") for n in range(4)), ("4", "not_screened"), ("5", "match")]


def test_what_is_sent_twice_in_one_batch_waits_once(shop):
    twice = [{"id": "u-1", "url": "https://"}] * 2 + [{"id": "u-2", "url": "https://"}]
    results = shop.post({"urls": twice}, URLS).json()["results"]
    waiting = set(Unscreened.objects.values_list("reference", flat=True))
    assert (len(waiting), {one["reference"] for one in results}) == (2, waiting)
