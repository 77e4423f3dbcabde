"""Makes a publication’s pages in a process of its own: `python -m belisha.figures.site.build BOOK NUMBER`.

A server that answers the public holds no chart library in its memory, and waits for none.
"""

import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from belisha.figures.book import Book
from belisha.figures.figures import Figures
from belisha.figures.shipped import shipped
from belisha.figures.site import shelf, store
from belisha.figures.site.material import Material
from belisha.figures.site.site import Site


def build(book: Book, number: int, *, now: datetime, home: str = "") -> int:
    """Make the pages of a publication and keep them in its book; return how many."""
    publication = store.one(book, number)
    known = book.dataset(publication.as_of) if publication.as_of else shipped()
    material = Material(
        figures=Figures(known),
        publication=publication,
        sheets=lambda source: [book.sheet(source, name) for name in book.sheets(source)],
        home=home,
    )
    return shelf.put(book, Site(material), now=now)


def main(path: str, number: str, home: str = "") -> int:
    """Build, or note why it can't be done."""
    book = Book.open(Path(path))
    try:
        build(book, int(number), now=datetime.now(UTC), home=home)
    except Exception as problem:
        shelf.give_up(book, int(number), f"{type(problem).__name__}: {problem}"[:500])
        return 1
    return 0


if __name__ == "__main__":
    # Of this process alone: in another, whatever comes after would be slow, too.
    with suppress(OSError):
        os.nice(10)  # whoever reports danger meanwhile comes first
    sys.exit(main(*sys.argv[1:]))
