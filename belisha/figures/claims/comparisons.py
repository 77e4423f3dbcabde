"""Claims that compare two areas: more than Essex, twice as many as Essex, 185 more than Essex."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from belisha.figures.claims.statements import AnyStatement, CompareOf, Size

if TYPE_CHECKING:
    from belisha.figures.claims.reader import Reader


def compared_of(reader: "Reader") -> Iterator[AnyStatement]:
    """How a clause says that an area compares with another."""
    if not reader.subject.others:
        return
    sizes = [size for one in reader.open() if (size := _size(reader, one.at)) is not None]
    ways = _ways(reader)
    clear = len(ways | {size.sign for size in sizes if size.kind == "times"}) == 1 and len(sizes) < 2
    if not clear or len(sizes) != len(reader.open()) or reader.clause.has("back", "span"):
        yield reader.unclear("How the two areas are compared isn't clear.")
        reader.use(*reader.sizes)
        return
    year = reader.year() or next((one.year for one in reader.sizes if one.year), None)
    reader.use(*reader.sizes)
    yield CompareOf(
        **reader.facts(),
        other=reader.subject.others,
        more=1 in ways or not ways,
        size=sizes[0] if sizes else None,
        year=year.label if year else "",
    )


def _ways(reader: "Reader") -> set[int]:
    signs = {"more": 1, "up": 1, "fewer": -1, "down": -1}
    ways = {signs[token.kind] for token in reader.clause.tokens if token.kind in signs}
    words = {token.value for token in reader.clause.tokens if token.kind == "word_of_size"}
    if not reader.sizes and words & {"above", "below"}:
        ways.add(1 if "above" in words else -1)
    return ways


def _size(reader: "Reader", at: int) -> Size | None:
    one = next(found for found in reader.sizes if found.at == at)
    if one.kind == "times" and one.how in ("as", ""):
        return Size(kind="times", stated=one.stated, sign=1, how="as", direct=one.stated.fold)
    if one.kind == "per_cent":
        return Size(kind="per_cent", stated=one.stated, sign=1)
    if one.kind == "count" and one.role == "by":
        return Size(kind="difference", stated=one.stated, sign=1)
    return None
