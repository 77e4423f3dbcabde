"""Where the subject of a task has its page."""

from uuid import UUID

from django.urls import reverse

PAGES = {
    "triage.case": "case",
    "referrals.referral": "referral",
    "screening.hashlist": "list",
    "triage.viewing": "viewing",
    "people.staff": "staff_member",
    "enforcement.appeal": "appeal_one",
    "enforcement.endpoint": "endpoint",
    "intake.connector": "connector",
}
ONE_PAGE = {
    "organisation.directory": "directory_review",
    "organisation.addressclaim": "directory",
    "referrals.question": "questions",
    "screening.unscreened": "unscreened",
    "screening.probe": "lists",
    "enforcement.order": "orders",
    "enforcement.watch": "retention",
    "enforcement.preserved": "preserved",
    "people.staffchange": "staff_changes",
    "people.apikey": "keys",
}
"""Subjects that are found on one page, which lists what presses first."""


def url_of(about: tuple[str, UUID]) -> str:
    """The page of a subject, or nothing where it has none."""
    kind, subject = about
    if kind in ONE_PAGE:
        return reverse(ONE_PAGE[kind])
    return reverse(PAGES[kind], args=[subject]) if kind in PAGES else ""
