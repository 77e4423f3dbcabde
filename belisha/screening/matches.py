"""Matches as rows: what list officers may see of them, and what the reviewer says of them later."""

from collections.abc import Iterator
from datetime import datetime

from belisha.screening.found import Asked, Found, Hit
from belisha.screening.models import Match

EACH = 10  # matches of one piece of content: a list with many alike must not fill the desk with one picture


def rows_of(found: Found, asked: Asked, at: datetime) -> list[Match]:
    """The surest match with each list as rows, not yet saved."""
    return [_row(hit, asked, at) for hit in surest(found)]


def surest(found: Found) -> list[Hit]:
    """The surest match with each list, the surest first."""
    first: dict[object, Hit] = {}
    for hit in found.hits:
        first.setdefault(hit.list_id, hit)
    return list(first.values())[:EACH]


def _row(hit: Hit, asked: Asked, at: datetime) -> Match:
    return Match(
        hash_list_id=hit.list_id,
        version_id=hit.version_id,
        entry=hit.entry,
        kind=hit.kind,
        value=next(_values(hit.kind, asked), ""),
        distance=hit.distance,
        exact=hit.exact,
        look=hit.look,
        sampled=hit.sampled,
        category=hit.category,
        grade=hit.grade,
        source_id=hit.source_id,
        matched_at=at,
    )


def _values(kind: str, asked: Asked) -> Iterator[str]:
    """What of the content was compared with entries of this kind, the likeliest first."""
    yield from (value for name, value in asked.digests if name == kind)
    yield from (asked.urls if kind == "url" else ())
    yield from (view.pdq for view in asked.views)
    yield from (value for _, value in asked.digests)
