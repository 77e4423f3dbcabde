"""Recognise the innocent blocks that look like encoded bytes, and check that they are what they say.

A block counts only when a parser read it to its end and no media is inside. What merely looks like one is
left to the rules for encoded runs.
"""

import json
import re
from collections.abc import Iterator

from belisha.guard.magic import find_media
from belisha.guard.pgp import is_key_or_signature
from belisha.guard.span import from_base64

Stretch = tuple[int, int]

MAX_BLOCK = 65_536
"""Characters of the longest block that is looked at: a key with many signatures."""

MAX_CERTIFICATE = 8_192
"""Bytes of a certificate: usual ones have 1,000 to 2,500, and a picture would fit into more."""

MAX_SIGNATURE = 512
"""Bytes of the longest signature in use (RSA with 4,096 bits)."""

_ARMOUR = re.compile(r"-----(BEGIN|END) (PGP PUBLIC KEY BLOCK|PGP SIGNATURE|CERTIFICATE)-----")
_JWT = re.compile(
    r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}+\.[A-Za-z0-9_-]{2,}+\.[A-Za-z0-9_-]*+(?![.A-Za-z0-9_=+/-])"
)
_SEALED = re.compile(r"-(?:signature|seal):", re.IGNORECASE)
_SIGNED = re.compile(
    r"^[ \t>]{0,8}+(?:(?:X-Google-)?DKIM-Signature|ARC-Message-Signature|ARC-Seal):"
    r"[^\r\n]*+(?:\r?\n[ \t][^\r\n]*+)*+",
    re.MULTILINE | re.IGNORECASE,
)


def find_blocks(text: str) -> list[Stretch]:
    """Return the checked blocks in order, none over another. Linear in the text."""
    if "eyJ" not in text and "-----" not in text and not _SEALED.search(text):
        return []
    found = sorted([*_armours(text), *_tokens(text), *_mail_signatures(text)])
    apart: list[Stretch] = []
    for stretch in found:
        if not apart or stretch[0] >= apart[-1][1]:
            apart.append(stretch)
    return apart


def _armours(text: str) -> Iterator[Stretch]:
    begin: re.Match[str] | None = None
    for line in _ARMOUR.finditer(text):
        if begin and line[1] == "END" and line[2] == begin[2] and line.end() - begin.start() <= MAX_BLOCK:
            body = text[begin.end() : line.start()]
            if (_is_certificate if line[2] == "CERTIFICATE" else is_key_or_signature)(body):
                yield begin.start(), line.end()
        # A second start before the end means that the first was no block.
        begin = line if line[1] == "BEGIN" else None


def _is_certificate(body: str) -> bool:
    from cryptography import x509  # Late: a tenth of a second that most texts never need.

    der = from_base64(body)
    if len(der) > MAX_CERTIFICATE or find_media(der) or b"data:" in der:
        return False
    try:
        x509.load_der_x509_certificate(der)
    except ValueError:
        return False
    return re.fullmatch(r"[A-Za-z0-9+/=\s]+", body) is not None


def _tokens(text: str) -> Iterator[Stretch]:
    for token in _JWT.finditer(text):
        if token.end() - token.start() <= MAX_BLOCK and _is_jwt(*token.group().split(".")):
            yield token.span()


def _is_jwt(header: str, payload: str, signature: str) -> bool:
    head, claims = _object(header), _object(payload)
    if head is None or claims is None or not isinstance(head.get("alg"), str):
        return False
    signed = from_base64(signature)
    if len(signed) > MAX_SIGNATURE or find_media(signed):
        return False
    return not _carries(head) and not _carries(claims)


def _object(part: str) -> dict[str, object] | None:
    try:
        value = json.loads(from_base64(part))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _carries(value: dict[str, object]) -> bool:
    # A claim may be a token itself; one level is enough, for a deeper one is long and so is refused.
    from belisha.guard.base64_runs import find_base64
    from belisha.guard.data_uri import find_data_uris

    text = json.dumps(value, ensure_ascii=False)
    return any(True for find in (find_data_uris, find_base64) for _ in find(text))


def _mail_signatures(text: str) -> Iterator[Stretch]:
    for header in _SIGNED.finditer(text):
        if _is_mail_signature(header.group()):
            yield header.span()


def _is_mail_signature(header: str) -> bool:
    """RFC 6376, section 3.5: tags that are needed, a body hash of a hash's length, a signature of a key's."""
    name, _, value = header.partition(":")
    tags = dict(tag.strip().partition("=")[::2] for tag in re.sub(r"\s", "", value).split(";") if tag.strip())
    needed = {"a", "b", "d", "s"} | (set() if name.strip(" \t>").lower() == "arc-seal" else {"bh", "h"})
    if not needed <= tags.keys() or len(value) > MAX_BLOCK:
        return False
    signature, body_hash = from_base64(tags["b"]), from_base64(tags.get("bh", ""))
    plain = sum(len(content) for tag, content in tags.items() if tag not in ("b", "bh", "h"))
    return (
        len(signature) in (64, 128, 192, 256, 384, MAX_SIGNATURE)
        and len(body_hash) in (0, 20, 32)
        and not find_media(signature)
        and plain <= 512
        and len(tags.get("h", "")) <= 2048
        and re.fullmatch(r"[a-z0-9:.-]*", tags.get("h", ""), re.IGNORECASE) is not None
    )
