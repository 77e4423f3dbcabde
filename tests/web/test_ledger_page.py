"""The auditor reads the ledger page by page, filters it and has it checked."""

import html
import re

import pytest
from django.db import connection

from belisha.ledger import triggers
from belisha.ledger.models import Entry
from belisha.ledger.record import PUBLIC, record
from belisha.organisation.models import Note
from belisha.people.keys import add_key
from belisha.people.staff import change_roles, shut_out
from belisha.web.desk import ledger as page

LEDGER = "/desk/ledger/"


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def long_log(alex, rosa):
    for _ in range(page.PAGE + 5):
        change_roles(person_id=rosa.id, roles=["moderator"], by=alex)
    shut_out(person_id=rosa.id, by=alex)


def text(answer):
    return html.unescape(answer.content.decode())


def numbers(answer):
    return [int(number) for number in re.findall(r'data-label="Entry"[^>]*><span>(\d+)</span>', text(answer))]


def test_an_auditor_comes_to_the_ledger_after_signing_in(as_ada):
    assert as_ada.get("/desk/start/").url == LEDGER
    assert "Nothing has happened yet" in text(as_ada.get(LEDGER))


def test_the_newest_entry_is_first_with_names_instead_of_ids(as_ada, alex, rosa):
    add_key(name="upload service", scopes=["report"], by=alex)
    shut_out(person_id=rosa.id, by=alex)
    shown = text(as_ada.get(LEDGER))
    assert numbers(as_ada.get(LEDGER)) == [1, 0]
    assert "Staff: shut out" in shown
    assert "Member of staff Rosa" in shown
    assert "Key upload service" in shown
    assert "Alex" in shown
    assert str(alex.id) not in shown
    assert Entry.objects.get(seq=1).leaf.hex()[:12] in shown


def test_the_ledger_is_read_page_by_page_without_a_gap(as_ada, long_log):
    first = as_ada.get(LEDGER)
    older = re.search(r'href="(\?before=\d+)"', text(first)).group(1)
    second = as_ada.get(LEDGER + older)
    assert numbers(first) + numbers(second) == list(range(page.PAGE + 5, -1, -1))
    assert "Older entries" not in text(second)


def test_a_filter_shows_one_event_alone(as_ada, long_log):
    answer = as_ada.get(LEDGER, {"event": "staff.shut_out"})
    assert numbers(answer) == [page.PAGE + 5]
    pages = as_ada.get(LEDGER, {"event": "staff.roles_changed"})
    assert "event=staff.roles_changed&before=" in text(pages)


@pytest.mark.parametrize(
    "query", ["before=-1", "before=²", "before=" + "9" * 30, "event=%00", "event=nothing"]
)
def test_an_address_that_makes_no_sense_shows_the_newest_entries(as_ada, long_log, query):
    assert numbers(as_ada.get(f"{LEDGER}?{query}"))[0] == page.PAGE + 5


def test_no_content_of_any_entry_is_shown(as_ada):
    note = Note.objects.create(about="trial", text="Sealed text 7391.")
    record("case.noted", by=PUBLIC, about=note, words="Sealed text 7391.")
    shown = text(as_ada.get(LEDGER))
    assert "A member of the public" in shown
    assert "7391" not in shown


def test_a_ledger_that_holds_is_said_to_hold(as_ada, long_log):
    answer = as_ada.post(f"{LEDGER}verify/")
    assert "The ledger holds" in text(answer)
    assert f"All {page.PAGE + 6} entries" in text(answer)


def test_a_changed_entry_is_named(as_ada, long_log):
    drops = triggers.SQLITE_DROP if connection.vendor == "sqlite" else triggers.POSTGRES_DROP
    with connection.cursor() as cursor:
        for statement in drops:
            cursor.execute(statement)
    Entry.objects.filter(seq=3).update(actor="staff:somebody-else")
    shown = text(as_ada.post(f"{LEDGER}verify/"))
    assert "The ledger is broken" in shown
    assert "First bad entry: 3." in shown
    assert numbers(as_ada.get(LEDGER))


def test_a_ledger_too_long_to_wait_for_is_left_to_the_command_line(as_ada, long_log, monkeypatch):
    monkeypatch.setattr(page, "CHECKED_HERE", 10)
    shown = text(as_ada.post(f"{LEDGER}verify/"))
    assert "belisha ledger verify" in shown
    assert "The ledger holds" not in shown
