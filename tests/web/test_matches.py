"""What matched, on the case's page: exact or near, what the reviewer says of it, and the own list."""

import html
from uuid import uuid4

import pytest
from django.test import Client

from belisha.decisions import decide
from belisha.ledger.models import Entry
from belisha.people.roles import Role
from belisha.screening.found import Asked, View
from belisha.screening.library import look_up
from belisha.screening.models import ListChange, Match
from belisha.triage.models import Case
from tests.desk_cases import make_case, organisation
from tests.listed import FIRST_ID, NAME, hash_list, hex_of, match_case, near

__all__ = ["hash_list", "make_case", "match_case", "organisation"]

PDQ, MD5 = hex_of(1, 64), hex_of(1, 32)


def text(answer):
    return " ".join(html.unescape(answer.content.decode()).split())


def page_of(case):
    return f"/desk/cases/{case.id}/"


@pytest.fixture
def her(client, rosa):
    client.force_login(rosa)
    return client


def says(client, case, answer, reason=""):
    path = f"{page_of(case)}matches/{Match.objects.latest('matched_at').id}/"
    return client.post(path, {"answer": answer, "reason": reason})


def matches(pdq=PDQ):
    return bool(look_up([Asked(views=(View(pdq, 100, "sent"),))])[0].hits)


def test_the_page_says_how_it_matched_and_whose_it_is_but_not_what_with(her, match_case):
    ways = (
        ({"md5": MD5}, "The same file", "Exact"),
        ({"pdq": hex_of(3, 64)}, "The same picture as listed", "Exact"),
        ({"pdq": near(hex_of(2, 64), 12)}, "Nearly the same picture", "Near"),
    )
    for number, (sent, words, tag) in enumerate(ways, 1):
        case = match_case(**sent)
        page = text(her.get(page_of(case)))
        for shown in (words, tag, "Category as received: indecent", "Grade as received: B"):
            assert shown in page, shown
        assert f"uploader-{number}" not in page
        for hidden in (NAME, "SRC.", "distance"):
            assert hidden not in page, hidden


def test_the_report_tells_what_a_machine_found_in_words(her, match_case):
    evidence = "exact or near: near; a person is asked to look first: yes</li>"
    assert evidence in text(her.get(page_of(match_case(pdq=near(PDQ, 12)))))
    page = text(her.get(page_of(match_case(sha1=hex_of(1, 40), md5=MD5))))
    assert "a person is asked to look first: no" in page
    for shown in ("SHA-1", "MD5"):
        assert f">{shown}</dt>" in page, shown


def test_a_near_match_asks_somebody_to_look_first(her, match_case):
    assert "Look first" in text(her.get(page_of(match_case(pdq=near(PDQ, 12)))))


def test_a_case_without_a_match_has_no_such_part(her, make_case):
    assert "What matched" not in text(her.get(page_of(make_case())))


def test_a_moderator_who_is_a_list_officer_too_sees_list_entry_and_distance(client, person, match_case):
    client.force_login(person("Both", Role.MODERATOR, Role.LIST_OFFICER))
    page = text(client.get(page_of(match_case(pdq=near(PDQ, 12)))))
    for shown in (NAME, FIRST_ID, "distance 12", "version 1"):
        assert shown in page, shown


def test_other_cases_with_the_same_fingerprint_are_linked(her, match_case):
    first = match_case(md5=MD5)
    Case.objects.filter(id=first.id).update(state="decided")  # else the second joins it
    second = match_case(md5=MD5)
    assert second.id != first.id
    assert f'<a class="govuk-link" href="{page_of(first)}">{first.label}</a>: decided' in text(
        her.get(page_of(second))
    )


def test_confirming_is_kept_with_name_and_time_and_stands_in_the_history(her, match_case, rosa):
    case = match_case(md5=MD5)
    assert "1 match has no answer yet." in text(her.get(page_of(case)))
    assert says(her, case, "confirmed").status_code == 302
    match = Match.objects.get()
    assert (match.answer, match.answered_by) == ("confirmed", rosa)
    page = text(her.get(page_of(case)))
    assert "Confirmed by Rosa," in page
    assert "Match confirmed" in page
    assert Entry.objects.filter(event="match.confirmed").count() == 1
    assert matches()


def test_refuting_needs_a_reason(her, match_case):
    case = match_case(md5=MD5)
    answer = says(her, case, "refuted", " ")
    assert answer.status_code == 422
    assert "Say why it is wrong. The reason is kept." in text(answer)
    assert Match.objects.get().answer == ""


def test_a_refuted_entry_matches_nothing_any_more(her, match_case):
    case = match_case(pdq=PDQ)
    assert matches()
    assert says(her, case, "refuted", "A logo of the service.").status_code == 302
    assert not matches()
    assert matches(hex_of(2, 64))
    change = ListChange.objects.get()
    assert (change.action, change.reason, change.source_id) == (
        "quarantine",
        "A logo of the service.",
        FIRST_ID,
    )
    assert "Its entry is set aside" in text(her.get(page_of(case)))


def test_whoever_changes_their_mind_lets_the_entry_match_again(her, match_case):
    case = match_case(pdq=PDQ)
    says(her, case, "refuted", "A logo.")
    assert says(her, case, "confirmed").status_code == 302
    assert Match.objects.get().answer == "confirmed"
    assert matches()


