"""Leave out of a message what the guard can't let pass, so that a stranger's text never holds a referral up.

Whoever reports could otherwise write something that looks like a picture in pieces, and the police would not
be told of a child in danger. It is done to a draft, so that whoever releases it sees it: what is left out
says so in its place, with its length and SHA-256, and in a note.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

from belisha.guard import inspect
from belisha.guard.json_text import FINGERPRINTS
from belisha.referrals.kinds import NotSendable
from belisha.referrals.message import ReferralMessage

# Letters in a row from which on the guard takes a string for a piece of something; then for half as many.
RUNS = (40, 20)
# What reports and people wrote. The rest is ours, or typed.
WRITTEN = ("what_happened", "accounts", "items", "conversation", "child", "suspect", "reporter", "notes")
NOTE = (
    "Left out of this referral, as it could carry a picture: {count}. Each place says so, with its SHA-256."
)


def lighter(message: ReferralMessage) -> Iterator[ReferralMessage]:
    """Yield the message with ever more left out; nothing where nothing written is suspicious."""
    for run in RUNS:
        left_out: list[str] = []
        body = message.as_json()
        body |= {name: _lightened(body[name], "", run, left_out) for name in WRITTEN if name in body}
        if left_out:
            yield from _message(body, len(left_out))


def _message(body: dict[str, Any], count: int) -> Iterator[ReferralMessage]:
    try:
        made = ReferralMessage.from_json(body)
    except NotSendable:
        # A field that can't hold the sentence, such as an address: the referral is held as before.
        return
    said = "1 piece of text" if count == 1 else f"{count} pieces of text"
    yield replace(made, notes=(*made.notes, NOTE.format(count=said)))


def _lightened(value: Any, name: str, run: int, left_out: list[str]) -> Any:
    if isinstance(value, dict):
        return {key: _lightened(item, key, run, left_out) for key, item in value.items()}
    if isinstance(value, list):
        return [_lightened(item, name, run, left_out) for item in value]
    if not isinstance(value, str) or name in FINGERPRINTS:
        return value
    if inspect(value.encode(), name="text.txt").verdict != "clean":
        return _sentence(value, left_out)
    return re.sub(rf"[A-Za-z0-9+/_=-]{{{run},}}", lambda found: _sentence(found[0], left_out), value)


def _sentence(text: str, left_out: list[str]) -> str:
    left_out.append(text)
    return f"[left out: {len(text):,} characters, SHA-256 {sha256(text.encode()).hexdigest()}]"
