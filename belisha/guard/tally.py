"""Add up the short runs of a document: none is long, but together they could be the body of a picture.

Left out is what was recognised and checked: hashes, UUIDs, onion and IPFS addresses, and the values that the
caller says it checked as typed fields.
"""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import unquote_to_bytes

from belisha.guard.bodies import evenness, is_scan, is_text, unpacked
from belisha.guard.hex_runs import HASH_LENGTHS
from belisha.guard.magic import find_media

MOST = 850
"""Bytes that all unexplained short runs of a document may carry together, by this count. It sees five of six
letters of such runs, so that at most 1,024 bytes get through."""

LEAST_HASHES = 1_024
EVEN_HASHES = 0.95
"""How evenly real hashes use the 256 bytes, from so many bytes on; pixels stay below."""

PHOTODNA = 192
"""Letters of a PhotoDNA hash in base64."""

_WORD = re.compile(r"[A-Za-z0-9]{8,}")
_UUID = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9A-Za-z])")
_DIGEST = re.compile(r"(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{22,86}={1,2}(?![A-Za-z0-9+/_=-])")
_DIGESTS = {24, 28, 44, 64, 88}
_ONION = re.compile(r"(?<![0-9A-Za-z])[a-z2-7]{56}(?=\.onion\b)")
_CID = re.compile(r"(?<![0-9A-Za-z])(?:Qm[1-9A-HJ-NP-Za-km-z]{44}|b[a-z2-7]{58})(?![0-9A-Za-z])")
_NUMBERED = re.compile(r"(?<![0-9A-Za-z])0x0*([0-9a-fA-F]{2,16})(?![0-9A-Za-z])")
_PAIRS = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{2}(?:[\s:,;|-]{1,3}[0-9a-fA-F]{2}){5,}(?![0-9A-Za-z])")
_GROUPS = re.compile(r"(?<![0-9A-Za-z:])[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{0,4}){4,7}(?![0-9A-Za-z:])")
_DUMP = re.compile(r"^[0-9a-fA-F]{6,8}:?(?:[ \t]{1,2}[0-9a-fA-F]{2,4}){8,}(?![0-9A-Za-z])", re.MULTILINE)
_UTF7 = re.compile(r"\+(?=[0-9/]{0,9}[A-Za-z])[A-Za-z0-9/]{3,}-")
_PHOTODNA = re.compile(r"(?<![0-9A-Za-z+/=])[A-Za-z0-9+/]{192}(?![0-9A-Za-z+/=])")
_ESCAPES = re.compile(r"(?:\\x[0-9A-Fa-f]{2}[^\s\\]?){4,}")
_PERCENTS = re.compile(r"(?:%[0-9A-Fa-f]{2}){4,}")
_TIGHT = re.compile(r"[!-~]{24,}")
_SHORT_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
_CHANGE = re.compile(r"(?<=[a-z])[^a-z]|(?<=[A-Z])[^A-Z]|(?<=[0-9])[^0-9]")
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def without_checked(text: str, most: int) -> tuple[str, int]:
    """Return the text without runs that have a form of their own, and the bytes of those that break it.

    No run of letters in it is longer than `most`.
    """
    carried = 0
    for least, sign, pattern, weigh in _CHECKED:
        found = pattern.findall(text) if least <= most and sign.search(text) else ()
        if found:
            carried += sum(map(weigh, found))
            text = pattern.sub(" ", text)
    return text, carried


def find_many(text: str, carried: int, most: int) -> Iterator[str]:
    """Yield, in words, what the short runs of a document come to when there are too many. Linear."""
    hashes: dict[str, None] = {}
    if most >= PHOTODNA:
        known = [found for found in _PHOTODNA.findall(text) if is_photodna(found)]
        hashes = {base64.b64decode(found).hex(): None for found in known}
        text = _PHOTODNA.sub(lambda found: " " if is_photodna(found[0]) else found[0], text)
    for word, times in Counter(_WORD.findall(text)).items():
        if word.isdigit():
            carried += times * _number(word)
            continue
        if word.isalpha() and (word[1:].islower() or word.isupper()):
            continue
        if _HEX.fullmatch(word) and len(word) in HASH_LENGTHS:
            hashes |= {word.lower(): None} if len(word) >= 32 else {}
        else:
            carried += times * weight(word)
    carried += sum(map(_dense, _TIGHT.findall(text)))
    if carried > MOST:
        yield f"short coded runs that come to {carried:,} bytes together"
    if _are_pixels(bytes.fromhex("".join(hashes))):
        yield "hashes that are the pieces of something else"


