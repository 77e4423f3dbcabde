"""Receipts: sixteen digits that can be read over the telephone; the last one finds a slip."""

import re
import secrets
import unicodedata

DIGITS = 16
GROUP = 4

# H. M. Damm, Total anti-symmetrische Quasigruppen (Marburg 2004), order 10: finds every single wrong digit
# and every two neighbours exchanged.
DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def new_receipt() -> str:
    """Return a new receipt: 15 random digits (50 bits) and their check digit, in groups of four."""
    random = f"{secrets.randbelow(10 ** (DIGITS - 1)):0{DIGITS - 1}}"
    return grouped(random + str(_damm(random)))


def grouped(digits: str) -> str:
    """The digits in groups of four, as they are shown and read out."""
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def read_receipt(text: str) -> str | None:
    """Return the receipt that somebody typed, grouped, or None where it can't be one."""
    digits = _digits(text)
    if len(digits) != DIGITS or _damm(digits):
        return None
    return grouped(digits)


def _digits(text: str) -> str:
    # Digits of any script, and whatever people put between groups; any other character spoils it.
    bare = re.sub(r"[\s.\-\u2010-\u2015]", "", text[:100])
    values = [unicodedata.decimal(letter, None) for letter in bare]
    return "" if None in values else "".join(str(value) for value in values)


def _damm(digits: str) -> int:
    state = 0
    for digit in digits:
        state = DAMM[state][int(digit)]
    return state
