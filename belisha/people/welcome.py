"""The first administrator: a one-time link that `belisha serve` prints while a desk has nobody on it."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import CONSOLE, record
from belisha.people.models import Staff, WelcomeLink
from belisha.people.roles import Role
from belisha.people.staff import add_staff
from belisha.refusal import Refusal

VALID = timedelta(hours=1)


class NotWelcome(Refusal):
    """This link is used up, too old, or none of ours. Start the desk again for a new one: belisha serve"""

    code = "link_over"


@transaction.atomic
def make_link() -> str | None:
    """A new secret for the address /welcome/…/, in place of earlier ones; None where the desk has people."""
    if Staff.objects.exists():
        return None
    WelcomeLink.objects.filter(used_at=None).delete()
    secret = secrets.token_urlsafe(32)
    link = WelcomeLink.objects.create(digest=_digest(secret), expires_at=timezone.now() + VALID)
    record("desk.welcome_made", by=CONSOLE, about=link)
    return secret


def check_link(secret: str) -> None:
    """Raises NotWelcome unless the link opens."""
    _live(secret)


@transaction.atomic
def welcome(*, secret: str, email: str, name: str, password: str) -> Staff:
    """Make the first administrator, once. Raises NotWelcome, WrongEmail or WeakPassword."""
    link = _live(secret)
    person = add_staff(email=email, name=name, roles=[Role.ADMINISTRATOR], password=password, by=CONSOLE)
    now = timezone.now()
    # Whoever comes second, in the same moment, finds it used.
    if WelcomeLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now) != 1:
        raise NotWelcome
    record("desk.welcomed", by=person, about=person)
    return person


def forget_old() -> int:
    """Delete the links that nobody can use any more."""
    return WelcomeLink.objects.filter(expires_at__lt=timezone.now()).delete()[0]


def _live(secret: str) -> WelcomeLink:
    live = WelcomeLink.objects.filter(used_at=None, expires_at__gt=timezone.now())
    link = live.filter(digest=_digest(secret)).first()
    if link is None or Staff.objects.exists():
        raise NotWelcome
    return link


def _digest(secret: str) -> bytes:
    # 256 random bits need no slow hash: there is nothing to guess.
    return sha256(b"belisha welcome\0" + secret.encode()).digest()
