"""The example service in a browser: it screens, warns a child, reports, and obeys what people decide."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.utils import timezone

from belisha.contact.models import WarningWeek
from belisha.decisions import decide as decisions
from belisha.enforcement.appeal_decide import decide_appeal
from belisha.enforcement.decide_and_order import decide, proposed
from belisha.enforcement.models import Appeal, Notice, Order
from belisha.enforcement.notice_round import look_at_notices
from belisha.intake.models import Report
from belisha.ledger.record import CONSOLE
from belisha.people.roles import Role
from belisha.referrals import refer
from belisha.referrals.models import Referral, RouteTaken
from belisha.screening.own import add_to_own_list
from belisha.triage.models import Case
from tests.browser import violations
from tests.journeys.example import FOLDER, example, hooked, until, working
from tests.screening.draw import picture, saved

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True}


@pytest.mark.pure
def test_the_example_is_at_most_60_lines_of_code():
    text = (FOLDER / "service.py").read_text()
    code = [line for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    docstring = ast.parse(text).body[0]
    assert len(code) - len([line for line in text.splitlines()[: docstring.end_lineno] if line]) <= 60
    assert "import belisha" not in (FOLDER / "web.py").read_text()


@pytest.fixture
def uploads(tmp_path):
    """Two drawn pictures as files: one that the desk's own list knows, one that nobody does."""
    known, other = tmp_path / "known.jpg", tmp_path / "other.jpg"
    known.write_bytes(saved(picture(512, 384, seed=8), "JPEG", quality=85))
    other.write_bytes(saved(picture(512, 384, seed=9), "JPEG", quality=85))
    return known, other


@pytest.fixture
def listed(desk, organisation, uploads):
    """The desk's own list knows the first of them, by its fingerprint alone."""
    from belisha.screening.fingerprint import fingerprint

    pdq = fingerprint(uploads[0].read_bytes()).pdq
    add_to_own_list(fingerprints={"pdq": pdq}, category="A1", by=CONSOLE, about=organisation)


def upload(page, url, who, file: Path):
    page.goto(f"{url}/?as={who}")
    page.get_by_label("Picture").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    return page.get_by_role("status").first.inner_text()


def pictures(page, url, who):
    page.goto(f"{url}/?as={who}")
    shown = page.locator("img")
    assert all(shown.nth(at).evaluate("e => e.naturalWidth") == 512 for at in range(shown.count()))
    return [shown.nth(at).get_attribute("alt") for at in range(shown.count())]


@pytest.mark.browser
def test_a_listed_upload_is_held_removed_by_a_decision_and_restored_by_an_appeal(
    desk, listed, uploads, page, person, configured
):
    configured(private_hosts=["127.0.0.1"])
    rosa, omar = person("Rosa", Role.MODERATOR), person("Omar", Role.SENIOR)
    with working(), hooked(desk.url, person("Alex", Role.ADMINISTRATOR)) as url:
        said = [upload(page, url, "leo", file) for file in uploads]
        assert said[0] == said[1]  # who uploads learns nothing
        assert pictures(page, url, "mia") == ["photo-2"]
        held = done("hold")
        assert (held.target_id, held.origin) == ("photo-1", "machine")

        case = decided(rosa, omar)
        done("remove")
        assert pictures(page, url, "mia") == ["photo-2"]
        kept = done("preserve").kept.get()
        assert (kept.locator, len(kept.sha256), kept.law) == ("memory/photo-1", 64, "nca_content")

        assert page.goto(f"{url}/?as=leo").ok
        assert page.locator(".note").count() == 0  # nobody may be told while an authority may be asking
        nothing_is_told(case, rosa)
        words = until(lambda: noted(page, url))
        notice = Notice.objects.get(order__kind="remove")
        assert notice.code in words
        for word in ("match", "list", "report", "police", "NCA"):
            assert word not in words
        appeal = appealed(page, desk, notice.code)

        decide_appeal(
            appeal_id=appeal.id,
            outcome="upheld",
            reasons="It was drawn by code.",
            answer="You were right.",
            by=person("Sana", Role.SENIOR),
            match_wrong=True,
        )
        done("restore")
        until(lambda: pictures(page, url, "mia") == ["photo-1", "photo-2"])


def done(kind: str) -> Order:
    """The order of this kind, as soon as the service has carried it out."""
    return until(lambda: Order.objects.filter(kind=kind, state="done").first())


def decided(rosa, omar) -> Case:
    """It is referred and taken away, and what is told to an authority is preserved."""
    case = Case.objects.get()
    found = proposed(case.id, category="indecent_images", child_suspect=False)
    ticked = [one.proposal.word for one in found if one.proposal.kind in ("preserve", "remove")]
    judged = {"outcome": "refer", "category": "indecent_images", "reasons": "It matches."}
    made = decide(case_id=case.id, by=rosa, orders=ticked, **judged)
    if made.state == "proposed":
        decisions.confirm(decision_id=made.id, by=omar)
    return case


