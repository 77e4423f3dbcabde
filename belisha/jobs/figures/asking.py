"""What the commands that ask the figures share: which figures, of what, for which area and years."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec

import typer

from belisha.jobs.console import NO, WRONG_USE, answer, say, stop
from belisha.jobs.figures.here import BookOption, DataOption, dataset_here

if TYPE_CHECKING:
    from belisha.figures import Figures
    from belisha.figures.places import Area
    from belisha.figures.results import Result
    from belisha.figures.sentence import Sentence

P = ParamSpec("P")
_WRONG = ("unknown_area", "unknown_year", "unknown_series", "ambiguous", "order", "unlike_years")

Force = Annotated[str, typer.Option("--force", help="A force, by name or code.")]
AreaName = Annotated[
    str, typer.Option("--area", "--region", help="A region or country (or a force), by name or id.")
]
First = Annotated[str, typer.Option("--from", help="The earlier year, such as 2017/18.")]
Last = Annotated[str, typer.Option("--to", help="The later year.")]
OneYear = Annotated[str, typer.Option("--year", help="A year, such as 2022/23 or 2022.")]
Series = Annotated[
    str,
    typer.Option("--series", help="A series, such as foi or home-office; else whichever has the figures."),
]
Offence = Annotated[str, typer.Option(help="An offence code; else all together.")]
Platform = Annotated[str, typer.Option(help="A platform; else all together.")]
AsOf = Annotated[
    str,
    typer.Option("--as-of", help="As it was known after a source (its number), or on a day (2023-05-01)."),
]
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]

__all__ = ["BookOption", "DataOption"]


def refusals_told(command: Callable[P, None]) -> Callable[P, None]:
    """What the figures don't carry: a sentence, or JSON, and exit code 1; 2 where the question is wrong."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        from belisha.figures.cannot import CannotSay
        from belisha.refusal import Refusal

        try:
            command(*args, **kwargs)
        except CannotSay as refusal:
            if kwargs.get("as_json"):
                answer(refusal.to_dict())
            stop(refusal.sentence, WRONG_USE if refusal.reason in _WRONG else NO)
        except Refusal as refusal:
            stop(refusal.sentence)

    return run


def figures_here(
    book: Path | None, data: Path | None, *, as_of: str = "", populations: Path | None = None
) -> "Figures":
    """The figures of the book or those that come with Belisha, as they were known, with these populations."""
    from belisha.figures import Figures
    from belisha.figures.people import populations as read

    when = _moment(as_of)
    dataset = dataset_here(book, data)
    if populations is not None:
        people = read(_text(populations), dataset.areas)
        dataset = replace(dataset, populations=dataset.populations.vstack(people))
    return Figures.load(dataset, as_of=when)


def area_asked(figures: "Figures", force: str, area: str) -> "Area":
    """The area of --force or --area; a name that both have is what the option says."""
    from belisha.figures.naming import GROUPS_FIRST, area_named

    if bool(force) == bool(area):
        stop("Name one area: --force Cambridgeshire, or --area Wales.", WRONG_USE)
    if force:
        return area_named(force, figures.dataset.areas, kinds=("force",))
    return area_named(area, figures.dataset.areas, kinds=GROUPS_FIRST)


def topic(series: str, offence: str = "", platform: str = "") -> dict[str, Any]:
    """What is counted, as the facade takes it."""
    return {
        "series": series or None,
        **({"offence": offence} if offence else {}),
        **({"platform": platform} if platform else {}),
    }


def show(sentences: Sequence["Sentence"]) -> None:
    """Sentences with their formulas, and what must be said with them."""
    for one in sentences:
        typer.echo(f"{one.text}\n    {one.formula}")
    caveats = dict.fromkeys(said for one in sentences for said in one.caveats)
    if caveats:
        typer.echo("\nTo be said with it:")
        typer.echo("\n".join(f"- {said}" for said in caveats))


def told(result: "Result", sentences: Sequence["Sentence"], *, as_json: bool) -> None:
    """A result as one JSON object, its sentences with it; or the sentences alone."""
    if as_json:
        answer({**result.to_dict(), "sentences": [one.text for one in sentences]})
    elif sentences:
        show(sentences)
    else:
        say("There is no sentence for it; --json has the numbers.")


def _moment(text: str) -> int | date | None:
    if not text:
        return None
    try:
        return int(text) if text.isdigit() else date.fromisoformat(text)
    except ValueError:
        return stop(f"“{text}” is neither the number of a source nor a day such as 2023-05-01.", WRONG_USE)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as problem:
        stop(f"{path} can't be read: {problem.strerror}.", WRONG_USE)
    except UnicodeDecodeError:
        stop(f"{path} is not UTF-8 text.", WRONG_USE)
