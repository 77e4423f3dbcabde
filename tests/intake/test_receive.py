"""The verb that every way in ends with: what is kept, what it can be found by, what the ledger says."""

import base64
import json
import random
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import md5, sha256
from pathlib import Path

import pytest
from django.db import connection

from belisha.intake.incoming import IncomingReport
from belisha.intake.models import Identifier, Report, Retry, State
from belisha.intake.read import reports_of
from belisha.intake.receive import WrongSource, move, receive
from belisha.intake.repeat import IdempotencyConflict
from belisha.ledger.models import Entry
from belisha.ledger.record import PUBLIC, SYSTEM
from belisha.organisation.models import Service
from belisha.organisation.reach import UnknownService
from belisha.people.models import ApiKey
from belisha.vault.keys import forget
from belisha.vault.lookup import digest
from belisha.vault.models import DataKey
from tests.intake.samples import full, least

# Text in the form of a picture: the first bytes of the format, then noise that no program shows.
NOISE = b"\x89PNG\r\n\x1a\n" + random.Random(2).randbytes(82)
PICTURE = base64.b64encode(NOISE).decode()
URI = f"data:image/png;base64,{PICTURE}"


def received(by=SYSTEM, key=None, **fields):
    return receive(report=IncomingReport.model_validate(least(**fields)), by=by, idempotency_key=key)


def view_of(answer):
    return reports_of([answer.report_id])[0]


def found(kind, value, **fields):
    """The reports that are found by one identifier."""
    return set(
        Identifier.objects.filter(kind=kind, digest=digest(kind, value), **fields).values_list(
            "report_id", flat=True
        )
    )


def test_everything_that_was_sent_is_read_again():
    Service.objects.create(slug="forum", name="The Forum", viewer_link="https://forum.example/view/{id}")
    view = view_of(receive(report=IncomingReport.model_validate(full(service="forum")), by=SYSTEM))
    sent = full()
    assert (view.service, view.source_label, view.sent_by, view.state) == (
        "The Forum",
        "Moderator",
        "system",
        "received",
    )
    assert (view.concerns, view.danger_now) == (("grooming", "indecent_images"), "no")
    assert view.occurred_at == datetime(2026, 11, 20, 20, 15, tzinfo=UTC)
    assert view.what_happened == sent["what_happened"]
    assert [line.text for line in view.conversation] == [line["text"] for line in sent["conversation"]]
    assert view.conversation[0].at == datetime(2026, 11, 20, 20, 1, tzinfo=UTC)
    assert (view.child, view.suspect, view.reporter) == (sent["child"], sent["suspect"], sent["reporter"])
    assert view.already_reported == tuple(sent["already_reported"])
    assert view.other_facts["content_detected"] == "yes"
    item, account = view.items[0], view.accounts[0]
    assert (item.external_id, item.ip, item.port) == ("post-77", "192.0.2.17", 51234)
    assert item.fingerprints == {
        kind: sent["items"][0][kind].lower() for kind in ("md5", "sha1", "sha256", "pdq", "photodna")
    }
    assert (account.role_label, account.age_label, account.screen_name) == (
        "Suspect",
        "18 or over",
        "greyheron",
    )
    assert account.ips == ("192.0.2.17", "2001:db8::17")
    assert view.signals[0].facts == {"score": 0.93, "band": "high"}
    assert view.removed == ()


def test_reading_many_reports_takes_as_many_queries_as_reading_one(django_assert_num_queries):
    ids = [received(items=[{"id": str(n)}]).report_id for n in range(5)]
    with django_assert_num_queries(4):
        assert len(reports_of(ids)) == 5


