"""What each series and offence is called on the pages, and what the definitions say of it."""

from collections.abc import Callable, Iterable
from typing import Any

from belisha.figures.breaks import Break
from belisha.figures.definitions import breaks, offences
from belisha.figures.definitions import series as defined
from belisha.figures.words import listed

_BASES = {
    "financial": "years from April to March, as the police count",
    "calendar": "years from January to December",
}


def title_of(series: str) -> str:
    """The name of a series."""
    known = defined().get(series)
    return known.title if known else series


def offence_name(code: str) -> str:
    """The name of an offence code."""
    known = offences().get(code)
    return known.title if known else code


def described(series: str) -> dict[str, Any]:
    """A series with everything that its definition says, in words."""
    known = defined().get(series)
    if known is None:
        words = "Its definition isn’t among those that come with these pages."
        return {"title": series, "facts": [{"name": "Definition", "words": words}]}
    told = {
        "Counts": known.counts,
        "Years": _BASES.get(known.basis, known.basis),
        "Recorded by": known.recorded_by,
        "Told by": known.told_by,
        "Offences": listed([offence_name(code) for code in known.offences], most=20),
        "Since": known.first_year,
        "Source": known.source,
    }
    return {"title": known.title, "facts": [_fact(name, words) for name, words in told.items() if words]}


def breaks_of(series: Iterable[str], name: Callable[[str], str]) -> list[str]:
    """The breaks of these series, in words."""
    used = set(series)
    return [
        f"{title_of(one.series)}: {_sentence(one.year, one.why, one.area and name(one.area), one.possible)}"
        for one in breaks()
        if one.series in used
    ]


def _sentence(year: str, why: str, area: str, possible: bool) -> str:
    return Break(year=year, why=why, area=area, possible=possible).sentence


def _fact(name: str, words: str) -> dict[str, str]:
    return {"name": name, "words": words, "href": words if words.startswith("https://") else ""}
