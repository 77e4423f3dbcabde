"""Words that stand around figures: sums, platforms, and what is counted."""

import re
from functools import cache
from importlib.resources import files
from typing import Final

from belisha.figures.cells import KNOWN, UNRECORDED

_TOTAL: Final = re.compile(
    r"(?:(?:grand|overall|sub)[ -]?)?totals?(?: (?:offences|recorded|number|all forces|all years|forces))?"
    r"|sum|all|all (?:forces|offences|platforms|years|crimes)|overall|combined"
)
_UNRECORDED: Final = re.compile(
    r"(?:platform )?(?:unknown|not (?:recorded|stated|known|specified|given)|unrecorded|unspecified|blank)"
    r"|no platform(?: recorded| given)?"
)
_KNOWN: Final = re.compile(
    r"(?:all )?(?:platform )?(?:known|recorded|stated)|platform (?:was )?(?:known|recorded|stated)"
    r"|(?:cases|offences) (?:in which|where|with) (?:a|the) platform (?:was |is )?(?:known|recorded|stated)"
)
_COUNTED: Final = (
    ("per cent", r"%|per ?cent|percentage|\b(?:change|increase|decrease|difference|rate|share|proportion)\b"),
    ("an average", r"\b(?:average|mean|median)\b"),
    ("outcomes", r"\b(?:charge[sd]?|cautions?|convict\w*|outcomes?|prosecut\w*|detections?)\b"),
    ("victims", r"\bvictims?\b|\bchildren\b(?! offences?)"),
    ("offenders", r"\b(?:offenders?|suspects?|arrest\w*|perpetrators?|persons?|people)\b"),
    ("requests", r"\b(?:requests?|referrals?|incidents?|calls?|reports?)\b"),
    ("offences", r"\b(?:offences?|crimes?|recorded|count|number|figures?|value)\b"),
    ("images", r"\b(?:images?|pictures?|photographs?|photos?|videos?|files?)\b"),
)
_AN_OFFENCE: Final = re.compile(
    r"\b(?:possess\w*|mak(?:e|ing)|tak(?:e|ing)|distribut\w*|indecent|prohibited|show\w*|publish\w*|advertis\w*"
    r"|permit\w*|abuse|sexual|groom\w*|extreme)\b|\b\d{2,3}[A-Z]?/\d{1,2}\b",
    re.IGNORECASE,
)
_SPACE: Final = re.compile(r"\s+")


def is_total(text: str) -> bool:
    """Whether a label names the sum of its neighbours."""
    return _TOTAL.fullmatch(_plain(text)) is not None


def platform(text: str) -> str | None:
    """The name of a platform that is known, UNRECORDED or KNOWN; None for a text that may be anything."""
    plain = _plain(text)
    if _UNRECORDED.fullmatch(plain):
        return UNRECORDED
    return KNOWN if _KNOWN.fullmatch(plain) else _platforms().get(plain)


def counted(text: str) -> str:
    """What a label says is counted: offences, offenders, images, per cent; "" where it doesn't say."""
    if _AN_OFFENCE.search(text) and "%" not in text:
        return ""
    plain = _plain(text)
    return next((unit for unit, pattern in _COUNTED if re.search(pattern, plain)), "")


def names_an_offence(text: str) -> bool:
    """Whether a label seems to name an offence or its code."""
    return _AN_OFFENCE.search(text) is not None


@cache
def _platforms() -> dict[str, str]:
    text = files("belisha.figures").joinpath("data/platforms.txt").read_text(encoding="utf-8")
    return {name.casefold(): name for name in text.splitlines()}


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" :*").casefold()
