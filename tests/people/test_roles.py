"""The one table of who may do what: as the code has it, as the docs print it, and what it never gives."""

import pytest

from belisha.people.roles import PERMISSIONS, Role
from tests.sweeps.test_everything_is_documented import DOCS
from tools.roles_doc import page

pytestmark = pytest.mark.pure

ABOUT_CASES = ("triage.", "decisions.", "referrals.", "enforcement.")


def test_the_table_in_the_docs_is_the_one_in_the_code():
    assert DOCS["ROLES.md"] == page(), "run: python tools/roles_doc.py"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.ANALYST, Role.LIST_OFFICER])
def test_no_right_about_cases_goes_to_who_does_no_case_work(role):
    assert [right for right in PERMISSIONS[role] if right.startswith(ABOUT_CASES)] == []


def test_an_auditor_reads_the_ledger_and_nothing_else():
    assert PERMISSIONS[Role.AUDITOR] == {"ledger.view_entry"}
