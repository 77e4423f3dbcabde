"""The page on contacts with children in a browser, filled: readable, and switched on without JavaScript."""

import os
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from belisha.contact import pattern_switch
from belisha.contact.assess import assess
from belisha.contact.models import PatternSwitch, WarningWeek
from belisha.contact.watch_patterns import read_on
from belisha.jobs import patterns
from belisha.people.roles import Role
from belisha.triage.triage import triage
from tests.browser import violations
from tests.contact.told import many
from tests.desk_cases import organisation

__all__ = ["organisation"]


def fill(rosa, omar):
    """Warnings of two weeks, an account that was observed, one that was reported, and a proposal."""
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    for weeks, shown in ((0, 12), (1, 31)):
        week = monday - timedelta(weeks=weeks)
        WarningWeek.objects.create(week=week, kind=0, band=1, shown=shown, refused=7, left=0, accepted=1)
        WarningWeek.objects.create(week=week, kind=1, band=2, shown=shown, refused=4, left=3, accepted=5)
    tell("observed")
    row = pattern_switch.propose(threshold=70, window_days=14, reason="We looked at it.", by=rosa)
    count()
    pattern_switch.confirm(switch_id=row.id, by=omar)
    tell("reported")
    pattern_switch.propose(threshold=80, window_days=14, reason="Too many honest people.", by=omar)
    count()


def tell(account):
    from belisha.intake.models import Report

    assess(events=many(18, refused=6, actor={"id": account}, off_platform_proposed=True))
    while read_on():
        pass
    for report in Report.objects.filter(state="received"):
        triage(report_id=report.id)


def count():
    while patterns.replay_patterns():
        pass


def test_the_filled_page_is_readable_and_reports_are_switched_on_without_javascript(
    desk, new_page, sign_in, organisation, person
):
    rosa, omar = person("Rosa", Role.SENIOR), person("Omar", Role.SENIOR)
    fill(rosa, omar)
    page = new_page(viewport={"width": 1280, "height": 900})
    sign_in(page, rosa)
    page.goto(desk.at(reverse("contact")))
    assert violations(page) == []
    shot(page, "light")
    narrow = new_page(viewport={"width": 360, "height": 800}, color_scheme="dark", java_script_enabled=False)
    sign_in(narrow, rosa)
    narrow.goto(desk.at(reverse("contact")))
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 360
    shot(narrow, "dark")
    narrow.get_by_role("button", name="Report accounts from now on").click()
    assert PatternSwitch.objects.get(state="on").threshold == 80


def shot(page, name):
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
