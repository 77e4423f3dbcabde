"""An answer taken into the book: read, mapped, held against what is known, written; all of it or nothing."""

from collections.abc import Callable, Collection, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import polars as pl

from belisha.figures.ask.noting import join_answer
from belisha.figures.ask.rounds import round_with_events
from belisha.figures.book import Book
from belisha.figures.collate.apply import NOBODY
from belisha.figures.collate.looking import Looked, NoFigures, digest, look, proposed
from belisha.figures.collate.mapping import Hints, Mapping, Skipped
from belisha.figures.dataset import Dataset
from belisha.figures.gate import Finding
from belisha.figures.parse.places import special_forces
from belisha.figures.places import Area
from belisha.figures.read.reader import sheets_of
from belisha.figures.sources import Source
from belisha.refusal import Refusal

if TYPE_CHECKING:
    from belisha.figures.read import Sheet

MAPPING = "mapping"  # the code by which a proposed mapping is confirmed as a whole
_ZONE = ZoneInfo("Europe/London")  # in which rounds count their days
Progress = Callable[[int, int], None]


class NeedsLooking(Refusal):
    """{count} of what this answer says must be looked at before it is taken in: {codes}."""

    code = "needs_looking"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        shown = ", ".join(one.code for one in findings[:8]) + (" ..." if len(findings) > 8 else "")
        super().__init__(count=len(findings), codes=shown)


class BookMovedOn(Refusal):
    """The book was changed while this answer was held against it. Nothing was taken in: do it again."""

    code = "book_moved_on"


class NotOfTheRound(Refusal):
    """None of these forces was asked in the round “{round}”."""

    code = "not_of_the_round"


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """An answer that was taken in."""

    source: int
    title: str
    cells: int
    forces: tuple[str, ...]
    years: tuple[str, ...]
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    mapping: Mapping


def import_answer(
    book: Book,
    *,
    data: bytes,
    name: str,
    mapping: Mapping | None = None,
    received: date | None = None,
    by: str,
    now: datetime,
    title: str = "",
    address: str = "",
    publisher: str = "",
    forces: Map[str, Area] | None = None,
    confirmed: Collection[str] = NOBODY,
    reason: str = "",
    round: str = "",
    hints: Hints | None = None,
    on_progress: Progress | None = None,
) -> Imported:
    """Take a file in. Without a mapping, that which is proposed, once its code `mapping` is confirmed.

    Raises Unreadable, NotMapped, WrongMapping, NoFigures, NeedsLooking; the book is as it was then.
    """
    sheets = sheets_of(data, name=name, on_progress=on_progress)
    return import_sheets(
        book,
        sheets=sheets,
        source=Source(
            number=0,
            title=title or name,
            publisher=publisher,
            address=address,
            file=name,
            sha256=digest(data),
            received=received,
        ),
        mapping=mapping or _agreed(book, sheets, hints or Hints(file=name, title=title), confirmed),
        by=by,
        now=now,
        forces=forces,
        confirmed=confirmed,
        reason=reason,
        round=round,
    )


def import_sheets(
    book: Book,
    *,
    sheets: Sequence["Sheet"],
    source: Source,
    mapping: Mapping,
    by: str,
    now: datetime,
    forces: Map[str, Area] | None = None,
    confirmed: Collection[str] = NOBODY,
    reason: str = "",
    round: str = "",
) -> Imported:
    """Take in sheets that were read before, by a mapping that a person has seen.

    `round`: the request that they answer; each force that was asked in it is joined to them.
    """
    version, known = book.version(), book.dataset()
    if forces:
        known = replace(known, areas={**known.areas, **forces})
    looked = look(sheets, mapping, known=known, sha256=source.sha256, received=source.received)
    if waiting := looked.open(confirmed):
        raise NeedsLooking(waiting)
    if not looked.applied.cells.height:
        raise NoFigures
    kept = replace(mapping.kept(), words=_both(mapping.words, looked.applied.words))
    with book.transaction():
        if book.version() != version:
            raise BookMovedOn
        _know(book, looked, known, by=by, now=now)
        number = book.add(
            source=source,
            sheets=sheets,
            mapping=mapping.to_json(),
            cells=looked.applied.cells,
            findings=looked.findings,
            confirmed=set(confirmed),
            reason=reason,
            by=by,
            now=now,
        )
        if mapping.shape:
            book.keep_mapping(mapping.shape, kept.to_json(), by=by, now=now)
        if round:
            _join(book, round, number, looked, by=by, now=now)
    return _imported(number, source.title, looked, mapping)


def _agreed(book: Book, sheets: Sequence["Sheet"], hints: Hints, confirmed: Collection[str]) -> Mapping:
    """The mapping that is proposed: one that was kept for this shape, or one that is confirmed now."""
    proposal = proposed(book, sheets, hints)
    if not proposal.recognised and not proposal.missing and MAPPING not in confirmed:
        raise NeedsLooking([Finding(code=MAPPING, sentence="Nobody has seen yet how this answer is read.")])
    return proposal.mapping


def _both(first: Map[str, Map[str, str]], second: Map[str, Map[str, str]]) -> dict[str, dict[str, str]]:
    return {name: {**second.get(name, {}), **first.get(name, {})} for name in {*first, *second}}


def _know(book: Book, looked: Looked, known: Dataset, *, by: str, now: datetime) -> None:
    """A force of no area of the map, such as the British Transport Police, is known from its first answer."""
    added = {**special_forces(), **{id: known.areas[id] for id in known.areas}}
    there = book.dataset().areas
    for id in looked.applied.cells["area"].cast(pl.String).unique():
        if id not in there and id in added:
            book.add_area(added[id], by=by, now=now)


def _join(book: Book, round: str, number: int, looked: Looked, *, by: str, now: datetime) -> None:
    asked, _ = round_with_events(book, round)
    told = set(looked.applied.cells["area"].cast(pl.String).unique())
    forces = [one.id for one in asked.forces if one.id in told]
    if not forces:
        raise NotOfTheRound(round=round)
    today = now.astimezone(_ZONE).date()
    for force in forces:
        join_answer(book, round=round, force=force, source=number, by=by, now=now, today=today)


def _imported(number: int, title: str, looked: Looked, mapping: Mapping) -> Imported:
    cells = looked.applied.cells
    return Imported(
        source=number,
        title=title,
        cells=cells.height,
        forces=tuple(sorted(cells["area"].cast(pl.String).unique())),
        years=tuple(sorted(cells["year"].cast(pl.String).unique())),
        findings=looked.findings,
        skipped=looked.applied.skipped,
        mapping=mapping,
    )
