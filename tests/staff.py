"""The people of the tests: invented, with a second factor set up, as outside the demo everyone has to."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from belisha.people.roles import Role

if TYPE_CHECKING:
    from django.test import Client

    from belisha.people.models import Staff


@pytest.fixture(autouse=True)
def _fresh(monkeypatch, request) -> None:
    """Whoever a test signs in has just signed in; `stale` makes it a while ago."""
    if request.node.get_closest_marker("pure"):
        return
    from django.test import Client

    sign_in = Client.force_login

    def force_login(client: Client, user: Staff, backend: str | None = None) -> None:
        sign_in(client, user, backend)
        stale(client, seconds=0)

    monkeypatch.setattr(Client, "force_login", force_login)


def stale(client: Client, *, seconds: float = 3600) -> None:
    """Make it this long ago that the person of this browser showed that it is they."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - seconds}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


def expired(client: Client, *, by: str = "idle") -> None:
    """Make it long ago that this browser was used (idle), or that its person signed in (too old)."""
    from datetime import timedelta

    from django.utils import timezone

    from belisha.people.models import DeskSession
    from belisha.people.session_store import session_id

    ago = timezone.now() - timedelta(days=8)
    row = DeskSession.objects.filter(id=session_id(client.session.session_key))
    row.update(**({"last_seen_at": ago} if by == "idle" else {"ends_at": ago}))


@pytest.fixture
def person() -> Callable[..., Staff]:
    """A maker of staff: person("Rosa", Role.MODERATOR). The password is the address."""
    from allauth.mfa.models import Authenticator

    from belisha.people.models import Staff

    def make(name: str, *roles: str, second_factor: bool = True) -> Staff:
        email = f"{name.lower()}@desk.example"
        made = Staff.objects.create_user(email, email, name=name, roles=[str(role) for role in roles])
        if second_factor:
            Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={"secret": ""})
        return made

    return make


@pytest.fixture
def rosa(person):
    """A moderator."""
    return person("Rosa", Role.MODERATOR)


@pytest.fixture
def omar(person):
    """A second moderator, who can confirm what Rosa decided."""
    return person("Omar", Role.MODERATOR)


@pytest.fixture
def sana(person):
    """A senior."""
    return person("Sana", Role.SENIOR)


@pytest.fixture
def ada(person):
    """An auditor."""
    return person("Ada", Role.AUDITOR)


@pytest.fixture
def alex(person):
    """An administrator."""
    return person("Alex", Role.ADMINISTRATOR)


@pytest.fixture
def solo(person):
    """All of a team of one."""
    return person("Solo", Role.MODERATOR, Role.SENIOR, Role.ADMINISTRATOR)
