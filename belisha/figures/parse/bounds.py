"""Numbers that are told by their bounds: "<5", "fewer than five", "1-4", "more than 4,300"."""

import re
from collections.abc import Callable
from typing import Final

from belisha.figures.parse.reading import COUNT, Read, at_least, doubtful, exactly, hidden, whole

LESS: Final = r"(?:<(?!\s*=)|less than|fewer than|lower than|smaller than|under|below)"
AT_MOST: Final = r"(?:≤|<\s*=|=<|up to|(?:no|not) more than|at most|a maximum of)"
MORE: Final = r"(?:>(?!\s*=)|more than|greater than|over|above|in excess of|upwards of)"
AT_LEAST: Final = r"(?:≥|>\s*=|=>|at least|a minimum of|no fewer than|not less than|no less than)"
_DASH: Final = r"(?:-|–|—|to|and)"


def _less(low: int, text: str) -> Read:
    # "<5" is 1 to 4: who hides small numbers writes a nought as 0.
    return hidden(1, low - 1, text) if low > 1 else doubtful(f"“{text}” leaves no number above nought.")


def _at_most(high: int, text: str) -> Read:
    return hidden(1, high, text) if high > 0 else exactly(0, text)


_ONE: Final[tuple[tuple[re.Pattern[str], Callable[[int, str], Read]], ...]] = tuple(
    (re.compile(pattern, re.I), make)
    for pattern, make in (
        (rf"{LESS}\s*({COUNT})", _less),
        (rf"{AT_MOST}\s*({COUNT})", _at_most),
        (rf"({COUNT}) (?:or|and) (?:fewer|less|under|below)", _at_most),
        (rf"{MORE}\s*({COUNT})", lambda count, text: at_least(count + 1, text)),
        (rf"{AT_LEAST}\s*({COUNT})", at_least),
        (rf"({COUNT}) (?:or|and) (?:more|over|above)", at_least),
        (rf"({COUNT})\s?\+", at_least),
    )
)
_TWO: Final = re.compile(rf"(?:between |from )?({COUNT})\s*({_DASH})\s*({COUNT})(?: inclusive)?", re.I)
_WITHIN: Final = re.compile(
    rf"\b(?:between |from )?({COUNT}) ?({_DASH}) ?({COUNT})\b|{LESS} ?({COUNT})\b|{AT_MOST} ?({COUNT})\b"
    rf"|\b({COUNT}) or (?:fewer|less|under|below)\b",
    re.I,
)


def read_bounds(text: str) -> Read | None:
    """What a bound or a range says; None where the text is neither."""
    for pattern, make in _ONE:
        if (found := pattern.fullmatch(text)) and (count := whole(found[1])) is not None:
            return make(count, text)
    found = _TWO.fullmatch(text)
    return _between(found[1], found[2], found[3], text) if found else None


def bounds_within(text: str) -> Read | None:
    """The one bound that a sentence names, as legends do: "Counts below 5 have been suppressed"."""
    found = list(_WITHIN.finditer(text))
    read = read_bounds(found[0][0].strip()) if len(found) == 1 else None
    if not read or read.doubt or read.state != "suppressed":
        return None
    low = 0 if re.search(r"\b(including|inclusive of|or) (zeros?|noughts?|0)\b", text, re.I) else read.low
    return Read("suppressed", low, read.high)


def _between(first: str, dash: str, second: str, text: str) -> Read | None:
    low, high = whole(first), whole(second)
    if low is None or high is None or (dash == "and" and not text.lower().startswith("between")):
        return None
    if low >= high and not (dash in "-–—" and _looks_like_a_year(first, second)):
        return doubtful(f"“{text}” isn't a range: its end is not above its beginning.")
    between = hidden(low, high, text)
    if dash in "-–—" and _looks_like_a_year(first, second):
        return doubtful(
            f"“{text}” may be a year, or a number from {low} to {high}.", between if low < high else None
        )
    return between


def _looks_like_a_year(first: str, second: str) -> bool:
    if not (first.isdigit() and second.isdigit() and len(first) in (2, 4) and len(second) in (2, 4)):
        return False
    if len(first) == 4:
        return 1980 <= int(first) <= 2079
    return len(second) == 2 and int(second) == (int(first) + 1) % 100 and int(first) >= 13
