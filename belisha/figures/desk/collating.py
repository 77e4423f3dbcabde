"""Staff take answers in: read, looked at beside the source, corrected, taken in; each step in the ledger."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from belisha.figures.ask.rounds import words_of
from belisha.figures.collate import pending as store
from belisha.figures.collate.collate import MAPPING, Imported, NeedsLooking, import_sheets
from belisha.figures.collate.correct import corrected
from belisha.figures.collate.looking import digest, look, proposed
from belisha.figures.collate.mapping import Guess, Hints, Skipped
from belisha.figures.collate.mapping import Mapping as Reading
from belisha.figures.collate.pending import Pending
from belisha.figures.collate.proposal import missing
from belisha.figures.collate.said import Said, area_id
from belisha.figures.desk.book import desk_book, desk_book_if_any, recorded
from belisha.figures.gate import Finding
from belisha.figures.parse.places import special_forces
from belisha.figures.places import Area
from belisha.figures.read.reader import sheets_of
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An answer beside how it is read: what the page shows."""

    pending: Pending
    guesses: tuple[Guess, ...]
    recognised: bool
    missing: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    figures: int = 0
    wrong: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """An answer that somebody began to look at."""

    id: str
    file: str
    by: str
    at: datetime


def read_answer(*, by: Staff, data: bytes, name: str, told: Mapping[str, str]) -> Pending:
    """Read an upload, and keep its text until somebody has looked at it. The file itself is kept nowhere."""
    sheets, book, now = sheets_of(data, name=name), desk_book(), timezone.now()
    said = {key: words_of(text) for key, text in told.items()}
    if said.get("force"):
        said["force"] = area_id(said["force"], Said(said["force"], _areas()))
    hints = Hints(file=name, title=said.get("title", ""), area=said.get("force", ""))
    proposal = proposed(book, sheets, hints)
    one = Pending(
        id="",
        at=now,
        by=by.name,
        sheets=sheets,
        mapping=proposal.mapping,
        file=name,
        sha256=digest(data),
        told=said,
    )
    with recorded(book, "figures.answer_read", by=by, text=f"The answer {name} was read.") as facts:
        kept = store.keep(book, one)
        facts.update(answer=kept.id, file=name, sha256=kept.sha256)
    return kept


def shown(id: str) -> Shown:
    """One that waits: its guesses, what is to be confirmed, what is left out; raises NotFound."""
    one = _pending(id)
    book = desk_book()
    proposal = proposed(book, one.sheets, one.hints)
    lacking = tuple(missing(one.mapping))
    common = {"pending": one, "guesses": proposal.guesses, "recognised": proposal.recognised}
    if lacking:
        return Shown(**common, missing=lacking)  # type: ignore[arg-type]
    try:
        looked = look(
            one.sheets, one.mapping, known=book.dataset(), sha256=one.sha256, received=one.source.received
        )
    except Refusal as refusal:
        return Shown(**common, missing=(), wrong=refusal.sentence)  # type: ignore[arg-type]
    return Shown(
        **common,  # type: ignore[arg-type]
        missing=(),
        findings=looked.findings,
        skipped=(*proposal.skipped, *looked.applied.skipped),
        figures=looked.applied.cells.height,
    )


def correct(*, by: Staff, id: str, said: Sequence[str]) -> Reading:
    """Read it in another way, as a person said; raises WrongCorrection."""
    one, book = _pending(id), desk_book()
    # As one text: what is no word may go on over several lines.
    said = words_of("\n".join(said)).splitlines()
    mapping = corrected(one.mapping, said, known=_areas())
    with recorded(book, "figures.answer_corrected", by=by, text=f"{one.file} is read otherwise.") as facts:
        store.correct(book, id, mapping)
        facts.update(answer=id, said=list(said)[:50])
    return mapping


def take_in(*, by: Staff, id: str, confirmed: Collection[str], reason: str = "") -> Imported:
    """Take it into the book; raises NeedsLooking where something isn't confirmed."""
    one, book, now = _pending(id), desk_book(), timezone.now()
    codes, reason = frozenset(confirmed), words_of(reason)
    if MAPPING not in codes:
        raise NeedsLooking([Finding(code=MAPPING, sentence="Say that you have seen how it is read.")])
    with recorded(book, "figures.imported", by=by, text=f"The answer {one.file} was imported.") as facts:
        done = import_sheets(
            book,
            sheets=one.sheets,
            source=one.source,
            mapping=one.mapping,
            confirmed=codes,
            reason=reason,
            round=one.told.get("round", ""),
            by=by.name,
            now=now,
        )
        store.drop(book, id)
        facts.update(source=done.source, file=one.file, sha256=one.sha256, figures=done.cells)
        facts.update(areas=len(done.forces), confirmed=sorted(codes - {MAPPING})[:50], reason=reason)
    return done


def put_away(*, by: Staff, id: str) -> None:
    """Put an answer away that is not to be taken in."""
    one, book = _pending(id), desk_book()
    with recorded(book, "figures.answer_put_away", by=by, text=f"{one.file} was put away.") as facts:
        store.drop(book, id)
        facts.update(answer=id, file=one.file)


def all_waiting() -> list[Waiting]:
    """Every answer that somebody began to look at, the newest first."""
    book = desk_book_if_any()
    rows = store.waiting(book, now=timezone.now()) if book else []
    return [Waiting(id=id, file=file, by=by, at=at) for id, file, by, at in rows]


def forget_old() -> int:
    """Put away what nobody took in for a day."""
    book = desk_book_if_any()
    return store.forget(book, now=timezone.now()) if book else 0


def _pending(id: str) -> Pending:
    book = desk_book_if_any()
    if book is None:
        raise NotFound(what="answer that waits")
    return store.pending(book, id, now=timezone.now())


def _areas() -> dict[str, Area]:
    book = desk_book()
    return {**special_forces(), **book.dataset().areas}
