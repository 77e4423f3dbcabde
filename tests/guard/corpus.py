"""Put every family into every carrier, with every picture, and count what the guard let through."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from belisha.guard import Inspection
from tests.guard.carriers import CARRIERS
from tests.guard.families import FAMILIES
from tests.guard.pictures import HEADLESS, WHOLE


@dataclass(frozen=True)
class Cell:
    """One family in one carrier: how many pictures were hidden, and which of them passed."""

    family: str
    carrier: str
    hidden: int
    passed: tuple[str, ...]


def cells(
    pictures: dict[str, bytes],
    families: Iterable[str] = FAMILIES,
    carriers: Mapping[str, Callable[[list[str]], Inspection]] = CARRIERS,
) -> Iterator[Cell]:
    for family in families:
        pieces = {name: FAMILIES[family](data) for name, data in pictures.items()}
        for carrier, inspected in carriers.items():
            passed = [name for name, made in pieces.items() if inspected(made).verdict == "clean"]
            yield Cell(family, carrier, len(pieces), tuple(passed))


def counted() -> tuple[list[Cell], list[Cell]]:
    """(pictures with their head, bodies without one)"""
    return list(cells(WHOLE)), list(cells(HEADLESS))
