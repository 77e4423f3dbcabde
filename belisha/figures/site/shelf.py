"""The pages of a publication as the book keeps them: made once, then only read, whoever asks how often."""

import hashlib
import json
import zlib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from belisha.figures.book import Book
from belisha.figures.site.page import kind_of
from belisha.figures.site.publication import Publication
from belisha.figures.site.store import has_tables, publications

if TYPE_CHECKING:
    # Whoever only reads what was made needs no library that draws.
    from belisha.figures.site.site import Site

PATIENCE: Final = timedelta(minutes=15)  # after which somebody else makes what nobody finished
PAGE: Final = "page"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A page or file as it was published."""

    address: str
    kind: str
    sha256: str
    body: bytes

    @property
    def is_page(self) -> bool:
        return self.kind == PAGE

    def page(self) -> "KeptPage":
        """The page, for whoever puts a frame around it."""
        return KeptPage(**json.loads(self.body))


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptPage:
    """A page without its frame."""

    title: str
    navigation: str
    main: str


def kept(book: Book, publication: int, address: str) -> Kept | None:
    """What lies at an address of a publication."""
    with book.reading() as connection:
        if not has_tables(connection):
            return None
        row = connection.execute(
            "SELECT kind, sha256, body FROM publication_file WHERE publication = ? AND address = ?",
            [publication, address],
        ).fetchone()
    if row is None:
        return None
    return Kept(address=address, kind=row[0], sha256=row[1], body=zlib.decompress(row[2]))


def waiting(book: Book, now: datetime) -> Publication | None:
    """A publication whose pages nobody makes; from now on the caller does. Safe for several at once."""
    if not any(_unmade(one) for one in publications(book)):
        return None
    with book.transaction() as connection:
        for one in reversed(publications(book)):
            (begun,) = connection.execute(
                "SELECT begun FROM publication WHERE number = ?", [one.number]
            ).fetchone()
            if _unmade(one) and (begun is None or datetime.fromisoformat(begun) < now - PATIENCE):
                connection.execute(
                    "UPDATE publication SET begun = ? WHERE number = ?",
                    [now.astimezone(UTC).isoformat(), one.number],
                )
                return one
    return None


def put(book: Book, site: "Site", *, now: datetime) -> int:
    """Make every page and file of a publication and keep them, all or none; return how many."""
    number = site.material.publication.number
    made = [(number, address, *_made(site, address)) for address in site.addresses()]
    with book.transaction() as connection:
        connection.execute("DELETE FROM publication_file WHERE publication = ?", [number])
        connection.executemany("INSERT INTO publication_file VALUES (?, ?, ?, ?, ?)", made)
        connection.execute(
            "UPDATE publication SET built = ?, problem = '' WHERE number = ?",
            [now.astimezone(UTC).isoformat(), number],
        )
    return len(made)


def give_up(book: Book, number: int, problem: str) -> None:
    """Note why the pages of a publication can't be made."""
    with book.transaction() as connection:
        connection.execute("UPDATE publication SET problem = ? WHERE number = ?", [problem, number])


def _unmade(one: Publication) -> bool:
    return one.built is None and one.withdrawn is None and not one.problem


def _made(site: "Site", address: str) -> tuple[str, str, bytes]:
    page = site.page(address)
    if page is not None and page.framed:
        shown = KeptPage(title=page.title, navigation=site.navigation(page), main=site.main(page))
        kind, body = PAGE, json.dumps(asdict(shown), ensure_ascii=False).encode()
    else:
        file = site.file(address)
        assert file is not None, address  # noqa: S101 - it named the address itself
        kind, body = kind_of(address), file.body
    return kind, hashlib.sha256(body).hexdigest(), zlib.compress(body, 6)
