"""The list officer's pages: how each list stands, what its matches mean, and what its source is told."""

import csv
import html
import io
import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from belisha.decisions.known import answer_match
from belisha.ledger.models import Entry
from belisha.people.roles import Role
from belisha.refusal import Refusal
from belisha.screening import own
from belisha.screening.found import Asked, View
from belisha.screening.library import look_up
from belisha.screening.models import HashList, ListChange, ListVersion, Match, Probe
from belisha.work.assign import open_task
from tests.desk_cases import organisation
from tests.listed import FIRST_ID, NAME, hash_list, hex_of, match_case, near, take_in

__all__ = ["hash_list", "match_case", "organisation"]

LISTS = "/desk/lists/"


def text(answer):
    return " ".join(html.unescape(answer.content.decode()).split())


def page_of(row):
    return f"{LISTS}{row.id}/"


def matches(pdq):
    return bool(look_up([Asked(views=(View(pdq, 100, "sent"),))])[0].hits)


@pytest.fixture
def lena(person):
    return person("Lena", Role.LIST_OFFICER)


@pytest.fixture
def hers(client, lena):
    client.force_login(lena)
    return client


def settings_of(row, **changed):
    known = {
        "max_distance": 31,
        "quality_floor": 50,
        "video_share": 30,
        "on_exact": "hold",
        "on_near": "hold_and_look",
        "sample_percent": 5,
        "least_percent": 50,
        "most_percent": 200,
        "old_after_days": 7,
        "ends_on": "",
    }
    return known | changed


def test_a_list_officer_starts_at_the_lists_and_is_offered_no_case(hers):
    assert hers.get("/desk/start/").url == LISTS
    page = text(hers.get(LISTS))
    assert "Lists" in page
    assert "Queue" not in page


def test_without_a_list_the_page_says_what_works_and_where_lists_come_from(hers):
    page = text(hers.get(LISTS))
    assert "No list yet" in page
    assert "work without one" in page
    assert "docs/guides/lists.md" in page
    assert "belisha lists import FILE --list NAME" in page
    assert 'type="file"' not in hers.get(LISTS).content.decode()


def test_the_overview_says_how_each_list_stands(hers, hash_list):
    page = text(hers.get(LISTS))
    for shown in (NAME, "In force", "Version 1, 30 entries"):
        assert shown in page, shown
    with pytest.raises(Refusal):
        take_in(2)
    page = text(hers.get(LISTS))
    assert "Last update refused" in page
    assert ListVersion.objects.get(state="refused").reason[1:] in page
    assert "Version 1, 30 entries" in page
    one = text(hers.get(page_of(hash_list)))
    assert "What was in force before still is." in one


def test_a_list_that_nobody_updated_is_old_and_one_past_its_end_is_not_valid(hers, lena, hash_list):
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        hers.force_login(lena)
        assert "Old" in text(hers.get(LISTS))
    HashList.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert "No longer valid" in text(hers.get(LISTS))


def test_the_task_about_a_refused_update_leads_to_its_list(hers, hash_list):
    with pytest.raises(Refusal):
        take_in(2)
    assert f'href="{page_of(hash_list)}"' in hers.get("/desk/tasks/").content.decode()


def test_a_setting_holds_for_the_next_match(hers, hash_list):
    pdq = near(hex_of(1, 64), 12)
    assert matches(pdq)
    answer = hers.post(f"{page_of(hash_list)}settings/", settings_of(hash_list, max_distance=8))
    assert answer.status_code == 302
    assert not matches(pdq)
    hash_list.refresh_from_db()
    assert hash_list.max_distance == 8
    assert 'value="8"' in hers.get(page_of(hash_list)).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"max_distance": "41"}, "40"),
        ({"quality_floor": ""}, "Least quality"),
        ({"on_near": "delete"}, "Choose one"),
        ({"ends_on": "soon"}, "date"),
        ({"least_percent": "150"}, "least"),
    ],
)
def test_a_setting_that_makes_no_sense_comes_back_with_its_reason(hers, hash_list, wrong, words):
    answer = hers.post(f"{page_of(hash_list)}settings/", settings_of(hash_list, **wrong))
    assert answer.status_code == 422
    assert "There is a problem" in text(answer)
    assert words in text(answer)
    hash_list.refresh_from_db()
    assert (hash_list.max_distance, hash_list.least_percent) == (31, 50)


