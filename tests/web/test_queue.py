"""The queue's page: what waits, in which order, and taking it."""

import pytest
from django.utils import timezone

from belisha.ledger.models import Entry
from belisha.triage import queue
from belisha.triage.models import Case


@pytest.fixture
def desk_of(client):
    """desk_of(rosa): a browser in which she has signed in."""

    def signed_in(person):
        client.force_login(person)
        return client

    return signed_in


def text(answer):
    return " ".join(answer.content.decode().split())


def test_whoever_has_not_signed_in_is_sent_to_do_so(client, case):
    answer = client.get("/desk/")
    assert (answer.status_code, answer.url) == (302, "/account/login/?next=/desk/")


@pytest.mark.parametrize(
    ("role", "page"),
    [("auditor", "/desk/ledger/"), ("list_officer", "/desk/lists/"), ("administrator", "/desk/tasks/")],
)
def test_whoever_may_not_see_cases_is_sent_from_the_queue_to_their_start_page(
    desk_of, person, case, role, page
):
    answer = desk_of(person("Lena", role)).get("/desk/", follow=True)
    assert [url for url, _ in answer.redirect_chain] == ["/desk/start/", page]
    assert answer.status_code == 200
    assert case.label not in text(answer)


def test_the_queue_names_each_case_its_priority_and_why(desk_of, rosa, case, danger):
    page = text(desk_of(rosa).get("/desk/"))
    assert page.index(danger.label) < page.index(case.label)
    assert "A child is said to be in danger now." in page
    assert "1 immediate" in page
    assert "Not opened yet" in page


def test_an_empty_queue_says_so_in_words(desk_of, rosa):
    assert "No case is open." in text(desk_of(rosa).get("/desk/"))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("priority=1", {2}),
        ("priority=9", {1, 2, 3}),
        ("concern=coercion", {3}),
        ("service=lantern", {1, 2, 3}),
        ("owner=mine", {1}),
        ("owner=nobody", {2, 3}),
        ("state=closed", set()),
        ("state=", {1, 2, 3}),
        ("state=nonsense&page=x", {1, 2, 3}),
        ("page=999", set()),
    ],
)
def test_the_filters_narrow_the_queue_and_nonsense_does_not_break_it(desk_of, rosa, make_case, query, shown):
    mine = make_case()
    make_case(danger_now="yes")
    make_case(concerns=["coercion"])
    queue.claim(case_id=mine.id, by=rosa)
    answer = desk_of(rosa).get(f"/desk/?{query}")
    assert answer.status_code == 200
    assert {number for number in (1, 2, 3) if f">C-{number:06d}<" in answer.content.decode()} == shown


def test_claiming_opens_the_case_and_the_next_person_is_told_who_has_it(desk_of, rosa, omar, case):
    first = desk_of(rosa).post(f"/desk/cases/{case.id}/claim/")
    second = desk_of(omar).post(f"/desk/cases/{case.id}/claim/")
    assert (first.status_code, first.url) == (302, f"/desk/cases/{case.id}/")
    assert second.status_code == 409
    assert "Rosa has case C-000001." in text(second)
    assert [entry.actor for entry in Entry.objects.filter(event="case.claimed")] == [rosa.ledger_name]


def test_next_case_gives_the_most_dangerous_one_then_says_that_none_waits(desk_of, rosa, case, danger):
    browser = desk_of(rosa)
    assert browser.post("/desk/next/").url == f"/desk/cases/{danger.id}/"
    assert browser.post("/desk/next/").url == f"/desk/cases/{case.id}/"
    assert "No case waits for anybody." in text(browser.post("/desk/next/", follow=True))


def test_a_case_is_put_back_by_its_owner_alone(desk_of, rosa, omar, case):
    queue.claim(case_id=case.id, by=rosa)
    assert desk_of(omar).post(f"/desk/cases/{case.id}/release/").status_code == 409
    assert desk_of(rosa).post(f"/desk/cases/{case.id}/release/").url == "/desk/"
    assert Case.objects.get().owner is None


@pytest.mark.parametrize("path", ["/desk/next/", "/desk/cases/{}/claim/", "/desk/cases/{}/release/"])
def test_what_changes_something_is_posted(desk_of, rosa, case, path):
    assert desk_of(rosa).get(path.format(case.id)).status_code == 405
    assert Case.objects.get().owner is None


def test_what_changes_something_needs_its_own_form(rosa, case):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(rosa)
    assert strict.post(f"/desk/cases/{case.id}/claim/").status_code == 403
    assert Case.objects.get().owner is None


def test_a_long_queue_is_paged_and_no_case_is_on_two_pages(desk_of, rosa):
    now = timezone.now()
    Case.objects.bulk_create(
        Case(number=number, priority=3, opened_at=now, due_at=now) for number in range(1, 61)
    )
    pages = [desk_of(rosa).get(f"/desk/?page={page}").content.decode() for page in (1, 2, 3)]
    seen = [[n for n in range(1, 61) if f">C-{n:06d}<" in page] for page in pages]
    assert [len(numbers) for numbers in seen] == [25, 25, 10]
    assert sorted(number for numbers in seen for number in numbers) == list(range(1, 61))


def test_the_queue_opens_nothing_that_is_sealed(desk_of, rosa, case, django_assert_max_num_queries):
    from belisha.vault.models import DataKey

    browser = desk_of(rosa)
    DataKey.objects.filter(kind__in=["case", "report"]).update(wrapped=None, destroyed_at=timezone.now())
    with django_assert_max_num_queries(21):
        assert case.label in text(browser.get("/desk/"))
