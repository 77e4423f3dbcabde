"""A letter on its referral's page, in a real browser without scripts: one says there that it came back."""

from django.urls import reverse
from django.utils import timezone

from belisha.decisions.decide import decide
from belisha.referrals import attempts, leases
from belisha.referrals.letters import note_receipt
from belisha.referrals.models import Dispatch, Referral
from belisha.referrals.receipt import Receipt
from belisha.referrals.recipients.channel import Arrived
from belisha.referrals.refer import prepare, release
from tests.browser import violations
from tests.desk_cases import make_case, organisation

__all__ = ["make_case", "organisation"]


def test_a_letter_that_came_back_is_said_on_the_page(desk, new_page, sign_in, make_case, rosa):
    danger = make_case(danger_now="yes")
    decide(case_id=danger.id, outcome="refer", category="grooming", reasons="Both.", by=rosa)
    prepare(case_id=danger.id)
    referral = Referral.objects.get(case=danger, authority="police:E23000023")
    release(referral_id=referral.id, by=rosa)
    now = timezone.now()
    row = Dispatch.objects.create(
        referral=referral,
        case_id=danger.id,
        channel="email",
        line="email",
        began_at=now,
        next_at=now,
    )
    attempts.note(
        leases.take(row.id, now), Arrived(answer="taken", note="Receipts are asked for.", sent=b"a")
    )
    note_receipt(receipt=Receipt(about=row.id, kind="delivered", status="2.0.0"))

    page = new_page(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    sign_in(page, rosa)
    address = desk.at(reverse("referral", args=[referral.id]))
    page.goto(address)
    dark = new_page(color_scheme="dark", viewport={"width": 360, "height": 800})
    sign_in(dark, rosa)
    dark.goto(address)
    assert violations(dark) == []
    page.get_by_label("Why?").first.fill("Their server says that the mailbox is closed.")
    page.get_by_role("button", name="It came back").click()
    assert "has not been told: tell them by hand" in page.locator("main").inner_text()
    referral.refresh_from_db()
    assert referral.state == "released"