def test_a_version_is_rolled_back(hers, hash_list):
    assert "Roll back" not in text(hers.get(page_of(hash_list)))
    take_in(30, start=20)
    assert matches(hex_of(45, 64))
    assert "Roll back" in text(hers.get(page_of(hash_list)))
    assert hers.post(f"{page_of(hash_list)}roll-back/").status_code == 302
    assert not matches(hex_of(45, 64))
    assert matches(hex_of(1, 64))
    page = text(hers.get(page_of(hash_list)))
    assert "Rolled back" in page
    assert hers.post(f"{page_of(hash_list)}roll-back/").status_code == 422


@pytest.fixture
def refuted(match_case, rosa):
    """A match that Rosa refuted, and one that she confirmed."""
    for number, answer in ((1, "refuted"), (2, "confirmed")):
        case = match_case(pdq=hex_of(number, 64))
        match = Match.objects.latest("matched_at")
        answer_match(case_id=case.id, match_id=match.id, answer=answer, by=rosa, reason="=A1 A logo.")
    return Match.objects.get(answer="refuted")


def test_what_a_reviewer_refuted_is_seen_and_put_back(hers, hash_list, refuted):
    page = text(hers.get(page_of(hash_list)))
    for shown in ("Set aside", "=A1 A logo.", "Rosa", FIRST_ID):
        assert shown in page, shown
    change = ListChange.objects.get()
    path = f"{page_of(hash_list)}changes/{change.id}/put-back/"
    assert hers.post(path, {"reason": ""}).status_code == 422
    assert not matches(hex_of(1, 64))
    assert hers.post(path, {"reason": "The source says it is right."}).status_code == 302
    assert matches(hex_of(1, 64))
    page = text(hers.get(page_of(hash_list)))
    assert "Put back" in page
    assert "Put it back" not in page
    assert hers.post(f"{page_of(hash_list)}changes/{uuid4()}/put-back/", {"reason": "So."}).status_code == 404


def until():
    return Match.objects.latest("answered_at").answered_at.isoformat()


def test_feedback_is_written_out_and_marked_as_told(hers, hash_list, refuted, lena):
    assert "2 answers of your reviewers" in text(hers.get(page_of(hash_list)))
    path = f"{page_of(hash_list)}feedback/"
    answer = hers.post(path, {"until": until(), "format": "csv"})
    assert answer["Content-Disposition"].startswith('attachment; filename="feedback-')
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["entry"], row["answer"]) for row in rows] == [
        (FIRST_ID, "refuted"),
        ("SRC.000002", "confirmed"),
    ]
    assert rows[0]["reason"] == "'=A1 A logo."
    told = json.loads(hers.post(path, {"until": until(), "format": "json"}).content)
    assert [row["answer"] for row in told["feedback"]] == ["refuted", "confirmed"]
    assert Entry.objects.filter(event="list.feedback_written").count() == 2
    assert hers.post(f"{path}told/", {"until": until()}).status_code == 302
    assert "Nothing to tell" in text(hers.get(page_of(hash_list)))
    assert hers.post(path, {"until": until(), "format": "csv"}).status_code == 422


def test_feedback_names_no_content_no_account_and_no_case(hers, hash_list, refuted):
    written = hers.post(
        f"{page_of(hash_list)}feedback/", {"until": until(), "format": "json"}
    ).content.decode()
    for hidden in ("upload-1", "uploader-1", "C-0000", "Rosa", hex_of(1, 64)):
        assert hidden not in written, hidden


