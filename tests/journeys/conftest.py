"""The people of the journeys at their browsers, signed in with both factors, and the service's back end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from belisha.people.roles import Role
from tests.desk_cases import organisation
from tests.journeys.steps import BackEnd
from tests.journeys.visitor import Colleague, Visitor
from tests.work.channels import configured, mailbox

__all__ = ["configured", "mailbox", "organisation"]


@pytest.fixture
def colleague(person) -> Callable[..., Colleague]:
    """A maker of colleagues with a second factor: colleague("Rosa", Role.MODERATOR)."""
    from allauth.core import context
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.test import RequestFactory

    def make(name: str, *roles: str) -> Colleague:
        made = Colleague(person=person(name, *roles, second_factor=False), secret=generate_totp_secret())
        # The secret is sealed for whoever sets it up: the person of the request.
        request = RequestFactory().get("/account/2fa/totp/activate/")
        request.user = made.person
        with context.request_context(request):
            TOTP.activate(made.person, made.secret)
        return made

    return make


@pytest.fixture
def rosa(colleague):
    """A moderator."""
    return colleague("Rosa", Role.MODERATOR).signs_in()


@pytest.fixture
def omar(colleague):
    """A second moderator."""
    return colleague("Omar", Role.MODERATOR).signs_in()


@pytest.fixture
def sana(colleague):
    """A senior."""
    return colleague("Sana", Role.SENIOR).signs_in()


@pytest.fixture
def ada(colleague):
    """An auditor."""
    return colleague("Ada", Role.AUDITOR).signs_in()


@pytest.fixture
def solo(colleague):
    """All of a team of one."""
    return colleague("Solo", Role.MODERATOR, Role.SENIOR, Role.ADMINISTRATOR).signs_in()


@pytest.fixture
def parent():
    """Somebody without an account."""
    return Visitor()


@pytest.fixture
def back_end(organisation) -> BackEnd:
    """Lantern Chat's own program, with a key that may report."""
    from belisha.ledger.record import CONSOLE
    from belisha.people.keys import add_key

    return BackEnd(add_key(name="Lantern's back end", scopes=["report"], by=CONSOLE).secret)
