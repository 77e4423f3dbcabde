"""One file is screened: what matches is held, opens a report, and is answered the same way again."""

from __future__ import annotations

import random
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.utils import timezone

from belisha import __version__
from belisha.intake.models import Report
from belisha.ledger.models import Entry
from belisha.organisation.models import Service
from belisha.screening.models import Held, Match, Unscreened
from belisha.screening.seen import NotScreened
from belisha.work.models import Task
from tests.api.conftest import Caller
from tests.api.screening import MEDIA, fingerprint_of, picture, planted, saved, sends
from tests.committed import together

NOTHING = {"verdict": "no_match", "action": "none", "reference": None, "reason": None}
NO_FILE = bytes(random.Random(5).randbytes(4000))


@pytest.fixture
def shop(caller):
    return caller("screen", "report")


@pytest.fixture(scope="module")
def known() -> bytes:
    return saved(picture(seed=3), "PNG")


@pytest.fixture
def listed(known) -> bytes:
    planted(pdq=fingerprint_of(known)["pdq"])
    return known


def kept() -> dict[str, int]:
    """How many rows tell of what was screened."""
    rows = (Report, Match, Held, Unscreened, Task)
    return {row.__name__: row.objects.count() for row in rows if row.objects.exists()}


@pytest.mark.parametrize(("services", "whose"), [([], "Planted"), (["Lantern"], None)])
def test_what_names_no_service_is_of_the_only_one_so_that_its_viewer_is_found(shop, listed, services, whose):
    for name in services:
        Service.objects.create(name=name, slug=name.lower())
    sends(shop, listed)
    sends(shop, NO_FILE)
    kept = [Report.objects.get().service, Unscreened.objects.get().service]
    assert [one and one.name for one in kept] == [whose, whose]


def test_what_matches_is_held_and_opens_a_report_with_its_signal(shop, listed):
    said = sends(shop, listed, id="photo-1", account="user-1", ip="192.0.2.7", port="40123").json()
    report = Report.objects.get()
    assert said == {"verdict": "match", "action": "hold", "reference": report.receipt, "reason": None}
    assert (report.source, report.concerns) == ("hash_match", ["indecent_images"])
    assert report.other_facts == {"content_detected": "yes"}
    item, account, signal = report.items.get(), report.accounts.get(), report.signals.get()
    assert (item.external_id, item.address) == ("photo-1", {"ip": "192.0.2.7", "port": 40123})
    assert sorted(item.fingerprints) == ["md5", "pdq", "sha1", "sha256"]
    assert (account.external_id, account.role) == ("user-1", "suspect")
    assert (signal.kind, signal.produced_by, signal.item) == ("list_match", f"belisha/{__version__}", item)
    assert signal.facts == {"how": "exact", "category": "A1", "grade": "", "look": signal.match.sampled}
    assert signal.match.value == item.fingerprints["pdq"]
    assert [entry.event for entry in Entry.objects.filter(about_id=str(report.id))] == ["report.received"]


def test_the_reference_says_where_the_report_stands(shop, listed):
    reference = sends(shop, listed).json()["reference"]
    assert shop.get(f"/api/v1/reports/{reference}").json()["state"] == "received"


def test_what_does_not_match_leaves_nothing_behind(shop, listed):
    before = Entry.objects.count()
    assert sends(shop, saved(picture(seed=4), "PNG"), id="photo-2").json() == NOTHING
    assert (kept(), Entry.objects.count()) == ({}, before)


def test_a_form_of_one_file_is_taken_too(shop, listed):
    body, content_type = a_form([("file", listed)])
    answer = shop.post(body, MEDIA, content_type=content_type, Belisha_Id="photo-1", Belisha_Account="user-1")
    assert answer.json()["verdict"] == "match"
    report = Report.objects.get()
    assert (report.items.get().external_id, report.items.get().content_type) == ("photo-1", "image/png")
    assert report.accounts.get().external_id == "user-1"


def test_held_content_is_held_again_whatever_comes_under_its_id(shop, listed):
    first = sends(shop, listed, id="photo-1").json()
    assert sends(shop, listed, id="photo-1").json() == first
    assert sends(shop, saved(picture(seed=4), "PNG"), id="photo-1").json() == first
    assert kept() == {"Report": 1, "Match": 1, "Held": 1}


