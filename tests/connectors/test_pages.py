"""The pages on connectors, as an administrator uses them."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.template.loader import get_template
from django.test import Client

from belisha.api.connector_metrics import connectors
from belisha.intake.connect import forget_former
from belisha.intake.models import Connector, Report
from belisha.ledger.models import Entry
from belisha.people.roles import Role
from tests.connectors.conftest import sent
from tests.connectors.samples import SECRET, mastodon, signature

ALL = "/desk/settings/connectors/"


@pytest.fixture
def desk(alex):
    client = Client()
    client.force_login(alex)
    return client


def added(desk, **fields):
    given = {"name": "Fediverse", "kind": "mastodon", "secret": SECRET, "mapping": "", "service_id": ""}
    return desk.post(ALL, given | fields)


def words(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_tool_is_added_tried_turned_on_and_reports(desk):
    assert "No tool reports here yet" in words(desk.get(ALL))
    assert f"/api/v1/connectors/{Connector.objects.first()}" not in words(added(desk))
    row = Connector.objects.get()
    page = f"{ALL}{row.id}/"
    assert row.state == "test"
    assert desk.post(f"{page}on/").status_code == 409
    assert "Turn it on" not in words(desk.get(page))  # Not offered before it can be done.
    assert "have somebody report a test account" in words(desk.get(page))
    tried = words(desk.post(f"{page}try/", {"event": json.dumps(mastodon())}))
    assert "A report. Nothing was stored." in tried
    assert sent(row, mastodon()).json()["would_make"]
    assert "Test: it would have made a report" in words(desk.get(page))
    assert "Turn it on" in words(desk.get(page))
    assert desk.post(f"{page}on/").status_code == 302
    assert sent(row, mastodon(id="2")).status_code == 201
    assert "A report was made" in words(desk.get(page))
    assert "1 report, 0 left aside, 0 not read" in words(desk.get(ALL))
    sums = connectors().decode()
    assert 'belisha_connectors{kind="mastodon",state="on"} 1.0' in sums
    assert 'belisha_connector_events{kind="mastodon",outcome="made"} 1.0' in sums
    assert desk.post(f"{page}remove/").status_code == 409
    assert desk.post(f"{page}off/").status_code == 302
    assert sent(row, mastodon(id="3")).status_code == 403
    assert Report.objects.count() == 1
    known = [one.event for one in Entry.objects.filter(event__startswith="connector.").order_by("seq")]
    assert known == ["connector.added", "connector.set", "connector.set"]


def test_a_secret_that_is_made_here_is_shown_once(desk):
    shown = words(added(desk, secret=""))
    row = Connector.objects.get()
    assert row.secret in shown
    assert len(row.secret) > 30
    assert row.secret not in words(desk.get(f"{ALL}{row.id}/")) + words(desk.get(ALL))
    assert f"http://testserver/api/v1/connectors/{row.id}" in shown


def test_another_secret_counts_beside_the_former_until_that_is_forgotten(desk):
    added(desk)
    row = Connector.objects.get()
    short = desk.post(f"{ALL}{row.id}/secret/", {"secret": "n" * 3})
    assert short.status_code == 422
    assert "The secret is too short" in words(short)
    assert "still counts for two days" in words(desk.post(f"{ALL}{row.id}/secret/", {"secret": "n" * 20}))
    event = mastodon()
    assert sent(row, event).status_code == 200
    assert sent(row, event, **{"X-Hub-Signature": signature(event, "n" * 20)}).status_code == 200
    forget_former(now=datetime.now(UTC) + timedelta(days=3))
    assert sent(row, mastodon()).status_code == 401


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"secret": "short"}, "The secret is too short"),
        ({"mapping": "{"}, "This is not JSON"),
        ({"mapping": "[]"}, "must be an object"),
        (
            {"mapping": '{"words": {"rule:2": ["no such"]}}'},
            "The mapping can",
        ),
        ({"kind": "mapped"}, "The mapping can"),
        ({"kind": "slack"}, "govuk-error-summary"),
        ({"name": ""}, "required|Enter"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(desk, fields, said):
    answer = added(desk, **fields)
    assert answer.status_code == 422
    assert re.search(said, words(answer)), words(answer)
    assert not Connector.objects.exists()


def test_a_change_of_the_words_puts_it_back_to_test(desk, organisation):
    added(desk)
    row = Connector.objects.get()
    sent(row, mastodon())
    desk.post(f"{ALL}{row.id}/on/")
    mapping = json.dumps({"words": {"rule:2": ["grooming"]}})
    assert desk.post(f"{ALL}{row.id}/", {"mapping": mapping, "service_id": ""}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.mapping) == ("test", {"words": {"rule:2": ["grooming"]}})
    assert sent(row, mastodon()).json()["would_make"]["concerns"] == ["grooming"]
    assert "grooming" in words(desk.get(f"{ALL}{row.id}/"))


def test_a_try_that_would_make_nothing_says_why(desk):
    added(desk)
    page = f"{ALL}{Connector.objects.get().id}/try/"
    assert "No report. The event is one" in words(desk.post(page, {"event": '{"event": "account.created"}'}))
    assert "object.id" in words(desk.post(page, {"event": '{"event": "report.created"}'}))
    assert desk.post(page, {"event": "{"}).status_code == 422


def test_nobody_but_an_administrator_comes_in(person):
    client = Client()
    client.force_login(person("Rosa", Role.MODERATOR, Role.SENIOR, Role.AUDITOR))
    assert client.get(ALL).status_code == 403


def test_the_ledger_names_the_tool(desk, person):
    added(desk)
    row = Connector.objects.get()
    sent(row, mastodon())
    desk.post(f"{ALL}{row.id}/on/")
    sent(row, mastodon(id="2"))
    auditor = Client()
    auditor.force_login(person("Ada", Role.AUDITOR))
    page = words(auditor.get("/desk/ledger/"))
    assert "Fediverse" in page
    assert f"connector:{row.id}" not in page


def test_the_page_with_a_made_secret_says_what_to_do_where_the_tool_makes_its_own():
    page = get_template("desk/settings/connector_secret.html").template.source
    assert "“Take another secret”" in page
