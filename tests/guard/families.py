# ruff: noqa: E501  # Tables of families: one a line.
"""The families of ways to hide a picture in a referral: how its bytes become pieces of text.

A family takes the bytes of a picture and returns the pieces, in the order in which a referral would hold
them: one for a text, many where the picture is split over fields.
"""

import base64
import bz2
import codecs
import gzip
import ipaddress
import json
import lzma
import random
import uuid
import zlib
from collections.abc import Callable
from urllib.parse import quote

from tests.guard import alphabets as abc
from tests.guard.alphabets import b64
from tests.guard.build import wrapped, zipped
from tests.guard.ways import WAYS, Way

Family = Callable[[bytes], list[str]]

_WORDS = ("please", "look", "at", "this", "again", "when", "you", "can", "today", "thanks")


def _between(text: str, width: int, words: Callable[[int], str]) -> str:
    pieces = [text[at : at + width] for at in range(0, len(text), width)]
    return "\n".join(f"{words(number)} {piece}" for number, piece in enumerate(pieces))


def _said(number: int) -> str:
    return " ".join(_WORDS[(number * step) % 10] for step in (1, 3, 7))


def _xored(data: bytes) -> bytes:
    return bytes(byte ^ 0x5A for byte in data)


def _ints(data: bytes, join: str, form: str = "{}") -> str:
    return join.join(form.format(byte) for byte in data)


def _rows(data: bytes, size: int) -> list[bytes]:
    padded = data + bytes(-len(data) % size)
    return [padded[at : at + size] for at in range(0, len(padded), size)]


def _bits(data: bytes, zero: str, one: str) -> str:
    return "".join(f"{byte:08b}" for byte in data).replace("0", "\0").replace("1", one).replace("\0", zero)


def _shown_in(encoding: str) -> Way:
    return lambda data: data.decode(encoding, "replace")


def _wide(text: str, upper: int, lower: int, digits: int) -> str:
    table = {65 + n: upper + n for n in range(26)} | {97 + n: lower + n for n in range(26)}
    return text.translate(table | {48 + n: digits + n for n in range(10)})


def _uu_rows(data: bytes) -> str:
    return WAYS["uuencode"](data).partition("\n")[2].rpartition("`")[0]


def _selectors(data: bytes) -> str:
    return "a" + "".join(chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16) for byte in data)


def _pem(data: bytes, label: str) -> str:
    return f"-----BEGIN {label}-----\n{wrapped(b64(data), 64)}\n-----END {label}-----"


def _urls(data: bytes) -> str:
    text = base64.urlsafe_b64encode(data).decode()
    pieces = [text[at : at + 120] for at in range(0, len(text), 120)]
    return "\n".join(f"https://files.example.org/{piece}/a.html" for piece in pieces)


def _mails(data: bytes) -> str:
    return "\n".join(f"{piece.hex()[:40]}@example.org" for piece in _rows(data, 20))


_HAN = abc.letters_of((0x4E00, 0x8E00))
_MANY = abc.letters_of(
    (0x100, 0x180), (0x390, 0x3A0), (0x3B1, 0x3C9), (0x410, 0x450), (0x531, 0x556), (0x5D0, 0x5EA), (0x621, 0x63A),
    (0x905, 0x939), (0xA85, 0xAA8), (0xB05, 0xB28), (0xC85, 0xCB0), (0x10D0, 0x10F0), (0x1200, 0x1248),
    (0x1401, 0x1600), (0x13A0, 0x13F0), (0x16A0, 0x16EA), (0x1681, 0x169A), (0xA000, 0xA48C),
)  # fmt: skip
_FACES = abc.letters_of(
    (0x1F300, 0x1F5FF), (0x1F600, 0x1F64F), (0x1F680, 0x1F6C0), (0x1F900, 0x1F9FF), (0x1FA70, 0x1FAF8)
)
_FAR = abc.letters_of((0x3400, 0x4D00), (0x4E00, 0x9F00), (0xA000, 0xA400), (0x10600, 0x10700), (0x12000, 0x12300),
                      (0x13000, 0x13400), (0x16800, 0x16A00), (0x20000, 0x2A600))  # fmt: skip

