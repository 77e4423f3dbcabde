"""Writes docs/ROLES.md from the roles themselves: python tools/roles_doc.py"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAD = """# Roles and rights

What each role may do. One person may hold several roles. This page is written by `tools/roles_doc.py` from
`belisha/people/roles.py`, which is what the desk asks at every door; a change holds from the person’s next
request on.

"""
TAIL = """
## What no role gives

- **Case content to administrators or auditors.** An administrator looks after people, keys and addresses; an
  auditor reads the ledger: who did what, when, to which record, without what it says.
- **A change of one’s own roles.** Another administrator does it. In one-person mode, and where
  nobody else sees cases, it is possible, and recorded as done in that mode.
- **A desk of several people to one person’s mode.** It can’t be switched on while two people work on cases.
- **Case work in silence.** Whoever is given a role that sees cases, has their password or second factor
  reset, comes to see the cases of more services by a change of teams, or switches one-person mode, is named
  to the seniors in a task. Somebody else than who did it looks at it. Nobody opens more services to
  themselves.

## Who is asked again who they are

Before a referral is released, the service ordered to do more than hold or preserve something, an order
reversed, an appeal decided, a document taken out, something masked shown, evidence exported, a key made,
rotated or revoked, somebody’s roles, password, second factor or access changed, one-person mode switched,
a team changed, an authority’s address changed or confirmed, or a list’s file taken out: whoever did not sign
in or show their password, code or passkey within the last ten minutes is asked to. A form that was opened in
that time may be sent for ten minutes more. Where a case is immediate, nobody is asked:
what was shown so is looked at afterwards. Evidence, lifting a clock and destroying a case always ask.
"""


def page() -> str:
    """The whole page as Markdown."""
    from belisha.people.roles import IN_WORDS, PERMISSIONS, Role

    roles = list(Role)
    lines = [f"| may | {' | '.join(role.label for role in roles)} |", "|---|" + ":-:|" * len(roles)]
    for permission, words in IN_WORDS.items():
        marks = ["yes" if permission in PERMISSIONS[role] else "" for role in roles]
        lines.append(f"| {words} (`{permission}`) | {' | '.join(marks)} |")
    return HEAD + "\n".join(lines) + "\n" + TAIL


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    (ROOT / "docs" / "ROLES.md").write_text(page(), encoding="utf-8")
