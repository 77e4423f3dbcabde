"""How an answer is to be read: which cells are figures, and where it stands of what and when they tell."""

import json
import re
from collections.abc import Mapping as Map
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from belisha.figures.cells import ALL
from belisha.refusal import Refusal

VERSION: Final = 1
DIMENSIONS: Final = ("area", "year", "offence", "platform")
PLACES: Final = (*DIMENSIONS, "measure")
LEAVE: Final = "leave"  # of a word: what it names is left out
TOTAL: Final = "total"  # of a word: what it names is the sum of its neighbours
KINDS: Final = ("column", "row", "heading", "sheet", "fixed", "unknown")


class WrongMapping(Refusal):
    """The mapping can't be used: {reason}."""

    code = "wrong_mapping"


@dataclass(frozen=True, slots=True)
class Where:
    """Where an answer says of what area, year, offence, platform or measure its figures are.

    column: in the row of the figure, in column `at`. row: above the figure, in row `at`. heading: alone in a
    row above, in column `at`. sheet: it is the name of the sheet. fixed: `value`, for the whole table.
    unknown: nobody has said. Rows and columns are counted from 0. `fill`: a blank one goes on from the one
    before it.
    """

    kind: str
    at: int = 0
    value: str = ""
    fill: bool = False


UNKNOWN: Final = Where("unknown")
ALL_OF_THEM: Final = Where("fixed", value=ALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One table of a sheet: its figures stand in rows `first` to `last` of the columns `values`.

    `measure` says what is counted where one table counts several: offences, offenders, per cents.
    """

    sheet: str
    first: int
    last: int
    values: tuple[int, ...]
    area: Where = UNKNOWN
    year: Where = UNKNOWN
    offence: Where = ALL_OF_THEM
    platform: Where = ALL_OF_THEM
    measure: Where = ALL_OF_THEM
    leave: tuple[int, ...] = ()  # rows in between that hold no figures

    def where(self, dimension: str) -> Where:
        """Where one of PLACES stands."""
        found: Where = getattr(self, dimension)
        return found

    def with_place(self, name: str, where: Where) -> "Table":
        """The same, with one of PLACES settled."""
        told: dict[str, Any] = {name: where}
        return replace(self, **told)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mapping:
    """How a file is read.

    `words`: what a text means, for each of PLACES: the id of an area, the label of a year, the code of an
    offence, the name of a platform, LEAVE or TOTAL. `legend`: what the answer's signs stand for. `readings`:
    what is read in place of a cell ("Sheet1!C14") that a person looked at. `add`: figures of one area, year,
    offence and platform are parts, and are added.
    """

    series: str = ""
    tables: tuple[Table, ...] = ()
    words: Map[str, Map[str, str]] = field(default_factory=dict)
    legend: Map[str, str] = field(default_factory=dict)
    readings: Map[str, str] = field(default_factory=dict)
    add: bool = False
    shape: str = ""

    def word(self, dimension: str, text: str) -> str | None:
        """What a person said that a text means."""
        return self.words.get(dimension, {}).get(tidy(text))

    def kept(self) -> "Mapping":
        """What of it holds next year, too: all but the cells that were looked at one by one."""
        return replace(self, readings={})

    def to_json(self) -> str:
        """As it is kept, and handed to a person to correct."""
        return json.dumps({"version": VERSION, **asdict(self)}, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Mapping":
        """Read what `to_json` wrote; raises WrongMapping for anything else."""
        try:
            told = json.loads(text)
            if told.pop("version") != VERSION:
                raise WrongMapping(reason="it is of another version of Belisha")
            return cls(**{**told, "tables": tuple(_table(row) for row in told.get("tables", ()))})
        except (ValueError, TypeError, KeyError, AttributeError) as problem:
            raise WrongMapping(reason="it isn't the JSON of a mapping") from problem


def _table(told: Map[str, Any]) -> Table:
    places = {name: Where(**told[name]) for name in PLACES if name in told}
    if any(place.kind not in KINDS for place in places.values()):
        raise ValueError("There is no such kind of place.")
    return Table(**{**told, **places, "values": tuple(told["values"]), "leave": tuple(told.get("leave", ()))})


def tidy(text: str) -> str:
    """A text as words are compared: one space between them, no case."""
    return re.sub(r"\s+", " ", text).strip().casefold()


@dataclass(frozen=True, kw_only=True, slots=True)
class Doubt:
    """Something of an answer that a person must look at: confirmed by its code, or corrected.

    `reading` is what it is taken for where it is confirmed. `cells`: how many cells it is about.
    """

    code: str
    sentence: str
    where: str = ""
    reading: str = ""
    cells: int = 1
    innocent: tuple[str, ...] = ()
    needs_confirming: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Guess:
    """One thing that a proposal takes to be so, and why. `name` and `value` are as `--set` takes them."""

    name: str
    value: str
    because: str
    table: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Skipped:
    """Something of a file that is left out: a title, a footnote, a column of per cents."""

    where: str
    text: str
    because: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """How a file seems to be meant. `missing`: what nobody can guess, to be said before it is imported.

    `recognised`: the shape was met before, and what a person said then is taken again.
    """

    mapping: Mapping
    guesses: tuple[Guess, ...]
    skipped: tuple[Skipped, ...] = ()
    missing: tuple[str, ...] = ()
    recognised: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Hints:
    """What is known of a file beside its cells: `area` is the force that answered, `title` its subject."""

    file: str = ""
    title: str = ""
    area: str = ""
    series: str = ""
