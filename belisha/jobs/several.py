"""What several server processes have to know of one another: how many they are, and where they count."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

PROCESSES, COUNTS = "BELISHA_SCREEN_PROCESSES", "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def several(workers: int) -> Iterator[None]:
    """Tell processes that begin within: probing is spread over them, and what they count is added up.

    The folder holds numbers alone: those of `/metrics`. An operator's own words come first.
    """
    if workers == 1:
        yield
        return
    os.environ.setdefault(PROCESSES, str(workers))
    with TemporaryDirectory(prefix="belisha-metrics-") as folder:
        os.environ.setdefault(COUNTS, folder)
        yield
