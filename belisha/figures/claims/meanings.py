"""What the pieces of a sentence mean: numbers, wordings, sizes, places."""

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from belisha.figures.claims.tokens import NUMBER_WORDS, ORDINALS, Number, Token

_SCALES: Final = {"k": 1000, "m": 10**6, "million": 10**6, "thousand": 1000, "hundred": 100}
_FOLDS: Final = {
    "twice": 2,
    "doubl": 2,
    "tripl": 3,
    "trebl": 3,
    "quadr": 4,
    "quint": 5,
    "halve": 0,
    "halvi": 0,
}
_WORDINGS: Final = (
    ("at_least", (">=", "≥")),
    ("at_most", ("<=", "≤")),
    ("below", ("<",)),
    (
        "just_over",
        (
            "just over",
            "just above",
            "just more",
            "slightly more",
            "slightly over",
            "slightly above",
            "a little more",
            "a little over",
            "marginally over",
        ),
    ),
    (
        "just_under",
        (
            "just under",
            "just below",
            "just less",
            "just fewer",
            "slightly less",
            "slightly under",
            "slightly below",
            "a little less",
            "a little under",
        ),
    ),
    ("at_least", ("at least", "no fewer", "no less", "not less", "not fewer", "a minimum")),
    ("at_most", ("at most", "no more", "not more", "a maximum")),
    ("below", ("fewer", "less", "lower", "under", "below", "short of")),
    ("almost", ("almost", "nearly", "close to", "approaching", "virtually", "not quite", "nearing")),
    ("about", ("about", "around", "roughly", "approx", "some", "circa", "ca", "c.")),
    ("", ("exactly", "precisely")),
)


def made(kind: str, found: re.Match[str]) -> Token | None:
    makers: dict[str, Callable[[re.Match[str]], Any]] = {
        "per_cent": _size,
        "times": _times,
        "fold": _fold,
        "part": _part,
        "span": _span,
        "forces": _count,
        "number": _range,
        "panel": lambda match: (int(number(match["n"]).value), int(number(match["of"]).value)),
        "interval": lambda match: (Fraction(match["a"]), Fraction(match["b"])),
        "every": _every,
        "a_time": lambda match: match["unit"].lower(),
        "rate": _per,
        "one_in": _one_in,
        "best": _best,
        "word_of_size": lambda match: wording(match["w"]),
    }
    make = makers.get(kind)
    value: Any = make(found) if make else None
    if make and value is None:
        return None
    return Token(kind, found[0], found.start(), found.end(), value)


def number(text: str) -> Number:
    """A number that `words.NUMBER` found."""
    said = text.lower().strip()
    if not said[0].isdigit():
        return _written(said)
    scaled = re.fullmatch(r"(.*?) ?(k|m|million|thousand|hundred)", said)
    base, scale = (scaled[1], _SCALES[scaled[2]]) if scaled else (said, 1)
    plain = base.replace(",", "")
    decimals = len(plain.partition(".")[2])
    return Number(Fraction(plain) * scale, Fraction(scale, 10**decimals))


def _written(said: str) -> Number:
    """ "four hundred and ten"."""
    whole = part = 0
    for word in re.split(r"[ ,-]+", said):
        if word in ("thousand", "million"):
            whole, part = whole + max(part, 1) * _SCALES[word], 0
        elif word == "hundred":
            part = max(part, 1) * 100
        else:
            part += NUMBER_WORDS.get(word, 0)
    return Number(Fraction(whole + part), spelled=True)


def wording(text: str) -> str:
    """What a word beside a number says of it: "more than" is above."""
    said = text.lower()
    return next((name for name, starts in _WORDINGS if said.startswith(starts)), "above")


def _size(found: re.Match[str]) -> tuple[Number, bool] | None:
    said = found["n"].lower()
    value = number("100" if "a hundred" in said else said)
    if (top := found.groupdict().get("n2")) is not None:
        value = replace(value, top=number(top).value)
    return value, bool(found["points"])


def _range(found: re.Match[str]) -> Number | None:
    low, high = number(found["n"]), number(found["n2"])
    years = re.fullmatch(r"20[0-3]\d", found["n"]) and re.fullmatch(r"20[0-3]\d", found["n2"])
    if years:
        return None  # "between 2016 and 2017"
    return replace(low, top=high.value) if low.value <= high.value else None


def _times(found: re.Match[str]) -> tuple[Number, str] | None:
    value = number(found["n"])
    if value.value >= 100:
        return None  # "used 4,000 times" is a number of cases
    if found["half"]:
        value = Number(value.value + Fraction(1, 2), Fraction(1, 2))
    return value, (found["how"] or "").split(" ")[0].lower()


def _fold(found: re.Match[str]) -> tuple[Number, str]:
    said = found["n"].lower()
    how = (found.groupdict().get("how") or "").split(" ")[0].lower()
    if said[:5] in _FOLDS:
        times = Fraction(_FOLDS[said[:5]]) or Fraction(1, 2)
        return Number(times), how
    return number(said), how


def _part(found: re.Match[str]) -> str:
    said = (found.groupdict().get("n") or found.groupdict().get("n2") or "").lower().replace("-", " ")
    name = said if said.startswith("three") or said == "half" else said.rstrip("s")
    plural = {"two third": "two thirds", "three quarter": "three quarters", "two fifth": "two fifths"}
    plural |= {"three fifth": "three fifths", "four fifth": "four fifths", "two quarter": "half"}
    return plural.get(name, name)


def _span(found: re.Match[str]) -> tuple[int, bool] | None:
    if not found["n"]:
        return None
    said = found["n"].lower()
    years = 10 if said == "decade" else int(number(said).value)
    return years, bool(found["back"])


def _count(found: re.Match[str]) -> int:
    return int(number(found["n"]).value)


def _every(found: re.Match[str]) -> tuple[Number, str, str]:
    said = found.groupdict()
    value = number(said["n"]) if said.get("n") else Number(Fraction(1))
    return value, wording(said["how"]) if said.get("how") else "", found["unit"].lower()


def _per(found: re.Match[str]) -> int:
    said = found[0].lower()
    if "million" in said:
        return 10**6
    digits = re.search(r"[\d,]+", said)
    return int(digits[0].replace(",", "")) if digits else 0


def _one_in(found: re.Match[str]) -> Number:
    return number(found[0].split(" ")[-1])


def _best(found: re.Match[str]) -> tuple[int, str, bool]:
    said = (found["n"] or "").lower()
    place = ORDINALS.get(said) or int(re.sub(r"\D", "", said) or 1)
    return place, (found["how"] or "").strip().lower(), bool(found.groupdict().get("ever"))
