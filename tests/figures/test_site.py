"""The pages of a publication: each says what the figures say, safely, and until when it is held back."""

import re
from html.parser import HTMLParser
from pathlib import PurePosixPath
from posixpath import normpath

import polars as pl
import pytest

from belisha.figures.cells import SCHEMA
from belisha.figures.dataset import Dataset
from belisha.figures.figures import Figures
from belisha.figures.places import Area
from belisha.figures.site.addresses import area_pages, slug
from belisha.figures.site.material import Material
from belisha.figures.site.publication import Publication
from belisha.figures.site.site import Site
from tests.figures.published import ESSEX, EVIL, KENT, LATER, cell, site

pytestmark = pytest.mark.pure


class Read(HTMLParser):
    """What a page links to, and what it names."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.ids = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.tags.append((tag, named))
        self.links += [named[name] for name in ("href", "src", "srcset") if name in named]
        self.ids |= {named["id"]} if "id" in named else set()


@pytest.fixture(scope="module")
def shown():
    return site()


@pytest.fixture(scope="module")
def folder(shown):
    return {address: shown.file(address) for address in shown.addresses()}


@pytest.fixture(scope="module")
def pages(folder):
    return {a: file.body.decode() for a, file in folder.items() if a.endswith(".html")}


def words(page):
    """The text of a page, as it is read."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_every_page_has_a_title_of_its_own_a_language_one_heading_and_the_way_to_its_text(pages):
    titles = [re.search("<title>(.*?)</title>", text)[1] for text in pages.values()]
    assert len(set(titles)) == len(titles)
    assert len(pages) > 60
    for text in pages.values():
        assert '<html lang="en-GB">' in text
        assert text.count("<h1") == 1
        assert 'id="main"' in text
    assert all('href="#main"' in text for a, text in pages.items() if not a.startswith("embed/"))


def test_a_force_without_a_figure_has_a_page_that_does_not_say_nought(pages):
    assert "no figure for Norfolk" in pages["forces/norfolk.html"]
    assert "not nothing recorded" in pages["forces/norfolk.html"]


def test_every_link_of_every_page_leads_somewhere_in_the_folder(folder, pages):
    read = {address: Read(text) for address, text in pages.items()}
    lost = []
    for address, page in read.items():
        for link in page.links:
            if "://" in link:
                continue
            path, _, mark = link.partition("#")
            target = normpath(str(PurePosixPath(address).parent / path)) if path else address
            if target not in folder or (mark and mark not in read[target].ids):
                lost.append((address, link))
    assert lost == []


def test_no_page_holds_a_script_a_style_of_its_own_or_anything_from_elsewhere(folder, pages):
    for text in pages.values():
        tags = Read(text).tags
        assert not [t for t, _ in tags if t in ("script", "style", "iframe", "object", "form")]
        assert not [n for _, named in tags for n in named if n == "style" or n.startswith("on")]
        assert not [n for t, n in tags if t in ("img", "source", "link") and "://" in str(n)]
        assert not [n for _, n in tags if str(n.get("href", "")).startswith("javascript:")]
    pictures = [f.body.decode() for a, f in folder.items() if a.startswith("charts/")]
    assert pictures
    assert not [p for p in pictures if "<script" in p or " onload" in p or "javascript:" in p]


def test_what_an_answer_wrote_is_text_on_every_page(pages):
    escaped = EVIL.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert not [address for address, text in pages.items() if "<script>" in text]
    assert escaped.replace('"', "&quot;").replace("'", "&#x27;") in pages["answers/1.html"]


def test_a_force_shows_each_state_as_what_it_is_and_where_it_stands(pages):
    essex, kent, surrey = (words(pages[f"forces/{name}.html"]) for name in ("essex", "kent", "surrey"))
    assert "1,204" in essex
    assert "Corrected It was 1,200" in essex
    assert "1 to 4" in essex
    assert "Small number" in essex
    assert "Refused: s.12" in kent
    assert "2017/18 0 None" in surrey
    assert '../answers/1.html#cell-return-1-c2">' in pages["forces/essex.html"]


