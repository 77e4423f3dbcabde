"""What the text of one cell says, and the small steps of reading that numbers and legends share."""

import re
from dataclasses import dataclass, replace
from typing import Final, Self

LONGEST: Final = 500  # characters; a cell of figures that says more is read by a person


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell says: a state of cells.STATES with its bounds; or a doubt, and then nothing is known.

    `doubt` is a sentence for whoever has to decide. `guess` is what the text most probably says; it counts
    only once a person has confirmed it. `note` is what has to be said with the figure.
    """

    state: str
    low: int | None = None
    high: int | None = None
    note: str = ""
    doubt: str = ""
    guess: Self | None = None

    def noted(self, *notes: str) -> "Read":
        """The same, with more to be said of it."""
        return replace(self, note="; ".join(dict.fromkeys(note for note in (self.note, *notes) if note)))


def exactly(count: int, note: str = "") -> Read:
    """A number, or zero."""
    return Read("full" if count else "zero", count, count, note)


def hidden(low: int, high: int | None, note: str) -> Read:
    """A number that is not told, and what it can be."""
    return Read("suppressed", low, high, note)


def at_least(low: int, note: str) -> Read:
    """A number for a part, or a floor."""
    return Read("partial", low, None, note)


def doubtful(doubt: str, guess: Read | None = None) -> Read:
    """Nothing that counts yet: a person has to look."""
    return Read("none", doubt=doubt, guess=guess)


# Not NFKC: it makes 121 of 12¹, and 38,0001 of 38,000¹.
_PLAIN: Final = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **dict.fromkeys(
            "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000", " "
        ),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad"),
        **dict.fromkeys("\u2010\u2011\u2012\u2212", "-"),
        **dict.fromkeys("’‘ʼ", "'"),
        "，": ",",
        "＜": "<",
        "＞": ">",
        "⩽": "≤",
        "⩾": "≥",
    }
)
_HTML: Final = {"&lt;": "<", "&gt;": ">", "&le;": "≤", "&ge;": "≥", "&nbsp;": " ", "&amp;": "&"}


def clean(text: str) -> str:
    """One line, plain spaces, digits and hyphens; nothing that changes what it says."""
    for escaped, plain in _HTML.items():
        text = text.replace(escaped, plain) if "&" in text else text
    return " ".join(text.translate(_PLAIN).split())


_WORDS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
COUNT: Final = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?: \d{{3}})+|\d{{1,9}}|{'|'.join(_WORDS)})"
"""How a whole number is written. `whole` says whether it is one."""
_WHOLE: Final = re.compile(
    r"(0|[1-9]\d{0,8}|[1-9]\d{0,2}(?:,\d{3}){1,2}|[1-9]\d{0,2}(?: \d{3}){1,2})(?:\.00?)?"
)


def whole(text: str) -> int | None:
    """The number that is written there in full, below a thousand million; None for all else."""
    text = text.strip().lower()
    if text in _WORDS:
        return _WORDS.index(text)
    found = _WHOLE.fullmatch(text)
    return int(re.sub(r"[, ]", "", found[1])) if found else None
