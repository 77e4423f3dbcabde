"""`/figures/`: what the desk published, to everybody, and not before its embargo is over."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from belisha.figures.desk.book import desk_book
from belisha.figures.desk.publishing import Builders, publish_figures
from belisha.figures.site import build, shelf, store
from belisha.figures.site.site import Site
from belisha.ledger.models import Entry
from belisha.people.roles import Role
from tests.browser import violations
from tests.figures.published import SHEET, SOURCES, figures

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=10)
PUBLISH = "/desk/figures/publish/now/"
FEW = (
    "index.html",
    "forces/essex.html",
    "figures.css",
    "charts/forces-essex.svg",
    "embed/forces-essex.html",
    "downloads/figures.csv",
)


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Few pages are made, so that a test is quick."""
    monkeypatch.setattr(Site, "addresses", lambda self: iter(FEW))


@pytest.fixture
def noor(person):
    """An analyst."""
    return person("Noor", Role.ANALYST)


@pytest.fixture
def published(noor):
    """A maker of publications with their pages."""

    def make(embargo=None, title="Figures of the tests"):
        book = desk_book()
        if not book.sources():
            cells = figures().dataset.cells
            book.add(source=SOURCES[0], cells=cells, by="Noor", now=NOW, sheets=[SHEET])
        made = publish_figures(title=title, embargo=embargo, by=noor, now=NOW)
        build.build(book, made.number, now=NOW)
        return made

    return make


def get(path, **headers):
    return Client().get(path, headers=headers)


def test_a_desk_that_published_nothing_says_so_kindly(client):
    answer = get("/figures/")
    assert answer.status_code == 200
    assert "has not published any figures here yet" in answer.content.decode()
    assert "/figures/" not in get("/").content.decode()
    assert get("/figures/forces/essex.html").status_code == 404


def test_everybody_reads_what_was_published_in_the_public_frame(published):
    published()
    page = get("/figures/forces/essex.html")
    text = page.content.decode()
    assert page.status_code == 200
    assert "1,204" in text
    assert "Exit this page" in text
    assert '<meta name="robots" content="index, follow">' in text
    assert text.count("<h1") == 1
    assert "<script>alert" not in text
    assert "figures of the tests" in get("/figures/").content.decode().lower()
    assert 'href="/figures/"' in get("/").content.decode()
    assert get("/figures/index.html").headers["Location"] == "/figures/"


def test_a_browser_that_has_a_page_is_told_so_and_must_ask_each_time(published):
    published()
    for path in ("/figures/", "/figures/figures.css", "/figures/charts/forces-essex.svg"):
        first = get(path)
        again = get(path, **{"If-None-Match": first.headers["ETag"]})
        assert first.headers["Cache-Control"] == "no-cache"
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["Cache-Control"] == "no-cache"
        assert not first.cookies


def test_files_come_as_what_they_are(published):
    published()
    table = get("/figures/downloads/figures.csv")
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert table.headers["Content-Disposition"] == 'attachment; filename="figures.csv"'
    assert get("/figures/charts/forces-essex.svg").headers["Content-Type"] == "image/svg+xml"


def test_a_chart_alone_may_be_framed_by_others_and_nothing_else(published):
    published()
    chart, page = get("/figures/embed/forces-essex.html"), get("/figures/forces/essex.html")
    assert "frame-ancestors *" in chart.headers["Content-Security-Policy"]
    assert "default-src 'none'" in chart.headers["Content-Security-Policy"]
    assert "script-src" not in chart.headers["Content-Security-Policy"]
    others = [page, get("/figures/downloads/figures.csv"), get("/figures/charts/forces-essex.svg")]
    assert not [
        one for one in others if "frame-ancestors 'none'" not in one.headers["Content-Security-Policy"]
    ]
    assert b"https://" not in chart.content.replace(b"http://www.w3.org", b"") or b"iframe" in chart.content
    assert get("/figures/charts/forces-essex.svg").headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_before_its_embargo_is_over_the_public_sees_nothing_of_it(published, client, noor):
    made = published(embargo=LATER, title="Held back")
    client.force_login(noor)
    with time_machine.travel(LATER - timedelta(seconds=1), tick=False):
        answers = [get(f"/figures/{address}") for address in ("", *FEW)]
        assert [a.status_code for a in answers] == [200, 301, *[404] * (len(FEW) - 1)]
        assert not [a for a in answers if b"Held back" in a.content]
        assert b"/figures/" not in get("/").content
        # Whoever works with the figures sees them, and until when nobody else does.
        client.force_login(noor)
        preview = client.get(f"/desk/figures/publish/{made.number}/preview/forces/essex.html")
        assert "Embargoed until 20:00 on Wednesday 2 December 2026" in preview.content.decode()
        assert preview.headers["Cache-Control"] == "no-store"
    with time_machine.travel(LATER, tick=False):
        assert b"Held back" in get("/figures/").content


def test_the_analyst_publishes_from_the_desk_and_it_is_recorded(client, noor):
    client.force_login(noor)
    answer = client.post(PUBLISH, {"title": "Ours", "embargo_0": "", "embargo_1": ""})
    assert answer.status_code == 302
    (made,) = store.publications(desk_book())
    assert (made.title, made.as_of, made.embargo) == ("Ours", 0, None)
    assert [entry.event for entry in Entry.objects.all()][-1] == "figures.published"
    assert "Being made" in client.get("/desk/figures/publish/").content.decode()
    landing = client.get("/desk/figures/").content.decode()
    assert noor.name in landing.partition("Published the figures.")[2]
    assert noor.ledger_name not in landing


