"""A mapping of one's own: webhooks, `belisha connector try` and tables by it."""

import base64
import hmac
import json
import time
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from belisha.intake.connector_seal import as_set
from belisha.intake.connectors.mapping import schema
from belisha.intake.models import Report
from belisha.intake.read import reports_of
from belisha.jobs.cli import app
from tests.connectors.conftest import sent
from tests.connectors.samples import mastodon, now, signature, written

DOCS = Path(__file__).parents[2] / "docs"
MAPPING = DOCS / "guides" / "connector-mapping.json"
COLUMNS = "No.,Reported at,Kind,Words,User"
TABLE = {
    "version": 1,
    "key": "No.",
    "report": {
        "concerns": {"path": "Kind", "words": {"grooming": "grooming", "images": "indecent_images"}},
        "what_happened": "Words",
        "occurred_at": {"path": "Reported at", "zone": "Europe/London"},
    },
    "accounts": [{"fields": {"id": "User", "role": {"value": "suspect"}}}],
}


def event(**flag):
    return {
        "type": "flag.created",
        "sent_at": now(),
        "flag": {
            "id": 5,
            "reason": "Groomer",
            "urgent": True,
            "title": "Flag",
            "comment_html": "<p>message 1 of the reported conversation</p>",
            "seen": 1_795_000_000,
            "by": {"id": 12, "name": "bystander", "staff": False, "mail": None, "shoe_size": 44},
            "about": {"id": 77, "name": "greyheron"},
            "posts": [
                {"no": 44, "link": "https://forum.example/44", "at": now(), "html": "<b>message 1</b>"}
            ],
            "model": "detector/1.2",
            "score": 0.93,
            **flag,
        },
    }


def run(*words, **options):
    return CliRunner().invoke(app, ["connector", *map(str, words)], **options)


def tried(tmp_path, given, *words):
    file = tmp_path / "event.json"
    file.write_bytes(written(given))
    result = run("try", file, *words, "--json")
    return result.exit_code, json.loads(result.stdout) if result.stdout else result.stderr


def test_a_try_shows_the_report_names_what_is_not_read_and_keeps_nothing(tmp_path):
    code, shown = tried(tmp_path, event(), "--mapping", MAPPING)
    assert (code, shown["made"], shown["key"]) == (0, True, "flag 5")
    report = shown["report"]
    assert (report["concerns"], report["danger_now"], report["source"]) == (["grooming"], "yes", "user")
    assert report["what_happened"] == "Flag\n\nmessage 1 of the reported conversation"
    assert report["occurred_at"].startswith("2026-11-18T")
    assert report["items"] == [{"id": "post-44", "locator": "https://forum.example/44"}]
    assert [one["id"] for one in report["accounts"]] == ["77", "12"]
    assert [(one["from"], one["text"]) for one in report["conversation"]] == [("77", "message 1")]
    assert report["signals"] == [{"kind": "score", "produced_by": "detector/1.2", "facts": {"score": 0.93}}]
    assert (shown["missing"], shown["left_out"]) == (["flag.by.mail"], ["flag.by.shoe_size"])
    assert Report.objects.count() == 0


def test_a_try_of_each_tool_says_what_it_would_make(tmp_path):
    code, shown = tried(tmp_path, mastodon(), "--kind", "mastodon")
    assert (code, shown["report"]["accounts"][0]["id"]) == (0, "77")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"type": "flag.closed"}, "is one that the mapping doesn't take"),
        ({"type": "flag.created", "flag": {}}, "key"),
        (event(comment_html="", title=""), "what_happened"),
    ],
)
def test_a_try_that_would_make_nothing_says_why_and_exits_with_one(tmp_path, given, said):
    code, shown = tried(tmp_path, given, "--mapping", MAPPING)
    assert (code, shown["made"]) == (1, False)
    assert said in shown["why"] + str(shown["errors"])


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({}, "version"),
        (TABLE | {"report": {"concerns": "a"}}, "what_happened"),
        (TABLE | {"report": TABLE["report"] | {"serious": "a"}}, "report has no field serious"),
        (TABLE | {"items": [{"fields": {"id": "a", "bytes": "b"}}]}, "items has no field bytes"),
        (TABLE | {"key": "a[b]"}, "must be a path"),
        (TABLE | {"key": {"path": "a", "value": "b"}}, "one of path, first, join and value"),
        (TABLE | {"key": {"path": "a", "zone": "Moon/Base"}}, "must be a time zone"),
        (TABLE | {"signed": {"how": "sha256"}}, "must name the header"),
        (TABLE | {"code": "1 + 1"}, "code"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_where(tmp_path, mapping, said):
    file, given = tmp_path / "mapping.json", tmp_path / "event.json"
    file.write_text(json.dumps(mapping))
    given.write_text("{}")
    result = run("try", given, "--mapping", file)
    assert result.exit_code == 2
    assert said in result.stderr


def test_wrong_use_says_what_to_do(tmp_path):
    file = tmp_path / "event.json"
    file.write_text("{")
    assert "--kind" in run("try", file).stderr
    assert "no kind slack" in run("try", file, "--kind", "slack").stderr
    assert "is not JSON" in run("try", file, "--kind", "hma").stderr
    assert run("try", tmp_path / "none", "--kind", "hma").exit_code == 3


def test_a_webhook_by_a_mapping_is_signed_as_the_mapping_says(connector):
    row = connector("mapped", mapping=json.loads(MAPPING.read_text()))
    given = event()
    assert sent(row, given).status_code == 401
    answer = sent(row, given, **{"X-Queue-Signature": signature(given)})
    assert (answer.status_code, answer.json()["missing"]) == (201, ["flag.by.mail"])
    assert reports_of([Report.objects.get().id])[0].accounts[0].external_id == "77"


def test_a_value_that_cannot_be_used_is_left_out_and_named(connector):
    row = connector("mapped", mapping=json.loads(MAPPING.read_text()))
    odd = event(seen="yesterday", posts=[{"no": 1, "link": "a\nb"}, {"link": "x"}, 3], reason={"a": 1})
    answer = sent(row, odd, **{"X-Queue-Signature": signature(odd)})
    assert answer.status_code == 201
    assert {"occurred_at", "items[0].locator", "items[1].id"} <= set(answer.json()["left_out"])


def stamped(body, at, secret):
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.digest(key, b"msg_1." + str(int(at)).encode() + b"." + body, sha256)
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(at)),
        "webhook-signature": f"v1,AAAA v1,{base64.b64encode(signed).decode()}",
    }


