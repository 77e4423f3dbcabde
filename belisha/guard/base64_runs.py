"""Find base64 in text: in one piece, wrapped over lines, quoted, or broken into groups.

Words are written in the letters of base64 too. What tells a run from prose is the inside of its tokens: small
and capital letters and digits follow each other at random in two neighbours of three, in words almost never.
"""

import base64
import re
from collections.abc import Callable, Iterator

from belisha.guard.magic import Media
from belisha.guard.span import UNKNOWN, Span, from_base64, judge, type_of

SHORTEST = 24
"""Letters of the shortest run that is looked into: 18 bytes, a whole GIF header."""

LONG = 256
"""Letters from which a run counts although nothing in it is recognised. A PhotoDNA hash has 192, a token of
an API or an Ed25519 signature about 100; a useful picture has thousands."""

LONG_IN_URL = 1024
"""The same inside a URL, where signed links carry several hundred letters."""

# Groups of at least four letters, separated by blanks, quotation marks, quoting signs and the like.
_REGION = re.compile(r"(?:[A-Za-z0-9+/_-]{4,}+={0,2}+[\s>|\"'\\,;]{0,40}+)++")
_TOKEN = re.compile(r"[A-Za-z0-9+/_-]+=*")
_WORD = r"[A-Z]?[a-z]+(?:-[a-z]+)?|[A-Z]+|[0-9_-]+|[A-Z]?[a-z]+[0-9]{1,4}|[0-9]+[a-z]{1,2}"
_PLAIN = re.compile(_WORD)
# A token that is no plain word, or is longer than one. Where a region has none, nothing in it is encoded.
_ODD = re.compile(
    rf"(?<![A-Za-z0-9+/_-])(?:(?=[A-Za-z0-9+/_-]{{40}})|(?!(?:{_WORD})(?![A-Za-z0-9+/_-])))[A-Za-z0-9+/_-]"
)
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_BASE32 = re.compile(r"[A-Z0-9]+|[a-z0-9]+")
_CHANGE = re.compile(r"(?<=[a-z])[^a-z]|(?<=[A-Z])[^A-Z]|(?<=[0-9])[^0-9]|(?<=[+/_-])[^+/_-]")
_UPPER, _LOWER, _DIGIT = re.compile(r"[A-Z]"), re.compile(r"[a-z]"), re.compile(r"[0-9]")

_SAMPLE = 4_096
Token = re.Match[str]
_DIGESTS = {24, 28, 44, 64, 88}
"""Letters of a padded MD5, SHA-1, SHA-256, SHA-384 and SHA-512 in base64."""


def find_base64(text: str) -> Iterator[Span]:
    """Yield each run that carries media, and each long one that looks like bytes. Linear in the text."""
    for region in _REGION.finditer(text):
        start, end = region.span()
        if end - start >= SHORTEST and _ODD.search(text, start, end):
            for chain in _chains(text, start, end):
                span = _judged(text, chain)
                if span:
                    yield span


def _chains(text: str, start: int, end: int) -> Iterator[list[Token]]:
    """Cut a region into chains of tokens that look encoded; two plain words between them don't break one."""
    chain: list[Token] = []
    gap: list[Token] = []
    for token in _TOKEN.finditer(text, start, end):
        if _looks_encoded(token.group()) or (not gap and _goes_on(chain, token)):
            chain += [*gap, token] if chain else [*_of_width(gap, token), token]
            gap = []
            continue
        gap.append(token)
        if chain and len(gap) > 2:
            yield chain
            chain = []
    if chain:
        yield [*chain, *gap] if gap and gap[-1].group().endswith("=") else chain


def _of_width(before: list[Token], token: Token) -> list[Token]:
    # The first group of a video is "AAAA": like a word, but as wide as the groups that follow.
    width = token.end() - token.start()
    if width >= 4 and before and before[-1].end() - before[-1].start() == width == 4:
        return before[-1:]
    return []


def _goes_on(chain: list[Token], token: Token) -> bool:
    # In groups of one width a group may by chance look like a word; in prose the width changes.
    width = token.end() - token.start()
    return len(chain) >= 4 and all(before.end() - before.start() == width for before in chain[-4:])


def _looks_encoded(token: str) -> bool:
    word = token.rstrip("=")
    return not (len(word) < 40 and _PLAIN.fullmatch(word)) and not _HEX.fullmatch(word)


def _judged(text: str, chain: list[Token]) -> Span | None:
    start, end = chain[0].start(), chain[-1].end()
    tokens = [token.group() for token in chain]
    letters = "".join(tokens)
    if len(letters) < SHORTEST:
        return None
    seen = _media(letters)
    if seen:
        return Span(start, end, "encoded", "base64", seen[0].media_type, seen[1])
    if not _counts(text, start, tokens):
        return None
    decoded = from_base64(letters)
    return Span(start, end, "run", "base64", type_of(decoded), decoded)


def _counts(text: str, start: int, tokens: list[str]) -> bool:
    letters = "".join(tokens)
    if len(letters) < LONG or all(map(_is_digest, tokens)):
        return False
    if len(letters) < LONG_IN_URL and _in_url(text, start):
        return False
    return looks_random(letters) or type_of(from_base64(letters[:64])) != UNKNOWN


def _media(letters: str) -> tuple[Media, bytes] | None:
    """Look at all four alignments (a word before shifts it), backwards, and at both kinds of base32."""
    for shifted in (*(letters[shift:] for shift in range(4)), letters.rstrip("=")[::-1]):
        decoded = from_base64(shifted)
        seen = judge(decoded)
        if seen:
            return seen, decoded[seen.offset :]
    bare = letters.rstrip("=").upper()
    if _BASE32.fullmatch(letters.rstrip("=")):
        for decode in (base64.b32decode, base64.b32hexdecode):
            decoded = _quietly(decode, bare[: len(bare) // 8 * 8])
            if seen := judge(decoded):
                return seen, decoded[seen.offset :]
    return None


def _quietly(decode: Callable[[str], bytes], letters: str) -> bytes:
    try:
        return decode(letters)
    except ValueError:
        return b""


def looks_random(letters: str) -> bool:
    """Say whether letters have the make-up of encoded bytes, which no prose, name or shout has."""
    # A picture is tens of thousands of letters: three parts of them tell.
    middle = max(0, len(letters) // 2 - _SAMPLE // 2)
    parts = (letters[:_SAMPLE], letters[middle : middle + _SAMPLE], letters[-_SAMPLE:])
    return any(map(_random, parts if len(letters) > _SAMPLE else parts[:1]))


def _random(letters: str) -> bool:
    size = len(letters)
    if _BASE32.fullmatch(letters.rstrip("=")):
        return len(set(letters)) >= 20 and size * 0.08 <= len(_DIGIT.findall(letters)) <= size * 0.5
    return (
        len(set(letters)) >= 24
        and len(_UPPER.findall(letters)) >= size * 0.15
        and len(_LOWER.findall(letters)) >= size * 0.15
        and len(_DIGIT.findall(letters)) >= size * 0.04
        and len(_CHANGE.findall(letters)) >= size * 0.4
    )


def _is_digest(token: str) -> bool:
    # SHA-384 is the one digest that needs no padding; 64 letters a line is also how pictures are wrapped.
    return len(token) in _DIGESTS and token.endswith("=")


def _in_url(text: str, start: int) -> bool:
    before = text[max(0, start - 2048) : start].split()
    return bool(before) and not text[start - 1].isspace() and "://" in before[-1]
