import numpy as np
import pytest

from belisha import native


@pytest.fixture(params=native.choices())
def searched_with(request, monkeypatch):
    """Every instruction set of this machine, and the reference."""
    monkeypatch.setenv(native.VARIABLE, request.param)
    return request.param


@pytest.fixture
def rng():
    return np.random.default_rng(20261122)
