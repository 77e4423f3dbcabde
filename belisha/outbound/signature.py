"""Signatures of Standard Webhooks: `v1` by a secret that both sides have, `v1a` by a key of ours alone.

Source: the specification at https://www.standardwebhooks.com, read on 22 November 2026.
"""

import binascii
import hmac
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from belisha.outbound.problem import NotSent

SHARED, PRIVATE, PUBLIC = "whsec_", "whsk_", "whpk_"
LEAST_SECRET, MOST_SECRET = 24, 64  # bytes of a shared one
SEED = 32  # bytes of a private key; some write its public half after it


def headers(secret: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """What a receiver checks a message by; raises NotSent where the secret is none.

    The same `message_id` on a repeat lets the receiver tell it.
    """
    return headers_of_all((secret,), message_id, at, body)


def headers_of_all(secrets: Sequence[str], message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The same signed with several, while one takes another's place: a receiver needs one that fits."""
    if not secrets:
        raise NotSent("wrong_secret")
    stamp = str(int(at.timestamp()))
    signed = f"{message_id}.{stamp}.".encode() + body
    return {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(_sign(secret, signed) for secret in secrets),
    }


def public_key(secret: str) -> str:
    """What a receiver needs to check `v1a`, to be given to it; empty for a shared secret."""
    if not secret.startswith(PRIVATE):
        return ""
    return PUBLIC + b64encode(_private(secret).public_key().public_bytes_raw()).decode()


def _sign(secret: str, signed: bytes) -> str:
    if secret.startswith(PRIVATE):
        return "v1a," + b64encode(_private(secret).sign(signed)).decode()
    key = _bytes(secret, SHARED)
    if not LEAST_SECRET <= len(key) <= MOST_SECRET:
        raise NotSent("wrong_secret")
    return "v1," + b64encode(hmac.digest(key, signed, sha256)).decode()


def _private(secret: str) -> Ed25519PrivateKey:
    key = _bytes(secret, PRIVATE)
    if len(key) not in (SEED, 2 * SEED):
        raise NotSent("wrong_secret")
    return Ed25519PrivateKey.from_private_bytes(key[:SEED])


def _bytes(secret: str, prefix: str) -> bytes:
    try:
        if not secret.startswith(prefix):
            raise ValueError
        return b64decode(secret.removeprefix(prefix), validate=True)
    except (ValueError, binascii.Error):
        raise NotSent("wrong_secret") from None
