"""Recognise pictures, video and sound by their first bytes, at any offset, without a false alarm in noise.

Each signature is a short literal, found at memory speed, and a check of the fields behind it. Sources: the
formats' own specifications (ISO 10918-1, ISO 14496-12, PNG 3rd edition, GIF89a, TIFF 6.0, RFC 9649 ...).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from belisha.guard.limits import TooMuch

Check = Callable[[bytes, int], bool]


@dataclass(frozen=True)
class Media:
    """Media bytes that were seen: their type, and where they start."""

    media_type: str
    offset: int

    @property
    def family(self) -> Literal["picture", "video", "audio"]:
        """What a person would call it."""
        if self.media_type.startswith("video/"):
            return "video"
        return "audio" if self.media_type.startswith("audio/") else "picture"


def _always(_data: bytes, _at: int) -> bool:
    return True


def _big(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "big")


def _little(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "little")


NEAR = 64
"""Bytes that may stand before the first of a run's own: what was before it shifts how it decodes."""


def _jpeg(data: bytes, at: int) -> bool:
    # After the start marker comes a segment with its length, and behind it the next marker, unless cut off.
    marker, length = data[at + 3 : at + 4], _big(data, at + 4, 2)
    if not marker or not (0xC0 <= marker[0] <= 0xCF or 0xDB <= marker[0] <= 0xEF or marker[0] == 0xFE):
        return False
    if data[at + 6 : at + 10] in (b"JFIF", b"JFXX", b"Exif", b"http", b"ICC_"):
        return True
    following = data[at + 4 + length : at + 6 + length]
    if not following:
        # Cut off in its first segment it holds no picture yet: it counts where a run begins with it. Far
        # inside other bytes, such as those of a font, it is chance: one pack in some thousands.
        return length >= 2 and at <= NEAR and len(data) - at > 24
    return length >= 2 and following[0] == 0xFF and (len(following) < 2 or following[1] >= 0xC0)


def _gif(data: bytes, at: int) -> bool:
    flags = data[at + 10 : at + 11]
    if not flags or not _little(data, at + 6, 2) or not _little(data, at + 8, 2):
        return False
    table = 3 * 2 ** ((flags[0] & 7) + 1) if flags[0] & 0x80 else 0
    return data[at + 13 + table : at + 14 + table] in (b"\x21", b"\x2c", b"\x3b", b"")


def _riff(data: bytes, at: int) -> bool:
    return data[at + 8 : at + 12] in (b"WEBP", b"AVI ", b"WAVE", b"ACON", b"RMID")


def _bmp(data: bytes, at: int) -> bool:
    header, bits = _little(data, at + 14, 4), _little(data, at + 28, 2)
    if header not in (12, 40, 52, 56, 64, 108, 124) or data[at + 6 : at + 10] != bytes(4):
        return False
    if header == 12:
        return _little(data, at + 22, 2) == 1 and _little(data, at + 24, 2) in (1, 4, 8, 24)
    return _little(data, at + 26, 2) == 1 and bits in (0, 1, 2, 4, 8, 16, 24, 32)


def _tiff(data: bytes, at: int) -> bool:
    order = "little" if data[at : at + 1] == b"I" else "big"
    first = int.from_bytes(data[at + 4 : at + 8], order)  # type: ignore[arg-type]  # a Literal by construction
    entries = data[at + first : at + first + 2]
    count = int.from_bytes(entries, order)  # type: ignore[arg-type]
    return first >= 8 and (0 < count < 512 if len(entries) == 2 else at == 0)


def _ftyp(data: bytes, at: int) -> bool:
    # The literal stands behind the four bytes of the box's length.
    length, brand = _big(data, at - 4, 4), data[at + 4 : at + 8]
    return at >= 4 and 8 <= length <= 1024 and len(brand) == 4 and all(0x20 <= byte < 0x7F for byte in brand)


def _icon(data: bytes, at: int) -> bool:
    count, entry = _little(data, at + 4, 2), at + 6
    if not 0 < count <= 256 or data[entry + 3 : entry + 4] != b"\0":
        return False
    return _little(data, entry + 8, 4) > 0 and _little(data, entry + 12, 4) == 6 + 16 * count


def _matroska(data: bytes, at: int) -> bool:
    return any(word in data[at : at + 64] for word in (b"matroska", b"webm", b"\x42\x82"))


def _photoshop(data: bytes, at: int) -> bool:
    return data[at + 4 : at + 12] in (b"\0\1\0\0\0\0\0\0", b"\0\2\0\0\0\0\0\0")