def test_a_report_leaves_one_ledger_entry_with_counts_and_no_words():
    receive(report=IncomingReport.model_validate(full()), by=SYSTEM)
    entry = Entry.objects.get()
    assert (entry.event, entry.actor) == ("report.received", "system")
    assert entry.content == {
        "source": "moderator",
        "concerns": ["grooming", "indecent_images"],
        "danger_now": "no",
        "items": 1,
        "accounts": 2,
        "lines": 2,
        "signals": 1,
        "removed": 0,
    }


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("item", "post-77"),
        ("account", "u-1001"),
        ("account", "u-1002"),
        ("md5", "0F" * 16),
        ("sha1", "1e" * 20),
        ("sha256", "2d" * 32),
        ("pdq", "3c" * 32),
        ("photodna", "4b" * 144),
    ],
)
def test_what_joins_reports(kind, value):
    answer = receive(report=IncomingReport.model_validate(full()), by=SYSTEM)
    assert found(kind, value, joins=True) == {answer.report_id}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("email", "GreyHeron@mail.example"),
        ("email", "ines@mail.example"),
        ("phone", "0044 1632 960001"),
        ("ip", "192.0.2.17"),
        ("ip", "2001:db8:0::17"),
    ],
)
def test_what_only_a_search_finds(kind, value):
    answer = receive(report=IncomingReport.model_validate(full()), by=SYSTEM)
    assert found(kind, value, joins=False) == {answer.report_id}
    assert found(kind, value, joins=True) == set()


@pytest.mark.parametrize(
    ("role", "joins"), [("suspect", 1), ("child", 1), (None, 1), ("reporter", 0), ("other", 0)]
)
def test_an_account_joins_unless_it_is_beside_the_point(role, joins):
    received(accounts=[{"id": "u-7", "role": role}])
    assert len(found("account", "u-7", joins=True)) == joins


@pytest.mark.parametrize("roles", [("other", "suspect"), ("suspect", "other")])
def test_an_account_named_twice_joins_once_when_either_role_does(roles):
    received(accounts=[{"id": "u-7", "role": role} for role in roles])
    assert Identifier.objects.filter(kind="account").count() == 1
    assert len(found("account", "u-7", joins=True)) == 1


def test_the_fingerprint_of_an_empty_file_joins_nobody():
    empty = {"md5": md5(b"").hexdigest(), "sha256": sha256(b"").hexdigest(), "pdq": "0" * 64}
    received(items=[{"id": "post-1", **empty}])
    assert [found(kind, value, joins=True) for kind, value in empty.items()] == [set()] * 3
    assert len(found("md5", empty["md5"])) == 1


PLACES = [
    "what_happened",
    "items[0].id",
    "items[0].locator",
    "accounts[0].id",
    "accounts[0].screen_name",
    "accounts[0].profile_url",
    "conversation[0].from",
    "conversation[0].to",
    "conversation[0].text",
    "signals[0].facts.band",
    "child.place",
    "suspect.place",
    "reporter.name",
    "already_reported[0].reference",
]


def with_text(path, text):
    """The fullest report with another text in one place."""
    body = full()
    *holders, last = path.replace("[0]", ".0").split(".")
    place = body
    for part in holders:
        place = place[int(part)] if part.isdecimal() else place[part]
    place[last] = text
    return body


@pytest.mark.parametrize("place", PLACES)
def test_a_picture_in_a_text_is_cut_and_the_report_says_what_was_there(place):
    body = with_text(place, f"before {URI} after")
    view = view_of(receive(report=IncomingReport.model_validate(body), by=SYSTEM))
    kept = json.dumps(asdict(view), default=str)
    assert PICTURE[:40] not in kept
    assert f"before [removed: image/png, 90 bytes, SHA-256 {sha256(NOISE).hexdigest()}] after" in kept
    assert [(one["field"], one["media_type"], one["size"], one["sha256"]) for one in view.removed] == [
        (place, "image/png", 90, sha256(NOISE).hexdigest())
    ]
    assert Entry.objects.get().content["removed"] == 1


def test_a_picture_in_an_address_is_cut_too():
    body = full()
    body["accounts"][0]["emails"] = [f"{URI}@mail.example"]
    view = view_of(receive(report=IncomingReport.model_validate(body), by=SYSTEM))
    assert PICTURE[:40] not in json.dumps(asdict(view), default=str)
    assert view.removed[0]["field"] == "accounts[0].emails[0]"