def test_an_entry_that_somebody_else_refuted_stays_set_aside(her, match_case, omar):
    first, second = match_case(pdq=near(PDQ, 2)), match_case(pdq=near(PDQ, 3))
    one, other = Match.objects.order_by("matched_at")
    reason = {"answer": "refuted", "reason": "A logo."}
    her.post(f"{page_of(first)}matches/{one.id}/", reason)
    client = Client()
    client.force_login(omar)
    client.post(f"{page_of(second)}matches/{other.id}/", reason)
    her.post(f"{page_of(first)}matches/{one.id}/", {"answer": "confirmed"})
    assert not matches(near(PDQ, 1))
    client.post(f"{page_of(second)}matches/{other.id}/", {"answer": "unsure"})
    assert matches(near(PDQ, 1))


def test_unsure_says_so_and_changes_nothing_else(her, match_case):
    case = match_case(pdq=PDQ)
    says(her, case, "unsure")
    assert "Unsure by Rosa," in text(her.get(page_of(case)))
    assert matches()


def test_a_match_is_answered_in_its_own_case_alone(her, match_case, make_case):
    match_case(md5=MD5)
    other = make_case()
    assert says(her, other, "confirmed").status_code == 404
    assert her.post(f"{page_of(other)}matches/{uuid4()}/", {"answer": "confirmed"}).status_code == 404
    assert Match.objects.get().answer == ""
    assert says(her, Case.objects.first(), "perhaps").status_code == 422


def decided(case, rosa, omar, outcome="refer"):
    made = decide.decide(
        case_id=case.id, outcome=outcome, category="indecent_images", reasons="Seen.", by=rosa
    )
    if made.state == "proposed":
        decide.confirm(decision_id=made.id, by=omar)


def test_nothing_goes_on_the_own_list_before_a_decision_is_in_force(her, make_case, rosa, omar):
    case = make_case()
    item = case.memberships.get().report.items.get()
    path = f"{page_of(case)}items/{item.id}/known/"
    assert "own list" not in text(her.get(page_of(case)))
    answer = her.post(path, {"category": "indecent_images"})
    assert answer.status_code == 422
    assert "none is in force" in text(answer)
    decided(case, rosa, omar, "no_action")
    assert her.post(path, {"category": "indecent_images"}).status_code == 422
    assert not ListChange.objects.exists()


def test_what_a_decision_confirmed_is_held_when_it_is_sent_again(her, make_case, rosa, omar):
    pdq, sha = hex_of(90, 64), hex_of(90, 64)[::-1]
    case = make_case(items=[{"id": "first-time", "pdq": pdq, "sha256": sha}])
    decided(case, rosa, omar)
    item = case.memberships.get().report.items.get()
    assert "Add to this desk’s own list" in text(her.get(page_of(case)))
    assert not matches(pdq)
    path = f"{page_of(case)}items/{item.id}/known/"
    assert her.post(path, {"category": "indecent_images"}, follow=True).status_code == 200
    assert matches(pdq)
    assert matches(near(pdq, 20))
    page = text(her.get(page_of(case)))
    assert "On the list" in page
    assert "Add to this desk’s own list" not in page
    assert "Put on this desk’s own list" in page
    assert "indecent_images" not in page
    again = her.post(path, {"category": "indecent_images"}, follow=True)
    assert "It was on this desk’s own list already." in text(again)
    assert ListChange.objects.count() == 1
    assert Entry.objects.filter(event="case.item_listed").count() == 1


def test_what_a_reviewer_refuted_does_not_go_on_the_own_list(her, match_case, rosa, omar):
    case = match_case(pdq=PDQ)
    says(her, case, "refuted", "A logo.")
    decided(case, rosa, omar)
    item = case.memberships.get().report.items.get()
    assert "Add to this desk’s own list" not in text(her.get(page_of(case)))
    path = f"{page_of(case)}items/{item.id}/known/"
    assert "Change that answer first" in text(her.post(path, {"category": "other"}))
    says(her, case, "confirmed")
    # The list from outside has it; this desk's own list has not.
    assert "Add to this desk’s own list" in text(her.get(page_of(case)))
    assert her.post(path, {"category": "other"}).status_code == 302


@pytest.mark.parametrize(
    ("items", "category", "words"),
    [
        ([{"id": "bare"}], "indecent_images", "gives no fingerprint"),
        ([{"id": "listed", "md5": MD5}], "harmless", "Choose what it is"),
    ],
)
def test_what_cannot_be_recognised_or_named_is_refused(her, make_case, rosa, omar, items, category, words):
    case = make_case(items=items)
    decided(case, rosa, omar)
    item = case.memberships.get().report.items.get()
    answer = her.post(f"{page_of(case)}items/{item.id}/known/", {"category": category})
    assert answer.status_code in (409, 422)
    assert words in text(answer)
    assert her.post(f"{page_of(case)}items/{uuid4()}/known/", {"category": "other"}).status_code == 404


def test_no_page_below_a_list_officer_names_list_or_entry(match_case, rosa, sana, ada, alex):
    case = match_case(pdq=near(PDQ, 12))
    for person in (rosa, sana, ada, alex):
        client = Client()
        client.force_login(person)
        for path in (
            page_of(case),
            "/desk/",
            "/desk/tasks/",
            "/desk/ledger/",
            "/desk/lists/",
            "/desk/start/",
        ):
            page = client.get(path, follow=True).content.decode()
            assert NAME not in page, (person, path)
            assert FIRST_ID not in page, (person, path)