def test_standard_webhooks_are_taken_within_their_time(connector):
    from standardwebhooks import Webhook

    row = connector("mapped", mapping=TABLE)
    row.secret = secret = "whsec_" + base64.b64encode(b"k" * 32).decode()
    row.set_as = as_set(row)
    row.save()
    given = {"No.": "1", "Kind": "grooming", "Words": "message 1", "User": "77"}
    fresh, old = (
        stamped(written(given), time.time(), secret),
        stamped(written(given), time.time() - 600, secret),
    )
    Webhook(secret).verify(written(given), fresh)
    assert sent(row, given, **old).status_code == 401
    assert sent(row, given, **fresh).status_code == 201
    assert sent(row, given, **fresh).json()["again"] is True
    assert sent(row, given | {"No.": "2"}, **fresh).status_code == 401


def table(tmp_path, *rows, head=COLUMNS):
    file, mapping = tmp_path / "queue.csv", tmp_path / "mapping.json"
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    mapping.write_text(json.dumps(TABLE))
    return file, mapping


@pytest.fixture
def taken(monkeypatch):
    """`belisha connector csv` on the desk of the tests."""
    monkeypatch.setattr("belisha.jobs.console.set_up", lambda **_: None)

    def take(file, mapping, *words):
        result = run("csv", file, "--mapping", mapping, *words, "--json")
        return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()], result.stderr

    return take


def test_a_table_is_taken_in_once_and_each_refused_row_is_named(tmp_path, taken):
    rows = [
        "1,2026-11-20 20:00,Grooming,message 1,77",
        '2,2026-11-20 21:00,Images,"message 2,\nwith a comma",78',
        "3,yesterday,Grooming,message 3,79",
        ",2026-11-20 20:00,Grooming,message 4,80",
        "5,2026-11-20 20:00,Grooming",
    ]
    code, answers, said = taken(*table(tmp_path, *rows))
    assert code == 1
    assert [(one["line"], one["outcome"]) for one in answers] == [
        (2, "made"),
        (4, "made"),
        (5, "refused"),
        (6, "refused"),
        (7, "refused"),
    ]
    assert "occurred_at" in answers[2]["reason"]
    assert answers[3]["reason"] == "key is missing"
    assert "has 3 columns" in answers[4]["reason"]
    assert "2 reports are kept, 0 were here already" in said
    code, again, said = taken(*table(tmp_path, *rows[:2], "6,2026-11-20 20:00,Grooming,message 6,81"))
    assert (code, [one["outcome"] for one in again]) == (0, ["again", "again", "made"])
    assert [one["receipt"] for one in again[:2]] == [one["receipt"] for one in answers[:2]]
    assert Report.objects.count() == 3


def test_a_dry_run_keeps_nothing(tmp_path, taken):
    code, answers, said = taken(*table(tmp_path, "1,2026-11-20 20:00,Grooming,message 1,77"), "--dry-run")
    assert (code, answers[0]["outcome"], Report.objects.count()) == (0, "made", 0)
    assert "nothing was stored" in said


@pytest.mark.parametrize(
    ("head", "said"), [("", "no headings"), ("a,a", "the same heading"), ('"a', "unexpected end of data")]
)
def test_a_file_that_is_no_table_says_why(tmp_path, taken, head, said):
    code, _, told = taken(*table(tmp_path, head=head))
    assert code == 3
    assert said in told


def test_an_unknown_service_is_refused(tmp_path, taken):
    code, _, told = taken(
        *table(tmp_path, "1,2026-11-20 20:00,Grooming,message 1,77"), "--service", "no-such"
    )
    assert (code, "no service of that short name" in told) == (2, True)


@pytest.mark.pure
def test_the_published_schema_is_that_of_the_code():
    published = json.loads((DOCS / "reference" / "connector-mapping.schema.json").read_text())
    assert published == schema()
