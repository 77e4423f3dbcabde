"""Read the packets of an OpenPGP key or signature (RFC 9580): nothing else may be in the armour."""

import base64
import re
from collections.abc import Iterator

from belisha.guard.magic import find_media

_SIGNATURE, _KEY, _TRUST, _USER, _SUBKEY, _PADDING = 2, 6, 12, 13, 14, 21
"""Packet types of a public key block. Type 17, the user attribute, holds a photograph: not among them."""

LONGEST = {_SIGNATURE: 4_096, _KEY: 4_096, _TRUST: 64, _USER: 1_024, _SUBKEY: 4_096, _PADDING: 0}
"""Bytes of the longest honest packet: RSA with 16,384 bits takes 2 kB, a name and address fit in a line."""

_HEADER = re.compile(r"[A-Za-z-]{1,40}: ?[^\r\n]{0,200}")
_CHECKSUM = re.compile(r"=[A-Za-z0-9+/]{4}")


class _Unreadable(Exception):
    """The bytes are no packets of a key or signature."""


def is_key_or_signature(body: str) -> bool:
    """Say whether the text between the armour's lines is a whole, checked public key or signature."""
    lines = [line.strip() for line in body.strip().splitlines()]
    while lines and (not lines[0] or _HEADER.fullmatch(lines[0])):
        del lines[0]
    checksum = lines.pop() if lines and _CHECKSUM.fullmatch(lines[-1]) else ""
    try:
        data = base64.b64decode("".join(lines), validate=True)
        if checksum and base64.b64decode(checksum[1:]) != crc24(data).to_bytes(3, "big"):
            return False
        return bool(data) and not find_media(data) and all(_honest(*packet) for packet in _packets(data))
    except (ValueError, IndexError, _Unreadable):
        return False


def crc24(data: bytes) -> int:
    """Return the checksum of an armour (RFC 9580, section 6.1)."""
    crc = 0xB704CE
    for byte in data:
        crc = (crc << 8) ^ _CRC_TABLE[((crc >> 16) ^ byte) & 0xFF]
        crc &= 0xFFFFFF
    return crc


def _crc_row(byte: int) -> int:
    row = byte << 16
    for _ in range(8):
        row = (row << 1) ^ (0x1864CFB if row & 0x800000 else 0)
    return row & 0xFFFFFF


_CRC_TABLE = tuple(_crc_row(byte) for byte in range(256))


def _packets(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        tag, start, length = _header(data, at)
        if start + length > len(data):
            raise _Unreadable
        yield tag, data[start : start + length]
        at = start + length


def _header(data: bytes, at: int) -> tuple[int, int, int]:
    """Return the packet's type, where its body starts and how long it is (RFC 9580, section 4.2)."""
    first = data[at]
    if not first & 0x80:
        raise _Unreadable
    if not first & 0x40:
        size = (1, 2, 4)[first & 3]  # The fourth form has no length: IndexError.
        return (first >> 2) & 0xF, at + 1 + size, int.from_bytes(data[at + 1 : at + 1 + size], "big")
    length = data[at + 1]
    if length < 192:
        return first & 0x3F, at + 2, length
    if length < 224:
        return first & 0x3F, at + 3, ((length - 192) << 8) + data[at + 2] + 192
    if length == 255:
        return first & 0x3F, at + 6, int.from_bytes(data[at + 2 : at + 6], "big")
    raise _Unreadable


def _honest(tag: int, body: bytes) -> bool:
    if tag not in LONGEST or len(body) > LONGEST[tag]:
        return False
    if tag == _USER:
        return body.decode("utf-8").isprintable()
    if tag == _SIGNATURE:
        return _is_signature(body)
    return body[0] in (3, 4, 5, 6) and _algorithm(body) in _ALGORITHMS if tag in (_KEY, _SUBKEY) else True


_ALGORITHMS = {1, 2, 3, 16, 17, 18, 19, 22, 25, 26, 27, 28}


def _algorithm(body: bytes) -> int:
    return body[7] if body[0] == 3 else body[5]


def _is_signature(body: bytes) -> bool:
    if body[0] == 3:
        return len(body) <= 2_200
    width = 4 if body[0] == 6 else 2
    hashed = int.from_bytes(body[4 : 4 + width], "big")
    at = 4 + width + hashed
    unhashed = int.from_bytes(body[at : at + width], "big")
    return body[0] in (4, 6) and hashed <= 1_024 and unhashed <= 1_024 and at + width + unhashed < len(body)
