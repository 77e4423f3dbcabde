"""The figures at the desk: what there is, where each stands, and what waits for somebody."""

from datetime import UTC, datetime

import pytest

from belisha.figures.book import Book
from belisha.figures.desk.book import book_path, desk_book
from belisha.figures.gate import Finding
from belisha.figures.shipped import shipped
from belisha.figures.sources import Source
from belisha.ledger.models import Entry
from belisha.people.roles import Role

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE = "/desk/figures/"


@pytest.fixture
def noor(client, person):
    noor = person("Noor", Role.ANALYST)
    client.force_login(noor)
    return noor


@pytest.fixture
def book(noor):
    book = desk_book()
    cells = shipped().cells
    first = cells.filter(area="E23000029", year="2020/21")
    book.add(source=Source(number=0, title="Answer of 2021"), cells=first, by="Noor", now=NOW)
    finding = Finding(code="jump:x", sentence="Thames Valley rises.", innocent=("One operation.",))
    later = cells.filter(area="E23000029", year="2021/22")
    told = Source(number=0, title="Answer of 2022", file="a.xlsx", sha256="ab" * 32)
    book.add(source=told, cells=later, findings=[finding], by="Noor", now=NOW)
    return book


def test_a_desk_without_a_book_shows_what_comes_with_belisha_and_makes_no_file(client, noor):
    answer = client.get(HERE)
    assert "These are the figures that come with Belisha" in answer.text
    assert "Sources (26)" in answer.text
    assert not book_path().exists()


def test_an_analyst_begins_the_book_with_the_shipped_figures_once(client, noor):
    assert client.post(f"{HERE}begin/").headers["Location"] == f"{HERE}findings/"
    assert len(Book.open(book_path()).sources()) == 26
    assert client.post(f"{HERE}begin/").status_code == 409
    entry = Entry.objects.get(event="figures.begun")
    assert entry.actor == noor.ledger_name
    assert "18,522" in client.get(f"{HERE}findings/").text
    assert "These are the figures" not in client.get(HERE).text


def test_a_finding_waits_until_somebody_says_why_it_is_right(client, noor, book):
    assert "Findings (1)" in client.get(HERE).text
    given = {"source": 2, "code": "jump:x", "reason": ""}
    refused = client.post(f"{HERE}findings/confirm/", given)
    assert (refused.status_code, "Say why it is right." in refused.text) == (422, True)
    client.post(f"{HERE}findings/confirm/", {**given, "reason": "The force says so."})
    (kept,) = book.findings()
    assert (kept.open, kept.reason, kept.confirmed_by) == (False, "The force says so.", "Noor")
    assert Entry.objects.get(event="figures.confirmed").actor == noor.ledger_name
    assert "The force says so." in client.get(f"{HERE}sources/2/").text
    again = client.post(f"{HERE}findings/confirm/", {**given, "reason": "Something else."})
    assert again.status_code == 409
    assert book.findings()[0].reason == "The force says so."


def test_a_confirmation_that_the_book_can_not_take_leaves_no_entry(client, noor, book):
    answer = client.post(f"{HERE}findings/confirm/", {"source": 2, "code": "nothing", "reason": "Why not."})
    assert answer.status_code == 404
    assert not Entry.objects.filter(event="figures.confirmed").exists()


def test_a_figure_shows_every_vintage_and_its_cell_in_the_answer(client, noor):
    answer = client.get(f"{HERE}figure/?series=foi&area=K02000001&year=2016/17")
    assert "<mark>18574</mark>" in answer.text
    assert "<mark>18522</mark>" in answer.text
    assert answer.text.index("Holds") < answer.text.index("Superseded")


def test_what_an_answer_says_is_text_wherever_it_is_shown(client, noor):
    evil = "<script>alert(1)</script>"
    cells = shipped().cells.filter(area="E23000029", year="2020/21")
    book = desk_book()
    source = Source(number=0, title=evil, address="javascript:alert(1)", note=evil)
    finding = Finding(code="x", sentence=evil, where=evil, innocent=(evil,))
    book.add(source=source, cells=cells, findings=[finding], by=evil, now=NOW)
    for place in ("", "sources/", "sources/1/", "findings/", "corrected/", "area/?area=E23000029"):
        text = client.get(HERE + place).text
        assert "<script>alert" not in text
        assert 'href="javascript' not in text


@pytest.mark.parametrize(
    "place", ["sources/99/", "sources/1/sheets/7/", "area/?area=x", "figure/?series=foi&area=x&year=2016/17"]
)
def test_what_is_not_there_is_a_page_that_says_so(client, noor, place):
    assert client.get(HERE + place).status_code == 404


def test_nobody_but_analysts_sees_figures_or_their_place_in_the_navigation(client, person):
    client.force_login(person("Rosa", Role.MODERATOR))
    assert client.get(HERE).status_code == 403
    assert "/desk/figures/" not in client.get("/desk/").text