def test_what_is_answered_while_one_sends_the_rest_is_not_marked_as_told(
    hers, hash_list, refuted, match_case, rosa
):
    shown = until()
    case = match_case(pdq=hex_of(5, 64))
    match = Match.objects.latest("matched_at")
    answer_match(case_id=case.id, match_id=match.id, answer="confirmed", by=rosa)
    hers.post(f"{page_of(hash_list)}feedback/told/", {"until": shown})
    assert "1 answer of your reviewers" in text(hers.get(page_of(hash_list)))


def test_whoever_changes_their_mind_has_the_source_told_anew(hers, hash_list, refuted, rosa):
    hers.post(f"{page_of(hash_list)}feedback/told/", {"until": until()})
    case = refuted.signals.get().report.memberships.get().case
    answer_match(case_id=case.id, match_id=refuted.id, answer="confirmed", by=rosa)
    assert "1 answer of your reviewers" in text(hers.get(page_of(hash_list)))


@pytest.mark.parametrize(
    "said",
    [
        {"until": "now", "format": "csv"},
        {"format": "csv"},
        {"until": "2026-11-22T00:00:00Z", "format": "xls"},
    ],
)
def test_feedback_of_a_wrong_form_is_refused(hers, hash_list, refuted, said):
    assert hers.post(f"{page_of(hash_list)}feedback/", said).status_code == 422


def test_what_looks_like_probing_is_looked_at_once(hers, lena):
    now = timezone.now()
    probe = Probe.objects.create(kind="variants", account="account-9", queries=61, began_at=now, seen_at=now)
    from belisha.screening.probing import ABOUT, TASK

    open_task(kind=TASK, about=ABOUT, label="Probing", reason="Look.", permission="screening.manage_lists")
    page = hers.get(LISTS).content.decode()
    for shown in ("Many near variants of one picture", "account-9", "61", 'b-count">1<'):
        assert shown in page, shown
    assert hers.post(f"{LISTS}probes/{probe.id}/seen/").status_code == 302
    page = text(hers.get(LISTS))
    assert "Lena," in page
    assert "I looked at it" not in page
    assert "Nothing waits for you here" in text(hers.get("/desk/tasks/"))


def test_a_list_that_is_not_there_is_not_found(hers):
    nothing = f"{LISTS}{uuid4()}/"
    assert hers.get(nothing).status_code == 404
    for path in ("settings/", "roll-back/", "feedback/", "feedback/told/"):
        assert (
            hers.post(
                nothing + path, settings_of(None) | {"until": "2026-11-22T00:00:00Z", "format": "csv"}
            ).status_code
            == 404
        ), path


def test_nobody_below_opens_any_of_it(hash_list, rosa, sana, ada, alex):
    for somebody in (rosa, sana, ada, alex):
        client = Client()
        client.force_login(somebody)
        assert client.get(LISTS).status_code == 403
        assert client.get(page_of(hash_list)).status_code == 403


def test_the_own_list_speaks_in_words_and_has_no_source_to_check(hers, lena):
    change = own.add_to_own_list(
        fingerprints={"md5": hex_of(7, 32)}, category="indecent_images", by=lena, about=lena
    )
    row = change.hash_list
    shown, page = text(hers.get(LISTS)), text(hers.get(page_of(row)))
    assert "Nothing to check" in shown
    assert "Never" not in shown + page
    assert "Indecent images of a child" in page
    assert "indecent_images" not in page


def test_the_own_list_offers_no_settings_of_updates_as_it_has_none(hers, lena, hash_list):
    row = own.add_to_own_list(fingerprints={"md5": hex_of(7, 32)}, category="", by=lena, about=lena).hash_list
    sent = settings_of(row, max_distance=8)
    for name in ("least_percent", "most_percent", "old_after_days"):
        assert [name in text(hers.get(page_of(one))) for one in (hash_list, row)] == [True, False], name
        del sent[name]
    assert hers.post(f"{page_of(row)}settings/", sent).status_code == 302
    assert HashList.objects.get(id=row.id).max_distance == 8
