"""`belisha figures publish`: the figures as pages that open from a folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from belisha.figures.site.publication import TITLE
from belisha.jobs.console import WRONG_USE, answer, progress_bar, say, stop
from belisha.jobs.figures.here import BookOption, DataOption, book_if_any

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.figures.book import Book
    from belisha.figures.site.write import Published

    Progress = Callable[[int, int], None]


def publish(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write; made where none is.")],
    title: Annotated[str, typer.Option(help="What stands at the top of every page.")] = TITLE,
    embargo: Annotated[
        str,
        typer.Option(
            help="Until when it is held back, by London's clock: 2026-12-03T00:01. At most two years ahead."
        ),
    ] = "",
    address: Annotated[
        str, typer.Option(help="The address at which the folder will stand, for charts to embed.")
    ] = "",
    as_of: Annotated[
        int | None, typer.Option(help="As it was known after the source of this number.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Write the figures as a site that needs no server: pages, charts, answers, downloads.

    A folder that was published before is exchanged as a whole; any other that isn't empty is refused. With
    --embargo, or where the book's own publication is still held back, every page, chart and file says so.

    Example: belisha figures publish site --title "Offences, 2016/17 to 2022/23"
    """
    from belisha.refusal import Refusal

    try:
        made = _publish(
            folder, book_if_any(book, data), title=title, embargo=embargo, address=address, as_of=as_of
        )
    except Refusal as refusal:
        stop(refusal.sentence, WRONG_USE if refusal.code in _WRONG else 3)
    if as_json:
        answer(made.to_dict())
        return
    typer.echo(made.first)
    say(f"{made.pages:,} pages and {made.files - made.pages:,} other files. Open {made.first} in a browser.")
    if made.notice:
        say(f"Every page says: {made.notice}")


_WRONG = ("wrong_moment", "wrong_embargo", "no_such_moment", "not_our_folder", "wrong_address", "not_found")


def _publish(
    folder: Path, book: "Book | None", *, title: str, embargo: str, address: str, as_of: int | None
) -> "Published":
    from belisha.figures.figures import Figures
    from belisha.figures.site.write import publish as write

    now = datetime.now(UTC)
    sheets: Any = None
    if book is not None:
        known = book

        def sheets(source: int) -> list[Any]:
            return [known.sheet(source, name) for name in known.sheets(source)]

    with progress() as told:
        return write(
            Figures.load(book.path if book and book.sources() else None, as_of=as_of),
            folder,
            now=now,
            embargo=_embargo(embargo, book, now) or _of_folder(embargo, folder, now),
            title=title,
            sheets=sheets,
            home=_home(address),
            on_progress=told,
        )


def _embargo(text: str, book: "Book | None", now: datetime) -> datetime | None:
    """What was asked for; else that of the book's own publication, which no folder gets around."""
    from belisha.figures.site import store
    from belisha.figures.site.publication import read_moment, refuse_too_far

    if text:
        given = read_moment(text)
        refuse_too_far(given, now)
        if given <= now:
            say("This embargo is over: the pages say nothing of it.")
        return given
    held = store.held(book, now) if book else None
    if held is None:
        return None
    say(f"Publication {held.number} of this book is held back, so these pages are, too.")
    return held.embargo


def _of_folder(text: str, folder: Path, now: datetime) -> datetime | None:
    """Pages that are held back are made anew held back: nobody has to remember it the second time."""
    from belisha.figures.site.write import held_in

    held = None if text else held_in(folder, now)
    if held:
        say("The pages in this folder are held back, so these are, too. A past --embargo ends that.")
    return held


def _home(address: str) -> str:
    if address and not address.startswith(("https://", "http://")):
        stop("An address begins with https://", WRONG_USE)
    return f"{address.rstrip('/')}/" if address else ""


@contextmanager
def progress(*, shown: bool = True) -> "Iterator[Progress]":
    """A bar that grows with each page."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with progress_bar(*columns, shown=shown) as bar:
        task = bar.add_task("Making the pages", total=None)
        yield lambda number, of: bar.update(task, completed=number, total=of)
