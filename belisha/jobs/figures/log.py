"""`belisha figures log`: what was corrected, and what was done to the book."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from belisha.jobs.console import answer
from belisha.jobs.figures.book_options import Json, plain, refusals_said
from belisha.jobs.figures.here import BookOption, DataOption, book_if_any

if TYPE_CHECKING:
    from belisha.figures.vintages import Correction


@refusals_said
def log(
    area: Annotated[
        str, typer.Option("--area", "--force", help="A force, region or country; else all of them.")
    ] = "",
    events: Annotated[
        bool, typer.Option("--events", help="What was done to the book, too, and by whom.")
    ] = False,
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """List the figures that a later source tells otherwise: what they were, what they became, who says so.

    Example: belisha figures log --area UK
    """
    from belisha.figures.naming import area_named
    from belisha.figures.shipped import shipped
    from belisha.figures.tracing import correction_in_words
    from belisha.figures.vintages import corrections

    kept = book_if_any(book, data)
    dataset = kept.dataset() if kept else shipped()
    wanted = area_named(area, dataset.areas).id if area else ""
    for one in corrections(dataset):
        if not wanted or one.area == wanted:
            words = correction_in_words(one, dataset.areas)
            answer(_correction(one, words)) if as_json else typer.echo(plain(words))
    for event in kept.log() if kept and events else ():
        told = {"event": event.what, "at": event.at, "by": event.by, "source": event.source, **event.facts}
        facts = ", ".join(f"{name} {value}" for name, value in event.facts.items())
        of = f" source {event.source}" if event.source else ""
        line = f"{event.at:%Y-%m-%d %H:%M} {event.by}: {event.what}{of} {facts}".rstrip()
        answer(told) if as_json else typer.echo(plain(line))


def _correction(one: "Correction", words: str) -> dict[str, Any]:
    key = {name: getattr(one, name) for name in ("series", "area", "year", "offence", "platform")}
    told = {
        name: {"state": vintage.state, "low": vintage.low, "high": vintage.high} | _place(vintage)
        for name, vintage in (("before", one.before), ("after", one.after))
    }
    return {**key, **told, "sentence": words}


def _place(vintage: Any) -> dict[str, Any]:
    return {"source": vintage.source.number, "sheet": vintage.sheet, "cell": vintage.cell}
