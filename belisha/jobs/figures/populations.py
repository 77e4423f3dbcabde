"""`belisha figures populations`: the populations that rates are of."""

from pathlib import Path
from typing import Annotated

import typer

from belisha.jobs.console import WRONG_USE, answer, say, stop
from belisha.jobs.figures.book_options import By, Json, moment, refusals_said, whoever
from belisha.jobs.figures.here import BookOption, DataOption, book_to_write


@refusals_said
def populations(
    file: Annotated[Path, typer.Argument(help="CSV with the columns area, year, people.")],
    title: Annotated[str, typer.Option(help="Where they are from, such as “ONS, mid-year estimates 2022”.")],
    address: Annotated[str, typer.Option(help="The address of that page.")] = "",
    by: By = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Keep populations in the book, with their source. None come with Belisha.

    Example: belisha figures populations people.csv --title "ONS, mid-year estimates 2022"
    """
    from hashlib import sha256

    from belisha.figures.beginning import take_in_populations
    from belisha.figures.sources import Source

    if not title.strip():
        stop("Say where they are from, with --title.", WRONG_USE)
    text = _text(file)
    kept = book_to_write(book, data)
    digest = sha256(text.encode()).hexdigest()
    source = Source(number=0, title=title.strip(), address=address, file=file.name, sha256=digest)
    number = take_in_populations(kept, text=text, source=source, by=whoever(by), now=moment())
    rows = kept.dataset().populations.filter(source=number).height
    if as_json:
        answer({"source": number, "populations": rows})
    else:
        say(f"{rows} population{'' if rows == 1 else 's'} were kept, as source {number}.")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as problem:
        stop(f"{file} can't be read: {problem.strerror}.", WRONG_USE)
    except UnicodeDecodeError:
        stop(f"{file} isn't text in UTF-8.", WRONG_USE)