def _netpbm(data: bytes, at: int) -> bool:
    return at == 0 and _NETPBM.match(data) is not None


def _mpeg_program(data: bytes, at: int) -> bool:
    clock = data[at + 4] if len(data) > at + 13 else 0
    return clock & 0xC4 == 0x44 or clock & 0xF1 == 0x21


def _id3(data: bytes, at: int) -> bool:
    sized = all(byte < 0x80 for byte in data[at + 6 : at + 10])
    return sized and data[at + 3 : at + 4] in (b"\2", b"\3", b"\4")


def _ogg(data: bytes, at: int) -> bool:
    return data[at + 5 : at + 6] in (b"\0", b"\1", b"\2", b"\4")


def _dds(data: bytes, at: int) -> bool:
    return _little(data, at + 4, 4) == 124


def _qoi(data: bytes, at: int) -> bool:
    return 0 < _big(data, at + 4, 4) < 2**20 and data[at + 12 : at + 13] in (b"\3", b"\4")


def _jpegxl(data: bytes, at: int) -> bool:
    return at == 0 and len(data) > 64  # Two bytes only: believed at the start of a file, nowhere else.


def _flash(data: bytes, at: int) -> bool:
    return at == 0 and 1 <= data[3] <= 60 if len(data) > 8 else False


def _at_start(_data: bytes, at: int) -> bool:
    return at == 0


def _dicom(_data: bytes, at: int) -> bool:
    return at == 128


def _emf(data: bytes, at: int) -> bool:
    return at >= 40 and data[at - 40 : at - 36] == b"\1\0\0\0"


def _form(data: bytes, at: int) -> bool:
    return data[at + 8 : at + 12] in (b"AIFF", b"AIFC", b"ILBM", b"8SVX", b"ACBM", b"PBM ")


_NETPBM = re.compile(
    rb"P[1-6]\s+(?:#[^\n]*+\n\s*+)*+\d{1,6}\s+\d{1,6}\s+\S|P7\nWIDTH \d|P[fF]\n\d{1,6} \d{1,6}\n-?[\d.]+\n"
)

SIGNATURES: tuple[tuple[bytes, str, Check], ...] = (
    (b"\xff\xd8\xff", "image/jpeg", _jpeg),
    (b"\x89PNG\r\n\x1a\n", "image/png", _always),
    (b"\0\0\0\rIHDR", "image/png", _always),
    (b"\x8aMNG\r\n\x1a\n", "video/x-mng", _always),
    (b"\x8bJNG\r\n\x1a\n", "image/x-jng", _always),
    (b"GIF87a", "image/gif", _gif),
    (b"GIF89a", "image/gif", _gif),
    (b"RIFF", "image/webp", _riff),
    (b"BM", "image/bmp", _bmp),
    (b"II*\0", "image/tiff", _tiff),
    (b"MM\0*", "image/tiff", _tiff),
    (b"II+\0\x08\0\0\0", "image/tiff", _always),
    (b"MM\0+\0\x08\0\0", "image/tiff", _always),
    (b"II\xbc\x01", "image/jxr", _at_start),
    (b"ftyp", "video/mp4", _ftyp),
    (b"\0\0\1\0", "image/vnd.microsoft.icon", _icon),
    (b"\0\0\2\0", "image/vnd.microsoft.icon", _icon),
    (b"8BPS", "image/vnd.adobe.photoshop", _photoshop),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2", _always),
    (b"\xff\x4f\xff\x51\0", "image/jp2", _always),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "image/jxl", _always),
    (b"\xff\x0a", "image/jxl", _jpegxl),
    (b"qoif", "image/qoi", _qoi),
    (b"DDS ", "image/vnd-ms.dds", _dds),
    (b"\x76\x2f\x31\x01\x02\0\0", "image/x-exr", _always),
    (b"#?RADIANCE", "image/vnd.radiance", _at_start),
    (b"farbfeld", "image/x-farbfeld", _at_start),
    (b"gimp xcf ", "image/x-xcf", _at_start),
    (b"SIMPLE  =", "image/fits", _at_start),
    (b"DICM", "image/dicom", _dicom),
    (b"BPG\xfb", "image/bpg", _always),
    (b"FLIF", "image/flif", _at_start),
    (b"AT&TFORM", "image/vnd.djvu", _always),
    (b"\xd7\xcd\xc6\x9a\0\0", "image/wmf", _always),
    (b" EMF\0\0\1\0", "image/emf", _emf),
    (b"TRUEVISION-XFILE.\0", "image/x-tga", _always),
    (b"P", "image/x-portable-anymap", _netpbm),
    (b"FORM", "image/x-ilbm", _form),
    (b"\x1a\x45\xdf\xa3", "video/x-matroska", _matroska),
    (b"FLV\x01", "video/x-flv", _at_start),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf", _always),
    (b"\0\0\1\xba", "video/mpeg", _mpeg_program),
    (b"\0\0\1\xb3", "video/mpeg", _at_start),
    (b".RMF\0\0\0", "video/vnd.rn-realvideo", _always),
    (b"FWS", "video/x-shockwave-flash", _flash),
    (b"CWS", "video/x-shockwave-flash", _flash),
    (b"OggS\0", "audio/ogg", _ogg),
    (b"fLaC\0\0\0\x22", "audio/flac", _always),
    (b"ID3", "audio/mpeg", _id3),
    (b"#!AMR", "audio/amr", _at_start),
    (b"MThd\0\0\0\6", "audio/midi", _always),
    (b"caff\0\1\0\0", "audio/x-caf", _always),
)

