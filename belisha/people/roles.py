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
        "enforcement.view_clocks",
        "enforcement.add_clock",
        "enforcement.give_order",
        "enforcement.decide_appeal",
        "contact.view_contact",
        "work.view_task",
        "organisation.confirm_address",
    }
)

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.MODERATOR: CASE_WORK,
    Role.SENIOR: CASE_WORK
    | {
        "triage.open_any_case",
        "decisions.decide_child_suspect",
        "referrals.export_case",
        "enforcement.destroy_case",
        "work.change_rota",
        "organisation.change_address",
        "contact.change_policy",
    },
    Role.LIST_OFFICER: frozenset({"screening.manage_lists", "work.view_task"}),
    Role.ANALYST: frozenset({"figures.view_figures", "figures.change_figures"}),
    Role.AUDITOR: frozenset({"ledger.view_entry"}),
    Role.ADMINISTRATOR: frozenset(
        {
            "organisation.change_organisation",
            "organisation.confirm_address",
            "organisation.change_address",
            "organisation.change_endpoint",
            "contact.view_contact",
            "contact.change_policy",
            "people.manage_staff",
            "people.manage_keys",
            "work.change_rota",
            "work.view_task",
        }
    ),
}

IN_WORDS = {
    "triage.view_case": "see cases and their reports",
    "triage.open_any_case": "open every case, and look at what others opened",
    "triage.claim_case": "take a case and give it back",
    "triage.change_case": "split and merge cases, and change their priority",
    "decisions.add_decision": "decide cases",
    "decisions.confirm_decision": "confirm a colleague's decision",
    "decisions.decide_child_suspect": "decide cases in which the suspect is a child",
    "referrals.view_referral": "read referrals",
    "referrals.release_referral": "release referrals to authorities",
    "referrals.export_case": "export the evidence of a case for police or court",
    "enforcement.view_clocks": "see what must be kept, until when, and what is due to be erased",
    "enforcement.add_clock": "have a case kept for an authority",
    "enforcement.destroy_case": "ask for, and confirm, the destruction of a case on an authority’s request",
    "enforcement.give_order": "tell the service what to do with content and accounts",
    "enforcement.decide_appeal": "decide appeals against what others decided",
    "contact.view_contact": "see what was advised on contacts with children, and which patterns were raised",
    "contact.change_policy": "propose and confirm the rules on contacts with children",
    "work.view_task": "see tasks",
    "work.change_rota": "change the on-call rota",
    "screening.manage_lists": "manage hash lists",
    "figures.view_figures": "see the figures, the answers behind them, and who has answered",
    "figures.change_figures": "ask forces, take answers in, confirm what looks wrong, and publish figures",
    "ledger.view_entry": "read and check the ledger, without the content of cases",
    "organisation.change_organisation": "change the organisation, its services and teams",
    "organisation.confirm_address": "confirm or doubt the address of an authority, withdraw a change of it",
    "organisation.change_address": "change the address of an authority",
    "organisation.change_endpoint": "set where the service takes orders, and what it sends reports from",
    "people.manage_staff": "add people, change their roles and shut them out",
    "people.manage_keys": "make and revoke keys for programs",
}
"""What each permission allows, as it follows on “may”."""


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """All permissions that these roles give together."""
    return frozenset().union(*(PERMISSIONS.get(role, frozenset()) for role in roles))


def rights_of(roles: Iterable[str]) -> list[str]:
    """What these roles together may do, in words."""
    held = permissions_of(roles)
    return [words for permission, words in IN_WORDS.items() if permission in held]