ONE: dict[str, Way] = {
    **WAYS,
    # base64 and its kin
    "base64 with a star in every line": lambda d: wrapped(b64(d), 40, "*\n"),
    "base64 with words before every line": lambda d: _between(b64(d), 60, _said),
    "base64 with numbers before every line": lambda d: _between(b64(d), 60, lambda n: f"{n:03}:"),
    "base64 quoted twice": lambda d: "> > " + wrapped(b64(d), 64, "\n> > "),
    "base64 in a table": lambda d: "| " + wrapped(b64(d), 20, " | ") + " |",
    "base64 with a dot after every letter": lambda d: ".".join(b64(d)),
    "base64 with a blank after every letter": lambda d: " ".join(b64(d)),
    "base64 with a word after every 30 letters": lambda d: _between(b64(d), 30, _said),
    "base64 three times": lambda d: b64(b64(b64(d).encode()).encode()),
    "base64 of hex": lambda d: b64(d.hex().encode()),
    "base64 of bzip2": lambda d: b64(bz2.compress(d)),
    "base64 of xz": lambda d: b64(lzma.compress(d)),
    "base64 of LZMA": lambda d: b64(lzma.compress(d, lzma.FORMAT_ALONE)),
    "base64 of raw deflate": lambda d: b64(abc.raw_deflate(d)),
    "base64 of a ZIP": lambda d: b64(zipped({"a.bin": d})),
    "base64 of gzip of base64": lambda d: b64(gzip.compress(b64(d).encode(), mtime=0)),
    "base64 of percents": lambda d: b64(quote(d).encode()),
    "base64 of UTF-16": lambda d: b64(b64(d).encode("utf-16")),
    "base64 of other letters (XOR)": lambda d: b64(_xored(d)),
    "base64 of the bytes backwards": lambda d: b64(d[::-1]),
    "base64 with small and capital letters changed": lambda d: b64(d).swapcase(),
    "base64 in ROT13": lambda d: codecs.encode(b64(d), "rot13"),
    "base64 in letters of its own": lambda d: abc.in_letters(d, abc.shuffled()),
    "base64 in wide letters": lambda d: _wide(b64(d), 0xFF21, 0xFF41, 0xFF10),
    "base64 in mathematical letters": lambda d: _wide(b64(d), 0x1D400, 0x1D41A, 0x1D7CE),
    "base64 in a link": lambda d: f"https://files.example.org/?d={base64.urlsafe_b64encode(d).decode()}",
    "base64 in many links": _urls,
    "base64 in JSON in the text": lambda d: json.dumps({"a": json.dumps({"b": b64(d)})}),
    "base64 as an encrypted PGP message": lambda d: _pem(d, "PGP MESSAGE"),
    "base64 as a PGP signature": lambda d: _pem(d, "PGP SIGNATURE"),
    "base64 as a certificate": lambda d: _pem(d, "CERTIFICATE"),
    "base64 as an SSH key": lambda d: f"ssh-rsa {b64(d)} rosa@example.org",
    "base64 as a token": lambda d: f"eyJhbGciOiJIUzI1NiJ9.{b64(d).rstrip('=')}.c2lnbmF0dXJlc2lnbmF0dXJl",
    "base64 as a DKIM signature": lambda d: (
        f"DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=x; h=from; bh={b64(bytes(32))}; b={b64(d)}"
    ),
    "UTF-7": lambda d: d.decode("latin-1").encode("utf-7").decode(),
    "UTF-7 of pairs": lambda d: "+" + b64(d).rstrip("=").replace("/", ",") + "-",
    # other alphabets
    "base32 in small letters": lambda d: base64.b32encode(d).decode().lower(),
    "base32 at 64 columns": lambda d: wrapped(base64.b32encode(d).decode(), 64),
    "base32 of Crockford": lambda d: abc.in_base32(d, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
    "base32hex": lambda d: abc.in_base32(d, "0123456789ABCDEFGHIJKLMNOPQRSTUV"),
    "z-base-32": lambda d: abc.in_base32(d, "ybndrfg8ejkmcpqxot1uwisza345h769"),
    "base36": lambda d: abc.as_number(d, abc.BASE36),
    "base45": lambda d: abc.in_blocks(d, abc.BASE45, 2),
    "base58": lambda d: abc.as_number(d, abc.BASE58),
    "base62": lambda d: abc.as_number(d, abc.BASE62),
    "base91": abc.base91,
    "Z85": lambda d: abc.in_blocks(d, abc.Z85, 4),
    "ascii85 without its marks": lambda d: base64.a85encode(d).decode(),
    "ascii85 in groups of five": lambda d: wrapped(base64.a85encode(d).decode(), 5, " "),
    "base85 at 60 columns": lambda d: wrapped(base64.b85encode(d).decode(), 60),
    "xxencode": lambda d: "begin 644 a.bin\n" + wrapped(abc.in_letters(d, abc.XX), 60) + "\n+\nend",
    "BinHex": lambda d: f"(This file must be converted with BinHex 4.0)\n:{wrapped(abc.in_letters(d, abc.BINHEX), 64)}:",
    "uuencode without its first line": _uu_rows,
    "yEnc": abc.yenc,
    "letters of many scripts (base2048)": lambda d: abc.in_bits(d, 11, _MANY[:2048]),
    "Chinese letters (base16384)": lambda d: abc.in_bits(d, 14, _HAN),
    "letters from everywhere (base65536)": lambda d: abc.in_bits(d, 16, _FAR),
    "emoji": lambda d: abc.in_bits(d, 10, _FACES[:1024]),
    "emoji with a blank after each": lambda d: " ".join(abc.in_bits(d, 10, _FACES[:1024])),
    "Braille": lambda d: "".join(chr(0x2800 + byte) for byte in d),
    "hex in the letters a to p": lambda d: d.hex().translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop")),
    "the same in groups of five": lambda d: wrapped(
        d.hex().translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop")), 5, " "
    ),
    # hex and dumps
    "hex backwards": lambda d: d.hex()[::-1],
    "hex of the bytes backwards": lambda d: d[::-1].hex(),
    "hex in words": lambda d: ", ".join(f"0x{row.hex()}" for row in _rows(d, 4)),
    "hex of base64": lambda d: b64(d).encode().hex(),
    "hex of gzip": lambda d: gzip.compress(d, mtime=0).hex(),
    "hex with words before every line": lambda d: _between(d.hex(), 60, _said),
    "hex of xxd": lambda d: abc.dump(d, "xxd"),
    "hex of hexdump": lambda d: abc.dump(d, "hexdump"),
    "octal of od": lambda d: abc.dump(d, "od"),
    "hex of Intel": abc.intel_hex,
    "hex of Motorola": abc.s_records,
    "hex as addresses of cards": lambda d: "\n".join(row.hex(":") for row in _rows(d, 6)),
    "hex as UUIDs": lambda d: "\n".join(str(uuid.UUID(bytes=row)) for row in _rows(d, 16)),
    "hex as IPv6 addresses": lambda d: "\n".join(str(ipaddress.IPv6Address(row).exploded) for row in _rows(d, 16)),
    "hex as colours": lambda d: " ".join(f"#{row.hex()}" for row in _rows(d, 3)),
    "hex as addresses of mail": _mails,
    # numbers and bits
    "numbers one a line": lambda d: _ints(d, "\n"),
    "numbers with plus signs": lambda d: _ints(d, "+"),
    "numbers as IPv4 addresses": lambda d: "\n".join(".".join(map(str, row)) for row in _rows(d, 4)),
    "numbers below nought too": lambda d: ", ".join(str(byte - 256 if byte > 127 else byte) for byte in d),
    "numbers in octal": lambda d: _ints(d, " ", "{:03o}"),
    "one great number": lambda d: abc.as_number(d, "0123456789"),
    "bits in one piece": lambda d: _bits(d, "0", "1"),
    "bits as two letters": lambda d: _bits(d, "a", "b"),
    "bits as dots and dashes": lambda d: wrapped(_bits(d, ".", "-"), 5, " "),
    "bits as two emoji": lambda d: _bits(d, "🙂", "🙃"),
    "bits as blanks and tabs": lambda d: _bits(d, " ", "\t"),
    "bits as letters of no width": lambda d: "a" + _bits(d, "\u200b", "\u200c") + "b",
    "bits of no width between letters": lambda d: "a".join(_bits(d, "\u200b", "\u200c")),
    "bytes as variation selectors": _selectors,
    "bytes as tags": lambda d: "a" + "".join(chr(0xE0020 + int(digit, 16)) for digit in d.hex()),
    # escapes
    "octal escapes": lambda d: _ints(d, "", "\\{:03o}"),
    "escapes in braces": lambda d: _ints(d, "", "\\u{{{:x}}}"),
    "escapes of style sheets": lambda d: _ints(d, "", "\\{:06x}"),
    "escapes of JSON, twice": lambda d: _ints(d, "", "\\\\u{:04x}"),
    "percents of percents": lambda d: quote(quote(d)),
    "entities of entities": lambda d: _ints(d, "", "&amp;#{};"),
    "quoted-printable in small letters": lambda d: _ints(d, "", "={:02x}"),
    # bytes taken for letters
    "letters of Latin-1": _shown_in("latin-1"),
    "letters of code page 437": _shown_in("cp437"),
    "letters of Mac Roman": _shown_in("mac_roman"),
    "letters of KOI8": _shown_in("koi8_r"),
    "letters of EBCDIC": _shown_in("cp500"),
    "letters of Latin-1, compressed": lambda d: zlib.compress(d).decode("latin-1"),
    # backwards
    "data URI backwards": lambda d: f"data:image/jpeg;base64,{b64(d)}"[::-1],
    "lines of base64 in reverse order": lambda d: "\n".join(reversed(wrapped(b64(d), 64).split())),
}  # fmt: skip


def _pieces(encode: Way, width: int) -> Family:
    return lambda data: wrapped(encode(data), width, "\0").split("\0")


def _numbered(data: bytes) -> list[str]:
    return [f"{number}:{piece}" for number, piece in enumerate(_pieces(b64, 60)(data))]


def _turns(data: bytes) -> list[str]:
    return [piece for number, part in enumerate(_pieces(b64, 48)(data)) for piece in (_said(number), part)]


def _shuffled(data: bytes) -> list[str]:
    pieces = _pieces(b64, 60)(data)
    random.Random(3).shuffle(pieces)
    return pieces


def _halves(data: bytes) -> list[str]:
    text = b64(data)
    return [text[::2], text[1::2]]


SPLIT: dict[str, Family] = {
    "split: base64, 400 letters": _pieces(b64, 400),
    "split: base64, 200 letters": _pieces(b64, 200),
    "split: base64, 60 letters": _pieces(b64, 60),
    "split: base64, 24 letters": _pieces(b64, 24),
    "split: base64, 12 letters": _pieces(b64, 12),
    "split: base64, 4 letters": _pieces(b64, 4),
    "split: base64, one letter": _pieces(b64, 1),
    "split: base64, numbered": _numbered,
    "split: base64, words between": _turns,
    "split: base64, in reverse order": lambda d: _pieces(b64, 60)(d)[::-1],
    "split: base64, in any order": _shuffled,
    "split: base64, every second letter": _halves,
    "split: base85, 50 letters": _pieces(lambda d: base64.b85encode(d).decode(), 50),
    "split: base32, 32 letters": _pieces(lambda d: base64.b32encode(d).decode(), 32),
    "split: hex, 64 digits": _pieces(bytes.hex, 64),
    "split: hex, 30 digits": _pieces(bytes.hex, 30),
    "split: hex, 2 digits": _pieces(bytes.hex, 2),
    "split: numbers": lambda d: [str(byte) for byte in d],
    "split: data URI": _pieces(lambda d: f"data:image/jpeg;base64,{b64(d)}", 80),
    "split: percents": _pieces(lambda d: _ints(d, "", "%{:02X}"), 90),
    "split: letters of Latin-1": _pieces(lambda d: d.decode("latin-1"), 100),
}


def _whole(way: Way) -> Family:
    return lambda data: [way(data)]


FAMILIES: dict[str, Family] = {name: _whole(way) for name, way in ONE.items()} | SPLIT
