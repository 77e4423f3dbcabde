"""Search by any identifier, the tasks that wait, and who is on call."""

from datetime import UTC, datetime

import pytest

from belisha.intake.models import Report
from belisha.ledger.models import Entry
from belisha.triage.models import Membership
from belisha.work.assign import open_task
from belisha.work.models import Task, Turn


@pytest.fixture
def browser(client, rosa):
    client.force_login(rosa)
    return client


@pytest.fixture
def known(make_case):
    """A case that can be found in every way."""
    return make_case(
        accounts=[
            {
                "id": "heron-7",
                "role": "suspect",
                "emails": ["heron@mail.example"],
                "phones": ["+44 1632 960001"],
                "ips": ["192.0.2.44"],
            }
        ],
        items=[{"id": "post-77", "md5": "0f" * 16, "sha1": "1e" * 20, "sha256": "2d" * 32, "pdq": "3c" * 32}],
    )


def text(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    "asked",
    [
        "heron-7",
        " heron-7 ",
        "post-77",
        "0F" * 16,
        "1e" * 20,
        "2d" * 32,
        "3c" * 32,
        "Heron@Mail.example",
        "+44 (1632) 960001",
        "0044 1632 960001",
        "192.0.2.44",
        "reporter@mail.example",
        "C-000001",
        "c1",
        "1",
    ],
)
def test_a_case_is_found_by_everything_that_its_reports_name(browser, known, asked):
    answer = browser.post("/desk/search/", {"q": asked})
    assert known.label in text(answer)
    assert "1 case" in text(answer)


def test_a_case_is_found_by_the_receipt_of_a_report(browser, known):
    receipt = Report.objects.get().receipt
    assert known.label in text(browser.post("/desk/search/", {"q": receipt}))


@pytest.mark.parametrize("asked", ["heron", "heron-8", "message 1", "%", "C-000009", "0", "'; --", "9" * 400])
def test_what_is_not_exactly_named_is_not_found(browser, known, asked):
    assert "No case names exactly this." in text(browser.post("/desk/search/", {"q": asked}))


def test_what_was_searched_for_stands_in_no_address_and_no_ledger(browser, known):
    answer = browser.get("/desk/search/?q=heron-7")
    assert "heron-7" not in text(answer)
    assert known.label not in text(answer)


def test_a_report_that_was_moved_is_found_where_it_is_now(browser, known, make_case, rosa):
    from belisha.triage.arrange import merge

    into = make_case()
    merge(case_id=known.id, into_id=into.id, reason="The same people.", by=rosa)
    page = text(browser.post("/desk/search/", {"q": "heron-7"}))
    assert into.label in page
    assert Membership.objects.filter(case=known, left_at=None).count() == 0


def test_the_auditor_searches_nothing(client, ada, known):
    client.force_login(ada)
    assert client.post("/desk/search/", {"q": "heron-7"}).status_code == 403


def test_tasks_are_listed_with_their_reason_and_taken(browser, case, rosa):
    task = open_task(kind="check", about=case, reason="Look at it once more.")
    page = text(browser.get("/desk/tasks/"))
    assert "Look at it once more." in page
    assert f"/desk/cases/{case.id}/" in page
    assert browser.post(f"/desk/tasks/{task.id}/take/").status_code == 302
    assert Task.objects.get().owner == rosa


def test_a_task_that_another_has_taken_is_refused(browser, case, omar):
    task = open_task(kind="check", about=case, reason="Look at it.", owner=omar)
    answer = browser.post(f"/desk/tasks/{task.id}/take/")
    assert (answer.status_code, "Omar has taken this task." in text(answer)) == (409, True)


def test_a_list_without_tasks_says_so(browser):
    assert "Nothing waits for you here." in text(browser.get("/desk/tasks/"))


TURN = {
    "place": "1",
    "starts_at_0": "2026-07-01",
    "starts_at_1": "20:00",
    "ends_at_0": "2099-07-02",
    "ends_at_1": "08:00",
}


def test_a_turn_is_added_by_the_clock_of_those_who_run_the_desk(client, organisation, rosa, sana):
    client.force_login(sana)
    assert client.post("/desk/rota/add/", {"person_id": str(rosa.id), **TURN}).status_code == 302
    turn = Turn.objects.get()
    assert turn.starts_at == datetime(2026, 7, 1, 19, 0, tzinfo=UTC)
    assert (turn.person, turn.place) == (rosa, 1)
    page = text(client.get("/desk/rota/"))
    assert "1 July 2026, 20:00 BST (19:00 UTC)" in page
    assert client.post(f"/desk/rota/{turn.id}/remove/").status_code == 302
    assert Turn.objects.count() == 0
    assert Entry.objects.filter(event__startswith="rota.").count() == 2


def test_a_turn_that_ends_before_it_begins_comes_back(client, rosa, sana):
    client.force_login(sana)
    answer = client.post("/desk/rota/add/", {"person_id": str(rosa.id), **TURN, "ends_at_0": "2026-06-30"})
    assert answer.status_code == 422
    assert "A turn ends after it begins." in text(answer)


def test_moderators_see_the_rota_and_do_not_change_it(browser, rosa):
    assert "Put somebody on call" not in text(browser.get("/desk/rota/"))
    assert browser.post("/desk/rota/add/", {"person_id": str(rosa.id), **TURN}).status_code == 403


def test_administrators_keep_the_rota_and_auditors_do_not_see_it(client, alex, ada):
    client.force_login(alex)
    assert "Put somebody on call" in text(client.get("/desk/rota/"))
    client.force_login(ada)
    assert client.get("/desk/rota/").status_code == 403
