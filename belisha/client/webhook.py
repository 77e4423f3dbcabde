"""Checking that a webhook comes from the desk: Standard Webhooks, `v1`, with what Python brings along."""

import binascii
import hmac
import json
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TOLERANCE = 300  # seconds, as the specification proposes


class WrongSignature(ValueError):
    """This did not come from the desk just now: answer 401, and do nothing of what it says."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """What the desk tells: which kind, about which order. `message_id` is the same when it is sent again."""

    type: str
    id: str
    message_id: str


def verify_webhook(
    secrets: str | Sequence[str], headers: Mapping[str, str], body: bytes, *, now: float | None = None
) -> Event:
    """Return the event of a webhook whose signature one of the secrets made, in the last five minutes.

    `secrets`: the `whsec_...` of the endpoint; both while one takes the other's place. Raises WrongSignature.
    """
    said = {name.lower(): value for name, value in headers.items()}
    message_id, stamp = said.get("webhook-id", ""), said.get("webhook-timestamp", "")
    if not (stamp.isascii() and stamp.isdigit()) or abs((now or time.time()) - int(stamp)) > TOLERANCE:
        raise WrongSignature("The time of this webhook is missing, or is not now.")
    signed = f"{message_id}.{stamp}.".encode() + body
    given = [word.removeprefix("v1,").encode() for word in said.get("webhook-signature", "").split()
             if word.startswith("v1,")]  # fmt: skip
    keys = [secrets] if isinstance(secrets, str) else list(secrets)
    made = [b64encode(hmac.digest(_key(secret), signed, "sha256")) for secret in keys]
    if not any(hmac.compare_digest(mine, theirs) for mine in made for theirs in given):
        raise WrongSignature("No signature of this webhook is one of the desk’s.")
    event = json.loads(body)
    return Event(type=event["type"], id=event["id"], message_id=message_id)


def _key(secret: str) -> bytes:
    try:
        return b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        raise ValueError("A secret is whsec_ and base64.") from None
