"""Rounds at the desk: an analyst asks the forces, notes what they do, reads the board and the letters."""

from __future__ import annotations

import csv
import html
import io
import json
from datetime import date

import pytest
import time_machine
from django.test import Client

from belisha.figures.ask import rounds
from belisha.figures.desk.book import desk_book, desk_book_if_any
from belisha.ledger.models import Entry
from belisha.people.roles import Role
from tests.desk_cases import organisation

__all__ = ["organisation"]

LIST = "/desk/figures/rounds/"
ROUND = f"{LIST}images/"
KENT = f"{ROUND}forces/E23000032/"
SCOTLAND = f"{ROUND}forces/S23000009/"
WORDS = {
    "title": "Images",
    "years": "2021/22 to 2025/26",
    "question": "How many?",
    "request": "To {force}\n{question}",
    "asker": "Ada Example",
    "reply_to": "ada@charity.example",
}

pytestmark = pytest.mark.usefixtures("organisation", "on_a_friday")


@pytest.fixture
def on_a_friday():
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        yield


@pytest.fixture
def ada(person):
    return person("Ada", Role.ANALYST)


@pytest.fixture
def as_ada(ada):
    client = Client()
    client.force_login(ada)
    return client


@pytest.fixture
def begun(as_ada):
    as_ada.post(f"{LIST}new/", WORDS | {"only": "Kent\nScotland", "also": "British Transport=foia"})
    return as_ada


@pytest.fixture
def sent(begun):
    begun.post(f"{ROUND}sent/", {"day": "2026-10-20"})
    return begun


def text(answer):
    return " ".join(html.unescape(answer.content.decode()).split())


def events():
    return list(Entry.objects.filter(event__startswith="figures.").values_list("event", flat=True))


def test_a_round_is_begun_sent_answered_and_every_step_is_in_the_ledger(sent, ada):
    told = {"step": "answered", "day": "2026-11-02", "outcome": "refused", "sections": "section 12"}
    assert sent.post(f"{KENT}note/", told).status_code == 302
    page = text(sent.get(KENT))
    assert "Answered: refused" in page
    assert "s.12 (cost of finding it: over 18 hours of work)" in page
    board = text(sent.get(ROUND))
    assert "1 of 3 forces have answered" in board
    assert "3 working days late" in board
    assert events() == ["figures.round_begun", "figures.round_noted", "figures.round_noted"]
    entry = Entry.objects.filter(event="figures.round_noted").last()
    assert entry.actor == ada.ledger_name
    assert entry.content["force"] == "E23000032"


def test_without_names_the_forty_five_are_asked(as_ada):
    as_ada.post(f"{LIST}new/", WORDS)
    (round,) = rounds.rounds(desk_book())
    assert (round.name, len(round.forces), round.by) == ("images", 45, "Ada")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"title": ""}, "Enter a title"),
        ({"title": "***"}, "small letters, digits and hyphens"),
        ({"request": "{nmae}"}, "There is no placeholder {nmae}"),
        ({"only": "Atlantis"}, "No force is called “Atlantis”"),
        ({"also": "Jersey=foia"}, "under neither Act"),
        ({"also": "Kent"}, "Kent is asked twice"),
    ],
)
def test_a_wrong_round_is_shown_again_and_leaves_no_trace(as_ada, changed, says):
    answer = as_ada.post(f"{LIST}new/", WORDS | changed)
    assert answer.status_code == 422
    if changed.get("title") != "":
        assert says in text(answer)
    book = desk_book_if_any()
    assert book is None or rounds.rounds(book) == ()
    assert events() == []


def test_the_same_name_twice_is_refused(begun):
    answer = begun.post(f"{LIST}new/", WORDS)
    assert (answer.status_code, "There is a round “images” already" in text(answer)) == (422, True)


def test_an_empty_desk_says_so_and_leads_on(as_ada):
    page = text(as_ada.get(LIST))
    assert "There is no round yet." in page
    assert "Begin a round" in page
    assert f'href="{LIST}"' in as_ada.get("/desk/figures/").content.decode()


@pytest.mark.parametrize(
    "path", ["", "forces/E23000032/", "board.csv", "change/", "forces/E23000032/letters/request/"]
)
def test_what_is_not_there_is_not_found(as_ada, path):
    assert as_ada.get(ROUND + path).status_code == 404


@pytest.mark.parametrize("path", ["forces/E23000001/", "board.xlsx", "forces/E23000032/letters/love/"])
def test_what_is_not_in_the_round_is_not_found(sent, path):
    assert sent.get(ROUND + path).status_code == 404