@pytest.mark.parametrize("data", ["listed", "unread"])
def test_what_two_services_number_alike_is_held_for_each_of_them(shop, listed, data):
    for name in ("Lantern", "Harbour"):
        Service.objects.create(name=name, slug=name.lower())
    bytes_of = {"listed": listed, "unread": NO_FILE}
    first, second = (
        sends(shop, bytes_of[data], id="photo-1", service=slug).json() for slug in ("lantern", "harbour")
    )
    assert first["action"] == second["action"] == "hold"
    assert first["reference"] != second["reference"]
    assert sends(shop, NO_FILE, id="photo-1", service="harbour").json() == second
    rows = Report if data == "listed" else Unscreened
    assert set(rows.objects.values_list("service__slug", flat=True)) == {"lantern", "harbour"}


def test_without_an_id_the_same_bytes_are_one_report(shop, listed):
    assert sends(shop, listed).json() == sends(shop, listed).json()
    assert Report.objects.count() == 1


def test_what_one_client_was_told_to_hold_is_nothing_to_another(shop, listed, caller):
    sends(shop, listed, id="photo-1")
    assert sends(caller("screen"), saved(picture(seed=4), "PNG"), id="photo-1").json() == NOTHING


def test_after_a_day_a_content_id_is_screened_anew(shop, listed):
    from belisha.jobs.carry import forget_held

    sends(shop, listed, id="photo-1")
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1), tick=False):
        assert sends(shop, saved(picture(seed=4), "PNG"), id="photo-1").json() == NOTHING
        assert sends(shop, listed, id="photo-1").json()["verdict"] == "match"
        assert (forget_held(), Held.objects.count()) == (0, 1)
    assert Report.objects.count() == 2


def test_what_was_held_a_day_ago_is_forgotten(shop, listed):
    from belisha.jobs.carry import forget_held

    sends(shop, listed, id="photo-1")
    assert forget_held() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1), tick=False):
        assert forget_held() == 1
    assert b"photo-1" not in bytes(Held.objects.first().content if Held.objects.exists() else b"")


def test_what_cannot_be_read_is_held_for_a_person(shop, rosa):
    first = sends(shop, NO_FILE, id="photo-1", account="user-1", locator="https://service.example/1").json()
    row = Unscreened.objects.get()
    assert first == {
        "verdict": "not_screened",
        "action": "hold",
        "reference": row.reference,
        "reason": row.reason,
    }
    assert (row.content_id, row.account, row.size) == ("photo-1", "user-1", len(NO_FILE))
    assert row.locator == "https://service.example/1"
    assert sends(shop, NO_FILE, id="photo-1").json() == first
    second = sends(shop, NO_FILE, id="photo-2").json()
    assert (second["verdict"], second["reference"] == first["reference"]) == ("not_screened", False)
    task = Task.objects.get()
    assert (Unscreened.objects.count(), rosa.has_perm(task.permission)) == (2, True)
    assert Entry.objects.filter(event="upload.not_screened").count() == 2


def test_what_cannot_be_read_is_still_known_by_its_digest(shop):
    from hashlib import sha1

    planted(sha1=sha1(NO_FILE).hexdigest())
    assert sends(shop, NO_FILE).json()["verdict"] == "match"
    assert kept() == {"Report": 1, "Match": 1, "Held": 1}


def test_a_picture_that_ends_early_is_held_unless_it_matches(shop, known):
    half = saved(picture(seed=4), "JPEG")[:-2000]
    assert sends(shop, half, "image/jpeg").json()["verdict"] == "not_screened"
    planted(pdq=fingerprint_of(half)["pdq"])
    assert sends(shop, half, "image/jpeg", id="again").json()["verdict"] == "match"


def test_the_same_content_at_one_moment_is_one_report(committed, caller, known):
    planted(pdq=fingerprint_of(known)["pdq"])
    shop = caller("screen")
    answers = together(lambda _: sends(Caller(shop.secret, Client()), known, id="photo-1").json(), 6)
    assert {answer["verdict"] for answer in answers} == {"match"}
    assert len({answer["reference"] for answer in answers}) == 1
    assert kept() == {"Report": 1, "Match": 1, "Held": 1}
    connections.close_all()


def test_every_answer_is_equally_long(shop, listed):
    answers = [sends(shop, data) for data in (listed, saved(picture(seed=4), "PNG"), NO_FILE)]
    assert len({answer.json()["verdict"] for answer in answers}) == 3
    assert len({len(answer.content) for answer in answers}) == 1
    assert len({tuple(answer.json()) for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers)) for answer in answers}) == 1


