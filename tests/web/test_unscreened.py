"""What could not be screened: held until a person says what becomes of it."""

import html
from uuid import uuid4

import pytest
from django.utils import timezone

from belisha.ledger.models import Entry
from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_team
from belisha.organisation.models import Service
from belisha.screening.answers import ABOUT, TASK
from belisha.screening.models import Held, Unscreened
from belisha.triage.models import Case
from belisha.work.assign import open_task
from belisha.work.models import Task
from tests.desk_cases import organisation, show_everything
from tests.staff import stale

__all__ = ["organisation"]

LIST = "/desk/unscreened/"


def text(answer):
    return " ".join(html.unescape(answer.content.decode()).split())


@pytest.fixture
def upload(organisation):
    """A maker of uploads that could not be screened, as the door for uploads leaves them."""

    def make(content_id="upload-1", **changed):
        known = {
            "reference": f"R-{uuid4().hex[:12]}",
            "reason": "damaged",
            "content_id": content_id,
            "account": "account-7",
            "locator": "https://service.example/u/1",
            "fingerprints": {"md5": "0123456789abcdef" * 2},
            "size": 2048,
            "service": Service.objects.get(),
            "sent_by": "key:1",
            "received_at": timezone.now(),
        }
        row = Unscreened.objects.create(**known | changed)
        Held.objects.create(content=uuid4().bytes, reference=row.reference, until=timezone.now())
        open_task(kind=TASK, about=ABOUT, label="Uploads", reason="Look at them.")
        return row

    return make


@pytest.fixture
def her(client, rosa):
    client.force_login(rosa)
    return client


def open_task_there():
    return Task.objects.filter(kind=TASK, done_at=None).exists()


def test_the_list_says_in_words_why_each_waits_and_where_it_is(her, upload):
    first, second = upload("upload-1"), upload("upload-2", reason="too_slow", account="")
    page = text(her.get(LIST))
    for words in (first.reference, "It is damaged.", "hidden", "2.0", "Lantern Chat", "It took longer than"):
        assert words in page, words
    assert "1 waiting" in page
    only = text(her.get(f"{LIST}?reason=too_slow"))
    assert second.reference in only
    assert first.reference not in only
    assert her.get(f"{LIST}?reason=nonsense&state=odd&page=x").status_code == 200


def test_an_address_has_no_size_and_an_empty_file_has_none_of_it(her, upload):
    row, empty = (
        upload("message-1", reason="not_an_address", size=0),
        upload("upload-1", reason="empty", size=0),
    )
    for shown, page in ((row, "None: an address"), (empty, "0 bytes")):
        assert page in text(her.get(f"{LIST}{shown.id}/"))


def test_an_empty_list_says_what_would_come_here(her):
    assert "comes here at once, with a task for you" in text(her.get(LIST))
    assert "None is like that." in text(her.get(f"{LIST}?state=answered"))


def test_the_place_counts_what_waits(her, upload):
    upload()
    assert 'b-count">1<' in her.get("/desk/tasks/").content.decode()


def test_nothing_against_it_needs_a_reason_and_ends_hold_and_task(her, upload, rosa):
    row = upload()
    page = f"{LIST}{row.id}/"
    refused = her.post(f"{page}release/", {"reason": " "})
    assert refused.status_code == 422
    assert "Say why. The reason is kept." in text(refused)
    assert open_task_there()
    answer = her.post(f"{page}release/", {"reason": "A scanned invoice."})
    assert (answer.status_code, answer.url) == (302, LIST)
    row.refresh_from_db()
    assert (row.answer, row.answer_reason, row.answered_by) == ("released", "A scanned invoice.", rosa)
    assert not Held.objects.exists()
    assert not open_task_there()
    assert Entry.objects.filter(event="unscreened.released", about_id=str(row.id)).count() == 1
    assert "A scanned invoice." in text(her.get(page))
    assert "Nothing against it, Rosa" in text(her.get(f"{LIST}?state=answered"))


def test_several_with_the_same_reason_are_released_by_one_sentence(her, upload):
    rows = [upload(f"upload-{number}") for number in range(3)]
    answer = her.post(f"{LIST}release/", {"ids": [row.id for row in rows[:2]], "reason": "A bad camera."})
    assert answer.status_code == 302
    assert sorted(Unscreened.objects.values_list("answer", flat=True)) == ["", "released", "released"]
    assert open_task_there()
    her.post(f"{LIST}release/", {"ids": [rows[2].id], "reason": "A bad camera."})
    assert not open_task_there()


def test_several_at_once_are_never_released_for_different_reasons_or_none(her, upload):
    damaged, slow = upload(), upload(reason="too_slow")
    for said, words in (
        ({"ids": [damaged.id, slow.id], "reason": "So."}, "could not be screened for different reasons"),
        ({"reason": "So."}, "Tick at least one."),
        ({"ids": ["nonsense"], "reason": "So."}, "Tick them on this page."),
        ({"ids": [damaged.id], "reason": ""}, "Say why."),
    ):
        answer = her.post(f"{LIST}release/", said)
        assert answer.status_code == 422, said
        assert words in text(answer), said
    ticked = her.post(f"{LIST}release/", {"ids": [damaged.id], "reason": ""}).content.decode()
    assert f'value="{damaged.id}" aria-label="Choose {damaged.reference}" checked' in ticked
    assert not Unscreened.objects.exclude(answer="").exists()


