import tempfile
from pathlib import Path

import numpy as np
import pytest

from belisha import native
from tests.databases import in_memory


@pytest.fixture(params=native.choices())
def searched_with(request, monkeypatch):
    """Every instruction set of this machine, and the reference."""
    monkeypatch.setenv(native.VARIABLE, request.param)
    return request.param


@pytest.fixture
def rng():
    return np.random.default_rng(20261122)


@pytest.fixture
def tmp_path():
    """In memory: these tests write many small files and wait for each to be on the disk."""
    with tempfile.TemporaryDirectory(dir=in_memory()) as folder:
        yield Path(folder)
