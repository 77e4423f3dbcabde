"""Letters: each names its section, leaves gaps where nobody said a thing, and is refused where early."""

from __future__ import annotations

from datetime import date

import pytest

from belisha.figures.ask.fill import REQUEST, LooseBrace, UnknownPlaceholder, fill, refuse_unknown
from belisha.figures.ask.law import LAWS, NameTheLaw, OutsideTheActs, UnknownLaw
from belisha.figures.ask.letters import LETTERS, NoSuchLetter, NothingIsLate
from belisha.figures.ask.round import NoSuchForce, all_forces, forces_named, name_from
from belisha.figures.ask.sections import NoSection, in_words, read_sections
from belisha.figures.ask.standing import NotLateYet, NotNow, ReviewFirst
from belisha.figures.book import Book
from tests.figures.asking import Asking

pytestmark = pytest.mark.pure


@pytest.fixture
def asking(tmp_path):
    return Asking(Book.at(tmp_path / "a.book"), asker="Ada Example", reply_to="ada@charity.example")


@pytest.mark.parametrize(
    ("force", "to", "says"),
    [
        (
            "Kent",
            "Kent Police",
            ["Freedom of Information Act 2000", "Protection of Children Act 1978", "section 16"],
        ),
        (
            "Scotland",
            "Police Scotland",
            ["(Scotland) Act 2002", "Civic Government (Scotland) Act", "section 15"],
        ),
    ],
)
def test_the_request_names_the_law_of_the_force(asking, force, to, says):
    letter = asking.letter("request", force)
    assert (letter.to, letter.to_fill) == (to, ())
    whole = f"{letter.subject}\n{letter.text}"
    assert [
        part for part in [*says, "section 10(1)", "2021/22 to 2025/26", "Ada Example"] if part not in whole
    ] == []
    assert "{" not in whole


def test_a_letter_leaves_gaps_for_what_nobody_said(tmp_path):
    asking = Asking(Book.at(tmp_path / "b.book"), years="")
    letter = asking.letter("request")
    assert letter.to_fill == (
        "[the years]",
        "[your name: section 8(1) asks for it]",
        "[your address for the answer]",
    )


def test_what_is_filled_in_is_never_filled_again(tmp_path):
    asking = Asking(Book.at(tmp_path / "b.book"), question="Is {force} a {nothing}?")
    assert "Is {force} a {nothing}?" in asking.letter("request").text
    assert fill("{force}", {"force": "{act}", "act": "no"}) == "{act}"


def test_a_text_of_ones_own_is_used_and_its_wrong_placeholders_are_refused(tmp_path):
    book = Book.at(tmp_path / "b.book")
    own = Asking(book, request="To {force} on {day}\nUnder the {act}: {question}")
    assert own.letter("request", "Scotland", "05-29").subject == "To Police Scotland on 29 May 2026"
    with pytest.raises(UnknownPlaceholder, match=r"\{nmae\}"):
        Asking(book, title="Another", request="{nmae}")
    for text in ("a { b", "a } b", "{{force}}", "{}"):
        with pytest.raises((LooseBrace, UnknownPlaceholder)):
            refuse_unknown(text, REQUEST)
    assert [round.name for round in [own.read()[0]]] == ["round-2026"]


def test_a_reminder_says_what_was_due_and_what_can_follow(asking):
    with pytest.raises(NothingIsLate, match="29 June 2026"):
        asking.letter("reminder", day="06-29")
    text = asking.letter("reminder", day="06-30").text
    assert "on 29 May 2026, the day on which I sent it" in text
    assert "(section 10(1)): 29 June 2026" in text
    assert "complain to the Information Commissioner under section 50(1)" in text
    scottish = asking.letter("reminder", "Scotland", "06-30").text
    assert "require a review under section 20(1)" in scottish
    assert "50(1)" not in scottish


def test_a_reminder_counts_from_the_clarification_or_to_the_day_they_named(asking):
    asking.note("clarification_asked", "06-10")
    asking.note("clarification_given", "06-30")
    assert "You received my clarification on 30 June 2026" in asking.letter("reminder").text
    asking.note("extended", "06-20", "Essex", until=date(2026, 7, 10))
    assert (
        "You put your answer off until 10 July 2026 (section 10(3))"
        in asking.letter("reminder", "Essex").text
    )


def test_a_clarification_is_written_when_it_was_asked_for(asking):
    with pytest.raises(NotNow):
        asking.letter("clarification")
    asking.note("clarification_asked", "06-10")
    letter = asking.letter("clarification")
    assert letter.to_fill == ("[Your clarification]",)
    assert "On 10 June 2026 you asked" in letter.text
    assert "section 1(3)" in letter.text