def test_nothing_of_it_is_in_the_log(shop, listed, caplog):
    for data in (listed, NO_FILE):
        sends(shop, data, id="photo-secret-1", account="user-secret-1")
    assert "secret" not in caplog.text


def a_form(parts, boundary="beisammen"):
    lines = b""
    for name, data in parts:
        said = f'form-data; name="{name}"' + ('; filename="photo.png"' if isinstance(data, bytes) else "")
        kind = "Content-Type: image/png\r\n" if isinstance(data, bytes) else ""
        value = data if isinstance(data, bytes) else data.encode()
        lines += f"--{boundary}\r\nContent-Disposition: {said}\r\n{kind}\r\n".encode() + value + b"\r\n"
    return lines + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


@pytest.mark.parametrize(
    "parts",
    [[], [("id", "photo-1")], [("file", b"1"), ("id", "2")], [("a", b"1"), ("b", b"2")], [("a", b"1")] * 2],
)
def test_a_form_of_anything_else_is_refused(shop, parts):
    body, content_type = a_form(parts)
    answer = shop.post(body, MEDIA, content_type=content_type)
    assert (answer.status_code, answer.json()["code"]) == (400, "not_a_form")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("id=", None),
        ("acount=user-1", "acount"),
        ("id=a&id=b", "id"),
        ("port=0", "port"),
        ("port=x", "port"),
        ("uploaded_at=yesterday", "uploaded_at"),
        ("service=nowhere", "service"),
    ],
)
def test_what_is_said_of_a_file_is_checked(shop, query, field):
    answer = shop.post(saved(picture(seed=4), "PNG"), f"{MEDIA}?{query}", content_type="image/png")
    assert answer.status_code == (422 if field else 200)
    assert [error["field"] for error in answer.json().get("errors", [])] == ([field] if field else [])


class Endless(BytesIO):
    """A body that goes on for ever; `given`: how much of it was read."""

    given = 0

    def read(self, size=-1):
        self.given += size
        return b"x" * size


def sent(shop, source, content_type="image/png", length=None, **headers):
    """Send a body as a server hands it on, whatever its length is said to be."""
    said = {"Authorization": f"Bearer {shop.secret}", **headers}
    if length is not None:
        said["Content-Length"] = str(length)
    stream = {"wsgi.input": source, "CONTENT_TYPE": content_type}
    answer = shop.client.generic("POST", MEDIA, headers=said, **stream)
    return answer.status_code, answer.json().get("code") or answer.json()["verdict"]


def test_a_body_beyond_64_mb_is_refused(shop):
    body = Endless()
    assert sent(shop, body, length=64 * 2**20 + 1) == (413, "too_large")
    assert body.given == 0
    assert sent(shop, body, Transfer_Encoding="chunked") == (413, "too_large")
    assert 64 * 2**20 < body.given < 66 * 2**20
    body, form = Endless(), "multipart/form-data; boundary=b"
    assert sent(shop, body, form, length=66 * 2**20) == (413, "too_large")


def test_a_body_in_chunks_is_read_whole(shop, listed):
    assert sent(shop, BytesIO(listed), Transfer_Encoding="chunked") == (200, "match")
    body, content_type = a_form([("file", listed)])
    assert sent(shop, BytesIO(body), content_type, Transfer_Encoding="chunked") == (200, "match")


def test_a_body_that_ends_too_early_is_not_screened(shop, listed):
    assert sent(shop, BytesIO(listed[:-1]), length=len(listed)) == (400, "not_whole")
    body, content_type = a_form([("file", listed)])
    assert sent(shop, BytesIO(body[:-40]), content_type, length=len(body)) == (400, "not_whole")
    assert kept() == {}


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", "text/html; charset=utf-8"])
def test_a_body_of_another_type_is_refused(shop, known, content_type):
    answer = shop.post(known, MEDIA, content_type=content_type)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_who_finds_no_room_is_asked_to_wait(shop, listed, monkeypatch):
    from belisha.api import screen_room

    monkeypatch.setattr(screen_room, "ROOM", screen_room.Room(1000))
    answer = sends(shop, listed)
    assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (503, "busy", "1")
    assert (kept(), screen_room.ROOM.taken) == ({}, 0)


def test_who_comes_while_every_worker_is_busy_is_asked_to_wait(shop, monkeypatch):
    from belisha.screening import screen

    def busy(*_, **__):
        raise NotScreened(reason="busy")

    monkeypatch.setattr(screen, "fingerprint", busy)
    answer = sends(shop, NO_FILE, id="photo-1")
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert kept() == {}
