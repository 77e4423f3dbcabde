"""Who may do what: one table, used by the code and printed in the docs."""

from collections.abc import Iterable

from django.db import models


class Role(models.TextChoices):
    """What a member of staff is here to do; one person may hold several roles."""

    MODERATOR = "moderator", "Moderator"
    SENIOR = "senior", "Senior"
    LIST_OFFICER = "list_officer", "List officer"
    ANALYST = "analyst", "Analyst"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


CASE_WORK = frozenset(
    {
        "triage.view_case",
        "triage.claim_case",
        "triage.change_case",
        "decisions.add_decision",
        "decisions.confirm_decision",
        "referrals.view_referral",
        "referrals.release_referral",
        "work.view_task",
    }
)

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.MODERATOR: CASE_WORK,
    Role.SENIOR: CASE_WORK | {"decisions.decide_child_suspect", "work.change_rota"},
    Role.LIST_OFFICER: frozenset({"screening.manage_lists", "work.view_task"}),
    Role.ANALYST: frozenset({"figures.view_figures"}),
    Role.AUDITOR: frozenset({"ledger.view_entry"}),
    Role.ADMINISTRATOR: frozenset(
        {"organisation.change_organisation", "people.manage_staff", "people.manage_keys", "work.change_rota"}
    ),
}


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """All permissions that these roles give together."""
    return frozenset().union(*(PERMISSIONS.get(role, frozenset()) for role in roles))