def _dense(run: str) -> int:
    """Return what a run of most of the keyboard carries (base85 and kin), beside its words of letters."""
    signs = sum(not letter.isalnum() for letter in run)
    if not 0.12 <= signs / len(run) <= 0.5 or "://" in run or sum(map(str.isdigit, run)) < 0.04 * len(run):
        return 0
    mixed = all(sum(map(kind, run)) >= 0.12 * len(run) for kind in (str.isupper, str.islower))
    return len(run) * 4 // 5 if mixed and len(set(run)) >= 0.5 * min(len(run), 60) else 0


def is_photodna(letters: str) -> bool:
    """Say whether these could be a PhotoDNA hash in base64: 144 bytes, in small and capital letters."""
    return len(letters) == PHOTODNA and not letters.islower() and not letters.isupper()


def _number(word: str) -> int:
    # No id or amount has forty digits, nor twenty-four that are all noughts and ones.
    if len(word) >= 24 and set(word) == {"0", "1"}:
        return len(word) // 8
    return len(word) * 2 // 5 if len(word) >= 40 else 0


def _are_pixels(joined: bytes) -> bool:
    if len(joined) < LEAST_HASHES:
        return False
    if is_scan(joined) or find_media(joined) or unpacked(joined):
        return True
    return evenness(Counter(joined)) < EVEN_HASHES


def weight(word: str) -> int:
    """Return the bytes that a word of letters and digits could carry: none for names and numbers."""
    size = len(word)
    if _HEX.fullmatch(word):
        return size // 2
    changes = len(_CHANGE.findall(word))
    digits = sum(map(str.isdigit, word))
    if word.islower() or word.isupper():
        coded = size >= 16 and 0.08 * size <= digits <= 0.6 * size and changes >= 0.2 * size
        return size * 5 // 8 if coded else 0
    coded = changes >= 0.45 * size if digits else size >= 12 and changes >= 0.5 * size
    return size * 3 // 4 if coded else 0


def _uuid(found: str) -> int:
    # RFC 9562: the version and the variant stand in two fixed places.
    return 0 if found[14] in "12345678" and found[19].lower() in "89ab" else 16


def _percents(found: str) -> int:
    decoded = unquote_to_bytes(found)
    return 0 if is_text(decoded) else len(decoded)


def _onion(found: str) -> int:
    key = base64.b32decode(found.upper())
    checksum = hashlib.sha3_256(b".onion checksum" + key[:32] + b"\3").digest()[:2]
    return 0 if key[32:] == checksum + b"\3" else 35


def _cid(found: str) -> int:
    if found.startswith("Qm"):
        number = 0
        for letter in found:
            number = number * 58 + _BASE58.index(letter)
        return 0 if number.to_bytes(35)[-34:].startswith(b"\x12\x20") else 34
    decoded = base64.b32decode(found[1:].upper() + "=" * (-len(found[1:]) % 8))
    return 0 if decoded[:1] == b"\1" and decoded[2:4] == b"\x12\x20" else 36


def _address(found: str) -> int:
    # Addresses in use begin with 2 or 3 (global), or with fc, fd or fe (one's own).
    first = found.partition(":")[0].zfill(4).lower()
    return 0 if first[0] in "23" or first[:2] in ("fc", "fd", "fe") or first == "0000" else 16


_CHECKED: tuple[tuple[int, re.Pattern[str], re.Pattern[str], Callable[[str], int]], ...] = (
    # Letters without a blank that it takes, and a cheap sign: most texts have none of them.
    (36, re.compile("-[0-9a-fA-F]{4}-"), _UUID, _uuid),
    (62, re.compile(r"\.onion\b"), _ONION, _onion),
    (46, re.compile(r"\w{46}"), _CID, _cid),
    (23, re.compile("="), _DIGEST, lambda found: 0 if len(found) in _DIGESTS else len(found) * 3 // 4),
    (0, re.compile(r"^[0-9a-fA-F]{6,8}:?[ \t]", re.MULTILINE), _DUMP, lambda found: len(found) // 4),
    (5, re.compile(r"\+[A-Za-z0-9/]{3}"), _UTF7, lambda found: 2 + len(found) * 3 // 8),
    (5, re.compile(":[0-9a-fA-F]{0,4}:[0-9a-fA-F]{0,4}:"), _GROUPS, _address),
    (
        0,
        re.compile(r"[0-9a-fA-F]{2}(?:[\s:,;|-]{1,3}[0-9a-fA-F]{2}){5}"),
        _PAIRS,
        lambda found: len(found) // 3,
    ),
    (16, re.compile(r"\\x"), _ESCAPES, lambda found: found.count("\\x")),
    (12, re.compile("%[0-9A-Fa-f]{2}%"), _PERCENTS, _percents),
    (4, re.compile("0x"), _NUMBERED, lambda found: len(found) // 2),
    (7, re.compile("#[0-9a-fA-F]{6}"), _SHORT_HEX, lambda found: 3),
)
