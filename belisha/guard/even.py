"""Find letters used as evenly as dice: no language does so, whatever separates them or whichever they are.

This is the net under the finders: it needs no alphabet's name, and takes all of a text at once.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import log2
from typing import TypeVar

from belisha.guard.bodies import bits, evenness

WINDOW = 1_024
"""Letters of ASCII looked at together: half as many are passed over before the next look."""

WINDOW_FAR = 512
"""The same for letters of other scripts, and for characters of no width."""

EVEN = 0.97
"""Words of any language use their letters at 0.75 to 0.89; coded bytes at 0.99."""

EVEN_FAR = 0.96
"""Chinese and Japanese have so many letters that a page uses them at up to 0.93."""

_WORDLESS = bytes(byte for byte in range(256) if not chr(byte).isalnum() or byte > 127)
_SIGNLESS = bytes(byte for byte in range(256) if not 33 <= byte < 127 or chr(byte).isalnum())
_NO_DIGITS = bytes(byte for byte in range(256) if not 48 <= byte < 58)
_NO_POINTS = bytes(byte for byte in range(256) if byte not in b",.;:+-|/%")
_BLANK = bytes(byte for byte in range(256) if not 33 <= byte < 127)
_FAR = re.compile("[^\0-\x7f\u2010-\u2027\u3000-\u3002\uff0c\uff1f\\s]+")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]+"
)
_OF_EMOJI = {"\u200d", "\ufe0f"}
Letters = TypeVar("Letters", str, bytes)
_BLANKS = re.compile("[ \t]{64,}")


def find_even(text: str) -> Iterator[str]:
    """Yield, in words, each kind of letters that the text uses like dice. Linear in the text."""
    plain = text.encode("ascii", "ignore")
    letters = plain.translate(None, _WORDLESS)
    if any(is_even(part, EVEN) for part in _windows(letters, WINDOW)):
        yield "letters and digits used as evenly as coded bytes are"
    for other in (_BLANK, _SIGNLESS):
        if any(is_even(part, EVEN) for part in _windows(plain.translate(None, other), WINDOW)):
            yield "letters and signs used as evenly as coded bytes are"
    if not text.isascii():
        yield from _far(text)
    blanks = "".join(_BLANKS.findall(text))
    if any(is_even(part, EVEN) for part in _windows(blanks.encode(), WINDOW)):
        yield "blanks and tabs that mean something"


def _far(text: str) -> Iterator[str]:
    unseen = "".join(_UNSEEN.findall(text))
    if len(unseen) >= WINDOW_FAR and any(
        set(part) - _OF_EMOJI and is_even(part, EVEN) for part in _windows(unseen, WINDOW_FAR)
    ):
        yield "characters of no width that mean something"
    far = _UNSEEN.sub("", "".join(_FAR.findall(text)))
    if any(is_even(part, EVEN_FAR) for part in _windows(far, WINDOW_FAR)):
        yield "letters of other scripts used as evenly as coded bytes are"


def _windows(letters: Letters, size: int) -> Iterator[Letters]:
    for at in range(0, len(letters) - size + 1, size // 2):
        yield letters[at : at + size]


def _figures(letters: bytes) -> bool:
    """Say whether these are digits and what stands between them: figures use them evenly too."""
    digits = len(letters.translate(None, _NO_DIGITS))
    return digits > 0.5 * len(letters) and digits + len(letters.translate(None, _NO_POINTS)) > 0.9 * len(
        letters
    )


_OFTEN = b" etaoinsrhldu"
"""Letters that most languages of Europe use most: with them alone the next look is spared."""


def _uneven(letters: bytes, kinds: int, least: float) -> bool:
    """Say, without counting each letter, that they can't be so even: some are used far more than the others.

    Letters in two groups tell at most what the group tells, and within it each letter as often as the next.
    """
    rest = letters.translate(None, _OFTEN)
    often, others = len(letters) - len(rest), len(set(rest))
    few = kinds - others
    if not often or not rest:
        return False
    share = often / len(letters)
    group = -share * log2(share) - (1 - share) * log2(1 - share)
    return group + share * log2(few) + (1 - share) * log2(others) < least * log2(kinds)


def is_even(letters: str | bytes, least: float) -> bool:
    """Say whether letters follow each other like dice: used evenly, and in pairs that don't come again."""
    kinds = len(set(letters))
    if kinds < 2 or (isinstance(letters, bytes) and _uneven(letters, kinds, least)):
        return False
    if evenness(Counter(letters)) < least:
        return False
    if isinstance(letters, bytes) and _figures(letters):
        return False
    pairs = Counter(pairwise(letters))
    # A sentence that stands there ten times uses its letters evenly, but always in the same order.
    return bits(pairs) >= 0.9 * min(2 * log2(kinds), log2(len(letters)))