def test_one_that_is_answered_stays_so(her, upload):
    row, other = upload(), upload()
    her.post(f"{LIST}{row.id}/release/", {"reason": "An invoice."})
    again = her.post(f"{LIST}release/", {"ids": [row.id, other.id], "reason": "Once more."})
    assert again.status_code == 409
    assert "Rosa has said of" in text(again)
    other.refresh_from_db()
    assert other.answer == ""
    assert her.post(f"{LIST}{row.id}/report/", REPORT).status_code == 409
    assert not Case.objects.exists()


REPORT = {"concern": "indecent_images", "danger_now": "no", "what_happened": "Seen in the viewer."}


def test_a_report_of_it_opens_its_case_and_keeps_it_held(her, upload, rosa):
    row = upload()
    answer = her.post(f"{LIST}{row.id}/report/", REPORT)
    case = Case.objects.get()
    assert answer.url == f"/desk/cases/{case.id}/"
    show_everything(case, rosa)
    page = text(her.get(answer.url))
    for words in ("Seen in the viewer.", "upload-1", "account-7", "0123456789abcdef", "moderator"):
        assert words in page, words
    row.refresh_from_db()
    assert (row.answer, row.answered_by) == ("reported", rosa)
    assert Held.objects.exists()
    assert not open_task_there()
    assert Entry.objects.filter(event="unscreened.reported").count() == 1


@pytest.mark.parametrize("missing", ["concern", "danger_now", "what_happened"])
def test_a_report_lacks_nothing(her, upload, missing):
    row = upload()
    answer = her.post(f"{LIST}{row.id}/report/", {**REPORT, missing: ""})
    assert answer.status_code == 422
    assert "There is a problem" in text(answer)
    assert not Case.objects.exists()


def test_one_without_an_id_or_account_is_reported_by_our_reference(her, upload, rosa):
    row = upload("", account="", locator="", fingerprints={}, service=None)
    assert "gave no id for it" in text(her.get(f"{LIST}{row.id}/"))
    answer = her.post(f"{LIST}{row.id}/report/", REPORT)
    show_everything(Case.objects.get(), rosa)
    assert row.reference in text(her.get(answer.url))


def test_the_viewer_is_opened_on_record(her, upload):
    row = upload()
    answer = her.post(f"{LIST}{row.id}/open/")
    assert answer["Refresh"] == "0; url=https://viewer.lantern.example/items/upload-1"
    assert Entry.objects.filter(event="unscreened.opened", about_id=str(row.id)).count() == 1
    assert her.post(f"{LIST}{upload('').id}/open/").status_code == 409
    assert her.post(f"{LIST}{uuid4()}/open/").status_code == 404


def test_the_page_shows_no_address_that_opens_by_a_click(her, upload):
    shown = {"fields": ["locator"], "reason": "To look it up."}
    page = text(her.post(f"{LIST}{upload().id}/show/", shown))
    assert "hxxps://service[.]example/u/1" in page
    assert "https://service.example" not in page


def test_there_are_pages_of_it(her, upload):
    last = [upload(f"upload-{number:02}") for number in range(27)][-1]
    assert last.reference in text(her.get(f"{LIST}?page=2"))
    assert last.reference not in text(her.get(LIST))


def test_a_form_in_a_browser_without_script_releases_by_keyboard(desk, plain_page, sign_in, rosa, upload):
    row = upload()
    sign_in(plain_page, rosa)
    plain_page.goto(desk.at(LIST))
    plain_page.get_by_label(f"Choose {row.reference}").focus()
    plain_page.keyboard.press("Space")
    plain_page.get_by_label("How do you know?").fill("A scanned invoice.")
    plain_page.keyboard.press("Tab")
    with plain_page.expect_navigation():
        plain_page.keyboard.press("Enter")
    assert "Noted: nothing against 1." in plain_page.get_by_role("status").first.inner_text()
    assert Unscreened.objects.get().answer == "released"


def test_who_uploaded_what_is_hidden_until_it_is_asked_for_with_a_reason(her, upload):
    row = upload()
    page = text(her.get(f"{LIST}{row.id}/")) + text(her.get(LIST))
    assert not any(secret in page for secret in ("upload-1", "account-7", "service[.]example"))
    for wrong in ({"fields": ["account"]}, {"reason": "So."}, {"fields": ["size"], "reason": "So."}):
        assert her.post(f"{LIST}{row.id}/show/", wrong).status_code == 422
    shown = text(her.post(f"{LIST}{row.id}/show/", {"fields": ["account"], "reason": "To look it up."}))
    assert "account-7" in shown
    assert "service[.]example" not in shown
    entry = Entry.objects.get(event="unscreened.revealed")
    assert entry.content == {"fields": ["account"]}, "The ledger keeps the words longer than the upload."
    assert Unscreened.objects.get(id=row.id).shown_because.endswith(": To look it up.")
    assert "account-7" not in text(her.get(f"{LIST}{row.id}/"))
    stale(her)
    answer = her.post(f"{LIST}{row.id}/show/", {"fields": ["account"], "reason": "To look it up."})
    assert answer.status_code == 302


def test_uploads_of_a_service_that_others_serve_are_shut(her, upload, omar):
    row, team = upload(), {"name": "Chat", "by": CONSOLE}
    save_team(**team, services=[row.service_id], members=[omar.id])
    assert row.reference not in text(her.get(LIST))
    assert her.get(f"{LIST}{row.id}/").status_code == 403
    said = {"reason": "So."}
    assert her.post(f"{LIST}{row.id}/open/").status_code == 403
    assert her.post(f"{LIST}release/", {"ids": [row.id], **said}).status_code == 403
    her.force_login(omar)
    assert her.get(f"{LIST}{row.id}/").status_code == 200
