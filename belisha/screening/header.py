"""What a file says of itself, checked before a decoder sees it: its format, its size, and what it would cost.

Only looks: a file that passes may still be damaged. The format is told by the first bytes, never by a name.
"""

from collections.abc import Callable

from belisha.screening.header_tiff import tiff
from belisha.screening.header_walks import avif, bmp, gif, heic, jpeg, png, webp
from belisha.screening.limits import MAX_BYTES
from belisha.screening.seen import NotScreened

MAGIC = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
)
AVIF_BRANDS = frozenset({b"avif", b"avis"})
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
CHECKS: dict[str, Callable[[bytes], None]] = {
    "JPEG": jpeg,
    "PNG": png,
    "GIF": gif,
    "WebP": webp,
    "BMP": bmp,
    "TIFF": tiff,
    "AVIF": avif,
    "HEIC": heic,
}


def check(data: bytes) -> str:
    """Return the format of a picture that may be decoded, one of CHECKS. Raises NotScreened."""
    if not data:
        raise NotScreened(reason="empty")
    if len(data) > MAX_BYTES:
        raise NotScreened(reason="too_large")
    found = format_of(data)
    if found is None:
        raise NotScreened(reason="format")
    CHECKS[found](data)
    return found


def format_of(data: bytes) -> str | None:
    """The format that a picture's first bytes name; None for everything that isn't read here."""
    for magic, name in MAGIC:
        if data.startswith(magic):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    return _of_boxes(data) if data[4:8] == b"ftyp" else None


def _of_boxes(data: bytes) -> str | None:
    """AVIF or HEIC by the brands in the first box. Source: ISO/IEC 14496-12, 4.3."""
    end = min(int.from_bytes(data[:4], "big"), 256, len(data))
    brands = [data[8:12], *(data[at : at + 4] for at in range(16, end, 4))]
    if AVIF_BRANDS.intersection(brands):
        return "AVIF"
    return "HEIC" if HEIC_BRANDS.intersection(brands) else None