def test_nothing_of_a_report_lies_open_in_the_database(committed):
    if committed.vendor != "sqlite":
        pytest.skip("reads the file of SQLite; PostgreSQL gets the same bytes")
    receive(report=IncomingReport.model_validate(with_text("what_happened", f"canary-5c1d {URI}")), by=SYSTEM)
    main = Path(connection.settings_dict["NAME"])
    raw = b"".join(file.read_bytes() for file in main.parent.glob("*.sqlite3*"))
    assert b"report.received" in raw
    for secret in (
        b"canary-5c1d",
        PICTURE.encode(),
        NOISE[8:],
        b"greyheron",
        b"post-77",
        b"Ines",
        b"192.0.2.17",
        b"2d2d2d2d",
    ):
        assert secret not in raw


def test_a_report_without_a_service_is_of_the_only_one_and_of_none_where_there_are_two():
    assert view_of(received()).service == ""
    Service.objects.create(slug="forum", name="The Forum")
    assert view_of(received()).service == "The Forum"
    Service.objects.create(slug="harbour", name="Harbour")
    assert view_of(received()).service == ""
    assert view_of(received(service="forum")).service == "The Forum"


def test_an_unknown_service_is_refused_and_nothing_is_kept():
    Service.objects.create(slug="forum", name="The Forum")
    with pytest.raises(UnknownService):
        received(service="nowhere")
    assert not Report.objects.exists()
    assert not DataKey.objects.filter(kind="report").exists()


def test_the_public_may_only_speak_for_itself():
    assert received(by=PUBLIC, source="public").state == "received"
    with pytest.raises(WrongSource):
        received(by=PUBLIC, source="trusted_flagger")


def test_the_same_key_and_report_get_the_same_receipt_once():
    first = received(key="k-1", items=[{"id": "1", "md5": "AB" * 16}])
    again = received(key="k-1", items=[{"id": "1", "md5": "ab" * 16}])
    assert (again.report_id, again.receipt, again.state) == (first.report_id, first.receipt, first.state)
    assert (first.replayed, again.replayed) == (False, True)
    assert (Report.objects.count(), Entry.objects.count(), DataKey.objects.filter(kind="report").count()) == (
        1,
        1,
        1,
    )


def test_the_answer_to_a_repeat_is_the_same_after_the_report_moved_on():
    first = received(key="k-1")
    move(report_ids=[first.report_id], state=State.REFERRED)
    assert received(key="k-1").state == "received"


def test_the_same_key_with_another_report_is_refused():
    received(key="k-1")
    with pytest.raises(IdempotencyConflict):
        received(key="k-1", what_happened="Something else.")
    assert Report.objects.count() == 1


def test_two_clients_may_use_the_same_key():
    clients = [ApiKey.objects.create(name=name, prefix=name, digest=b"") for name in "ab"]
    assert len({received(by=client, key="k-1").receipt for client in clients}) == 2


def test_without_a_key_every_report_is_a_new_one():
    assert received().receipt != received().receipt
    assert not Retry.objects.exists()


def test_an_idempotency_key_is_not_kept_in_clear():
    received(key="order-4711")
    assert b"order-4711" not in bytes(Retry.objects.get().key) + bytes(Retry.objects.get().body)


def test_once_a_report_is_erased_its_key_is_used_up_and_only_plain_facts_remain():
    answer = received(key="k-1")
    DataKey.objects.filter(subject=answer.report_id).update(wrapped=None, destroyed_at=datetime.now(UTC))
    forget()
    with pytest.raises(IdempotencyConflict):
        received(key="k-1")
    view = view_of(answer)
    assert (view.erased, view.what_happened, view.source) == (True, "", "user")


def test_reports_are_moved_together():
    ids = [received().report_id for _ in range(3)]
    assert move(report_ids=ids[:2], state=State.IN_REVIEW) == 2
    assert sorted(view.state for view in reports_of(ids)) == ["in_review", "in_review", "received"]