def nothing_is_told(case, by) -> None:
    """No authority is told after all: what was drafted is withdrawn, and the user may be told."""
    until(lambda: RouteTaken.objects.filter(decision__case=case).exists())
    for referral in Referral.objects.filter(case=case):
        refer.withdraw(referral_id=referral.id, by=by, reason="Drawn by code.")
    now = timezone.now()
    Notice.objects.update(next_at=now)  # the worker looks again every five minutes
    look_at_notices(now=now)


def noted(page, url) -> str:
    """What Leo is told on his own page."""
    page.goto(f"{url}/?as=leo")
    note = page.locator(".note")
    return note.inner_text() if note.count() else ""


def appealed(page, desk, code) -> Appeal:
    """Leo says on the desk's public page that this is wrong."""
    page.goto(desk.at("/appeal/"))
    page.get_by_label("Something I posted, or my account").check()
    page.get_by_label("Your number").fill(code)
    page.get_by_label("What is wrong?").fill("I drew it myself.")
    page.get_by_role("main").get_by_role("button").last.click()
    return until(Appeal.objects.first)


@pytest.mark.browser
def test_a_stranger_writes_to_a_child_who_is_warned_and_blocks(desk, organisation, new_page, person, sign_in):
    with example(desk.url) as url, working():
        robin, mia = new_page(), new_page(**PHONE)
        robin.goto(f"{url}/?as=robin")
        robin.get_by_label("To").select_option("mia")
        robin.get_by_label("Message").fill("Message 1 of the reported conversation.")
        robin.get_by_role("button", name="Send").click()
        mia.goto(f"{url}/?as=mia")
        warning = mia.locator("article.warning")
        assert "Do you know this person?" in warning.inner_text()
        assert "Message 1" not in warning.inner_text()  # it waits until she has decided
        assert violations(mia) == []
        assert mia.evaluate("document.documentElement.scrollWidth <= innerWidth")
        warning.get_by_role("button", name="Talk to somebody").click()
        assert "Childline" in warning.inner_text()
        assert (
            warning.get_by_role("link", name="Childline, 0800 1111").get_attribute("href") == "tel:08001111"
        )
        warning.get_by_role("button", name="Block").click()
        assert mia.locator("article.warning").count() == 0

        robin.goto(f"{url}/?as=robin")
        robin.get_by_label("To").select_option("mia")
        robin.get_by_label("Message").fill("Message 2 of the reported conversation.")
        robin.get_by_role("button", name="Send").click()
        mia.goto(f"{url}/?as=mia")
        assert mia.locator("article").count() == 0
        assert Report.objects.count() == 0
        until(lambda: WarningWeek.objects.filter(shown=1, refused=1).exists())
        tab = new_page()
        sign_in(tab, person("Sana", Role.SENIOR))
        tab.goto(desk.at("/desk/contact/"))
        assert "Of 1 warning, 1 was heeded" in tab.get_by_role("main").inner_text()


@pytest.mark.browser
def test_who_writes_often_makes_one_warning_and_one_answer_is_enough(desk, organisation, page):
    with example(desk.url) as url:
        for number in (1, 2):
            page.goto(f"{url}/?as=robin")
            page.get_by_label("To").select_option("mia")
            page.get_by_label("Message").fill(f"Message {number} of the reported conversation.")
            page.get_by_role("button", name="Send").click()
        page.goto(f"{url}/?as=mia")
        page.locator("article.warning").get_by_role("button", name="Report").click()
        assert "Thank you for telling us" in page.get_by_role("status").first.inner_text()
        assert page.locator("article").count() == 0  # who reports isn't shown what she was spared
        assert len(Report.objects.get().conversation) == 2


@pytest.mark.browser
def test_a_report_by_a_button_comes_to_the_desk_with_what_was_written(desk, organisation, page):
    with example(desk.url) as url:
        page.goto(f"{url}/?as=leo")
        page.get_by_label("To").select_option("mia")
        page.get_by_label("Message").fill("Message 1 of the reported conversation.")
        page.get_by_role("button", name="Send").click()
        page.goto(f"{url}/?as=mia")
        assert "Message 1" in page.locator("article").inner_text()  # friends are not kept apart
        page.locator("article").get_by_role("button", name="Report").click()
        assert "Thank you for telling us" in page.get_by_role("status").first.inner_text()
        report = Report.objects.get()
        assert report.conversation[0]["text"] == "Message 1 of the reported conversation."
