"""Alphabets that carry bytes, beyond those of the standard library. Written for the corpus, from their public
descriptions."""

import base64
import random
import string
import zlib
from collections.abc import Sequence

_B64 = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
_B32 = string.ascii_uppercase + "234567"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BASE62 = string.digits + string.ascii_letters
BASE36 = string.digits + string.ascii_lowercase
BASE45 = string.digits + string.ascii_uppercase + " $%*+-./:"
BASE91 = string.ascii_letters + string.digits + '!#$%&()*+,./:;<=>?@[]^_`{|}~"'
Z85 = string.digits + string.ascii_letters + ".-:+=^!/*?&<>()[]{}@%$#"
XX = "+-" + string.digits + string.ascii_uppercase + string.ascii_lowercase
BINHEX = "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def in_letters(data: bytes, alphabet: str, source: str = _B64) -> str:
    """Base64 written with the letters of another alphabet."""
    return b64(data).rstrip("=").translate(str.maketrans(source, alphabet))


def in_base32(data: bytes, alphabet: str) -> str:
    return base64.b32encode(data).decode().rstrip("=").translate(str.maketrans(_B32, alphabet))


def shuffled() -> str:
    letters = list(_B64)
    random.Random(7).shuffle(letters)
    return "".join(letters)


def as_number(data: bytes, alphabet: str) -> str:
    """The bytes as one great number, in the digits of that alphabet."""
    number, digits = int.from_bytes(b"\1" + data), []
    while number:
        number, digit = divmod(number, len(alphabet))
        digits.append(alphabet[digit])
    return "".join(reversed(digits))


def in_blocks(data: bytes, alphabet: str, block: int) -> str:
    """Blocks of that many bytes, each as one number of a fixed width."""
    width = 0
    while len(alphabet) ** width < 256**block:
        width += 1
    padded = data + bytes(-len(data) % block)
    return "".join(
        as_number(padded[at : at + block], alphabet)[-width:].rjust(width, alphabet[0])
        for at in range(0, len(padded), block)
    )


def base91(data: bytes) -> str:
    held, bits, out = 0, 0, []
    for byte in data:
        held |= byte << bits
        bits += 8
        if bits > 13:
            value = held & 8191
            take = 13 if value > 88 else 14
            value = held & (2**take - 1)
            held >>= take
            bits -= take
            out += [BASE91[value % 91], BASE91[value // 91]]
    return "".join(out)


def in_bits(data: bytes, width: int, letters: Sequence[str]) -> str:
    """Groups of so many bits, each as one letter of a great alphabet (base2048, base32768, base65536)."""
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % width)
    return "".join(letters[int(bits[at : at + width], 2)] for at in range(0, len(bits), width))


def letters_of(*ranges: tuple[int, int]) -> list[str]:
    return [chr(code) for start, end in ranges for code in range(start, end)]


def yenc(data: bytes) -> str:
    coded = bytearray()
    for byte in data:
        value = (byte + 42) % 256
        coded += bytes([61, (value + 64) % 256]) if value in (0, 10, 13, 61) else bytes([value])
    lines = "\r\n".join(coded[at : at + 128].decode("latin-1") for at in range(0, len(coded), 128))
    return f"=ybegin line=128 size={len(data)} name=a.bin\r\n{lines}\r\n=yend size={len(data)}\r\n"


def intel_hex(data: bytes) -> str:
    rows = []
    for at in range(0, len(data), 16):
        row = bytes([len(data[at : at + 16])]) + at.to_bytes(2) + b"\0" + data[at : at + 16]
        rows.append(f":{row.hex().upper()}{-sum(row) & 0xFF:02X}")
    return "\n".join([*rows, ":00000001FF"])


def s_records(data: bytes) -> str:
    rows = []
    for at in range(0, len(data), 28):
        row = bytes([len(data[at : at + 28]) + 3]) + at.to_bytes(2) + data[at : at + 28]
        rows.append(f"S1{row.hex().upper()}{~sum(row) & 0xFF:02X}")
    return "\n".join(rows)


def dump(data: bytes, form: str) -> str:
    """As `xxd`, `hexdump -C` or `od` print it."""
    rows = []
    for at in range(0, len(data), 16):
        row = data[at : at + 16]
        shown = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        if form == "xxd":
            pairs = " ".join(row[place : place + 2].hex() for place in range(0, len(row), 2))
            rows.append(f"{at:08x}: {pairs:<39}  {shown}")
        elif form == "hexdump":
            rows.append(f"{at:08x}  {row[:8].hex(' ')}  {row[8:].hex(' ')}  |{shown}|")
        else:
            rows.append(f"{at:07o} " + " ".join(f"{byte:03o}" for byte in row))
    return "\n".join(rows)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()
