"""Whether what came was sent by who has the secret. Pure: the caller brings all of it, and the time.

Standard Webhooks: https://www.standardwebhooks.com, read on 22 November 2026.
"""

import binascii
import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

SKEW = timedelta(minutes=5)
SHARED = "whsec_"
MOST_SIGNATURES = 10


class How(StrEnum):
    """How a tool shows that it has the secret."""

    SHA256 = "sha256"
    STANDARD = "standard"
    BEARER = "bearer"


def is_signed(
    how: How, *, secret: str, body: bytes, headers: Mapping[str, str], header: str, now: datetime
) -> bool:
    """Was this body sent by who has the secret? The names of `headers` are in small letters."""
    given = headers.get(header.lower(), "")
    if how == How.SHA256:
        return _same(given, f"sha256={hmac.digest(secret.encode(), body, sha256).hex()}")
    if how == How.BEARER:
        return _same(given.removeprefix("Bearer "), secret)
    return _standard(secret, body, headers, now)


def _standard(secret: str, body: bytes, headers: Mapping[str, str], now: datetime) -> bool:
    stamp, named = headers.get("webhook-timestamp", ""), headers.get("webhook-id", "")
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12):
        return False
    # An old signature may be a repeat by somebody who listened.
    if abs(now.timestamp() - int(stamp)) > SKEW.total_seconds():
        return False
    signed = hmac.digest(_key(secret), f"{named}.{stamp}.".encode() + body, sha256)
    wanted = f"v1,{b64encode(signed).decode()}"
    given = headers.get("webhook-signature", "").split()[:MOST_SIGNATURES]
    return any(_same(one, wanted) for one in given)


def _key(secret: str) -> bytes:
    if secret.startswith(SHARED):
        try:
            return b64decode(secret.removeprefix(SHARED), validate=True)
        except (ValueError, binascii.Error):
            pass
    return secret.encode()


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())
