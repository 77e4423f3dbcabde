"""Publishing the desk's figures: verbs of the analyst, and what the public is shown."""

import logging
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from belisha.figures.desk.book import book_path, desk_book, desk_book_if_any, recorded
from belisha.figures.site import shelf, store
from belisha.figures.site.publication import Publication, refuse_too_far
from belisha.figures.site.shelf import Kept
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal

logger = logging.getLogger(__name__)


class EmbargoIsOver(Refusal):
    """This moment is over. Give one that is still to come, or none."""

    code = "wrong_embargo"


def publish_figures(*, title: str, embargo: datetime | None, by: Staff, now: datetime) -> Publication:
    """Publish what the desk knows now. Raises EmbargoIsOver, EmbargoTooFar, OpenFindings.

    Its pages are made by the worker, in a process of its own; the public sees them after that, and not
    before the embargo is over.
    """
    if embargo and embargo <= now:
        raise EmbargoIsOver(field="embargo")
    refuse_too_far(embargo, now)
    book = desk_book()
    with recorded(book, "figures.published", by=by, text="Figures were published.") as facts:
        made = store.add(book, title=title, embargo=embargo, by=by.name, now=now)
        facts |= {"publication": made.number, "as_of": made.as_of, "embargo": _iso(made.embargo)}
    return made


def withdraw_figures(*, number: int, reason: str, by: Staff, now: datetime) -> Publication:
    """Take a publication back, for everybody to see why. Raises NotFound, WithdrawnAlready."""
    book = desk_book()
    with recorded(book, "figures.withdrawn", by=by, text="Published figures were withdrawn.") as facts:
        gone = store.withdraw(book, number=number, reason=reason, by=by.name, now=now)
        facts |= {"publication": number, "reason": reason}
    return gone


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A publication with how it stands: made, held, public, earlier, withdrawn, or failed."""

    publication: Publication
    state: str
    colour: str


def publication(number: int) -> Publication:
    """One publication; raises NotFound."""
    book = desk_book_if_any()
    if book is None:
        raise NotFound(what=f"publication {number}")
    return store.one(book, number)


def lines(*, now: datetime) -> list[Line]:
    """Every publication with its state, the newest first."""
    book = desk_book_if_any()
    shown = store.shown(book, now) if book else None
    return [_line(one, shown, now) for one in (store.publications(book) if book else ())]


def _line(one: Publication, shown: Publication | None, now: datetime) -> Line:
    if one.withdrawn:
        state, colour = "Taken back", "grey"
    elif one.problem:
        state, colour = "Could not be made", "red"
    elif one.built is None:
        state, colour = "Being made", "amber"
    elif one.held(now):
        state, colour = "Under embargo", "purple"
    elif shown and one.number == shown.number:
        state, colour = "Public", "green"
    else:
        state, colour = "Replaced", "grey"
    return Line(publication=one, state=state, colour=colour)


def waiting_to_be_confirmed() -> int:
    """How many findings of the gate keep the figures from being published."""
    book = desk_book_if_any()
    return sum(kept.open for kept in book.findings()) if book else 0


def public_file(address: str, *, now: datetime) -> Kept | None:
    """What the public sees at an address under /figures/; None where nothing is there for it."""
    book = desk_book_if_any()
    shown = store.shown(book, now) if book else None
    return shelf.kept(book, shown.number, address) if book and shown else None


def anything_public(*, now: datetime) -> bool:
    """Whether the public finds figures here. A book that can't be read keeps nobody from the page of help."""
    try:
        book = desk_book_if_any()
        return book is not None and store.shown(book, now) is not None
    except (Refusal, sqlite3.Error, OSError):
        logger.exception("the book of figures can't be read")
        return False


def preview(number: int, address: str) -> Kept:
    """What will be, or was, at an address of a publication, for the analyst. Raises NotFound."""
    publication(number)
    book = desk_book_if_any()
    found = shelf.kept(book, number, address) if book else None
    if found is None:
        raise NotFound(what=f"page of publication {number}")
    return found


class Builders:
    """The processes that make pages: one at a time, started by the worker, which doesn't wait for them."""

    def __init__(self) -> None:
        self._running: subprocess.Popen[bytes] | None = None

    def start(self, *, now: datetime) -> int:
        """Start one for the oldest publication that waits; return how many were started."""
        if self._running is not None and self._running.poll() is None:
            return 0
        self._running = None
        book = desk_book_if_any()
        waits = shelf.waiting(book, now) if book else None
        if waits is None:
            return 0
        self._running = _started(book_path(), waits.number)
        return 1


def _started(path: Path, number: int) -> "subprocess.Popen[bytes]":
    module = "belisha.figures.site.build"
    home = f"{settings.BASE_URL}/figures/"
    return subprocess.Popen(  # noqa: S603 - our own module, and no word of a user
        [sys.executable, "-m", module, str(path), str(number), home],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _iso(when: datetime | None) -> str:
    return when.isoformat() if when else ""
