"""What `belisha figures import` and `mapping` share: a file read with a bar, and how it is to be read."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belisha.jobs.console import COULD_NOT, WRONG_USE, progress_bar, stop

if TYPE_CHECKING:
    from belisha.figures.book import Book
    from belisha.figures.collate.mapping import Mapping, Proposal
    from belisha.figures.dataset import Dataset
    from belisha.figures.read import Sheet

_MOST = 100 * 1024 * 1024  # bytes; the reader refuses more, and no more is held for it
Series = Annotated[str, typer.Option(help="The series of the figures; else foi.")]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        help="Correct how it is read: areas=A, years=3, years=C:H, areas==Kent, platforms==all, measures=2,"
        " rows=4:48, values=C:H, 2.areas=B, “area:GMP=Greater Manchester”, “year:2017=2017/18”,"
        " “cell:C14=38,000”,"
        " “legend:*=fewer than 5”, series=foi, tables=1,3, leave=12, add=yes.",
    ),
]
MappingFile = Annotated[
    Path | None,
    typer.Option("--mapping", help="A mapping to read by, as `belisha figures mapping --json` prints it."),
]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A file that was read, and how its figures are to be read. `agreed`: somebody has seen that before."""

    name: str
    sha256: str
    sheets: tuple["Sheet", ...]
    proposal: "Proposal"
    mapping: "Mapping"
    agreed: bool


def book_there(book: Path | None, data: Path | None) -> "Book | None":
    """The book, where there is one already."""
    from belisha.figures.book import Book
    from belisha.jobs.figures.here import book_path

    path = book_path(book, data)
    return Book.open(path) if path.exists() else None


def dataset_of(book: "Book | None") -> "Dataset":
    """What the book knows; nothing where there is none."""
    from belisha.figures.dataset import Dataset

    return book.dataset() if book else Dataset()


def answer_of(
    path: Path,
    *,
    book: "Book | None",
    force: str = "",
    series: str = "",
    title: str = "",
    sets: Sequence[str] = (),
    mapping: Path | None = None,
    bar: bool = True,
) -> Answer:
    """Read a file, propose how it is meant, and make the corrections; raises the refusals of each."""
    from belisha.figures.collate.correct import corrected
    from belisha.figures.collate.looking import digest, proposed
    from belisha.figures.collate.mapping import Hints
    from belisha.figures.collate.said import Said, area_id
    from belisha.figures.parse.places import special_forces

    data, name = bytes_of(path)
    sheets = _sheets(data, name, bar=bar)
    known = {**special_forces(), **dataset_of(book).areas}
    area = area_id(force, Said(f"--force {force}", known)) if force else ""
    proposal = proposed(book, sheets, Hints(file=name, title=title, area=area, series=series))
    told = mapping_in(mapping) if mapping else proposal.mapping
    return Answer(
        name=name,
        sha256=digest(data),
        sheets=sheets,
        proposal=proposal,
        mapping=corrected(told, sets, known=known),
        agreed=mapping is not None or (proposal.recognised and not sets),
    )


def mapping_in(path: Path) -> "Mapping":
    """The mapping that a file holds; raises WrongMapping."""
    from belisha.figures.collate.mapping import Mapping

    data, _ = bytes_of(path)
    return Mapping.from_json(data.decode("utf-8", errors="replace"))


def bytes_of(path: Path) -> tuple[bytes, str]:
    """What a file holds, or the terminal hands over, and its name."""
    if str(path) == "-":
        return sys.stdin.buffer.read(_MOST + 1), "pasted"
    try:
        with path.open("rb") as file:
            return file.read(_MOST + 1), path.name
    except FileNotFoundError:
        stop(f"There is no file {path}.", WRONG_USE)
    except OSError as problem:
        stop(f"{path} can't be read: {problem.strerror}.", COULD_NOT)


def _sheets(data: bytes, name: str, *, bar: bool) -> tuple["Sheet", ...]:
    from belisha.figures.read.reader import sheets_of

    with progress_bar(shown=bar) as progress:
        task = progress.add_task(f"Reading {name}", total=None)
        return sheets_of(
            data, name=name, on_progress=lambda done, of: progress.update(task, completed=done, total=of)
        )
