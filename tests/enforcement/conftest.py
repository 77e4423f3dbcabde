"""What every test of this folder may ask for."""

import pytest

from tests.desk_cases import case, danger, make_case, one_person, organisation

__all__ = ["case", "danger", "make_case", "one_person", "organisation"]


@pytest.fixture(autouse=True)
def _no_drift():
    from belisha.enforcement import watch

    watch.drift.forget()