def test_the_cell_of_an_answer_is_marked_in_its_text(pages):
    assert '<td id="cell-return-1-c2"><mark>&lt;5</mark></td>' in pages["answers/1.html"]


def test_a_cell_whose_sheet_was_not_kept_leads_to_its_row(pages):
    assert 'href="../answers/2.html#cell-not-kept-b9"' in pages["forces/surrey.html"]
    assert '<tr role="row" id="cell-not-kept-b9">' in pages["answers/2.html"]
    assert 'href="#cell-not-kept-b9"' not in pages["answers/2.html"]


def test_nobody_reads_who_took_an_answer_in(folder):
    assert not [
        a for a, file in folder.items() if b"Ada" in file.body and not a.endswith((".woff2", ".xlsx"))
    ]


def test_a_group_shows_the_given_total_beside_who_answered_and_never_added(pages):
    wales = words(pages["countries/wales.html"])
    assert "1,458" in wales
    assert "0 of 4 forces" in wales
    assert "2 of 6 forces" not in words(pages["regions/ons-east-of-england.html"])
    east = words(pages["regions/ons-east-of-england.html"])
    assert "2016/17 – 1,204 1 of 6 forces" in east


def test_a_correction_stands_in_the_log_with_both_numbers(pages):
    assert "1,200" in pages["changes.html"]
    assert "1,204" in pages["changes.html"]
    assert "Essex, 2016/17: 1,200 became 1,204" in pages["index.html"]


@pytest.fixture(scope="module")
def marked():
    """Every text of the same, invented and held back."""
    held = site(embargo=LATER, invented=True)
    texts = [a for a in held.addresses() if a.endswith((".html", ".svg", ".csv", ".json"))]
    return {a: held.file(a).body.decode() for a in texts if a != "favicon.svg"}


def test_under_embargo_every_page_picture_and_table_says_until_when(marked):
    words = "Embargoed until 09:30 on Thursday 3 December 2026 (UK time)"
    joined = {a: re.sub(r"</text><text[^>]*>", " ", text) for a, text in marked.items()}
    assert [address for address, text in joined.items() if words not in text] == []


def test_invented_figures_are_called_so_on_every_page_and_in_every_table(marked):
    assert [address for address, text in marked.items() if "invented" not in text.lower()] == []


def test_the_same_figures_give_the_same_bytes():
    one, other = site(), site()
    some = ["index.html", "forces/essex.html", "downloads/figures.xlsx", "downloads/datapackage.json"]
    some += ["charts/forces-essex.svg"]
    assert [a for a in some if one.file(a).body != other.file(a).body] == []


def test_two_areas_of_one_name_have_two_pages():
    twice = [Area(id=f"x/{n}", name="Kent & Essex", kind="region", belongs=()) for n in ("a b", "a-b", "a.b")]
    assert sorted(area_pages(twice).values()) == [
        "regions/kent-and-essex-2.html",
        "regions/kent-and-essex-x-a-b.html",
        "regions/kent-and-essex.html",
    ]
    assert slug("Ynys Môn / Ärger") == "ynys-mon-arger"
    assert slug("???") == "area"


def test_an_address_that_is_none_is_nothing(shown):
    strange = [
        "../index.html",
        "forces/",
        "",
        "fonts/../site.css",
        "charts/none.svg",
        "embed/.html",
        "x.html",
    ]
    assert [a for a in strange if shown.file(a) is not None] == []


def test_a_refusal_is_no_figure_and_a_force_that_only_refused_has_none():
    refused = cell(KENT, "2017/18", "refused", note="s.12")
    frame = pl.DataFrame([refused, cell(ESSEX, "2017/18", low=7)], schema=SCHEMA)
    material = Material(figures=Figures(Dataset(cells=frame)), publication=Publication(made=LATER, number=1))
    first = Site(material).file("index.html").body.decode()
    assert "1 figure of 1 police force " in first
    assert "1 of 45" in first