def test_a_review_says_what_one_is_not_content_with(asking):
    asking.note("answered", "07-02", outcome="refused", sections=("s.12", "s.40(2)"))
    text = asking.letter("review").text
    assert "The answer was due on 29 June 2026 and came on 2 July 2026." in text
    assert "s.12 (cost of finding it: over 18 hours of work) and s.40(2) (personal information)" in text
    assert "section 45" in text
    asking.note("answered", "06-15", "Scotland", outcome="refused", sections=("s.12",))
    scottish = asking.letter("review", "Scotland").text
    assert "section 20(1)" in scottish
    assert "over £600" in scottish


def test_a_complaint_goes_to_the_commissioner_when_its_time_has_come(asking):
    with pytest.raises(NotLateYet):
        asking.letter("complaint", day="06-29")
    letter = asking.letter("complaint", day="06-30")
    assert (letter.to, letter.subject.partition(" of the ")[0]) == (
        "Information Commissioner",
        "Complaint under section 50(1)",
    )
    assert "It was due on 29 June 2026" in letter.text
    with pytest.raises(ReviewFirst):
        asking.letter("complaint", "Scotland", "06-30")
    asking.note("review_asked", "07-01", "Scotland")
    scottish = asking.letter("complaint", "Scotland", "07-30")
    assert scottish.to == "Scottish Information Commissioner"
    assert "made on 1 July 2026" in scottish.text
    assert "had no answer by 29 July 2026 (section 21(1))" in scottish.text


def test_a_letter_can_be_read_again_after_it_went(asking):
    asking.note("complained", "06-30")
    assert "It was due on 29 June 2026" in asking.letter("complaint").text


@pytest.mark.parametrize("name", ["nothing", "", "../request", "review.foia"])
def test_there_are_five_letters_and_no_other(asking, name):
    with pytest.raises(NoSuchLetter, match="complaint"):
        asking.letter(name)
    assert len(LETTERS) == 5


def test_each_of_the_forty_five_is_asked_under_its_countrys_law():
    asked = all_forces()
    assert len(asked) == 45
    assert [one.name for one in asked if one.law.id == "foisa"] == ["Scotland"]


def test_a_force_of_ones_own_needs_its_law():
    found = forces_named(["X-BTP=foia", "Port of Dover = foia", "Kent Police", "Scotland=foia"])
    assert [(one.id, one.law.id) for one in found] == [
        ("X-BTP", "foia"),
        ("E23000032", "foia"),
        ("own-port-of-dover", "foia"),
        ("S23000009", "foisa"),  # the law of its country stands, whatever somebody writes
    ]
    for word, refusal in [
        ("X-BTP", NameTheLaw),
        ("Port of Dover", NoSuchForce),
        ("Port of Dover=eir", UnknownLaw),
        ("Jersey=foia", OutsideTheActs),
        ("=foia", NoSuchForce),
        ("***=foia", NoSuchForce),
    ]:
        with pytest.raises(refusal):
            forces_named([word])


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("PSNI", "N99999999"),
        ("The Met", "E23000001"),
        ("Devon and Cornwall", "E23000035"),
        ("GMP", "E23000005"),
    ],
)
def test_a_force_is_known_as_people_call_it(tmp_path, word, code):
    (found,) = forces_named([word])
    assert found.id == code
    asking = Asking(Book.at(tmp_path / "b.book"), forces=[found], sent=False)
    assert asking.read()[0].asked(word).id == code


@pytest.mark.parametrize("word", ["London", "Yorkshire", "UK", "East of England"])
def test_a_name_of_several_forces_is_no_force(word):
    with pytest.raises(NoSuchForce):
        forces_named([word])


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("s.12", ("s.12",)),
        ("section 40(2), s31(3)", ("s.40(2)", "s.31(3)")),
        ("S40(5B)(a)(i) and 12; s.12", ("s.40(5b)(a)(i)", "s.12")),
        ("", ()),
    ],
)
def test_sections_are_read_as_answers_write_them(text, sections):
    assert read_sections(text) == sections


@pytest.mark.parametrize("text", ["refused", "=1+1", "s.", "s.12 because", "s.1234"])
def test_what_is_no_section_is_refused(text):
    with pytest.raises(NoSection):
        read_sections(text)


def test_sections_are_said_in_words():
    assert in_words(("s.14",), LAWS["foia"]) == "s.14 (vexatious or repeated)"
    assert in_words((), LAWS["foia"]) == ""
    assert in_words(("s.99",), LAWS["foia"]) == "s.99"


@pytest.mark.parametrize(
    ("title", "name"), [("Round 2025/26!", "round-2025-26"), ("***", ""), ("a" * 99, "a" * 60)]
)
def test_a_title_makes_a_name(title, name):
    assert name_from(title) == name
