"""What a sentence says of figures, once it is read: one dataclass for each kind of claim."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from belisha.figures.claims.periods import Period
from belisha.figures.claims.tokens import Stated
from belisha.figures.places import Area
from belisha.figures.years import Year


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """What all have. `areas`: what the name can mean. `notes`: what was taken for granted, and is said.

    `doubts`: why it can't be checked, though it was understood that something is claimed. `missing`: what the
    sentence doesn't say. `denied`: that it is not so.
    """

    text: str
    line: int
    areas: tuple[Area, ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    denied: str = ""  # the word; "plainly" where it stands before the verb
    counts: tuple[tuple[Stated, str], ...] = ()  # the plain numbers of the clause, each with its year or ""
    strange: bool = False  # it names something that isn't known


@dataclass(frozen=True, kw_only=True, slots=True)
class CountOf(Statement):
    """So many in a year, or in several together; `average`: on average in each of them."""

    stated: Stated
    years: tuple[str, ...] = ()
    average: bool = False
    platform: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """How large a change is said to be. `kind`: per_cent, times, difference, none; `sign`: 1, -1, 0, None."""

    kind: str
    stated: Stated | None = None
    sign: int | None = None
    how: str = ""  # of times: as, more
    direct: bool = False  # "doubled": a multiple that says how it became


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeOf(Statement):
    """From one year to another, with the numbers that are named for them."""

    sizes: tuple[Size, ...] = ()
    first: str = ""
    last: str = ""
    base: Stated | None = None
    end: Stated | None = None
    span: int | None = None  # "in five years"
    since: bool = False  # until now, as it seems
    matched: tuple[int | None, int | None] | None = None  # so many, of so many, that answered for both years


@dataclass(frozen=True, kw_only=True, slots=True)
class EveryOf(Statement):
    """One every so many minutes, or so many a day."""

    stated: Stated
    unit: str
    inverse: bool  # so many a day
    year: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RateOf(Statement):
    """So many for each 100,000 people."""

    stated: Stated
    per: int
    year: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ShareOf(Statement):
    """The part of the cases that one platform, or several together, had."""

    stated: Stated
    platforms: tuple[str, ...]
    year: str = ""
    of_all: bool = False
    known: Stated | None = None  # "of the 7,338 cases"


@dataclass(frozen=True, kw_only=True, slots=True)
class TrendOf(Statement):
    """So much a year on average; `sign` None: no sure rise or fall. `interval`: the one that is named."""

    stated: Stated | None
    sign: int | None
    interval: tuple[Fraction, Fraction] | None = None
    points: int | None = None  # "the five years"
    first: str = ""
    last: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PartOf(Statement):
    """The part of a larger area's offences that an area recorded."""

    stated: Stated
    whole: tuple[Area, ...] = ()
    year: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RankOf(Statement):
    """The place of an area among others."""

    place: int
    lowest: bool
    by: tuple[str, ...]  # what it can be ranked by
    scope: tuple[Area, ...] = ()
    count: int | None = None  # "of the six"
    joint: bool = False
    first: str = ""
    last: str = ""
    sign: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class CompareOf(Statement):
    """More or fewer than another area in the same year."""

    other: tuple[Area, ...]
    more: bool
    size: Size | None = None  # twice as many, 185 more
    year: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SurveyOf(Statement):
    """So many of those who were asked."""

    hits: int
    asked: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Unclear(Statement):
    """Something is claimed, and it isn't clear enough what."""


AnyStatement: TypeAlias = (
    CountOf
    | ChangeOf
    | TrendOf
    | EveryOf
    | RateOf
    | ShareOf
    | PartOf
    | RankOf
    | CompareOf
    | SurveyOf
    | Unclear
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """What a heading speaks of: its area, and what else than recorded offences with images."""

    areas: tuple[Area, ...] = ()
    other: str = ""


@dataclass(slots=True)
class Context:
    """What the parts of a text before have spoken of."""

    areas: tuple[Area, ...] = ()
    region: tuple[Area, ...] = ()
    years: tuple[str, ...] = ()
    year: str = ""
    platforms: bool = False  # the part before spoke of the cases with a known platform
    last_year: Year | None = None
    same_sentence: bool = False
    follows: bool = False  # in one paragraph
    period: Period | None = None  # when, as the sentence says it once for all its parts
    way: int | None = None  # up or down, as the part before says
    bare: bool = False  # the part before is an area with a number, and no verb
    other: str = ""  # the part before speaks of something else than recorded offences with images
    unknown: str = ""  # the same, where it is only not known what it speaks of
    heading: Heading | None = None  # under which it stands
