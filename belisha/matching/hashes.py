"""One hash as a caller has it, hex of either case or bytes, as 32 bytes."""

from collections.abc import Sequence
from typing import Any

from belisha.refusal import Refusal

SIZE = 32
FURTHEST = 40


class Malformed(Refusal):
    """{count} of the hashes can't be read; the first is number {first}: {reason}."""

    code = "malformed_hash"


class NoHash(ValueError):
    """This is no hash; the text says why, without the value."""


def one_hash(value: str | bytes | bytearray | memoryview | Any) -> bytes:
    """The 32 bytes of a hash; raises NoHash."""
    octets = _from_hex(value) if isinstance(value, str) else _from_octets(value)
    if len(octets) != SIZE:
        raise NoHash(f"it has {len(octets)} bytes, a hash has {SIZE}")
    return octets


def _from_hex(value: str) -> bytes:
    value = value.strip()
    if len(value) != 2 * SIZE:
        raise NoHash(f"it has {len(value)} characters, a hash has {2 * SIZE} hexadecimal digits")
    try:
        octets = bytes.fromhex(value)
    except ValueError:
        octets = b""
    # Python allows spaces between the digits; a hash has none.
    if len(octets) != SIZE:
        raise NoHash("it has other characters than hexadecimal digits")
    return octets


def _from_octets(value: Any) -> bytes:
    try:
        return memoryview(value).tobytes()
    except TypeError:
        raise NoHash(f"it is of the type {type(value).__name__}, not text or bytes") from None


def refuse(wrong: Sequence[tuple[int, str]]) -> None:
    """Raise Malformed for hashes that can't be read, given as (number, reason)."""
    if wrong:
        raise Malformed(count=len(wrong), first=wrong[0][0], reason=wrong[0][1])
