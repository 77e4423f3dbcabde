"""People who may confirm and change addresses."""

import pytest

from belisha.people.roles import Role
from tests.desk_cases import one_person, organisation

__all__ = ["one_person", "organisation"]


@pytest.fixture
def tomas(person):
    """A second senior."""
    return person("Tomas", Role.SENIOR)
