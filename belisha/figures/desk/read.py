"""What the desk shows of its figures."""

from dataclasses import dataclass

import polars as pl

from belisha.figures.book_rows import Event, KeptFinding
from belisha.figures.desk.book import desk_book_if_any
from belisha.figures.shipped import shipped
from belisha.figures.sources import Source


@dataclass(frozen=True, kw_only=True)
class Landing:
    """The figures at a glance. `own`: they come from the desk's book, not from what is shipped."""

    own: bool
    sources: tuple[Source, ...]
    cells: int
    forces: int
    open: tuple[KeptFinding, ...]
    events: tuple[Event, ...]


def landing() -> Landing:
    """What there is, what came last, what waits for somebody."""
    book = desk_book_if_any()
    own = book if book and book.sources() else None
    dataset = own.dataset() if own else shipped()
    told = dataset.cells.get_column("area").cast(pl.String).unique()
    return Landing(
        own=own is not None,
        sources=dataset.sources,
        cells=dataset.cells.height,
        forces=sum(area in dataset.areas and dataset.areas[area].kind == "force" for area in told),
        open=tuple(kept for kept in own.findings() if kept.open) if own else (),
        events=tuple(reversed(book.log()[-10:])) if book else (),
    )
