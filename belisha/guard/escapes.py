"""Find bytes written as numbers, as escapes between plain letters, or in the old armours of mail and news."""

import base64
import binascii
import re
from collections import Counter
from collections.abc import Callable, Iterator

from belisha.guard.bodies import evenness, looks_binary
from belisha.guard.span import UNKNOWN, Span, from_percent, judge, type_of

# Each begins with a letter of a set, which the search looks for at memory speed; a minus is taken in later.
_DECIMAL = re.compile(r"[0-9]{1,3}+[\s,;|.+]{1,4}+(?:-?[0-9]{1,3}+[\s,;|.+]{1,4}+){16,}+[0-9]{0,3}+")
_DECIMAL_ENTITIES = re.compile(r"&#[0-9]{1,3}+;\s{0,3}+(?:&#[0-9]{1,3}+;\s{0,3}+){11,}+")
_SOME = re.compile(r"[0-9]{1,3}(?:[\s,;|.+]{1,4}-?[0-9]{1,3}){2}|&#[0-9]")
_NUMBER = re.compile(r"-?[0-9]+")
_ADDRESS = re.compile(r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9.])")
_NOWHERE = re.compile(r"(?<![0-9.])(?:0|2(?:2[4-9]|[345][0-9]))(?:\.[0-9]{1,3}){3}(?![0-9.])")
_OCTAL = re.compile(r"[0-3][0-7]{2}")
_BITS = re.compile(r"[01](?<![01][01])(?:[01]|[\s,]{1,3}+(?=[01])){143,}+")
_ASCII85 = re.compile(r"<~[!-uz\s]{20,}+(?:~>|$)")
_UU_BEGIN = re.compile(r"^begin(?:-base64)? [0-7]{3,4} [^\r\n]{1,255}$", re.MULTILINE)
_YENC = re.compile(r"^=ybegin [^\r\n]*\bsize=[0-9]+[^\r\n]*$", re.MULTILINE)

# A stretch in which escapes stand among plain characters: at least a dozen, never 80 characters apart.
_BACKSLASHED = (
    r"\\(?:x[0-9A-Fa-f]{2}|u00[0-9A-Fa-f]{2}|u\{[0-9A-Fa-f]{1,4}\}|0000[0-9A-Fa-f]{2} ?"
    r"|[0-7]{3}|[abfnrtv0\\'\"])"
)
_ENTITIED = r"&#x?[0-9A-Fa-f]{1,3};"
_ESCAPED = {
    "percent": re.compile(r"%[0-9A-Fa-f]{2}(?:[^\s%]{0,80}+%[0-9A-Fa-f]{2}){11,}+[^\s%]{0,80}+"),
    "backslash": re.compile(rf"{_BACKSLASHED}(?:[^\\\r\n]{{0,80}}+{_BACKSLASHED}){{11,}}+[^\\\r\n]{{0,80}}+"),
    "quoted-printable": re.compile(
        r"=[0-9A-Fa-f]{2}(?:[^=]{0,80}+=(?:[0-9A-Fa-f]{2}|\r?\n)){11,}+[^=\r\n]{0,80}+"
    ),
    "entity": re.compile(rf"{_ENTITIED}(?:[^&\r\n]{{0,80}}+{_ENTITIED}){{11,}}+[^&\r\n]{{0,80}}+"),
}
LONG_BITS = 4_096
"""Noughts and ones in a row from which a run counts although nothing in it is recognised."""

EVEN = 0.9
"""How evenly bytes use the numbers to 255; figures of a table, which are small more often, stay below."""

_CONTROLS = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f]+")
_BEFORE = re.compile(r"[^\s\"'<>]{1,80}\Z")
_BACKSLASH = re.compile(
    r"\\(?:(?:x|u00|0000)([0-9A-Fa-f]{2}) ?|u\{([0-9A-Fa-f]{1,4})\}|([0-7]{3})|([abfnrtv0\\'\"]))"
)
_ENTITY = re.compile(r"&#(?:x([0-9A-Fa-f]{1,2})|([0-9]{1,3}));")
_CONTROL = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0"}


def find_escapes(text: str) -> Iterator[Span]:
    """Yield each such stretch that carries media, or long bytes of no kind. Linear in the text."""
    yield from _numbers(text)
    for how, pattern in _ESCAPED.items():
        for run in pattern.finditer(text):
            # Letters that need no escape may stand before the first one: "GIF89a%01%00".
            before = _BEFORE.search(text[max(0, run.start() - 80) : run.start()])
            start = run.start() - len(before.group()) if before else run.start()
            yield from _carried(start, run.end(), how, _DECODERS[how](text[start : run.end()]))
    for run in _ASCII85.finditer(text):
        yield from _carried(run.start(), run.end(), "ascii85", _from_ascii85(run.group()))
    yield from _raw(text)
    yield from _armours(text)


def _raw(text: str) -> Iterator[Span]:
    """Bytes that were taken for letters: words have no control characters among them."""
    controls = list(_CONTROLS.finditer(text))
    if controls and (seen := judge(_latin(text), 0)):
        end = max(controls[-1].end(), seen.offset + 1)
        decoded = _latin(text[seen.offset : end])
        yield Span(seen.offset, end, "encoded", "raw bytes", seen.media_type, decoded)


