"""Ways to write a picture as text."""

import base64
import binascii
import gzip
import quopri
import zlib
from collections.abc import Callable
from urllib.parse import quote

from tests.guard.build import wrapped

Way = Callable[[bytes], str]


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _uu(data: bytes) -> str:
    lines = [binascii.b2a_uu(data[at : at + 45]).decode() for at in range(0, len(data), 45)]
    return "begin 644 a.bin\n" + "".join(lines) + "`\nend"


WAYS: dict[str, Way] = {
    "base64": _b64,
    "base64 without padding": lambda data: _b64(data).rstrip("="),
    "base64url": lambda data: base64.urlsafe_b64encode(data).decode(),
    "base64 at 76 columns": lambda data: wrapped(_b64(data), 76),
    "base64 at 60 columns": lambda data: wrapped(_b64(data), 60),
    "base64 at 64 columns with CRLF": lambda data: wrapped(_b64(data), 64, "\r\n"),
    "base64 indented": lambda data: wrapped(_b64(data), 72, "\n            "),
    "base64 quoted": lambda data: "> " + wrapped(_b64(data), 70, "\n> "),
    "base64 in groups of four": lambda data: wrapped(_b64(data), 4, " "),
    "base64 in groups of ten": lambda data: wrapped(_b64(data), 10, " "),
    "base64 as strings of a program": lambda data: '"' + wrapped(_b64(data), 60, '",\n"') + '"',
    "base64 with characters of no width": lambda data: "\u200b".join(_b64(data)),
    "base64 backwards": lambda data: _b64(data)[::-1],
    "base64 in base64": lambda data: _b64(_b64(data).encode()),
    "base64 of gzip": lambda data: _b64(gzip.compress(data, mtime=0)),
    "base64 of zlib": lambda data: _b64(zlib.compress(data)),
    "data URI": lambda data: f"data:image/jpeg;base64,{_b64(data)}",
    "data URI with parameters": lambda data: f"DATA:image/jpeg;name=a.bin;charset=x;BASE64,{_b64(data)}",
    "data URI wrapped": lambda data: f"data:image/jpeg;base64,\n{wrapped(_b64(data), 76)}",
    "data URI without a type": lambda data: f"data:;base64,{_b64(data)}",
    "data URI in percents": lambda data: f"data:image/jpeg,{quote(data)}",
    "data URI of another type": lambda data: f"data:application/octet-stream;base64,{_b64(data)}",
    "hex": bytes.hex,
    "HEX": lambda data: data.hex().upper(),
    "hex at 60 columns": lambda data: wrapped(data.hex(), 60),
    "hex as a list of hashes": lambda data: wrapped(data.hex(), 64),
    "hex in pairs": lambda data: data.hex(" "),
    "hex with colons": lambda data: data.hex(":"),
    "hex of C": lambda data: ", ".join(f"0x{byte:02X}" for byte in data),
    "hex escapes": lambda data: "".join(f"\\x{byte:02x}" for byte in data),
    "escapes of Python": repr,
    "percents": quote,
    "all percents": lambda data: "".join(f"%{byte:02X}" for byte in data),
    "entities": lambda data: "".join(f"&#{byte};" for byte in data),
    "hex entities": lambda data: "".join(f"&#x{byte:02x};" for byte in data),
    "escapes of JSON": lambda data: "".join(f"\\u00{byte:02x}" for byte in data),
    "quoted-printable": lambda data: quopri.encodestring(data).decode("latin-1"),
    "numbers": lambda data: str(list(data)),
    "bits": lambda data: " ".join(f"{byte:08b}" for byte in data),
    "base32": lambda data: base64.b32encode(data).decode(),
    "base85": lambda data: base64.b85encode(data).decode(),
    "ascii85": lambda data: base64.a85encode(data, adobe=True).decode(),
    "uuencode": _uu,
}
