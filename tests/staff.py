"""The people of the tests: invented, with a second factor set up, as outside the demo everyone has to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from belisha.people.roles import Role

if TYPE_CHECKING:
    from belisha.people.models import Staff


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