def test_a_step_that_cannot_be_is_said_in_the_form(sent):
    before = events()
    wrong = [
        (KENT, {"step": "received", "day": "2026-11-21"}, "is in the future"),
        (KENT, {"step": "received", "day": "2026-10-19"}, "the request was “Not sent” then"),
        (KENT, {"step": "answered", "day": "2026-11-02"}, "Say what the answer was"),
        (KENT, {"step": "answered", "day": "2026-11-02", "outcome": "refused"}, "Name the section"),
        (KENT, {"step": "answered", "day": "2026-11-02", "sections": "none"}, "is no section"),
        (SCOTLAND, {"step": "extended", "day": "2026-11-02"}, "Choose one of the answers to “What happened”"),
    ]
    for address, told, says in wrong:
        answer = sent.post(f"{address}note/", told)
        assert (answer.status_code, says in text(answer)) == (422, True), says
    assert events() == before


def test_a_struck_entry_stays_readable(sent):
    sent.post(f"{KENT}note/", {"step": "acknowledged", "day": "2026-10-22"})
    entry = rounds.round_with_events(desk_book(), "images")[1][-1].id
    assert sent.post(f"{KENT}strike/", {"event": entry, "why": ""}).status_code == 422
    assert sent.post(f"{SCOTLAND}strike/", {"event": entry, "why": "Not theirs"}).status_code == 404
    assert sent.post(f"{KENT}strike/", {"event": entry, "why": "That was Essex"}).status_code == 302
    page = text(sent.get(KENT))
    assert "That was Essex (Ada)" in page
    assert "Acknowledged" not in page
    assert events()[-1] == "figures.round_struck"
    again = sent.post(f"{KENT}strike/", {"event": entry, "why": "Once more"})
    assert (again.status_code, f"There is no entry {entry}" in text(again)) == (422, True)


def test_the_board_shows_one_group_where_it_is_asked_to(sent):
    sent.post(f"{SCOTLAND}note/", {"step": "clarification_asked", "day": "2026-11-02"})
    late, yours = text(sent.get(f"{ROUND}?only=late")), text(sent.get(f"{ROUND}?only=yours"))
    assert ("Kent" in late, "Scotland" in late) == (True, False)
    assert ("2 forces: late" in late, "1 force: with you" in yours) == (True, True)
    assert "3 forces, the most pressing first" in text(sent.get(f"{ROUND}?only=nonsense"))


def test_the_board_goes_out_as_a_table_and_as_json(sent):
    answer = sent.get(f"{ROUND}board.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="images.csv"'
    assert len(list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))) == 3
    assert json.loads(sent.get(f"{ROUND}board.json").content)["counts"]["late"] == 3


def test_letters_are_drafted_and_never_sent(sent, mailoutbox):
    page = text(sent.get(f"{KENT}letters/reminder/"))
    assert "You received my request on 20 October 2026" in page
    assert sent.get(f"{KENT}letters/clarification/").status_code == 409
    assert "A reminder that the answer is late" in text(sent.get(KENT))
    assert mailoutbox == []


def test_words_change_until_they_go_out(begun):
    assert begun.post(f"{ROUND}change/", WORDS | {"years": "2025/26", "leave_out": "Kent"}).status_code == 302
    round = rounds.rounds(desk_book())[0]
    assert (round.years, [one.name for one in round.forces]) == ("2025/26", ["British Transport", "Scotland"])
    begun.post(f"{ROUND}sent/", {"day": "2026-11-02"})
    answer = begun.post(f"{ROUND}change/", WORDS)
    assert (answer.status_code, "The request has gone to 2 forces" in text(answer)) == (422, True)
    assert begun.post(f"{ROUND}change/", WORDS | {"years": "2025/26", "title": "Other"}).status_code == 302
    assert rounds.rounds(desk_book())[0].title == "Other"
    assert events().count("figures.round_changed") == 2


def test_no_picture_is_kept_in_a_remark(sent):
    picture = "data:image/png;base64," + "iVBORw0KGgo" + "A" * 400
    sent.post(f"{KENT}note/", {"step": "acknowledged", "day": "2026-10-22", "words": f"See {picture}"})
    kept = rounds.round_with_events(desk_book(), "images")[1][-1].words
    assert kept.startswith("See [removed: ")
    assert "base64" not in kept


def test_words_of_strangers_are_shown_as_words(sent):
    nasty = "<script>alert(1)</script>"
    sent.post(f"{KENT}note/", {"step": "acknowledged", "day": "2026-10-22", "words": nasty})
    assert nasty not in sent.get(KENT).content.decode()
    assert nasty in text(sent.get(KENT))


def test_the_day_is_that_of_the_united_kingdom(sent):
    with time_machine.travel("2026-06-30T23:30:00Z", tick=False):  # half past midnight, 1 July, in London
        from belisha.figures.desk.rounds_read import today

        assert today() == date(2026, 7, 1)
