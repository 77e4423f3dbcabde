"""Fingerprints and addresses by the thousand: each form of a body gets the same answers, in order."""

from __future__ import annotations

import json
from random import Random

import pytest

from belisha.intake.models import Report
from belisha.screening import screen
from belisha.screening.models import Held, Match, Unscreened
from tests.api.screening import HASHES, MEDIA, URLS, picture, planted, saved

LISTED, OTHERS = (Random(seed).randbytes(32).hex() for seed in (1, 2)), Random(3)
KNOWN, KNOWN_TOO = LISTED
LINES, OCTETS = "application/x-ndjson", "application/octet-stream"
MISS = {"verdict": "no_match", "action": "none", "reference": None}
SHAPE = ["id", "verdict", "action", "reference"]


@pytest.fixture
def shop(caller):
    return caller("screen")


@pytest.fixture
def listed():
    planted(pdq=KNOWN)
    planted(pdq=KNOWN_TOO)


def other() -> str:
    """A hash that is on no list."""
    return OTHERS.randbytes(32).hex()


def near(pdq: str, bits: int) -> str:
    """The same but for so many bits."""
    return f"{int(pdq, 16) ^ (1 << bits) - 1:064x}"


def asked(shop, rows, path=HASHES, **options):
    """What is answered to these rows."""
    answer = shop.post({path.rpartition("/")[2]: rows}, path, **options)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_each_is_answered_in_its_place_and_what_matches_opens_a_report(shop, listed):
    rows = [{"id": "a", "pdq": other()}, {"id": "b", "pdq": KNOWN.upper()}, {"pdq": other()}]
    answers = asked(shop, rows)
    report = Report.objects.get()
    assert [list(answer) for answer in answers] == [SHAPE] * 3
    assert answers[0] == {"id": "a"} | MISS
    assert answers[1] == {"id": "b", "verdict": "match", "action": "hold", "reference": report.receipt}
    assert answers[2] == {"id": None} | MISS
    item, signal = report.items.get(), report.signals.get()
    assert (item.external_id, item.fingerprints) == ("b", {"pdq": KNOWN})
    assert (signal.facts["how"], signal.match.value, signal.match.distance) == ("exact", KNOWN, 0)


def test_lines_and_octets_are_answered_as_json_is(shop, caller, listed):
    hashes = [other(), KNOWN, other(), near(KNOWN_TOO, 20), near(KNOWN, 32)]
    verdicts = ["no_match", "match", "no_match", "match", "no_match"]
    rows = [{"id": str(place), "pdq": pdq} for place, pdq in enumerate(hashes)]
    lines = "\r\n".join(map(json.dumps, rows)).encode() + b"\n\n"
    octets = bytes.fromhex("".join(hashes))
    for body, content_type in ((rows, ""), (lines, LINES), (octets, OCTETS)):
        back_end = caller("screen")
        if content_type:
            answers = back_end.post(body, HASHES, content_type=content_type).json()["results"]
        else:
            answers = asked(back_end, body)
        assert [answer["id"] for answer in answers] == list("01234"), content_type
        assert [answer["verdict"] for answer in answers] == verdicts, content_type


def test_a_hundred_thousand_octets_are_screened_at_once(shop, listed):
    hashes = bytearray(Random(4).randbytes(100_000 * 32))
    hashes[77_777 * 32 : 77_778 * 32] = bytes.fromhex(KNOWN)
    answers = shop.post(bytes(hashes), HASHES, content_type=OCTETS).json()["results"]
    assert [answer["id"] for answer in answers if answer["action"] == "hold"] == ["77777"]
    assert (len(answers), Report.objects.count()) == (100_000, 1)


@pytest.mark.parametrize("kind", ["md5", "sha1", "sha256", "photodna"])
def test_digests_match_as_they_are(shop, kind):
    digits = Random(kind).randbytes({"md5": 16, "sha1": 20, "sha256": 32, "photodna": 144}[kind]).hex()
    planted(**{kind: digits})
    answers = asked(shop, [{"id": "a", kind: digits, "pdq": other()}, {"id": "b", kind: digits[::-1]}])
    assert [answer["verdict"] for answer in answers] == ["match", "no_match"]
    assert Report.objects.get().signals.get().match.kind == kind


