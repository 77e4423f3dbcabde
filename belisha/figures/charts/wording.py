"""The words around a picture: what is counted, what belongs to it, where it comes from."""

from collections.abc import Iterable, Sequence
from typing import Final

from belisha.figures.caveats import MANY_IMAGES, RECORDED
from belisha.figures.cell import Cell
from belisha.figures.definitions import series as all_series
from belisha.figures.figures import Figures
from belisha.figures.words import listed

_MOST: Final = 4


def unit(series: str) -> str:
    """ "offences", of a series that is known; else "figures"."""
    return all_series()[series].unit if series in all_series() else "figures"


def recorded(series: str) -> str:
    """The beginning of a title."""
    return f"{unit(series).capitalize()} recorded"


def span(years: Sequence[str]) -> str:
    """ "2016/17 to 2021/22", or the year alone."""
    return years[0] if years[0] == years[-1] else f"{years[0]} to {years[-1]}"


def title_of(series: str) -> str:
    """What a series is called."""
    return all_series()[series].title if series in all_series() else series


def standing_notes(series: Iterable[str]) -> tuple[str, ...]:
    """What belongs to every picture of these series."""
    names = list(series)
    counted = [f"Counted: {all_series()[name].counts}." for name in names if name in all_series()]
    offences = any(unit(name) == "offences" for name in names)
    return (" ".join([*counted, *((RECORDED, MANY_IMAGES) if offences else ())]),) if counted else ()


def credit_of(figures: Figures, cells: Iterable[Cell]) -> str:
    """The sources of these figures, by name; where they are many, how many."""
    used = {cell.source for cell in cells}
    names = [
        source.publisher or source.title.partition(": ")[0]
        for source in figures.dataset.sources
        if source.number in used
    ]
    unique = list(dict.fromkeys(name for name in names if name))
    return f"Source: {listed(unique, most=_MOST)}." if unique else "Source: the figures given."


def is_invented(figures: Figures, cells: Iterable[Cell]) -> bool:
    """Whether a source of these figures calls itself invented."""
    used = {cell.source for cell in cells}
    return any(
        "invented" in f"{source.title} {source.publisher} {source.note}".casefold()
        for source in figures.dataset.sources
        if source.number in used
    )
