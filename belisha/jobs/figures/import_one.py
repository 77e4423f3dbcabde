"""One file of `belisha figures import`: looked at, or taken in."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from belisha.figures.book import Book
from belisha.figures.collate.collate import MAPPING, Imported, NeedsLooking, import_sheets
from belisha.figures.collate.looking import look
from belisha.figures.collate.mapping import Skipped
from belisha.figures.collate.proposal import missing
from belisha.figures.gate import Finding
from belisha.figures.sources import Source
from belisha.jobs.figures.import_options import Answer, dataset_of
from belisha.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a file. `waiting`: what is to be confirmed; `missing`: what is to be said."""

    answer: Answer
    imported: Imported | None = None
    findings: tuple[Finding, ...] = ()
    waiting: tuple[Finding, ...] = ()
    missing: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    cells: int = 0

    def to_dict(self) -> dict[str, Any]:
        """As JSON tells it."""
        waiting = {one.code for one in self.waiting}
        return {
            "file": self.answer.name,
            "imported": self.imported is not None,
            "source": self.imported.source if self.imported else None,
            "title": self.imported.title if self.imported else "",
            "cells": self.cells,
            "forces": self.imported.forces if self.imported else (),
            "years": self.imported.years if self.imported else (),
            "recognised": self.answer.proposal.recognised,
            "findings": [asdict(one) | {"waits": one.code in waiting} for one in self.findings],
            "missing": self.missing,
            "skipped": [asdict(one) for one in self.skipped],
            "guesses": [asdict(one) for one in self.answer.proposal.guesses],
            "mapping": asdict(self.answer.mapping),
        }


def looked_at(
    answer: Answer, *, book: Book | None, confirmed: Collection[str], received: date | None = None
) -> Outcome:
    """What a file would give, and what stands in its way. Nothing is written."""
    if lacking := missing(answer.mapping):
        return Outcome(answer=answer, missing=tuple(lacking))
    looked = look(
        answer.sheets, answer.mapping, known=dataset_of(book), sha256=answer.sha256, received=received
    )
    first = () if agreed(answer, confirmed) else (_mapping(),)
    return Outcome(
        answer=answer,
        findings=(*first, *looked.findings),
        waiting=(*first, *looked.open(confirmed)),
        skipped=looked.applied.skipped,
        cells=looked.applied.cells.height,
    )


def taken_in(
    answer: Answer, *, book: Book, source: Source, confirmed: Collection[str], **told: Any
) -> Outcome:
    """Take a file in whose mapping is agreed; what waits is said, and then nothing was written."""
    try:
        imported = import_sheets(
            book, sheets=answer.sheets, source=source, mapping=answer.mapping, confirmed=confirmed, **told
        )
    except NeedsLooking as refusal:
        return Outcome(answer=answer, findings=refusal.findings, waiting=refusal.findings)
    return Outcome(
        answer=answer,
        imported=imported,
        findings=imported.findings,
        skipped=imported.skipped,
        cells=imported.cells,
    )


def agreed(answer: Answer, confirmed: Collection[str]) -> bool:
    """Whether somebody has seen how the file is read: then, now, or when its shape was met first."""
    return answer.agreed or MAPPING in confirmed


def failed(name: str, refusal: Refusal) -> dict[str, Any]:
    """A file that can't be taken in at all, as JSON tells it."""
    return {"file": name, "imported": False, "error": refusal.code, "sentence": refusal.sentence}


def _mapping() -> Finding:
    return Finding(code=MAPPING, sentence="Is this how the answer is to be read?")
