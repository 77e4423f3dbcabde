"""The words of the answers: every authority has some, and everybody can read those meant for them."""

import re
from html import unescape
from itertools import product
from typing import get_args

import pytest

from belisha.organisation.directory import directory
from belisha.routing import SHIPPED, Facts, route
from belisha.routing.countries import countries
from belisha.routing.directory import help_line
from belisha.routing.facts import Concern, Reporter
from belisha.routing.forces import forces
from belisha.routing.link import to_link
from belisha.routing.plain import Kind, Voice, kind_of, voice_of
from belisha.routing.plain_advice import intro, not_to_do, to_keep, to_say
from belisha.routing.plain_words import about_help, words_for
from belisha.routing.table import rows
from tests.reading import grade
from tests.web.public_form import harbour

ANSWER = "/where-to-report/answer/"
GRADE = 6  # Flesch-Kincaid, as for the answers of everybody
GRADE_OF_A_CHILD = 4
PLACES = {"child.country": "GB", "child.place": "E23000032"}
# Lists of the directory's own words, and what is no sentence.
NOT_PROSE = (
    r"<cite>.*?</cite>|<dl.*?</dl>|<svg.*?</svg>|<select.*?</select>|<p class=\"b-code.*?</p>"
    r"|<span class=\"b-(?:where__host|code).*?</span>"
)


def prose(html):
    """The sentences of an answer, without names and numbers. Short labels would make it look easier."""
    main = re.sub(NOT_PROSE, " ", re.search(r"<main.*</main>", html, re.S)[0], flags=re.S)
    blocks = re.split(r"</(?:p|li|h\d|summary|a|div)>", main)
    words = [" ".join(unescape(re.sub(r"<[^>]+>", " ", block)).split()) for block in blocks]
    sentences = [re.sub(r"[0-9][0-9 \u00a0]*", "", NAMES.sub("They", block)) for block in words]
    return " ".join(
        block if block[-1] in ".?!:" else f"{block}." for block in sentences if block.count(" ") > 2
    )


def most_for(reporter):
    return GRADE_OF_A_CHILD if reporter == "child" else GRADE


def _names():
    known = [row.authority for row in SHIPPED.mechanisms] + [
        row["service"] for row in rows("support_services.csv")
    ]
    known += [name for force in forces().values() for name in (force.in_a_sentence, force.name)]
    known += [name for country in countries().values() for name in (country.in_a_sentence, country.name)]
    known += ["National Crime Agency", "NCMEC", "INHOPE", "Harbour Chat", "Children's social care"]
    return re.compile("|".join(re.escape(name) for name in sorted(known, key=len, reverse=True)))


NAMES = _names()


def grades(client, queries):
    return {str(query): grade(prose(client.get(ANSWER, query).content.decode())) for query in queries}


def situations(reporter):
    for concern, danger in product(get_args(Concern), ("yes", "no", "unknown")):
        yield {"reporter": reporter, "concerns": concern, "danger_now": danger, **PLACES}
    for more in (
        {"child_made_it": "yes", "concerns": "coercion indecent_images"},
        {"suspect_is_child": "yes", "concerns": "child_safety"},
        {"ready": "no"},
        {"own_behaviour": "yes"},
        {"other_adult_behaviour": "yes"},
        {"may_be_elsewhere": "yes", "concerns": "indecent_images"},
        {"child.country": "DE", "child.place": ""},
        {"child.country": "AL", "child.place": ""},
        {"child.place": "london", "reader.country": "IE"},
        {"child.country": "", "child.place": ""},
        {
            "service.country": "US",
            "content_detected": "yes",
            "uk_link": "yes",
            "service.regulated_user_to_user": "yes",
        },
    ):
        yield {"reporter": reporter, **PLACES, **more}


@pytest.mark.parametrize("reporter", [*get_args(Reporter), ""])
def test_an_answer_is_easy_to_read_for_whom_it_is_meant(client, reporter):
    harbour()
    most = most_for(reporter)
    found = grades(client, situations(reporter))
    assert {query: round(one, 1) for query, one in found.items() if one > most} == {}
    assert len(found) == 26


def test_the_questions_are_easy_to_read(client):
    harbour()
    pages = (
        "",
        "who/",
        "what/?reporter=child",
        "what/?reporter=adult",
        "what/?reporter=organisation",
        "where/",
    )
    found = {page: grade(prose(client.get(f"/where-to-report/{page}").content.decode())) for page in pages}
    assert {page: one for page, one in found.items() if one > GRADE_OF_A_CHILD} == {}


