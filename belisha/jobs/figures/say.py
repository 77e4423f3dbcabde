"""`belisha figures say`: sentences for the press, with what belongs to them."""

from typing import TYPE_CHECKING, Any

from belisha.jobs.console import WRONG_USE, answer, stop
from belisha.jobs.console import say as tell
from belisha.jobs.figures.asking import (
    AreaName,
    AsOf,
    BookOption,
    DataOption,
    First,
    Force,
    Json,
    Last,
    Offence,
    OneYear,
    Platform,
    Series,
    area_asked,
    figures_here,
    refusals_told,
    show,
    topic,
)

if TYPE_CHECKING:
    from belisha.figures import Figures
    from belisha.figures.places import Area


@refusals_told
def say(
    force: Force = "",
    area: AreaName = "",
    first: First = "",
    last: Last = "",
    year: OneYear = "",
    series: Series = "",
    offence: Offence = "",
    platform: Platform = "",
    as_of: AsOf = "",
    as_json: Json = False,
    book: BookOption = None,
    data: DataOption = None,
) -> None:
    """Say what the figures carry, in sentences for the press, each with its formula and caveats.

    Two years with --from and --to, or one with --year. --json: one sentence a line. Exit code 1: nothing can
    be said, and why.

    Example: belisha figures say --force Cambridgeshire --from 2017/18 --to 2022/23
    """
    if bool(year) == bool(first) or bool(first) != bool(last):
        stop("Name two years with --from and --to, or one with --year.", WRONG_USE)
    figures = figures_here(book, data, as_of=as_of)
    asked = area_asked(figures, force, area)
    what = topic(series, offence, platform)
    said = figures.say(asked, first or year, last or None, **what)
    if last and not any(one.kind == "change" for one in said):
        _tell_why_not(figures, asked, first, last, what)
    if as_json:
        for one in said:
            answer(one.to_dict())
    else:
        show(said)


def _tell_why_not(figures: "Figures", area: "Area", first: str, last: str, what: dict[str, Any]) -> None:
    """Two years were asked for, and only one is spoken of: why they aren't compared."""
    from belisha.figures.cannot import CannotSay

    try:
        figures.change(area, first, last, **what)
    except CannotSay as refusal:
        tell(f"The two years are not compared. {refusal.sentence}")
