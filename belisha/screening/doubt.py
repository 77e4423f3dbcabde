"""Could the error of a fast fingerprint decide whether it matches? Then the file is hashed again exactly."""

from collections.abc import Iterator

from belisha.screening import library
from belisha.screening.found import Asked, View
from belisha.screening.shelves import Shelf

ERROR = 8
"""Bits by which a fast fingerprint may differ from the exact one (MATCHING.md, hashing)."""
POINTS = 10
"""Points by which its quality may."""
FARTHEST = 40
"""Bits within which an index can be searched."""


def in_doubt(asked: Asked) -> bool:
    """Does an entry lie so near to where it begins to match that the error could decide?"""
    return any(_in_doubt(view, shelf) for shelf in library.shelves().values() for view in asked.views)


def _in_doubt(view: View, shelf: Shelf) -> bool:
    limit = shelf.meaning.max_distance
    if _holds_hashes(shelf) and limit + ERROR > FARTHEST:
        # What the error may bring within the limit lies farther away than can be searched.
        return True
    floor = shelf.meaning.quality_floor
    # Of a poor picture nothing but the very same hash counts.
    reach = limit + ERROR if view.quality >= floor - POINTS else ERROR
    return any(
        # With a limit of 31: 24 to 39, the ones that may lie on either side of it.
        distance > limit - ERROR or _rests_on_more(distance, view.quality, shelf)
        for distance in _near(bytes.fromhex(view.pdq), shelf, reach)
    )


def _rests_on_more(distance: int, quality: int, shelf: Shelf) -> bool:
    """Whether a match this near counts could turn on the quality, or on its being the very same hash."""
    floor = shelf.meaning.quality_floor
    may_be_same = distance <= ERROR and (quality < floor or shelf.has_only_exact)
    return may_be_same or abs(quality - floor) <= POINTS


def _holds_hashes(shelf: Shelf) -> bool:
    in_version = shelf.version is not None and shelf.version.index is not None
    return in_version or shelf.added.searcher is not None


def _near(octets: bytes, shelf: Shelf, reach: int) -> Iterator[int]:
    if shelf.version is not None and shelf.version.index is not None:
        yield from (match.distance for match in shelf.version.index.search(octets, reach))
    if shelf.added.searcher is not None:
        yield from (distance for _, distance in shelf.added.searcher.search(octets, reach))