def _numbers(text: str) -> Iterator[Span]:
    for pattern in (_DECIMAL, _DECIMAL_ENTITIES) if _SOME.search(text) else ():
        for run in pattern.finditer(text):
            start = run.start() - text.startswith("-", max(0, run.start() - 1), run.start())
            written = text[start : run.end()]
            yield from _from_numbers(written, start, start + len(written.rstrip()))
    for run in _BITS.finditer(text):
        bits = re.sub(r"[^01]", "", run.group())
        whole = len(bits) // 8 * 8
        decoded = int(bits[:whole], 2).to_bytes(whole // 8, "big")
        yield from list(_carried(run.start(), run.end(), "bits", decoded)) or _long_bits(run, bits, decoded)


def _long_bits(run: re.Match[str], bits: str, decoded: bytes) -> Iterator[Span]:
    if len(bits) >= LONG_BITS and 0.3 <= bits.count("1") / len(bits) <= 0.7:
        yield Span(run.start(), run.end(), "run", "bits", type_of(decoded), decoded)


def _from_numbers(written: str, start: int, end: int) -> Iterator[Span]:
    digits = _NUMBER.findall(written)
    numbers = [int(number) % 256 for number in digits if -129 < int(number) < 256]
    spans = list(_carried(start, end, "numbers", bytes(numbers)))
    octal = [digit for digit in digits if _OCTAL.fullmatch(digit)]
    if not any(span.kind == "encoded" for span in spans) and len(octal) * 8 > len(digits) * 7:
        spans = list(_carried(start, end, "octal", bytes(int(digit, 8) for digit in octal))) or spans
    yield from (span for span in spans if span.kind != "run" or not _explained(written, digits, numbers))


def _explained(written: str, digits: list[str], numbers: list[int]) -> bool:
    """Say whether these are figures or addresses: bytes have no number above 255, and use all below alike."""
    addresses = len(_ADDRESS.findall(written))
    if addresses * 4 > len(digits) * 0.9:
        return len(_NOWHERE.findall(written)) * 20 < addresses
    return len(numbers) < len(digits) or evenness(Counter(numbers)) < EVEN


def _carried(start: int, end: int, how: str, decoded: bytes) -> Iterator[Span]:
    seen = judge(decoded)
    if seen:
        yield Span(start, end, "encoded", how, seen.media_type, decoded[seen.offset :])
    elif looks_binary(decoded):
        yield Span(start, end, "run", how, type_of(decoded), decoded)


def _from_ascii85(text: str) -> bytes:
    body = text.removesuffix("~>") + "~>"
    try:
        return base64.a85decode(body, adobe=True)
    except ValueError:
        return b""


def _latin(text: str) -> bytes:
    return text.encode("latin-1", "replace")


def _from_backslash(text: str) -> bytes:
    def character(found: re.Match[str]) -> str:
        hexed, octal, letter = found[1] or found[2], found[3], found[4]
        if hexed:
            return chr(min(int(hexed, 16), 0xFF))
        return chr(int(octal, 8) & 0xFF) if octal else _CONTROL.get(letter, letter)

    return _latin(_BACKSLASH.sub(character, text))


def _from_entities(text: str) -> bytes:
    return _latin(_ENTITY.sub(lambda m: chr(int(m[1], 16) if m[1] else min(int(m[2]), 255)), text))


_DECODERS: dict[str, Callable[[str], bytes]] = {
    "percent": from_percent,
    "backslash": _from_backslash,
    "quoted-printable": lambda text: binascii.a2b_qp(_latin(text)),
    "entity": _from_entities,
}


def _armours(text: str) -> Iterator[Span]:
    """An armour says itself that it carries a file: no picture need be recognised in it."""
    for begin in _UU_BEGIN.finditer(text) if "begin" in text else ():
        end, decoded = _uu_body(text, begin.end())
        if decoded:
            seen = judge(decoded)
            media_type = seen.media_type if seen else UNKNOWN
            yield Span(begin.start(), end, "encoded", "uuencode", media_type, decoded)
    for begin in _YENC.finditer(text) if "=ybegin" in text else ():
        end = text.find("=yend", begin.end(), begin.end() + 1_000_000)
        end = len(text) if end < 0 else end + 5
        yield Span(begin.start(), end, "encoded", "yEnc", UNKNOWN, _latin(text[begin.end() : end]))
        return  # One span to the end of the last armour: a second start inside it would count twice.


def _uu_body(text: str, start: int) -> tuple[int, bytes]:
    decoded, at = bytearray(), start
    while (line := _UU_ROW.match(text, at)) and line.group(1) != "end":
        try:
            decoded += binascii.a2b_uu(line.group(1).encode("ascii"))
        except binascii.Error:
            break
        at = line.end()
    tail = re.compile(r"\s{0,4}end\b").match(text, at)
    return (tail.end() if tail else at), bytes(decoded)


_UU_ROW = re.compile(r"\r?\n([ -`]{1,62}|end)(?=\r?\n|$)")
