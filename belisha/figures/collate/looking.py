"""An answer looked at before it is taken in: read by its mapping, and held against what is known."""

import hashlib
from collections.abc import Collection, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from belisha.figures.cells import current, empty
from belisha.figures.collate.applied import GIVEN, Applied
from belisha.figures.collate.apply import apply
from belisha.figures.collate.mapping import Doubt, Hints, Mapping, Proposal
from belisha.figures.collate.proposal import missing, propose
from belisha.figures.dataset import Dataset
from belisha.figures.gate import Finding, findings
from belisha.figures.sources import Source
from belisha.refusal import Refusal

if TYPE_CHECKING:
    from belisha.figures.book import Book
    from belisha.figures.read import Sheet

NEWEST = 2**31 - 1  # the number of a source that has none yet: later than all


class _Anything(frozenset[str]):
    """Every code there is."""

    def __contains__(self, code: object) -> bool:
        return True


_ANYTHING = _Anything()


class NotMapped(Refusal):
    """It isn't clear how this answer is to be read. {what}"""

    code = "not_mapped"


class NoFigures(Refusal):
    """Nothing in this answer is a figure of a force in a year. Look at how it is read, and correct that."""

    code = "no_figures"


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What will be taken in, and everything that somebody has to look at and to confirm first."""

    applied: Applied
    findings: tuple[Finding, ...]

    @classmethod
    def nothing(cls) -> "Looked":
        """What a file gives of which nobody has said yet how it is read."""
        return cls(applied=Applied(cells=empty(), given_totals=pl.DataFrame(schema=GIVEN)), findings=())

    def open(self, confirmed: Collection[str]) -> tuple[Finding, ...]:
        """What waits to be confirmed by its code."""
        return tuple(one for one in self.findings if one.needs_confirming and one.code not in confirmed)


def proposed(book: "Book | None", sheets: Sequence["Sheet"], hints: Hints) -> Proposal:
    """A proposal; where the book keeps a mapping for this shape, with what was said of it then."""
    proposal = propose(sheets, hints=hints)
    shape = proposal.mapping.shape
    kept = book.mapping_for(shape) if book and shape else None
    return propose(sheets, known=Mapping.from_json(kept), hints=hints) if kept else proposal


def look(
    sheets: Sequence["Sheet"],
    mapping: Mapping,
    *,
    known: Dataset,
    sha256: str = "",
    received: date | None = None,
) -> Looked:
    """Read an answer by its mapping, without taking it in; raises NotMapped, WrongMapping.

    What is in doubt is read as it will be once it is confirmed, so that nothing waits behind it.
    """
    if lacking := missing(mapping):
        raise NotMapped(what=". ".join(lacking))
    applied = apply(sheets, mapping, source=NEWEST, confirmed=_ANYTHING, known=known.areas)
    told = [_finding(doubt) for doubt in applied.doubts]
    told += _again(known.sources, sha256)
    told += findings(
        applied.cells,
        _before(known, applied),
        given_totals=applied.given_totals,
        known=known.areas,
        received=received,
        sources=known.sources,
    )
    return Looked(applied=applied, findings=tuple({one.code: one for one in reversed(told)}.values())[::-1])


def digest(data: bytes) -> str:
    """The SHA-256 of a file, by which it is known again."""
    return hashlib.sha256(data).hexdigest()


def _before(known: Dataset, applied: Applied) -> pl.DataFrame:
    """What is known of the series so far, in its newest vintage: what these figures are held against."""
    mine = applied.cells["series"].unique().cast(pl.String)
    cells = known.cells.filter(pl.col("series").cast(pl.String).is_in(mine.to_list()))
    return current(cells).drop("corrected") if cells.height else empty()


def _finding(doubt: Doubt) -> Finding:
    many = f" It stands in {doubt.cells:,} cells." if doubt.cells > 1 else ""
    reading = f" It is taken so: {doubt.reading}." if doubt.reading else ""
    return Finding(
        code=doubt.code,
        sentence=f"{doubt.sentence}{many}{reading}",
        where=doubt.where,
        innocent=doubt.innocent,
        needs_confirming=doubt.needs_confirming,
    )


def _again(sources: Sequence[Source], sha256: str) -> list[Finding]:
    met: Map[str, Source] = {source.sha256: source for source in sources if source.sha256}
    if sha256 not in met:
        return []
    source = met[sha256]
    return [
        Finding(
            code="again",
            sentence=f"This very file was taken in before, as source {source.number}: {source.title}.",
            where=source.file,
            innocent=("It was read in another way then, and is to be read again.",),
        )
    ]
