"""Postcodes with a slip of the fingers: letter O for nought, I or L for one, a letter too few or too many."""

import re
from collections.abc import Iterator

from belisha.routing.postcodes import Directory

_AS_DIGIT = {"O": "0", "I": "1", "L": "1"}
_AS_LETTER = {"0": "O", "1": "I"}
_POSTCODE = re.compile(r"[A-Z0-9]{2,4}[0-9OIL][ABD-HJLNP-UW-Z]{2}")
_OUTCODE = re.compile(r"[A-Z0-9]{2,4}")
_ONE_SHORT = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9])[A-Z]")
LONGEST_POSTCODE = 8
"""Characters in the longest postcode, with its space."""
_HAS_DIGIT = re.compile(r"[0-9]")
AMONG_WORDS = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][ABD-HJLNP-UW-Z]{2})(?![A-Z0-9])")


def meant(compact: str, directory: Directory) -> tuple[str, ...]:
    """Return the postcodes, sectors or outward codes of the directory that a wrong one may stand for."""
    if len(compact) > LONGEST_POSTCODE or not _HAS_DIGIT.search(compact):
        return ()
    found = [*_postcodes(compact, directory), *_one_short(compact, directory), *_one_long(compact, directory)]
    return tuple(dict.fromkeys(found or _outcodes(compact, directory)))


def among_words(spaced: str) -> str | None:
    """Return the one postcode that stands among other words, as in an address; None for none or several."""
    found = AMONG_WORDS.findall(spaced) if len(spaced) > LONGEST_POSTCODE else []
    return " ".join(found[0]) if len(found) == 1 else None


def _postcodes(compact: str, directory: Directory) -> Iterator[str]:
    if _POSTCODE.fullmatch(compact):
        digit = _AS_DIGIT.get(compact[-3], compact[-3])
        for outcode in _outward(compact[:-3]):
            known = f"{outcode}{digit}" in directory.sectors
            if known and f"{outcode}{digit}{compact[-2:]}" != compact:
                yield f"{outcode} {digit}{compact[-2:]}"


def _one_short(compact: str, directory: Directory) -> Iterator[str]:
    shape = _ONE_SHORT.fullmatch(compact)
    if shape and f"{shape[1]}{shape[2]}" in directory.sectors:
        yield f"{shape[1]} {shape[2]}"


def _one_long(compact: str, directory: Directory) -> Iterator[str]:
    shape = AMONG_WORDS.fullmatch(compact[:-1])
    if shape and f"{shape[1]}{shape[2][0]}" in directory.sectors:
        yield f"{shape[1]} {shape[2]}"


def _outcodes(compact: str, directory: Directory) -> Iterator[str]:
    if _OUTCODE.fullmatch(compact):
        yield from (code for code in _outward(compact) if code in directory.outcodes and code != compact)


def _outward(typed: str) -> Iterator[str]:
    """Yield it with its first one or two places as letters, the next as a digit, the last as either."""
    for letters in (1, 2):
        area = "".join(_AS_LETTER.get(one, one) for one in typed[:letters])
        digit, last = typed[letters : letters + 1], typed[letters + 1 :]
        if area.isalpha() and digit and len(last) < 2:
            ends = {last, _AS_DIGIT.get(last, last)}
            yield from (f"{area}{_AS_DIGIT.get(digit, digit)}{end}" for end in sorted(ends))
