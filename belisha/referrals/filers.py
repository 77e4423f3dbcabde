"""Who files with the NCA: the people whom the organisation's profile names, found by their e-mail address.

That is not the role Administrator of this desk, which sees no case.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from belisha.organisation.profile import profile
from belisha.people.models import Staff
from belisha.referrals.models import Referral, Tick
from belisha.referrals.recipients.nca_declaration import POINTS
from belisha.referrals.refusals import NotAFiler, NotDeclared
from belisha.triage.models import Case, Priority

NCA = "nca"
RELEASE = "referrals.release_referral"


@dataclass(frozen=True, kw_only=True)
class Filer:
    """A person whom the NCA knows as administrator or replacement, and their account here, if any."""

    role: str
    name: str
    email: str
    account: Staff | None

    @property
    def may_note(self) -> bool:
        """Does this desk let them note a filing?"""
        return self.account is not None and self.account.has_perm(RELEASE)


def filers() -> tuple[Filer, ...]:
    """The NCA administrator and the replacement, as `belisha setup` or the page Organisation names them."""
    named = [one for one in profile().authorised_persons if one.get("name") or one.get("email")]
    accounts = _accounts(str(one.get("email", "")) for one in named)
    return tuple(
        Filer(
            role=str(one.get("role", "")),
            name=str(one.get("name") or one.get("email")),
            email=str(one.get("email", "")),
            account=accounts.get(str(one.get("email", "")).strip().casefold()),
        )
        for one in named
    )


def role_of(person: Staff) -> str:
    """As what the NCA knows this person; nothing where it doesn't."""
    return next((one.role or "named" for one in filers() if one.account == person), "")


def may_note(case: Case, person: Staff) -> bool:
    """May this person say that it was filed? Nobody is waited for in danger, nor where nobody else could."""
    able = [one.account for one in filers() if one.may_note]
    return not able or person in able or waits_for_nobody(case)


def refuse_unless_filer(referral: Referral, case: Case, by: Staff) -> None:
    """Let only those note a filing with the NCA whom the NCA knows. Raises NotAFiler."""
    if referral.authority == NCA and not may_note(case, by):
        raise NotAFiler(names=names())


def refuse_unless_declared(referral: Referral, case: Case) -> None:
    """Every point is ticked, or a child is in danger now. Raises NotDeclared."""
    left = undeclared(referral)
    if left and not waits_for_nobody(case):
        raise NotDeclared(left=f"{len(left)} of {len(POINTS)}")


def undeclared(referral: Referral) -> list[str]:
    """The points that are open."""
    done = ticked(referral)
    return [point for point in POINTS if point not in done]


def ticked(referral: Referral) -> set[str]:
    """The points that are ticked."""
    return set(Tick.objects.filter(referral=referral).values_list("point", flat=True))


def waits_for_nobody(case: Case) -> bool:
    """Does danger now stand above who signs what?"""
    return case.priority == Priority.IMMEDIATE


def names() -> str:
    """The people who file, for a sentence."""
    return " or ".join(one.name for one in filers()) or "the administrator whom the NCA registered"


def _accounts(emails: Iterable[str]) -> dict[str, Staff]:
    wanted = {email.strip().casefold() for email in emails if email.strip()}
    # Addresses of accounts are kept in small letters.
    return {row.email.casefold(): row for row in Staff.objects.filter(is_active=True, email__in=wanted)}
