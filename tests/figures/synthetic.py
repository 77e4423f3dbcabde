"""An invented United Kingdom of known truth: its forces are real, every figure is invented, none is real."""

import random
from dataclasses import dataclass, field

from belisha.figures.places import areas
from belisha.figures.years import financial

YEARS = tuple(financial(first).label for first in range(2016, 2023))
SEED = 7


@dataclass(frozen=True)
class Truth:
    """What one cell of an answer says, and has to say in the book."""

    area: str
    year: str
    state: str
    low: int | None
    high: int | None
    offence: str = "all"
    platform: str = "all"
    series: str = "foi"

    @property
    def key(self):
        return self.series, self.area, self.year, self.offence, self.platform


def number(area, year, count, **more):
    """A number that was told, or nought."""
    return Truth(area, year, "full" if count else "zero", count, count, **more)


def hidden(area, year, low, high, **more):
    """A small number that was not told."""
    return Truth(area, year, "suppressed", low, high, **more)


def word(area, year, state, **more):
    """No number, and why."""
    return Truth(area, year, state, None, None, **more)


@dataclass(frozen=True)
class Answer:
    """A file as it came, what a person says of it, and what is true.

    `said`: the corrections, as `--set` takes them. `asked`: beginnings of the codes that must be asked about.
    """

    name: str
    data: bytes
    truth: tuple[Truth, ...]
    said: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    hints: dict = field(default_factory=dict)


def forces():
    """The 45 forces by name, as they are written in invented answers."""
    return {area.name: area.id for area in areas().values() if area.kind == "force"}


class Country:
    """How many offences each force recorded in each year, of two kinds. The same for the same seed."""

    def __init__(self, seed=SEED):
        dice = random.Random(seed)
        self.counts = {}
        for code in forces().values():
            level = dice.uniform(70, 1500)
            for year in YEARS:
                level *= dice.uniform(0.93, 1.28)
                possession = int(level * dice.uniform(0.2, 0.4))
                self.counts[code, year] = (max(12, int(level) - possession), max(6, possession))

    def of(self, code, year):
        """All offences of a force in a year."""
        return sum(self.counts[code, year])

    def parts(self, code, year):
        """Taking and possession."""
        return self.counts[code, year]
