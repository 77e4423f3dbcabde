"""A distance between PhotoDNA hashes, where the operator supplies what computes it; off until then.

PhotoDNA is licensed, so nothing of it is here: the operator's own licence covers the function that is named
in BELISHA_PHOTODNA_COMPARER. Without one such hashes are compared as they are given. docs/guides/lists.md
shows how to write one.
"""

import importlib
from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from belisha.screening.store.version import UnusableVersion

Comparer = Callable[[bytes, NDArray[np.uint8]], Iterable[tuple[int, int]]]
"""compare(asked, known): `asked` has 144 bytes, `known` is (n, 144); yields (row, distance) of each match."""
FARTHEST = 32_767  # What a match keeps of a distance.


class ComparerFailed(UnusableVersion):
    """PhotoDNA hashes can't be compared: {reason}. Until they can, nothing is said to match nothing."""

    code = "comparer_failed"


def comparer() -> Comparer | None:
    """The operator's function; None where none is set. Raises ComparerFailed where it can't be loaded."""
    named = settings.BELISHA.photodna_comparer
    return _loaded(named) if named else None


@lru_cache(maxsize=1)
def _loaded(named: str) -> Comparer:
    module, _, function = named.partition(":")
    try:
        found = getattr(importlib.import_module(module), function)
    except Exception as problem:
        raise ComparerFailed(reason=f"{named} can't be loaded ({type(problem).__name__})") from problem

    def compare(asked: bytes, known: NDArray[np.uint8]) -> list[tuple[int, int]]:
        try:
            # A distance of 0 is what the same hash has, and that is found without a comparer.
            return [(int(row), min(max(int(distance), 1), FARTHEST)) for row, distance in found(asked, known)]
        except Exception as problem:
            raise ComparerFailed(reason=f"{named} failed ({type(problem).__name__})") from None

    return compare