def test_an_embargo_is_read_by_the_desks_clock_and_one_that_is_over_is_refused(client, noor):
    client.force_login(noor)
    next_year = datetime.now(UTC).year + 1
    ahead = client.post(PUBLISH, {"title": "Ours", "embargo_0": f"{next_year}-07-01", "embargo_1": "09:30"})
    assert ahead.status_code == 302
    (made,) = store.publications(desk_book())
    assert made.embargo.year == next_year
    for wrong in (("2020-01-01", "09:30"), ("2090-07-01", ""), ("soon", "09:30")):
        answer = client.post(PUBLISH, {"title": "Ours", "embargo_0": wrong[0], "embargo_1": wrong[1]})
        assert answer.status_code == 422
    too_far = {"title": "Ours", "embargo_0": f"{next_year + 2}-07-01", "embargo_1": "09:30"}
    answer = client.post(PUBLISH, too_far)
    assert answer.status_code == 422
    assert "more than two years from now" in answer.content.decode()
    assert len(store.publications(desk_book())) == 1


def test_what_is_held_back_is_not_shown_by_another_publication(client, noor, published):
    made = published(embargo=datetime.now(UTC) + timedelta(days=9), title="Held back")
    client.force_login(noor)
    answer = client.post(PUBLISH, {"title": "Ours", "embargo_0": "", "embargo_1": ""})
    assert answer.status_code == 422
    assert f"This would show what publication {made.number} holds back until" in answer.content.decode()
    tomorrow = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d}"
    sooner = client.post(PUBLISH, {"title": "Ours", "embargo_0": tomorrow, "embargo_1": "23:00"})
    assert sooner.status_code == 422
    client.post(f"/desk/figures/publish/{made.number}/withdraw/", {"reason": "Another time."})
    assert client.post(PUBLISH, {"title": "Ours", "embargo_0": "", "embargo_1": ""}).status_code == 302


def test_taking_back_asks_for_a_reason_and_is_recorded(client, noor, published):
    one, other = published(title="First one"), published(title="Second one")
    client.force_login(noor)
    path = f"/desk/figures/publish/{other.number}/withdraw/"
    assert client.post(path, {"reason": " "}).status_code == 422
    assert b"Second one" in get("/figures/").content
    assert client.post(path, {"reason": "A sum was wrong."}).status_code == 302
    assert b"First one" in get("/figures/").content
    assert client.post(path, {"reason": "Again."}).status_code == 409
    assert Entry.objects.last().event == "figures.withdrawn"
    assert "A sum was wrong." in client.get("/desk/figures/publish/").content.decode()
    assert one.number < other.number


def test_what_nobody_has_looked_at_is_not_published(client, noor):
    from belisha.figures.gate import Finding

    finding = Finding(code="sum", sentence="The sum is another.", where="B2")
    cells = figures().dataset.cells
    desk_book().add(source=SOURCES[0], cells=cells, by="Noor", now=NOW, findings=[finding])
    client.force_login(noor)
    answer = client.post(PUBLISH, {"title": "Ours"})
    assert answer.status_code == 409
    assert "1 of the gate’s findings waits" in answer.content.decode()
    assert store.publications(desk_book()) == []
    assert "1 finding of the gate waits" in client.get("/desk/figures/publish/").content.decode()


def test_a_page_of_a_publication_that_is_not_there_is_not_found(client, noor, published):
    made = published()
    client.force_login(noor)
    for path in (f"{made.number}/preview/none.html", "77/preview/index.html", f"{10**20}/preview/x.html"):
        assert client.get(f"/desk/figures/publish/{path}").status_code == 404
    confirmed = {"source": "9" * 30, "code": "x", "reason": "y"}
    assert client.post("/desk/figures/findings/confirm/", confirmed).status_code == 422


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_of_another_age_is_refused_by_the_check(day):
    body = f"text=Kent+rose+last+year&written={day}"
    answer = Client().post("/figures/check/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422


def test_a_book_that_cannot_be_read_keeps_nobody_from_help(settings):
    settings.BELISHA.book.write_bytes(b"this is no book" * 1000)
    page = get("/")
    assert page.status_code == 200
    assert "Report something" in page.content.decode()


def test_the_worker_has_pages_made_in_a_process_of_their_own_and_waits_for_none(noor, monkeypatch):
    started = []

    class Running:
        def poll(self):
            return None

    def start(path, number):
        started.append(number)
        return Running()

    monkeypatch.setattr("belisha.figures.desk.publishing._started", start)
    builders = Builders()
    assert builders.start(now=NOW) == 0
    made = publish_figures(title="Ours", embargo=None, by=noor, now=NOW)
    assert [builders.start(now=NOW), builders.start(now=NOW)] == [1, 0]
    assert started == [made.number]
    assert shelf.waiting(desk_book(), NOW) is None


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_axe_finds_nothing_where_figures_are_published(
    desk, new_page, sign_in, noor, published, width, scheme
):
    published()
    published(embargo=datetime.now(UTC) + timedelta(days=9), title="Held back")
    page, found = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme), {}
    sign_in(page, noor)
    paths = ("figures/", "figures/forces/essex.html", "desk/figures/publish/")
    for path in (*paths, "desk/figures/publish/1/preview/forces/essex.html"):
        page.goto(desk.at(f"/{path}"))
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[path] = violations(page) + (["too wide for the window"] if wide else [])
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
