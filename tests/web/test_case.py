"""The page of one case."""

import pytest

from belisha.ledger.models import Entry
from belisha.triage.models import Case, Membership
from tests.desk_cases import open_tasks, show_everything

SHARED = {"accounts": [{"id": "account-a", "role": "suspect"}], "items": []}


@pytest.fixture
def browser(client, rosa):
    client.force_login(rosa)
    return client


def text(answer):
    return " ".join(answer.content.decode().split())


def page_of(case):
    return f"/desk/cases/{case.id}/"


def test_the_page_shows_what_was_reported_with_nothing_to_click_on(browser, make_case, rosa):
    case = make_case(what_happened="Line one.\nLine <b>two</b>.")
    show_everything(case, rosa)
    page = text(browser.get(page_of(case)))
    assert "Line one.<br>Line &lt;b&gt;two&lt;/b&gt;." in page
    assert "message 1 of the reported conversation" in page
    assert "hxxps://service[.]example/items/" in page
    assert "https://service.example" not in page
    for tag in ("<img", "<video", "<iframe", "<object", "<embed"):
        assert tag not in page


def test_the_fingerprints_of_each_item_are_folded_so_that_many_copies_stay_readable(browser, make_case):
    copies = [{"id": f"copy-{n}", "md5": f"{n:032x}"} for n in range(8)]
    page = text(browser.get(page_of(make_case(items=copies))))
    for number, copy in enumerate(copies, start=1):
        before = page[: page.index(copy["md5"])]
        assert before.count("<details") == before.count("</details>") + 1
        assert f'Fingerprints<span class="govuk-visually-hidden"> of item {number}</span>' in before


def test_the_page_gives_each_point_of_the_priority_in_words(browser, case):
    page = text(browser.get(page_of(case)))
    for _, words in [(reason["points"], reason["words"]) for reason in Case.objects.get().reasons]:
        assert words.replace("'", "&#x27;") in page


def test_opening_a_case_is_noted_and_stops_the_alarm(browser, danger, rosa):
    browser.get(page_of(danger))
    assert open_tasks(danger) == set()
    assert Case.objects.get().first_seen_by == rosa
    assert "First looked at" in text(browser.get(page_of(danger)))


def test_whoever_may_not_see_cases_opens_none_and_the_alarm_goes_on(client, danger, ada):
    client.force_login(ada)
    assert client.get(page_of(danger)).status_code == 403
    assert open_tasks(danger) == {"open_immediate_case"}


def test_a_case_that_is_not_there_is_not_found(browser, rosa):
    assert browser.get(f"/desk/cases/{rosa.id}/").status_code == 404


def test_a_note_is_kept_and_shown(browser, case):
    browser.post(f"{page_of(case)}note/", {"text": "The school was asked."})
    assert "The school was asked." in text(browser.get(page_of(case)))
    assert Entry.objects.filter(event="case.note_added").count() == 1


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("note/", {"text": ""}),
        ("priority/", {"priority": "1", "reason": " "}),
        ("priority/", {"priority": "7", "reason": "Lower."}),
        ("child-suspect/", {"child_suspect": "yes", "reason": ""}),
        ("split/", {"report_ids": [], "reason": "Why."}),
        ("merge/", {"into": "", "reason": "Why."}),
    ],
)
def test_a_form_without_its_reason_comes_back_with_what_is_wrong(browser, case, path, said):
    before = Entry.objects.count()
    answer = browser.post(page_of(case) + path, said)
    assert answer.status_code == 422
    assert "There is a problem" in text(answer)
    assert Entry.objects.count() == before


def test_the_priority_is_set_by_hand_with_a_reason(browser, case):
    said = {"priority": "1", "reason": "The last message speaks of tonight."}
    assert browser.post(f"{page_of(case)}priority/", said).status_code == 302
    page = text(browser.get(page_of(case)))
    assert "A person set it to immediate." in page
    assert "The last message speaks of tonight." in page


def test_a_child_as_suspect_is_noted(browser, case):
    said = {"child_suspect": "yes", "reason": "Both are pupils."}
    browser.post(f"{page_of(case)}child-suspect/", said)
    assert Case.objects.get().child_suspect
    assert "Child as suspect" in text(browser.get(page_of(case)))


def test_a_report_is_moved_into_a_case_of_its_own(browser, make_case):
    case = make_case(**SHARED)
    make_case(**SHARED)
    chosen = Membership.objects.filter(case=case).first().report_id
    answer = browser.post(
        f"{page_of(case)}split/", {"report_ids": [str(chosen)], "reason": "Another matter."}
    )
    new = Case.objects.get(number=2)
    assert answer.url == page_of(new)
    assert "A person moved it here from another case." in text(browser.get(page_of(new)))


def test_a_report_that_is_not_on_the_page_cannot_be_moved(browser, make_case):
    case, other = make_case(), make_case()
    stranger = Membership.objects.get(case=other).report_id
    answer = browser.post(f"{page_of(case)}split/", {"report_ids": [str(stranger)], "reason": "Why."})
    assert answer.status_code == 422


def test_a_case_is_merged_by_its_label_and_says_where_it_went(browser, case, danger):
    answer = browser.post(
        f"{page_of(case)}merge/", {"into": danger.label.lower(), "reason": "The same people."}
    )
    assert answer.url == page_of(danger)
    page = text(browser.get(page_of(case)))
    assert f'This case was merged into <a class="govuk-link" href="{page_of(danger)}">' in page
    assert browser.post(f"{page_of(case)}merge/", {"into": "C-000999", "reason": "No."}).status_code == 404


def test_what_was_cut_from_a_report_is_said(browser, make_case):
    with_a_picture = f"Before data:image/png;base64,iVBORw0KGgo{'A' * 400} after."
    page = text(browser.get(page_of(make_case(what_happened=with_a_picture))))
    assert "Taken out of the text before it was kept" in page


def test_a_case_of_many_reports_is_paged_and_shows_all_of_them(browser, make_case):
    for _ in range(22):
        case = make_case(**SHARED)
    first, second = (browser.get(f"{page_of(case)}?page={page}").content.decode() for page in (1, 2))
    assert (
        first.count("What happened, in the reporter"),
        second.count("What happened, in the reporter"),
    ) == (20, 2)
    assert "Report 22:" in second
