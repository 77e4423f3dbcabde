"""Exact look-ups over sealed values: a keyed HMAC (RFC 2104) of the canonical value."""

import hmac
import ipaddress
import re
import unicodedata
from collections.abc import Callable

from belisha.vault.keys import LOOKUP_KEY, key_to_seal


def digest(kind: str, value: str) -> bytes:
    """Return the 32 bytes under which a value of this kind is found again; two kinds never collide."""
    _, key = key_to_seal(LOOKUP_KEY)
    return hmac.digest(key, f"{kind}\0{canonical(kind, value)}".encode(), "sha256")


def canonical(kind: str, value: str) -> str:
    """Return the one spelling under which a value is looked up."""
    text = unicodedata.normalize("NFC", value).strip()
    return CANONICAL.get(kind, str)(text)


def _phone(text: str) -> str:
    digits = re.sub(r"[^\d+]", "", text)
    return "+" + digits[2:] if digits.startswith("00") else digits


def _ip(text: str) -> str:
    try:
        return ipaddress.ip_address(text).compressed
    except ValueError:
        return text


CANONICAL: dict[str, Callable[[str], str]] = {
    "email": str.casefold,
    "phone": _phone,
    "ip": _ip,
    "md5": str.lower,
    "sha1": str.lower,
    "sha256": str.lower,
    "pdq": str.lower,
    "receipt": lambda text: re.sub(r"\D", "", text),
}
