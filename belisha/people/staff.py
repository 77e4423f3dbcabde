"""Members of staff: made, changed and shut out by an administrator or at the console."""

import secrets
from collections.abc import Iterable
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from belisha.ledger.record import Actor, record
from belisha.people.changes import What, note, note_gained
from belisha.people.models import Staff
from belisha.people.read import works_alone
from belisha.people.roles import Role
from belisha.people.sessions import end_sessions_of
from belisha.refusal import NotFound, Refusal

# Letters and digits that are hard to mistake for one another, since a first password is often read out.
CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"


class AlreadyThere(Refusal):
    """There is already somebody with the address {email}."""

    code = "already_there"


class WrongRole(Refusal):
    """There is no role {role}. The roles are: {roles}."""

    code = "wrong_role"


class WrongEmail(Refusal):
    """“{email}” is not an e-mail address."""

    code = "wrong_email"


class WeakPassword(Refusal):
    """{problems}"""

    code = "weak_password"


class OwnRoles(Refusal):
    """Nobody changes their own roles while others work here. Ask another administrator."""

    code = "own_roles"


class LastAdministrator(Refusal):
    """{name} is the last administrator. Make somebody else one first."""

    code = "last_administrator"


@transaction.atomic
def add_staff(*, email: str, name: str, roles: Iterable[str], password: str | None, by: Actor) -> Staff:
    """Make a member of staff; without a password they can't sign in until one is set."""
    email, chosen = _email(email), _roles(roles)
    if Staff.objects.filter(email=email).exists():
        raise AlreadyThere(email=email)
    person = Staff(email=email, name=name.strip(), roles=chosen)
    _set_password(person, password)
    person.save(force_insert=True)
    note_gained(person, [], by=by)
    record("staff.added", by=by, about=person, roles=chosen)
    return person


@transaction.atomic
def change_roles(*, person_id: UUID, roles: Iterable[str], by: Actor, one_person_mode: bool = False) -> Staff:
    """Give a person other roles, from their next request on; one's own only where one works alone."""
    person, chosen = _locked_among_all(person_id), _roles(roles)
    if by == person and not (one_person_mode and works_alone(person)):
        raise OwnRoles
    if Role.ADMINISTRATOR not in chosen:
        _keep_an_administrator(person)
    before, person.roles = person.roles, chosen
    person.save(update_fields=["roles"])
    note_gained(person, before, by=by)
    alone = {"one_person_mode": True} if by == person else {}
    record("staff.roles_changed", by=by, about=person, before=before, after=chosen, **alone)
    return person


@transaction.atomic
def shut_out(*, person_id: UUID, by: Actor) -> Staff:
    """End a person's access at once; what they did stays on record."""
    person = _locked_among_all(person_id)
    _keep_an_administrator(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions_of(person)
    record("staff.shut_out", by=by, about=person)
    return person


@transaction.atomic
def let_in(*, person_id: UUID, by: Actor) -> Staff:
    """Give a person their access back."""
    person = _locked(person_id)
    person.is_active = True
    person.save(update_fields=["is_active"])
    if person.has_perm("triage.view_case"):
        note(person, What.LET_IN, by=by)
    record("staff.let_in", by=by, about=person)
    return person


@transaction.atomic
def set_password(*, person_id: UUID, password: str, by: Actor, stay: str | None = None) -> Staff:
    """Set a new password; sessions under the old one end, but for the one with the key `stay`."""
    person = _locked(person_id)
    _set_password(person, password)
    person.save(update_fields=["password"])
    end_sessions_of(person, but=stay)
    note(person, What.PASSWORD, by=by)
    record("staff.password_set", by=by, about=person)
    return person


@transaction.atomic
def reset_second_factor(*, person_id: UUID, by: Actor) -> Staff:
    """Take a person's second factor away, and end their sessions; then they can only set up a new one."""
    person = _locked(person_id)
    Authenticator.objects.filter(user=person).delete()
    end_sessions_of(person)
    note(person, What.SECOND_FACTOR, by=by)
    record("staff.second_factor_reset", by=by, about=person)
    return person


def made_up_password() -> str:
    """A first password of 99 random bits in four groups, to be shown once and changed by its owner."""
    return "-".join("".join(secrets.choice(CLEAR) for _ in range(5)) for _ in range(4))


def _locked(person_id: UUID) -> Staff:
    person = Staff.objects.select_for_update().filter(id=person_id).first()
    if person is None:
        raise NotFound(what="member of staff")
    return person


def _locked_among_all(person_id: UUID) -> Staff:
    """Lock everybody, in one order: of two administrators who end each other's work at once, one waits."""
    everybody = Staff.objects.select_for_update().filter(Q(is_active=True) | Q(id=person_id)).order_by("id")
    found = {person.id: person for person in everybody}
    if person_id not in found:
        raise NotFound(what="member of staff")
    return found[person_id]


def _keep_an_administrator(person: Staff) -> None:
    others = Staff.objects.filter(is_active=True).exclude(id=person.id)
    if Role.ADMINISTRATOR in person.roles and not any(Role.ADMINISTRATOR in other.roles for other in others):
        raise LastAdministrator(name=person.name)


def _email(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as problem:
        raise WrongEmail(email=email) from problem
    return email


def _roles(roles: Iterable[str]) -> list[str]:
    known = [str(role) for role in Role.values]
    wanted = {str(role) for role in roles}
    if wrong := wanted - set(known):
        raise WrongRole(role=", ".join(sorted(wrong)), roles=", ".join(known))
    return [role for role in known if role in wanted]


def _set_password(person: Staff, password: str | None) -> None:
    if password is not None:
        try:
            validate_password(password, person)
        except ValidationError as problem:
            raise WeakPassword(problems=" ".join(problem.messages)) from problem
    person.set_password(password)
