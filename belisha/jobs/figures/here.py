"""Which book a command of `belisha figures` reads or writes, without a desk or its settings."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from belisha.jobs.console import say, stop

if TYPE_CHECKING:
    from belisha.figures.book import Book
    from belisha.figures.dataset import Dataset

Answer = TypeVar("Answer")
BookOption = Annotated[
    Path | None,
    typer.Option(
        "--book", help="File of the book; else BELISHA_FIGURES_BOOK, else figures.book in the data folder."
    ),
]
DataOption = Annotated[Path | None, typer.Option("--data", help="The data folder; else BELISHA_DATA_DIR.")]


def book_path(book: Path | None = None, data: Path | None = None) -> Path:
    """The file that these options and the environment name."""
    if book:
        return book
    if named := os.environ.get("BELISHA_FIGURES_BOOK"):
        return data / "figures.book" if data else Path(named)
    return (data or Path(os.environ.get("BELISHA_DATA_DIR") or "data")) / "figures.book"


def book_if_any(book: Path | None = None, data: Path | None = None) -> "Book | None":
    """The book to be read; None, said in a line, where there is none and nobody named one."""
    from belisha.figures.book import Book

    path = book_path(book, data)
    if book or path.exists():
        return _refused(lambda: Book.open(path))
    say(f"There is no book at {path}: these are the figures that come with Belisha.")
    return None


def book_to_write(book: Path | None = None, data: Path | None = None) -> "Book":
    """The book to write in, made where there is none."""
    from belisha.figures.book import Book

    path = book_path(book, data)
    path.absolute().parent.mkdir(parents=True, exist_ok=True)
    return _refused(lambda: Book.at(path))


def dataset_here(book: Path | None = None, data: Path | None = None) -> "Dataset":
    """The figures of the book; those that come with Belisha where there is none, or nothing in it yet."""
    from belisha.figures.shipped import shipped

    found = book_if_any(book, data)
    if found is not None and (book or _refused(found.sources)):
        return _refused(found.dataset)
    if found is not None:
        say(f"No answer is in {found.path} yet: these are the figures that come with Belisha.")
    return shipped()


def _refused(ask: Callable[[], Answer]) -> Answer:
    from belisha.refusal import Refusal

    try:
        return ask()
    except Refusal as refusal:
        stop(refusal.sentence)
