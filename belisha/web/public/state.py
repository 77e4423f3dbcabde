"""What somebody has answered so far, sealed into the page itself: no cookie, and nothing kept until sent."""

import base64
import binascii
import json
import secrets
import zlib
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from belisha.vault.keys import KeyName, key_to_open, key_to_seal
from belisha.vault.seal import CannotOpen, Erased, seal, unseal, version_of
from belisha.web.public.text import Taken, take

GOOD_FOR = timedelta(hours=2)
"""After this long a page has to be confirmed again: somebody else may sit before it."""

FORM_KEY = KeyName("form", UUID(int=0))
# The number rises when State or the name of a step changes: what was sealed before then reads as unreadable.
PLACE = {"table": "public", "column": "report", "row": "state 1"}


class Unreadable(Exception):
    """There is no state, or it isn't one that this desk sealed."""


@dataclass(frozen=True, kw_only=True)
class State:
    """The answers so far, by the names of their fields.

    `nonce` stays the same from the first page to the receipt; `checking`: the last page was reached before;
    `removed`: the pictures taken out of the texts.
    """

    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    step: str = "danger"
    answers: dict[str, list[str]] = field(default_factory=dict)
    removed: list[dict[str, Any]] = field(default_factory=list)
    checking: bool = False

    def at(self, step: str) -> "State":
        """The same answers at another step."""
        return replace(self, step=step, checking=self.checking or step == "check")

    def answered(self, posted: QueryDict, fields: Collection[str]) -> "State":
        """These fields as they were sent now, without any picture in their texts."""
        taken: dict[str, list[Taken]] = {
            name: [take(value, name) for value in posted.getlist(name)] for name in fields
        }
        answers = {name: [one.text for one in values] for name, values in taken.items()}
        removed = [thing for values in taken.values() for one in values for thing in one.removed]
        return replace(self, answers=self.answers | answers, removed=self.removed + removed)

    def data(self) -> MultiValueDict[str, str]:
        """The answers as a form takes them."""
        return MultiValueDict(self.answers)

    def first(self, name: str) -> str:
        """One answer, "" where there is none."""
        return next(iter(self.answers.get(name, [])), "")


@dataclass(frozen=True)
class Opened:
    """A state that came back; `expired` when its page is older than GOOD_FOR."""

    state: State
    expired: bool


def sealed(state: State, now: datetime) -> str:
    """The state as text for a hidden field."""
    plain = json.dumps({"at": now.astimezone(UTC).isoformat(), **asdict(state)}, ensure_ascii=False)
    version, key = key_to_seal(FORM_KEY)
    return base64.urlsafe_b64encode(seal(key, version, zlib.compress(plain.encode()), **PLACE)).decode()


def opened(text: str, now: datetime) -> Opened:
    """Return what was sealed; raises Unreadable where it was changed or was never ours."""
    try:
        value = base64.b64decode(text, altchars=b"-_", validate=True)
        plain = unseal(key_to_open(FORM_KEY, version_of(value)), value, **PLACE)
    except (binascii.Error, ValueError, CannotOpen, Erased) as problem:
        raise Unreadable from problem
    fields = json.loads(zlib.decompress(plain))
    made = datetime.fromisoformat(fields.pop("at"))
    return Opened(State(**fields), expired=now - made > GOOD_FOR)
