"""What analysts do with the book itself: begin it with the shipped figures, confirm what the gate found."""

from django.utils import timezone

from belisha.figures.beginning import take_in_shipped
from belisha.figures.book_rows import KeptFinding
from belisha.figures.desk.book import desk_book, recorded
from belisha.people.models import Staff
from belisha.refusal import Refusal


class NothingSaid(Refusal):
    """Say why it is right."""

    code = "no_reason"


def begin_with_shipped(*, by: Staff) -> int:
    """Take the figures that come with Belisha into the desk's book; raises BookHasFigures."""
    book = desk_book()
    with recorded(book, "figures.begun", by=by, text="The shipped figures were taken in.") as facts:
        taken = take_in_shipped(book, by=by.name, now=timezone.now())
        facts.update(sources=taken)
    return taken


def confirm(*, source: int, code: str, reason: str, by: Staff) -> KeptFinding:
    """Say why a finding is right; raises NotFound, NothingSaid, ConfirmedAlready."""
    if not reason.strip():
        raise NothingSaid(field="reason")
    book = desk_book()
    with recorded(book, "figures.confirmed", by=by, text=f"Source {source}: {code} was confirmed.") as facts:
        kept = book.confirm(source=source, code=code, by=by.name, now=timezone.now(), reason=reason.strip())
        facts.update(source=source, code=code, reason=reason.strip())
    return kept
