"""The kinds of fingerprints: their names as sources spell them, and their values as bytes."""

import base64
import binascii
import re
from collections.abc import Callable
from functools import lru_cache

from belisha.screening.nothing import OCTETS_OF_NOTHING
from belisha.screening.parse.entry import NoEntry, UnknownKind

WIDTHS = {"md5": 16, "sha1": 20, "sha256": 32, "pdq": 32, "photodna": 144}
KINDS = (*WIDTHS, "url")
VIDEO = "video"
MOST_FRAMES = 4096
_BASE64_OF_PHOTODNA = 192
_NAMES = {
    **{kind: kind for kind in (*KINDS, VIDEO)},
    **dict.fromkeys(("imagemd5", "filemd5", "md5hash", "videomd5"), "md5"),
    **dict.fromkeys(("imagesha1", "filesha1", "sha1hash", "videosha1"), "sha1"),
    **dict.fromkeys(("imagesha256", "filesha256", "sha2", "sha2256", "sha256hash"), "sha256"),
    **dict.fromkeys(("pdqhash", "imagepdq", "pdq256"), "pdq"),
    **dict.fromkeys(("pdna", "photodnahash", "photodnav1"), "photodna"),
    **dict.fromkeys(("vpdq", "videopdq", "pdqframes", "frames"), VIDEO),
    **dict.fromkeys(("uri", "link", "address", "webaddress", "urls"), "url"),
}


def squeezed(name: str) -> str:
    """A name as it is compared: "SHA-256" and "sha_256" are one."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


@lru_cache(maxsize=1024)
def kind_of(name: str) -> str | None:
    """Which kind a source means by this name; None: none that is compared here."""
    return _NAMES.get(squeezed(name))


def kind_of_value(text: str) -> tuple[str, ...]:
    """The kinds that a bare value can be, by its length; raises NoEntry. 64 digits are PDQ or SHA-256."""
    if "://" in text:
        return ("url",)
    if len(text) == _BASE64_OF_PHOTODNA:
        return ("photodna",)
    kinds = tuple(kind for kind, width in WIDTHS.items() if len(text) == 2 * width)
    if not kinds:
        raise NoEntry(f"it has {len(text)} characters, and no fingerprint has so many")
    return kinds


def value_of(kind: str, text: str) -> tuple[tuple[str, bytes], ...]:
    """The fingerprints that one field holds: one, or the frames of a video. Raises NoEntry."""
    if kind == VIDEO:
        return _frames(text)
    if kind not in _READERS:
        raise UnknownKind("its algorithm is none that is compared here")
    octets = _READERS[kind](text)
    if octets in OCTETS_OF_NOTHING:
        raise NoEntry("it is the fingerprint of an empty file or of a flat picture")
    return ((kind, octets),)


def _hex(kind: str) -> Callable[[str], bytes]:
    width = WIDTHS[kind]

    def read(text: str) -> bytes:
        if len(text) != 2 * width:
            raise NoEntry(f"it has {len(text)} characters, {kind} has {2 * width}")
        return octets_of(text, width)

    return read


def octets_of(text: str, width: int) -> bytes:
    """The bytes of this many pairs of hexadecimal digits; raises NoEntry."""
    try:
        octets = bytes.fromhex(text)
    except ValueError:
        octets = b""
    # Python allows spaces between the digits; a fingerprint has none.
    if len(octets) != width:
        raise NoEntry("it has other characters than hexadecimal digits")
    return octets


def _photodna(text: str) -> bytes:
    if len(text) != _BASE64_OF_PHOTODNA:
        return _hex("photodna")(text)
    try:
        octets = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        octets = b""
    if len(octets) != WIDTHS["photodna"]:
        raise NoEntry("it is neither 288 hexadecimal digits nor base64 of 144 bytes")
    return octets


def _url(text: str) -> bytes:
    from belisha.screening.urls import NotAnAddress, entry

    try:
        return entry(text).encode()
    except NotAnAddress as refusal:
        raise NoEntry(f"it is no address: {refusal.facts['reason']}") from None
    except (ValueError, UnicodeError):
        raise NoEntry("it is no address") from None


def _frames(text: str) -> tuple[tuple[str, bytes], ...]:
    """Hashes with anything but letters and digits between them; frame numbers, qualities are passed over."""
    found = re.findall(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{64}(?![0-9A-Za-z])", text)
    frames = dict.fromkeys(bytes.fromhex(digits) for digits in found[:MOST_FRAMES])
    kept = tuple(("pdq", frame) for frame in frames if frame not in OCTETS_OF_NOTHING)
    if not kept:
        raise NoEntry("it holds no frame with a PDQ hash")
    return kept


_READERS: dict[str, Callable[[str], bytes]] = {
    **{kind: _hex(kind) for kind in ("md5", "sha1", "sha256", "pdq")},
    "photodna": _photodna,
    "url": _url,
}
