"""Find bytes written as hex: plain, separated, or as the escapes of programs, pages and mail."""

import re
from collections.abc import Iterator

from belisha.guard.span import Span, judge, type_of

HASH_LENGTHS = {8, 12, 16, 32, 40, 48, 56, 64, 96, 128, 288}
"""Hex digits of CRC-32, the parts of a UUID, xxHash, MD5, SHA-1, Tiger, SHA-224, SHA-256 and PDQ, SHA-384,
SHA-512 and PhotoDNA: a list of them is a list of hashes."""

LONG = 320
"""Hex digits in one piece from which a run counts although nothing in it is recognised."""

LONG_LIST = 1024
"""The same over several pieces, none of them of a hash's length."""

_RUN = re.compile(r"(?:(?:0[xX]|\\x|%|=|&#[xX]|\\u00|U\+00)?+[0-9A-Fa-f]{2}[\s:,;|\"'.-]{0,3}+){18,}+")
# Begins with a digit, which the search looks for at memory speed; most texts have no such run at all.
_SOME = re.compile(
    r"[0-9A-Fa-f]{2}(?:[\s:,;|\"'.-]{0,3}+(?:0[xX]|\\x|%|=|&#[xX]|\\u00|U\+00)?+[0-9A-Fa-f]{2}){17}"
)
_DIGITS = re.compile(r"[0-9A-Fa-f]+")
_MARK = re.compile(r"0[xX]|\\x|%|=|&#[xX]|\\u00|U\+00")
_BLANKS = " \t\r\n:,;|\"'.-"
_SPOKEN = re.compile(r"[a-fA-F]")


def find_hex(text: str) -> Iterator[Span]:
    """Yield each run that carries media, and each long one that is no list of hashes. Linear in the text."""
    for run in _RUN.finditer(text) if _SOME.search(text) else ():
        span = _judged(run)
        if span:
            yield span


def _judged(run: re.Match[str]) -> Span | None:
    end = run.start() + len(run.group().rstrip(_BLANKS))
    pieces = _DIGITS.findall(_MARK.sub("", run.group()))
    digits = "".join(pieces)
    for shift in (0, 1):
        decoded = bytes.fromhex(digits[shift : len(digits) - (len(digits) - shift) % 2])
        seen = judge(decoded)
        if seen:
            return Span(run.start(), end, "encoded", "hex", seen.media_type, decoded[seen.offset :])
    if not _unexplained(pieces, digits):
        return None
    decoded = bytes.fromhex(digits[: len(digits) // 2 * 2])
    return Span(run.start(), end, "run", "hex", type_of(decoded), decoded)


def _unexplained(pieces: list[str], digits: str) -> bool:
    rest = [piece for piece in pieces if len(piece) not in HASH_LENGTHS and len(piece) >= 16]
    longest, total = max(map(len, rest), default=0), sum(map(len, rest))
    if longest < LONG and total < LONG_LIST:
        return False
    # Numbers have no letters, a shout has few different ones.
    return len(set(digits.lower())) >= 14 and 0.2 <= len(_SPOKEN.findall(digits)) / len(digits) <= 0.6
