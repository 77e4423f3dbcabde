"""`POST connectors/{id}`: the tools' own webhooks, and what is wrong with some of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connections
from django.test import Client

from belisha.intake import connect
from belisha.intake.arrive import forget_arrivals
from belisha.intake.connect import change_secret
from belisha.intake.erase import erase
from belisha.intake.models import Arrival, Connector, Report
from belisha.intake.read import reports_of
from belisha.jobs.connector import stand
from belisha.ledger.models import Entry
from belisha.work.models import Task
from tests.connectors.conftest import sent
from tests.connectors.samples import account, discourse, hma, mastodon, now, signature, status


def the_report():
    return reports_of([Report.objects.get().id])[0]


def is_problem(answer, status, code):
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    return answer.json()


def test_a_report_in_mastodon_becomes_a_report_with_its_people_posts_and_words(connector):
    answer = sent(connector("mastodon", mapping={"words": {"rule:2": ["grooming"]}}), mastodon())
    assert (answer.status_code, answer.json()["made"]) == (201, True)
    report = the_report()
    assert (report.receipt, report.source, report.concerns) == (
        answer.json()["receipt"],
        "user",
        ("grooming",),
    )
    assert report.sent_by == f"connector:{Connector.objects.get().id}"
    assert [(one.external_id, one.role) for one in report.accounts] == [("77", "suspect"), ("12", "reporter")]
    assert report.accounts[0].ips == ("192.0.2.17", "2001:db8::1")
    assert [one.external_id for one in report.items] == ["900", "media/901"]
    assert [line.text for line in report.conversation] == ["message 1 of the reported conversation"]
    assert "He writes to children." in report.what_happened
    assert "Leave children alone." in report.what_happened
    assert report.reporter == {"name": "bystander", "email": "bystander@mail.example", "may_contact": False}
    assert Entry.objects.filter(event="report.received").count() == 1


def test_a_flag_in_discourse_becomes_a_report(connector):
    answer = sent(connector("discourse", mapping={"words": {"flag:illegal": ["child_safety"]}}), discourse())
    assert answer.status_code == 201
    report = the_report()
    assert report.concerns == ("child_safety",)
    assert [(one.external_id, one.role) for one in report.accounts] == [("77", "suspect"), ("12", "reporter")]
    assert [(one.external_id, one.locator) for one in report.items] == [
        ("44", "https://forum.example/t/topic/5/2")
    ]
    assert [(line.sender, line.text) for line in report.conversation] == [
        ("77", "message 1 of the reported conversation")
    ]


def test_a_flag_whose_people_come_as_ids_alone_is_taken_too(connector):
    flat = discourse(
        reviewable_scores=None, target_created_by=None, target_created_by_id=77, created_by_id=12
    )
    assert sent(connector("discourse"), flat).status_code == 201
    assert [one.external_id for one in the_report().accounts] == ["77", "12"]


def test_a_match_of_hma_becomes_a_report_that_names_no_list(connector):
    assert sent(connector("hma"), hma()).status_code == 201
    report = the_report()
    assert (report.source, report.concerns) == ("hash_match", ("indecent_images",))
    assert [(one.external_id, one.fingerprints) for one in report.items] == [("upload-9", {"pdq": "3c" * 32})]
    assert [one.facts for one in report.signals] == [{"matches": 1, "action": "EnqueueForReview"}]
    assert "bank-4" not in str(report)


@pytest.mark.parametrize("event", [mastodon(), discourse(), hma()], ids=["mastodon", "discourse", "hma"])
def test_the_same_event_again_has_the_same_receipt_and_doubles_nothing(connector, event):
    kind = "hma" if "content_key" in event else "discourse" if "reviewable" in event else "mastodon"
    row = connector(kind)
    first, again = sent(row, event), sent(row, event)
    assert [one.status_code for one in (first, again)] == [201, 200]
    assert first.json()["receipt"] == again.json()["receipt"]
    assert again.json()["again"] is True
    assert Report.objects.count() == 1


def test_the_same_report_in_another_envelope_doubles_nothing(connector):
    row, event = connector("mastodon"), mastodon()
    answers = [sent(row, event | {"created_at": at}) for at in (now(), "2026-11-20T10:00:00Z")]
    assert len({one.json()["receipt"] for one in answers}) == 1
    assert Report.objects.count() == 1


def test_a_report_of_which_something_new_is_said_is_a_further_report(connector):
    row, event = connector("mastodon"), mastodon()
    event["object"]["comment"] = "He wrote again."
    assert [sent(row, one).status_code for one in (mastodon(), event)] == [201, 201]
    assert Report.objects.count() == 2


def test_an_event_whose_answer_was_lost_doubles_nothing(connector):
    row, event = connector("mastodon"), mastodon()
    first = sent(row, event).json()
    # As if it had been killed between the report and the note of the event.
    Arrival.objects.all().delete()
    again = sent(row, event).json()
    assert (again["receipt"], again["again"], Report.objects.count()) == (first["receipt"], True, 1)


def test_a_replay_after_the_erasure_brings_nothing_back(connector):
    row, event = connector("mastodon"), mastodon()
    sent(row, event)
    erase(report_ids=[Report.objects.get().id])
    answer = sent(row, event)
    assert (answer.status_code, answer.json()["receipt"], Report.objects.count()) == (200, "", 0)


@pytest.mark.parametrize(
    "header",
    ["", "sha256=", signature(mastodon(id="other")), signature(b"", "x" * 20), "sha1=00"],
    # What is signed is random, and every process must name its tests alike.
    ids=["none", "an empty one", "of another event", "with another secret", "of another kind"],
)
def test_a_wrong_signature_is_refused_and_nothing_is_read(connector, header):
    row = connector("mastodon")
    is_problem(sent(row, mastodon(), **{"X-Hub-Signature": header}), 401, "wrong_signature")
    row.refresh_from_db()
    assert (Report.objects.count(), Arrival.objects.count(), row.unsigned) == (0, 0, 1)


def test_wrong_signatures_cost_one_write_a_minute(connector):
    row = connector("mastodon")
    for _ in range(3):
        sent(row, mastodon(), **{"X-Hub-Signature": ""})
    row.refresh_from_db()
    assert row.unsigned == 1


def test_the_former_secret_counts_until_its_time_is_over(connector, alex):
    row = connector("mastodon")
    change_secret(connector_id=row.id, secret="", by=alex)
    assert sent(row, mastodon()).status_code == 201
    with time_machine.travel(datetime.now(UTC) + timedelta(days=3), tick=False):
        is_problem(sent(row, mastodon(id="2")), 401, "wrong_signature")


def test_forgetting_a_former_secret_vouches_for_nothing_that_was_changed_in_the_database(connector, alex):
    row = connector("mastodon")
    change_secret(connector_id=row.id, secret="", by=alex)
    Connector.objects.filter(id=row.id).update(name="Another")
    assert connect.forget_former(now=datetime.now(UTC) + timedelta(days=3)) == 1
    row.refresh_from_db()
    is_problem(sent(row, mastodon()), 403, "connector_off")


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        (datetime.now(UTC) + timedelta(hours=1), "more than 5 minutes from now"),
        (datetime.now(UTC) - timedelta(days=40), "more than 30 days ago"),
    ],
)
def test_a_clock_that_is_wrong_is_named(connector, at, sentence):
    body = is_problem(sent(connector("mastodon"), mastodon(created_at=at.isoformat())), 422, "wrong_clock")
    assert sentence in body["detail"]
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "event", "word"),
    [
        ("mastodon", {"event": "account.created", "object": {}}, "account.created"),
        ("discourse", {"ping": "OK"}, "ping"),
        ("discourse", discourse(status=1), "reviewable"),
    ],
)
def test_an_event_of_which_no_report_is_made_is_noted_and_answered(connector, kind, event, word):
    answer = sent(connector(kind), event)
    assert (answer.status_code, answer.json()["made"], answer.json()["event"]) == (200, False, word)
    assert answer.json()["why"]
    assert [(one.outcome, one.told["event"]) for one in Arrival.objects.all()] == [("left", word)]


def test_what_the_operator_leaves_in_the_tool_is_noted(connector):
    row = connector("mastodon", mapping={"words": {"category:legal": ["child_safety"]}, "otherwise": []})
    answers = [sent(row, mastodon(id=category, category=category)) for category in ("spam", "legal")]
    assert [one.status_code for one in answers] == [200, 201]
    assert sorted(Arrival.objects.values_list("outcome", flat=True)) == ["left", "made"]


@pytest.mark.parametrize(
    ("kind", "event", "field"),
    [
        ("mastodon", [], "event"),
        ("mastodon", {"event": "report.created"}, "object.id"),
        ("mastodon", {"event": "report.created", "object": {"id": {}}}, "object.id"),
        ("mastodon", b"{", "body"),
        ("mastodon", b"\xff", "body"),
        ("mastodon", b"[" * 100_000, "body"),
        ("discourse", {"reviewable": 3}, "reviewable.id"),
        ("hma", {}, "content_key"),
    ],
)
def test_a_wrong_shape_names_what_is_wrong_and_is_noted(connector, kind, event, field):
    body = is_problem(sent(connector(kind), event), 422, "wrong_shape")
    assert body["errors"][0]["field"] == field
    row = Arrival.objects.get()
    assert (row.outcome, field in row.told["errors"]) == ("refused", True)
    assert [one.kind for one in Task.objects.filter(done_at=None)] == ["connector.not_read"]


def test_what_cannot_be_used_is_left_out_by_name_and_stops_no_report(connector):
    target = account("77", "greyheron", email="no address", ips=[{"ip": "nowhere"}])
    odd = [
        status("1", url="a\nb"),
        status("2", account=None, media_attachments="none"),
        "no post",
        status("3\0"),
    ]
    answer = sent(
        connector("mastodon"), mastodon(target_account=target, statuses=odd, rules=None, comment=None)
    )
    assert answer.status_code == 201
    assert {"object.target_account.email", "object.target_account.ips[0]", "object.statuses[0].url"} <= set(
        answer.json()["left_out"]
    )
    assert [one.external_id for one in the_report().items] == ["1", "media/901", "2", "3", "media/901"]


def test_more_posts_than_a_report_takes_are_cut_and_named(connector):
    many = mastodon(
        statuses=[status(str(number), content="x" * 9) for number in range(80)], comment="y" * 30_000
    )
    answer = sent(connector("mastodon"), many)
    assert answer.status_code == 201
    assert "object.statuses[50:]" in answer.json()["left_out"]
    assert len(the_report().items) == 100


def test_a_test_shows_what_it_would_make_and_keeps_no_report(connector):
    answer = sent(connector("mastodon", state="test"), mastodon())
    assert (answer.status_code, answer.json()["made"], Report.objects.count()) == (200, False, 0)
    assert answer.json()["would_make"]["accounts"][0]["id"] == "77"
    assert Arrival.objects.get().shown["source"] == "user"
    forget_arrivals(now=datetime.now(UTC) + timedelta(days=2))
    assert not Arrival.objects.exists()


def test_a_connector_that_is_off_or_not_there_takes_nothing(connector):
    row = connector("mastodon", state="off")
    is_problem(sent(row, mastodon()), 403, "connector_off")
    row.id = "0b7cf1a2-5f0e-4e0f-9f53-6a1f3f0a7c11"
    is_problem(sent(row, mastodon()), 404, "not_found")
    assert Report.objects.count() == 0


def test_a_connector_that_was_changed_in_the_database_takes_nothing_until_it_is_set_anew(connector, alex):
    row = connector("mastodon", state="test")
    sent(row, mastodon())
    Connector.objects.filter(id=row.id).update(state="on")
    is_problem(sent(row, mastodon(comment="More.")), 403, "connector_off")
    with pytest.raises(RuntimeError, match="A mastodon: changed in the database"):
        stand()
    with pytest.raises(connect.EditedElsewhere):
        connect.set_state(connector_id=row.id, state="on", by=alex)
    for state, made in (("test", 0), ("on", 1)):
        connect.set_state(connector_id=row.id, state=state, by=alex)
        sent(row, mastodon(comment=f"More in {state}."))
        assert Report.objects.count() == made
    assert stand() == "1 on"


def test_a_body_of_another_type_or_too_large_is_refused(connector):
    path = f"/api/v1/connectors/{connector('mastodon').id}"
    form = Client().post(path, {"payload": "x"})
    is_problem(form, 415, "unsupported_media_type")
    large = Client().generic("POST", path, "x", content_type="application/json", CONTENT_LENGTH="2000000")
    is_problem(large, 413, "too_large")


def test_a_picture_in_the_words_is_taken_out(connector):
    data = "data:image/gif;base64,R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs="
    sent(connector("mastodon"), mastodon(comment=f"See {data}"))
    assert "R0lGOD" not in the_report().what_happened
    assert the_report().removed


def test_the_same_event_four_times_at_one_moment_is_one_report(committed, connector):
    row, event = connector("mastodon"), mastodon()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: _sent_alone(row, event), range(4)))
    assert {one.status_code for one in answers} <= {200, 201}
    assert len({one.json()["receipt"] for one in answers}) == 1
    assert (Report.objects.count(), Arrival.objects.count()) == (1, 1)


def _sent_alone(row, event):
    try:
        return sent(row, event)
    finally:
        connections.close_all()


@pytest.mark.parametrize("odd", ["<![<![", "&#" + "9" * 9000 + ";", "<a " * 6000])
def test_a_flag_whose_words_are_no_html_is_a_report_all_the_same(connector, odd):
    flag = {"score_type": {"type": "illegal"}, "user": {"id": 12}, "reason": f"He writes to children. {odd}"}
    assert sent(connector("discourse"), discourse(reviewable_scores=[flag])).status_code == 201
    assert "He writes to children." in the_report().what_happened
