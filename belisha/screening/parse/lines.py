"""One fingerprint or address a line. Comments, empty lines, upper case and CRLF are all well."""

from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np

from belisha.screening.nothing import OCTETS_OF_NOTHING
from belisha.screening.parse.entry import Block, Entry, NoEntry, Parsed, Refused
from belisha.screening.parse.kinds import WIDTHS, kind_of, kind_of_value, squeezed, value_of
from belisha.screening.parse.octets import TOO_LONG, Chunk

COMMENT = (b"#", b";", b"//")
_TOGETHER = 16_384
_PREFIX = 12  # "sha256:" and the like


def lines(chunked: Iterable[Chunk], kinds: tuple[str, ...] = ()) -> Iterator[Parsed]:
    """Read the lines; `kinds` says what they all are, else the length does: 64 digits as PDQ and SHA-256."""
    for chunk in chunked:
        for at in range(0, len(chunk.lines), _TOGETHER):
            yield from _some(chunk.start + at, chunk.lines[at : at + _TOGETHER], kinds)


def _some(start: int, some: list[bytes], kinds: tuple[str, ...]) -> Iterator[Parsed]:
    block = _all_at_once(some, kinds)
    if block is not None:
        yield block
        return
    for number, line in enumerate(some, start):
        if line and not line.startswith(COMMENT):
            yield _one(number, line, kinds)


def _all_at_once(some: list[bytes], kinds: tuple[str, ...]) -> Block | None:
    """The usual case, many times faster: every line is a fingerprint of one length."""
    width = len(some[0]) // 2 if some else 0
    possible = tuple(kind for kind, size in WIDTHS.items() if size == width and (not kinds or kind in kinds))
    if not possible or any(len(line) != 2 * width for line in some):
        return None
    try:
        octets = bytes.fromhex(b"".join(some).decode("ascii"))
    except ValueError:
        return None
    if len(octets) != width * len(some):
        return None
    rows = np.frombuffer(octets, dtype=np.uint8).reshape(-1, width)
    # The fingerprints of nothing are rare: where one might be, each line is looked at alone.
    if any(bytes(row) in OCTETS_OF_NOTHING for row in _suspects(rows)):
        return None
    return Block(possible, rows)


def _suspects(rows: np.ndarray) -> np.ndarray:
    known = np.array([list(nothing[:4]) for nothing in OCTETS_OF_NOTHING], dtype=np.uint8)
    heads = np.ascontiguousarray(rows[:, :4]).view("<u4").ravel()
    suspects: np.ndarray = rows[np.isin(heads, known.view("<u4").ravel())]
    return suspects


def _one(number: int, line: bytes, kinds: tuple[str, ...]) -> Parsed:
    try:
        return Entry(fingerprints=_fingerprints(_text(line), kinds))
    except NoEntry as reason:
        return Refused(number, str(reason))


def _text(line: bytes) -> str:
    if line == TOO_LONG:
        raise NoEntry("it is longer than 65,536 bytes")
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise NoEntry("it is not UTF-8 text") from None


def _fingerprints(text: str, kinds: tuple[str, ...]) -> tuple[tuple[str, bytes], ...]:
    text, kinds = _without_prefix(text, kinds)
    if kinds != ("url",):
        # As md5sum and its kin write: the digest, then the name of the file.
        text = text.split(maxsplit=1)[0] if "://" not in text else text
    known = kinds or kind_of_value(text)
    return tuple(chain.from_iterable(value_of(kind, text) for kind in known))


def _without_prefix(text: str, kinds: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """ "md5:0a1b..." names its kind."""
    name, colon, rest = text[: _PREFIX + 1].replace("=", ":").partition(":")
    named = kind_of(name) if colon and squeezed(name) else None
    if named is None or rest.startswith("//"):
        return text, kinds
    return text[len(name) + 1 :].strip(), (named,)
