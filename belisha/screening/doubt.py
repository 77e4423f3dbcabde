"""Could the error of a fast fingerprint decide whether it matches? Then the file is hashed again exactly."""

from collections.abc import Iterator

from belisha.screening import library
from belisha.screening.found import Asked
from belisha.screening.shelves import Shelf

ERROR = 8
"""Bits by which a fast fingerprint may differ from the exact one (MATCHING.md, hashing)."""
POINTS = 10
"""Points by which its quality may."""
FARTHEST = 40
"""Bits within which an index can be searched."""


def in_doubt(asked: Asked) -> bool:
    """Does an entry lie so near the distance of its list that the error could decide?"""
    shelves = library.shelves().values()
    return any(_doubtful(distance, shelf) for shelf in shelves for distance in _distances(asked, shelf))


def _doubtful(distance: int, shelf: Shelf) -> bool:
    limit = shelf.meaning.max_distance
    # With a limit of 31: 24 to 39, the ones that may lie on either side of it.
    return limit - ERROR < distance <= limit + ERROR


def _distances(asked: Asked, shelf: Shelf) -> Iterator[int]:
    floor = shelf.meaning.quality_floor - POINTS
    reach = min(shelf.meaning.max_distance + ERROR, FARTHEST)
    for view in asked.views:
        if view.quality >= floor:
            yield from _near(bytes.fromhex(view.pdq), shelf, reach)


def _near(octets: bytes, shelf: Shelf, reach: int) -> Iterator[int]:
    if shelf.version is not None and shelf.version.index is not None:
        yield from (match.distance for match in shelf.version.index.search(octets, reach))
    if shelf.added.searcher is not None:
        yield from (distance for _, distance in shelf.added.searcher.search(octets, reach))