def test_a_pdq_of_poor_quality_matches_nothing_near(shop, listed):
    rows = [{"id": str(quality), "pdq": near(KNOWN, 10), "quality": quality} for quality in (49, 50)]
    assert [answer["verdict"] for answer in asked(shop, rows)] == ["no_match", "match"]


def test_matches_of_one_account_are_one_report_and_others_each_their_own(shop, listed):
    rows = [
        {"id": "a", "account": "user-1", "pdq": KNOWN},
        {"id": "b", "account": "user-1", "pdq": KNOWN_TOO},
        {"id": "c", "account": "user-2", "pdq": KNOWN},
        {"id": "d", "pdq": KNOWN},
        {"id": "e", "pdq": near(KNOWN, 3)},
    ]
    references = [answer["reference"] for answer in asked(shop, rows)]
    assert len(set(references)) == 4
    assert references[0] == references[1]
    reports = {report.receipt: report for report in Report.objects.all()}
    assert [item.external_id for item in reports[references[0]].items.all()] == ["a", "b"]
    assert [one.external_id for one in reports[references[2]].accounts.all()] == ["user-2"]
    assert reports[references[3]].accounts.count() == 0


def test_a_batch_that_is_sent_again_is_answered_again_and_opens_nothing(shop, listed):
    rows = [{"id": "a", "pdq": KNOWN}, {"id": "b", "pdq": other()}, {"pdq": KNOWN_TOO}]
    first = asked(shop, rows)
    assert asked(shop, rows) == first
    assert asked(shop, [{"id": "a", "pdq": other()}]) == first[:1]
    assert (Report.objects.count(), Held.objects.count(), Match.objects.count()) == (2, 2, 2)


def test_what_was_held_by_its_fingerprint_is_held_when_it_is_sent(shop, listed):
    first = asked(shop, [{"id": "photo-1", "pdq": KNOWN}])[0]
    answer = shop.post(saved(picture(seed=4), "PNG"), f"{MEDIA}?id=photo-1", content_type="image/png").json()
    assert (answer["verdict"], answer["reference"]) == ("match", first["reference"])


def test_many_matches_in_one_batch_are_all_kept(shop, listed):
    answers = asked(shop, [{"id": f"photo-{number}", "pdq": KNOWN} for number in range(120)])
    assert len({answer["reference"] for answer in answers}) == Report.objects.count() == 120


def test_answers_to_as_much_are_equally_long(shop, listed):
    answers = [shop.post({"hashes": [{"id": pdq[:4], "pdq": pdq}]}, HASHES) for pdq in (KNOWN, other())]
    assert [answer.json()["results"][0]["action"] for answer in answers] == ["hold", "none"]
    assert len({len(answer.content) for answer in answers}) == 1


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([{"id": "a", "pdq": "0" * 63}], "hashes[0].pdq"),
        ([{"pdq": other()}, {"pdq": "g" * 64}], "hashes[1].pdq"),
        ([{"pdq": other()[:-2] + "  "}], "hashes[0].pdq"),
        ([{"id": "a"}], "hashes[0]"),
        ([{"id": " ", "pdq": other()}], "hashes[0].id"),
        ([{"id": "a\n", "pdq": other()}], "hashes[0].id"),
        ([{"id": "", "pdq": other()}], "hashes[0].id"),
        ([{"id": 7, "pdq": other()}], "hashes[0].id"),
        ([{"id": "x" * 501, "pdq": other()}], "hashes[0].id"),
        ([{"pqd": other()}], "hashes[0].pqd"),
        ([{"pdq": other(), "quality": 101}], "hashes[0].quality"),
        ([7], "hashes[0]"),
        ("7", "hashes"),
        ([{"pdq": "0" * 64}] * 100_001, "hashes"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_screened(shop, rows, field):
    answer = shop.post({"hashes": rows}, HASHES)
    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{}", "application/json", 422),
        (b"[]", "application/json", 422),
        (b'{"hashes": [], "more": 1}', "application/json", 422),
        (b'{"hashes": [{"pdq": "00", "pdq": "00"}]}', "application/json", 400),
        (b'{"pdq": [1\n2]}', LINES, 400),
        (b'{"a": 1},{"a": 1}\n', LINES, 400),
        (b"nothing", LINES, 400),
        (b"0" * 31, OCTETS, 422),
        (b"0" * 32 * 100_001, OCTETS, 422),
        (b"{}", "text/plain", 415),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(shop, body, content_type, status):
    assert shop.post(body, HASHES, content_type=content_type).status_code == status


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"pdq": [1', "Line 2 is not JSON: column 11."),
        (b'{"a": 1, "a": 1}', "Line 2 names a field twice in one object."),
    ],
)
def test_a_line_that_cannot_be_read_is_named_once(shop, line, said):
    body = b'{"md5": "%s"}\n%s\n' % (b"0" * 32, line)
    assert shop.post(body, HASHES, content_type=LINES).json()["detail"] == said


