"""Shares with what they are shares of: of the cases with a known platform; of those asked in a survey."""

from fractions import Fraction
from math import isqrt
from typing import Any, Final

from belisha.figures.amounts import Amount
from belisha.figures.area_words import where
from belisha.figures.cannot import CannotSay
from belisha.figures.caveats import about
from belisha.figures.cells import ALL, KNOWN
from belisha.figures.counting import first_series
from belisha.figures.lookup import Lookup, Topic
from belisha.figures.places import Area
from belisha.figures.results import Share, Survey
from belisha.figures.words import amount_in_words

_Z: Final = Fraction(1_959_963_984_540_054, 10**15)  # 97.5 % of a normal distribution lie below
_FINE: Final = 10**12


def share(lookup: Lookup, area: Area, year: str, platform: str, topic: Topic) -> Share:
    """The part of the cases with a known platform: counted where the counts are there, else as published."""
    return first_series(
        lookup,
        topic,
        lambda series: (
            _counted(lookup, area, year, platform, series, topic)
            or _published(lookup, area, year, platform, series, topic)
            or _none(area, year, platform)
        ),
    )


def _counted(lookup: Lookup, area: Area, year: str, platform: str, series: str, topic: Topic) -> Share | None:
    cells = [
        lookup.cell(series, area, year, Topic(series=series, offence=topic.offence, platform=name))
        for name in (platform, KNOWN)
    ]
    count, known = cells
    if not (count and known and count.usable and known.usable and known.low):
        return None
    part, whole = count.amount, known.amount
    if part is None or whole is None or part.high is None or whole.high is None:
        return None
    per_cent = Amount(100 * part.low / whole.high, min(Fraction(100), 100 * part.high / whole.low))
    used = (count, known)
    return _made(
        lookup, area, year, platform, series, topic, per_cent, part, whole, used, about(lookup, used)
    )


def _published(
    lookup: Lookup, area: Area, year: str, platform: str, series: str, topic: Topic
) -> Share | None:
    row = lookup.shares.get((series, area.id, year, platform)) if topic.offence == ALL else None
    if row is None:
        return None
    per_cent = Amount(_exact(row["low"]), _exact(row["high"]))
    known = Amount.of(row["known"]) if row["known"] is not None else None
    said = ("The share was published rounded; the count behind it wasn't.", row["note"] or "")
    caveats = tuple(one for one in said if one)
    return _made(lookup, area, year, platform, series, topic, per_cent, None, known, (), caveats)


def _made(
    lookup: Lookup,
    area: Area,
    year: str,
    platform: str,
    series: str,
    topic: Topic,
    per_cent: Amount,
    count: Amount | None,
    known: Amount | None,
    cells: Any,
    caveats: tuple[str, ...],
) -> Share:
    whole = lookup.cell(series, area, year, Topic(series=series, offence=topic.offence))
    of_all = whole.amount if whole is not None else None
    return Share(
        area=area,
        series=series,
        year=year,
        platform=platform,
        per_cent=per_cent,
        count=count,
        known=known,
        of_all=of_all,
        cells=cells,
        caveats=(_of_known(known, of_all), *caveats),
    )


def _of_known(known: Amount | None, of_all: Amount | None) -> str:
    if known is None:
        return "It is a share of the cases in which a platform was recorded; how many they were isn't told."
    all_of = f", of {amount_in_words(of_all)} in all" if of_all else ""
    return f"It is a share of the {amount_in_words(known)} cases in which a platform was recorded{all_of}."


def _none(area: Area, year: str, platform: str) -> Share:
    raise CannotSay(
        f"The share of {platform} in {where(area)} for {year} can't be told: it needs the cases on it, "
        "and in how many cases a platform was recorded.",
    )


def _exact(value: float | None) -> Fraction:
    return Fraction(str(value)) if value is not None else Fraction(0)


def survey(hits: int, asked: int) -> Survey:
    """A share of those asked with its Wilson interval (95 %), which holds for rare answers, too."""
    if not 0 <= hits <= asked or not asked:
        raise ValueError("Those who said yes are some of those asked.")
    p, z2 = Fraction(hits, asked), _Z * _Z
    centre = p + z2 / (2 * asked)
    spread = _Z * _root(p * (1 - p) / asked + z2 / (4 * asked * asked))
    scale = 100 / (1 + z2 / asked)
    return Survey(
        hits=hits,
        asked=asked,
        per_cent=100 * p,
        low=max(Fraction(0), (centre - spread) * scale) if hits else Fraction(0),
        high=min(Fraction(100), (centre + spread) * scale) if hits < asked else Fraction(100),
    )


def _root(value: Fraction) -> Fraction:
    """The square root, to twelve places, rounded up."""
    return Fraction(isqrt(int(value * _FINE * _FINE)) + 1, _FINE)