def parts():
    """Every part of an answer by itself: a page's long list of short words would hide a hard sentence."""
    for kind, voice in product(get_args(Kind), get_args(Voice)):
        words = words_for(kind, voice)
        yield kind, voice, " ".join((words.who, *words.tell, words.next))
    for reporter, concern, more in product(
        (*get_args(Reporter), None),
        get_args(Concern),
        (
            {},
            {"child_made_it": "yes"},
            {"ready": False},
            {"own_behaviour": True},
            {"other_adult_behaviour": True},
        ),
    ):
        facts = Facts(reporter=reporter, concerns=frozenset({concern}), **more)
        for part in (intro, to_say, to_keep, not_to_do):
            yield (
                (part.__name__, concern, *more),
                voice_of(reporter),
                " ".join(part(facts)).replace("...", ""),
            )


@pytest.mark.pure
def test_each_part_of_an_answer_is_easy_to_read_by_itself():
    hard = {
        (name, voice): round(grade(words), 1)
        for name, voice, words in parts()
        if grade(words) > (GRADE_OF_A_CHILD if voice == "child" else GRADE)
    }
    assert hard == {}


@pytest.mark.pure
def test_the_measure_bites():
    hard = "Notwithstanding contravening legislative stipulations, organisations communicate irregularities."
    assert grade(prose(f"<main><p>{hard}</p></main>")) > GRADE


@pytest.mark.pure
def test_no_authority_is_without_words():
    assert [row.id for row in SHIPPED.mechanisms if kind_of(row.id, SHIPPED) == "other"] == []
    for kind, voice in product(get_args(Kind), get_args(Voice)):
        words = words_for(kind, voice)
        assert words.who
        assert words.tell
        assert words.next


@pytest.mark.pure
def test_no_help_line_of_the_country_is_without_words():
    ids = ("childline", "nspcc", "stop-it-now", "report-remove", "take-it-down")
    lines = [help_line(id) for id in ids]
    assert [one.name for one in lines for voice in get_args(Voice) if not about_help(one.name, voice)] == []


@pytest.mark.pure
@pytest.mark.parametrize("voice", get_args(Voice))
def test_no_sentence_promises_what_nobody_knows(voice):
    said = " ".join(
        " ".join((words.who, *words.tell, words.next))
        for words in (words_for(kind, voice) for kind in get_args(Kind))
    ).lower()
    for promise in ("will stop", "will be safe", "in trouble", "guarantee", "always", "no one will know"):
        assert promise not in said


def test_a_picture_is_never_to_be_sent_copied_or_kept(client):
    harbour()
    for reporter in get_args(Reporter):
        page = unescape(
            client.get(ANSWER, {"reporter": reporter, "concerns": "indecent_images"}).content.decode()
        )
        assert "Do not send the picture on" in page
        assert "Do not take a screenshot. Do not download it." in page
        # A service has to preserve the content where it is.
        kept = "lock it where it is. Do not move or copy it." in page
        assert kept == (reporter == "organisation")
        assert ("Not the pictures. Write down in words where they are." in page) != kept


def test_an_answer_says_what_the_desk_has_confirmed(client):
    harbour()
    facts = Facts(reporter="adult", concerns=frozenset({"grooming"}))
    shown = client.get(ANSWER, to_link(facts)).content.decode()
    for step in route(facts, directory=directory()).steps:
        assert f'data-authority="{step.authority.id}"' in shown


@pytest.mark.django_db
def test_a_child_reads_of_their_own_picture_in_their_own_words_and_of_themselves_in_danger(client):
    query = "reporter=child&concerns=coercion+indecent_images&child_made_it=yes"
    page = client.get(f"/where-to-report/answer/?{query}").content.decode()
    assert "Threats or blackmail, a private picture of me" in page
    assert "sexual pictures of a child" not in page
    assert "Are you or is another child in danger now?" in page


@pytest.mark.parametrize(("danger", "priority"), [("yes", 1), ("unknown", 2), ("no", 3)])
def test_a_service_reads_the_priority_of_its_report_to_the_national_crime_agency(client, danger, priority):
    harbour()
    facts = {"content_detected": "yes", "service.regulated_user_to_user": "yes", "service.country": "GB"}
    facts |= {"reporter": "organisation", "concerns": "indecent_images", "danger_now": danger}
    assert f"This is priority {priority}." in client.get(ANSWER, facts).content.decode()