def test_nothing_is_answered_with_nothing(shop):
    assert asked(shop, []) == []
    assert shop.post(b"\n", HASHES, content_type=LINES).json() == {"results": []}


def test_a_service_that_is_not_there_is_refused_even_where_nothing_matches(shop):
    for path, rows in ((HASHES, [{"pdq": other()}]), (URLS, [{"url": "https://a.example/"}])):
        answer = shop.post({path.rpartition("/")[2]: rows}, f"{path}?service=nowhere")
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_service")
        assert shop.post({path.rpartition("/")[2]: rows}, f"{path}?servce=x").status_code == 422


def test_an_address_matches_however_it_is_spelled(shop):
    planted(url="https://pictures.example/album/1")
    rows = [
        {"id": "m-1", "account": "user-1", "url": "HTTP://Pictures.EXAMPLE:80/album/%31#top"},
        {"id": "m-2", "url": "https://pictures.example/album/2"},
    ]
    answers = asked(shop, rows, URLS)
    report = Report.objects.get()
    assert [answer["verdict"] for answer in answers] == ["match", "no_match"]
    assert (report.source, report.signals.get().kind) == ("url_match", "url_match")
    assert (report.items.get().external_id, report.items.get().locator) == ("m-1", rows[0]["url"])
    assert asked(shop, rows, URLS) == answers
    assert Report.objects.count() == 1


def test_what_is_no_address_is_held_for_a_person(shop):
    rows = [{"id": "m-1", "url": "https://"}, {"id": "m-2", "url": "https://a.example/"}]
    answers = asked(shop, rows, URLS)
    row = Unscreened.objects.get()
    assert answers[0] == {
        "id": "m-1",
        "verdict": "not_screened",
        "action": "hold",
        "reference": row.reference,
    }
    assert answers[1] == {"id": "m-2"} | MISS
    assert (row.reason, row.content_id) == ("not_an_address", "m-1")


def test_one_message_with_two_addresses_is_two_questions(shop):
    planted(url="https://pictures.example/album/1")
    rows = [{"id": "m-1", "url": f"https://pictures.example/album/{number}"} for number in (1, 2)]
    assert [answer["verdict"] for answer in asked(shop, rows, URLS)] == ["match", "no_match"]
    assert asked(shop, rows[1:], URLS)[0]["verdict"] == "no_match"


def test_addresses_that_would_take_too_many_look_ups_are_refused_as_a_whole(shop, listed, monkeypatch):
    monkeypatch.setattr(screen, "MOST_SPELLINGS", 40)
    deep = {"url": "https://a.b.c.example/" + "x/" * 20}
    assert asked(shop, [deep], URLS)[0]["verdict"] == "no_match"
    answer = shop.post({"urls": [deep, deep]}, URLS)
    assert (answer.status_code, answer.json()["code"]) == (422, "too_deep")
    assert answer["Content-Type"] == "application/problem+json"