_NAMES = {
    (b"ftyp", b"heic"): "image/heic",
    (b"ftyp", b"heix"): "image/heic",
    (b"ftyp", b"mif1"): "image/heif",
    (b"ftyp", b"msf1"): "image/heif",
    (b"ftyp", b"avif"): "image/avif",
    (b"ftyp", b"avis"): "image/avif",
    (b"ftyp", b"M4A "): "audio/mp4",
    (b"ftyp", b"qt  "): "video/quicktime",
    (b"RIFF", b"AVI "): "video/x-msvideo",
    (b"RIFF", b"WAVE"): "audio/wav",
    (b"RIFF", b"RMID"): "audio/midi",
}
"""Families that share a literal, told apart by the four letters of their brand."""

_LEADS = {b"ftyp": 4, b" EMF\0\0\1\0": 40, b"DICM": 128}
"""Bytes of the format that stand before its literal."""

_START_ONLY = (_at_start, _netpbm, _jpegxl, _flash)
_LITERALS = re.compile(b"|".join(re.escape(literal) for literal, _, _ in SIGNATURES), re.DOTALL)
_BITMAP = re.compile(rb"BM.{4}\0\0\0\0.{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0", re.DOTALL)

_NEED_NOUGHT = (_bmp, _ftyp, _photoshop, _qoi, _dds)
"""Checks that only a field with a byte 0 in it passes."""

_POSSIBLE = {
    (plain, nought): tuple(
        one
        for one in SIGNATURES
        if (one[0].isascii() or not plain) and (nought or not (b"\0" in one[0] or one[2] in _NEED_NOUGHT))
    )
    for plain in (False, True)
    for nought in (False, True)
}
"""The signatures that can stand in data that is all ASCII or not, and has a byte 0 or not: text has few."""

MAX_HITS = 1_000_000
"""Literals looked at per signature. Beyond it the bytes were made to waste time, and count as too much."""


def find_media(data: bytes) -> Media | None:
    """Return the first media found at any offset, or None. Linear in the data. Raises TooMuch."""
    if len(data) < 4096 and not _LITERALS.search(data):
        return None  # One quick pass settles the thousands of short runs in a long text.
    best: Media | None = None
    for literal, media_type, check in _POSSIBLE[data.isascii(), b"\0" in data]:
        at = _first(data, literal, check, len(data) if best is None else best.offset)
        if at is not None:
            best = Media(_named(data, at, literal, media_type), max(0, at - _LEADS.get(literal, 0)))
    return best


def _first(data: bytes, literal: bytes, check: Check, end: int) -> int | None:
    if check in _START_ONLY:
        return 0 if data.startswith(literal) and check(data, 0) else None
    if check is _bmp and not (literal in data and _BITMAP.search(data)):
        return None  # Two letters are everywhere in text; the whole header is not.
    at = data.find(literal, 0, end + len(literal))
    for _ in range(MAX_HITS):
        if at < 0 or check(data, at):
            return at if at >= 0 else None
        at = data.find(literal, at + 1, end + len(literal))
    raise TooMuch("it repeats the first bytes of a picture too often to check each")


def _named(data: bytes, at: int, literal: bytes, media_type: str) -> str:
    brand = data[at + 4 : at + 8] if literal == b"ftyp" else data[at + 8 : at + 12]
    return _NAMES.get((literal, brand), media_type)
