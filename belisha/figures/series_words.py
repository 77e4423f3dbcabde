"""A series in words: its title, and what its numbers are numbers of."""

from typing import Final

from belisha.figures.definitions import Series, series

OF_OFFENCES: Final = "child abuse image offence"
_NOUNS: Final = {
    "offences": (OF_OFFENCES, f"{OF_OFFENCES}s"),
    "crimes": ("child abuse image crime", "child abuse image crimes"),
    "offenders": ("offender", "offenders"),
    "images": ("image", "images"),
}


def title(id: str) -> str:
    """Its title; of one that isn't defined, its id."""
    found = series().get(id)
    return found.title if found else id


def counts_offences(id: str) -> bool:
    """Whether its numbers are offences; those of people or images are compared only where one asks."""
    return unit(id) in ("offences", "crimes")


def unit(id: str) -> str:
    """What it counts: offences, crimes, offenders or images."""
    found: Series | None = series().get(id)
    return found.unit if found else "offences"


def noun(id: str, number: int | None = None) -> str:
    """ "child abuse image offence" of one, else "child abuse image offences"."""
    one, many = _NOUNS.get(unit(id), (unit(id), unit(id)))
    return one if number == 1 else many
