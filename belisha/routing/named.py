"""What a name of a place stands for."""

from typing import Literal, NamedTuple

NameBasis = Literal["district", "force", "country"]
"""Counties and towns count as "district": an area that is known by its name."""


class Named(NamedTuple):
    """What a name stands for: codes of forces, best first, none where a country has too many.

    `exact` where one force has it and nothing else is meant; `others`: names that may be meant instead.
    """

    title: str
    forces: tuple[str, ...]
    basis: NameBasis
    reason: str
    country: str | None
    exact: bool
    others: tuple[str, ...] = ()
