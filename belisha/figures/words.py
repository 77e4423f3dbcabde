"""Numbers as they are written in sentences: rounded once, half up, from the exact fraction."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from belisha.figures.amounts import Amount
from belisha.figures.cannot import Missing


def half_up(value: Fraction | int) -> int:
    """The nearest whole number; a half goes away from zero: 22.5 is 23, -22.5 is -23."""
    rounded = floor(abs(Fraction(value)) + Fraction(1, 2))
    return rounded if value >= 0 else -rounded


def decimal(value: Fraction | int, places: int) -> str:
    """With so many places, rounded half up once from the exact value: "23.1", "1,204.50".

    With more of them where a reader who rounds what is written would round twice: 66.496, not 66.50.
    """
    scaled = half_up(Fraction(value) * 10**places)
    if places and half_up(Fraction(scaled, 10**places)) != half_up(value):
        return decimal(value, places + 1)
    whole, rest = divmod(abs(scaled), 10**places)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole:,}.{rest:0{places}d}" if places else f"{sign}{whole:,}"


def whole(value: Fraction | int) -> str:
    """Half up, with commas: "1,204"."""
    return f"{half_up(value):,}"


def whole_per_cent(value: Fraction | int) -> str:
    """ "343 per cent"; what isn't nothing, yet rounds to it, is "less than 1 per cent"."""
    if value and not half_up(value):
        return "less than 1 per cent"
    return f"{whole(abs(Fraction(value)))} per cent"


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 offence", "1,204 offences"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def amount_in_words(amount: Amount) -> str:
    """A count: "164", "between 12 and 15", "at least 4,301"."""
    if amount.high is None:
        return f"at least {ceil(amount.low):,}"
    if amount.exact:
        return whole(amount.low)
    return f"between {floor(amount.low):,} and {ceil(amount.high):,}"


def per_cent_in_words(amount: Amount) -> str:
    """A share or a change without its sign; a range is widened to whole numbers, never narrowed."""
    if amount.high is None:
        return f"at least {floor(amount.low):,} per cent"
    if amount.exact:
        return whole_per_cent(amount.low)
    low, high = sorted((abs(amount.low), abs(amount.high)))
    return f"between {floor(low):,} and {ceil(high):,} per cent"


def more_than(number: int) -> int:
    """The round number that it is more than: two leading digits kept, 373 is more than 370.

    A number that is round already is not more than itself: 370 is more than 360.
    """
    if number < 1:
        raise ValueError("Nothing below one is more than a round number.")
    step = 10 ** max(len(str(number)) - 2, 1 if number > 10 else 0)
    return (number - 1) // step * step


def times_in_words(value: Fraction) -> str:
    """ "4.4 times"."""
    return f"{decimal(value, 1)} times"


def listed(names: Sequence[str], *, most: int = 6) -> str:
    """ "Essex, Kent and Norfolk"; of many, the first and how many more."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


_WHY = {
    "absent": "no answer is among these figures",
    "none": "no figure came",
    "late": "no answer came in time",
    "not_held": "no information held",
    "refused": "refused",
    "partial": "answered in part only",
    "suppressed": "a small number that is not told",
    "break": "recorded otherwise in between",
    "from zero": "it began at zero",
    "population": "no population is given",
}


def why_missing(missing: Missing) -> str:
    """The reason in words: "refused (section 12)"."""
    said = _WHY.get(missing.why, missing.why)
    return f"{said} ({missing.note})" if missing.note and missing.why in ("refused", "partial") else said


def who_is_missing(missing: Sequence[Missing], *, most: int = 8) -> str:
    """ "Essex and Kent: no answer came; Norfolk: refused (section 12)"; of many, the first."""
    names: dict[str, dict[str, None]] = {}
    for one in missing:
        names.setdefault(why_missing(one), {})[one.name] = None
    return "; ".join(f"{listed(list(who), most=most)}: {why}" for why, who in names.items())
