"""Who comes in through the provider: those whose groups give them a role, and nobody else."""

from django.conf import settings
from django.db import transaction

from belisha.ledger.record import Nobody, record
from belisha.people.models import ExternalIdentity, Staff
from belisha.people.provider import Claims
from belisha.people.roles import Role
from belisha.people.sessions import end_sessions_of
from belisha.people.staff import LastAdministrator, add_staff, change_roles
from belisha.refusal import Refusal
from belisha.vault.lookup import digest

SIGN_ON = Nobody("sign-on")


class NotForYou(Refusal):
    """You are known to {name}, but none of your groups there works at this desk. Ask an administrator."""

    code = "not_allowed"


class ShutOut(Refusal):
    """Your access to this desk was ended. Ask an administrator."""

    code = "not_allowed"


class NotLinked(Refusal):
    """{name} does not vouch for your address, or it belongs to somebody here. Ask an administrator."""

    code = "not_allowed"


def admit(claims: Claims) -> Staff:
    """The person of these claims, with the roles of their groups. Raises NotForYou, ShutOut or NotLinked."""
    person, refusal = _admitted(claims)
    # Outside the transaction: that somebody lost their roles is kept, although they are refused.
    if refusal or person is None:
        raise refusal or NotForYou(name=settings.BELISHA.oidc_name)
    return person


def is_linked(person: Staff) -> bool:
    """Did this person come in through the provider before?"""
    return ExternalIdentity.objects.filter(person=person).exists()


@transaction.atomic
def _admitted(claims: Claims) -> tuple[Staff | None, Refusal | None]:
    roles = roles_of(claims.groups)
    person = _known(claims) or (_linked(claims) if roles else None)
    if person is None:
        return (_new(claims, roles), None) if roles else (None, None)
    if not person.is_active:
        return None, ShutOut()
    person = _with_roles(person, roles)
    if not person.roles:
        end_sessions_of(person)
        return None, NotForYou(name=settings.BELISHA.oidc_name)
    return person, None


def roles_of(groups: frozenset[str]) -> list[str]:
    """The roles that these groups give."""
    given = {role for group, role in settings.BELISHA.oidc_roles.items() if group in groups}
    return [str(role) for role in Role.values if role in given]


def _known(claims: Claims) -> Staff | None:
    found = ExternalIdentity.objects.filter(subject=_subject(claims)).select_related("person").first()
    return found.person if found else None


def _linked(claims: Claims) -> Staff | None:
    """Somebody whom an administrator added, by an address that the provider vouches for; never twice."""
    person = Staff.objects.filter(email=claims.email.strip().lower()).first()
    if person is None:
        return None
    if not claims.email_verified or is_linked(person):
        raise NotLinked(name=settings.BELISHA.oidc_name)
    _remember(claims, person)
    return person


def _new(claims: Claims, roles: list[str]) -> Staff:
    if not claims.email_verified:
        raise NotLinked(name=settings.BELISHA.oidc_name)
    name = claims.name or claims.email
    person = add_staff(email=claims.email, name=name, roles=roles, password=None, by=SIGN_ON)
    _remember(claims, person)
    return person


def _remember(claims: Claims, person: Staff) -> None:
    ExternalIdentity.objects.create(person=person, subject=_subject(claims))
    record("staff.linked", by=SIGN_ON, about=person)


def _with_roles(person: Staff, roles: list[str]) -> Staff:
    if set(roles) == set(person.roles):
        return person
    try:
        return change_roles(person_id=person.id, roles=roles, by=SIGN_ON)
    except LastAdministrator:
        # A desk without an administrator helps nobody: they stay one, and it is on record.
        kept = sorted({*roles, str(Role.ADMINISTRATOR)})
        if set(kept) != set(person.roles):
            person = change_roles(person_id=person.id, roles=kept, by=SIGN_ON)
        record("staff.last_administrator_kept", by=SIGN_ON, about=person)
        return person


def _subject(claims: Claims) -> bytes:
    return digest("sign-on subject", f"{claims.issuer}\0{claims.subject}")
